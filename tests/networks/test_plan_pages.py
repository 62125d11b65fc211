"""The pages of long-term plans: writing together, and what everybody reads."""

import pytest
from django.test import Client
from django.urls import reverse

from common.drafts import Shown
from networks.models import LongTermPlan
from networks.plan_facts import county_facts
from networks.queries import plans as queries
from networks.services import plans
from tests.networks import access_plans, meetings_stage
from tests.networks import plans_stage as stage
from tests.networks.plans_stage import SEPTEMBER, SPRING

pytestmark = pytest.mark.django_db

SECRET = "Dette er bare et utkast"


def url(name: str, world, **more) -> str:
    return reverse(f"networks:plan_{name}", kwargs={"network": world.network.pk, **more})


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def under_revision(world) -> LongTermPlan:
    """An adopted plan with a new draft that says something else everywhere."""
    plan, leader = stage.adopted(world), world.person("leader")
    plans.revise_plan(plan=plan, by=leader, now=SPRING)
    stage.write(plan, leader, title=SECRET, money=SECRET, first_year=2031, last_year=2039)
    stage.goal(plan, leader, SECRET)
    return stage.fresh(plan)


# --- Writing ----------------------------------------------------------------------------------------------


def test_autosave_keeps_what_is_typed_and_answers_in_short(world, sign_in, at):
    at(SPRING)
    stage.begun(world)
    typed = {"money": "Til vikarer", "time_frames": "", "shown": Shown(1).text, "do": "autosave"}
    response = sign_in("member").post(url("edit", world, step="rammer"), typed)
    assert response["Rekom-Draft"] == "saved"
    assert queries.plan_of(world.network).parts == {"money": "Til vikarer"}


def test_the_same_part_typed_by_two_is_shown_beside_each_other(world, sign_in, at):
    at(SPRING)
    plan = stage.begun(world)
    page = url("edit", world, step="rammer")
    shown = Shown.of({"money": "", "time_frames": ""}, 1).text
    stage.write(plan, world.person("uh"), money="Universitetets tekst")
    response = sign_in("leader").post(page, {"money": "Lederens tekst", "time_frames": "", "shown": shown})
    assert response.status_code == 409
    answer = response.content.decode()
    assert "Universitetets tekst" in answer
    assert "Lederens tekst" in answer


def test_the_first_step_asks_for_title_and_years_in_order(world, sign_in, at):
    at(SPRING)
    plan = stage.begun(world)
    first = {"title": "Ny tittel", "first_year": "2030", "last_year": "2027", "goals": "Mål"}
    shown = Shown.of(queries.plan_values(plan, first), plan.version).text
    response = sign_in("leader").post(url("edit", world, step="mal"), {**first, "shown": shown})
    assert response.status_code == 200
    found = stage.fresh(plan)
    assert (found.title, found.first_year, found.parts["goals"]) == ("Ny tittel", 2027, "Mål")


def test_a_step_that_does_not_exist_is_not_found(world, sign_in, at):
    at(SPRING)
    stage.begun(world)
    assert sign_in("leader").get(url("edit", world, step="midler")).status_code == 404


def test_the_page_of_a_draft_costs_the_same_with_one_goal_and_with_three(
    world, sign_in, at, django_assert_max_num_queries
):
    at(SPRING)
    plan, leader = stage.whole(world), sign_in("leader")
    leader.get(url("detail", world))
    with django_assert_max_num_queries(40) as first:
        leader.get(url("detail", world))
    stage.goal(plan, world.person("leader"), "To")
    stage.goal(plan, world.person("leader"), "Tre")
    with django_assert_max_num_queries(len(first)):
        leader.get(url("detail", world))


# --- Nothing of a draft leaks -----------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "head", "case_officer", "approver"])
def test_those_around_a_network_read_what_is_adopted_and_no_draft(world, sign_in, at, role):
    at(SPRING)
    under_revision(world)
    text = read(sign_in(role), url("detail", world))
    assert SECRET not in text
    assert "2039" not in text
    assert "Om money." in text


def test_those_around_a_network_see_nothing_of_a_plan_that_was_never_adopted(world, sign_in, at):
    at(SPRING)
    plan = stage.whole(world)
    stage.write(plan, world.person("leader"), title=SECRET, money=SECRET)
    assert SECRET not in read(sign_in("case_officer"), url("detail", world))
    public = Client()
    assert SECRET not in read(public, reverse("networks:plan_public"))
    assert public.get(reverse("networks:plan_public_detail", kwargs={"pk": plan.pk})).status_code == 404
    assert public.get(reverse("networks:plan_public_download", kwargs={"pk": plan.pk})).status_code == 404


def test_the_public_pages_show_what_was_adopted_while_a_draft_is_written(world, at):
    at(SPRING)
    plan = under_revision(world)
    for name, kwargs in (("plan_public", {}), ("plan_public_detail", {"pk": plan.pk})):
        text = read(Client(), reverse(f"networks:{name}", kwargs=kwargs))
        assert SECRET not in text
        assert "2039" not in text


def test_the_public_page_names_no_people(world, at):
    at(SPRING)
    plan = stage.adopted(world)
    text = read(Client(), reverse("networks:plan_public_detail", kwargs={"pk": plan.pk}))
    assert [user.name for user in world.people.values() if user.name in text] == []


def test_the_public_document_may_be_cached_and_is_asked_for_by_its_fingerprint(world, at):
    at(SPRING)
    plan = stage.adopted(world)
    address = reverse("networks:plan_public_download", kwargs={"pk": plan.pk})
    first = Client().get(address)
    assert first.content.startswith(b"%PDF-")
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_public_list_is_searched_by_network_and_municipality(world, at):
    at(SPRING)
    stage.adopted(world)
    address = reverse("networks:plan_public")
    for text, is_found in (("prøvenett", True), ("prøvedal", True), ("prøvefylket", True), ("annet", False)):
        page = read(Client(), f"{address}?name={text}")
        assert (str(world.network) in page) is is_found


def test_a_file_added_to_a_draft_is_not_public_before_it_is_adopted(world, at):
    at(SEPTEMBER)
    plan = stage.adopted_county_plan(world, before=lambda plan: access_plans.a_file_of(world, plan))
    adopted = plan.attachments.all()[0]
    plans.revise_plan(plan=plan, by=world.person("case_officer"), now=SEPTEMBER)
    new = access_plans.a_file_of(world, stage.fresh(plan), now=SEPTEMBER)
    for file, status in ((adopted, 200), (new, 404)):
        place = {"plan": plan.pk, "pk": file.pk}
        address = reverse("networks:plan_public_attachment_download", kwargs=place)
        assert Client().get(address).status_code == status


# --- The verbs on their pages -----------------------------------------------------------------------------


def test_adopt_on_its_page_leads_back_to_the_plan(world, sign_in, at):
    at(SPRING)
    plan = stage.approved(world)
    response = sign_in("uh").post(url("adopt", world), {"version": plan.version}, follow=True)
    assert response.redirect_chain[-1][0] == url("detail", world)
    assert stage.fresh(plan).document is not None


def test_adopt_with_an_old_version_says_why_and_adopts_nothing(world, sign_in, at):
    at(SPRING)
    plan = stage.approved(world)
    response = sign_in("leader").post(url("adopt", world), {"version": plan.version - 1})
    assert response.status_code == 409
    assert stage.fresh(plan).document is None


def test_versions_show_word_by_word_what_differs(world, sign_in, at):
    at(SPRING)
    plan = under_revision(world)
    for role, side in (("leader", None), ("uh", world.university.pk)):
        found = stage.fresh(plan)
        plans.approve_plan(
            plan=found, university_id=side, version=found.version, by=world.person(role), now=SPRING
        )
    found = stage.fresh(plan)
    plans.adopt_plan(plan=found, version=found.version, by=world.person("leader"), now=SPRING)
    text = read(sign_in("owner"), url("versions", world))
    assert "<ins>" in text
    assert "<del>" in text


def test_facts_count_the_county_s_kindergartens(world):
    facts = county_facts(world.county, number="F-1", now=meetings_stage.PLANNED)
    assert (facts["total"]["kindergartens"], facts["total"]["private"]) == ("3", "3")
    assert [row["name"] for row in facts["rows"]] == ["Annendal", "Prøvedal"]
