"""Nominating in the browser: begin, write, propose, confirm; names stay with those who may see them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.models import OutboxMail
from needs.models import Nomination, NominationOutcome, NominationTerms, StudyAmount
from tests.needs import chain
from tests.world import APRIL, AUTUMN, FEBRUARY, World

NAME = "Siri Studentprøve"
MOST_QUERIES = 14


def create(world: World) -> str:
    return reverse("needs:nomination_create", kwargs={"year": world.round.grant_year})


def page_of(name: str, nomination: Nomination) -> str:
    return reverse(f"needs:nomination_{name}", kwargs={"pk": nomination.pk})


def begun(world: World, **changes: Any) -> dict[str, Any]:
    """What the browser sends to begin."""
    whole = {
        "kindergarten": str(world.kindergarten.pk),
        "student_name": NAME,
        "student_email": "siri@example.no",
        "study_type": str(chain.study_type(world).pk),
    }
    return {**whole, **changes}


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a whole nomination."""
    whole = {
        **begun(world),
        "study_name": "Barnehagelærer",
        "institution": "Prøve høgskole",
        "ects": "22,5",
        "year_of_study": "2",
        "position_percent": "80",
        "start_on": "2026-08-01",
        "end_on": "2030-06-30",
        "amount_nok": "40 000",
    }
    return {**whole, **changes}


def test_a_head_begins_writes_and_proposes_and_the_owner_confirms(world, at, sign_in):
    at(AUTUMN)
    head = sign_in("head")

    edit = head.post(create(world), begun(world)).url
    shown = head.get(edit).context["shown"]
    saved = head.post(edit, typed(world, do="submit", shown=shown))
    nomination = Nomination.objects.get()
    assert saved.url == page_of("propose", nomination)
    head.post(saved.url, {"version": head.get(saved.url).context["version"]})

    nomination.refresh_from_db()
    assert (nomination.state, nomination.ects, nomination.amount_nok) == ("proposed", 22.5, 40_000)
    assert (nomination.year_of_study, str(nomination.end_on)) == (2, "2030-06-30")

    owner = sign_in("owner")
    assert [row.pk for row in owner.get(reverse("needs:nomination_list")).context["waiting"]] == [
        nomination.pk
    ]
    confirm = page_of("confirm", nomination)
    owner.post(confirm, {"version": owner.get(confirm).context["version"]})
    nomination.refresh_from_db()
    assert nomination.state == "submitted"


def test_an_owner_sends_directly(world, at, sign_in):
    at(AUTUMN)
    owner = sign_in("owner")
    edit = owner.post(create(world), begun(world)).url
    shown = owner.get(edit).context["shown"]

    saved = owner.post(edit, typed(world, do="submit", shown=shown))

    assert saved.url == page_of("submit", Nomination.objects.get())
    owner.post(saved.url, {"version": owner.get(saved.url).context["version"]})
    assert Nomination.objects.get().state == "submitted"


def test_it_is_saved_while_it_is_written(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.draft_nomination(world)
    head, edit = sign_in("head"), page_of("edit", nomination)
    shown = head.get(edit).context["shown"]

    answer = head.post(edit, typed(world, do="autosave", shown=shown, institution="Ny", ects="mange"))

    stored = Nomination.objects.get()
    assert (answer["Rekom-Draft"], answer["Rekom-Open-Fields"]) == ("saved", "ects")
    assert (stored.institution, stored.ects) == ("Ny", 30)


def test_a_draft_is_saved_with_gaps_and_sending_says_what_is_missing(world, at, sign_in):
    at(AUTUMN)
    draft = chain.draft_nomination(
        world, student_email="", study_type=None, study_name="", institution="", amount_nok=0
    )
    client, edit = sign_in("head"), page_of("edit", draft)
    shown = client.get(edit).context["shown"]

    typed = {"kindergarten": str(world.kindergarten.pk), "student_name": "", "do": "submit", "shown": shown}
    answer = client.post(edit, typed, follow=True)

    assert Nomination.objects.get().state == "draft"
    assert answer.context["form"].errors.keys() == {
        "student_name",
        "student_email",
        "study_type",
        "study_name",
        "institution",
        "amount_nok",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kindergarten", ""),
        ("kindergarten", "\x00"),
        ("student_name", "x" * 20_000),
        ("student_name", "nul\x00"),
        ("student_name", "Siri 151086 95088"),
        ("study_name", "15108695088"),
        ("student_email", "ikke en adresse"),
        ("study_type", "999999"),
        ("ects", "mange"),
        ("ects", "-1"),
        ("year_of_study", "99"),
        ("position_percent", "101"),
        ("start_on", "i fjor"),
        ("end_on", "2022-06-30"),
        ("amount_nok", "1,5"),
        ("amount_nok", "9999999999"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_stays(world, at, sign_in, field, value):
    at(AUTUMN)
    draft = chain.draft_nomination(world)
    client, edit = sign_in("head"), page_of("edit", draft)
    shown = client.get(edit).context["shown"]

    answer = client.post(edit, typed(world, shown=shown, institution="áđŋ 🙂 שלום", **{field: value}))

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"]["institution"].value() == "áđŋ 🙂 שלום"


@pytest.mark.parametrize(
    ("field", "value"),
    [("kindergarten", ""), ("student_name", ""), ("student_name", "15108695088"), ("student_email", "nei")],
)
def test_a_beginning_that_cannot_be_stored_is_refused(world, at, sign_in, field, value):
    at(AUTUMN)

    answer = sign_in("head").post(create(world), begun(world, **{field: value}))

    assert answer.context["form"].errors.keys() == {field}
    assert not Nomination.objects.exists()


def test_somebody_elses_kindergarten_cannot_be_chosen(world, at, sign_in):
    at(AUTUMN)

    answer = sign_in("head").post(create(world), begun(world, kindergarten=str(world.other_kindergarten.pk)))

    assert answer.context["form"].errors.keys() == {"kindergarten"}


def test_after_the_closing_the_draft_stays_readable(world, at, sign_in):
    draft = chain.draft_nomination(world)
    at(FEBRUARY)
    client = sign_in("head")

    edit = client.get(page_of("edit", draft))
    page = client.get(edit.url)

    assert NAME in page.text
    assert page.context["may"] == {"withdraw"}
    late = client.post(page_of("edit", draft), typed(world))
    assert (late.status_code, late.context["form"]["student_name"].value()) == (409, NAME)


def test_a_proposal_that_the_owner_did_not_confirm_in_time_says_so(world, at, sign_in):
    proposed = chain.proposed_nomination(world)
    at(FEBRUARY)

    page = sign_in("owner").get(page_of("detail", proposed))

    assert page.context["refusal"]
    assert page.context["may"] == {"withdraw", "renew_link"}


def test_buttons_follow_who_one_is_and_how_it_stands(world, at, sign_in):
    at(AUTUMN)
    draft, proposed = chain.draft_nomination(world), chain.proposed_nomination(world)
    sent = chain.submitted_nomination(world)

    def buttons(role: str, nomination: Nomination) -> set[str]:
        return sign_in(role).get(page_of("detail", nomination)).context["may"]

    assert buttons("head", draft) == {"save", "propose", "withdraw"}
    assert buttons("owner", draft) == {"save", "submit", "withdraw"}
    assert buttons("head", proposed) == {"take_back", "withdraw", "renew_link"}
    assert buttons("owner", proposed) == {"confirm", "send_back", "take_back", "withdraw", "renew_link"}
    assert buttons("head", sent) == {"withdraw", "renew_link"}
    assert buttons("owner", sent) == {"take_back", "withdraw", "renew_link"}
    assert buttons("leader", sent) == set()


def test_send_back_take_back_and_withdraw(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.proposed_nomination(world)
    owner = sign_in("owner")

    assert owner.post(page_of("send_back", nomination), {"comment": ""}).status_code == 200
    owner.post(page_of("send_back", nomination), {"comment": "Sjekk studiet."})
    assert Nomination.objects.get().state == "draft"
    head = sign_in("head")
    head.post(page_of("propose", nomination), {"version": "1"})
    head.post(page_of("take_back", nomination))
    assert Nomination.objects.get().state == "draft"
    head.post(page_of("withdraw", nomination))
    assert Nomination.objects.get().state == "withdrawn"


def test_a_full_kindergarten_is_told_before_sending(world, at, sign_in):
    at(AUTUMN)
    NominationTerms.objects.create(round=world.round, most_per_kindergarten=1)
    chain.submitted_nomination(world)
    draft = chain.draft_nomination(world)

    page = sign_in("owner").get(page_of("submit", draft))

    assert page.context["full"]
    assert '<button class="ds-button" type="submit">Send' not in page.text


def test_the_usual_amount_and_earlier_nominations_are_shown(world, at, sign_in):
    at(AUTUMN)
    StudyAmount.objects.create(round=world.round, study_type=chain.study_type(world), amount_nok=60_000)
    earlier = chain.submitted_nomination(world)
    NominationOutcome.objects.create(nomination=earlier, granted_nok=35_000, told_at=AUTUMN)
    draft = chain.draft_nomination(world)

    for name in ("edit", "propose", "detail"):
        text = sign_in("head").get(page_of(name, draft)).text.replace("\xa0", " ")
        assert "60 000 kr" in text
        assert "35 000 kr" in text


def test_the_leader_says_that_a_student_has_moved(world, at, sign_in):
    nomination = chain.submitted_nomination(world)
    at(FEBRUARY)
    leader, move = sign_in("leader"), page_of("move_to_owner", nomination)

    assert leader.post(move, {"new_owner": ""}).status_code == 200
    leader.post(move, {"new_owner": str(world.other_owner.pk), "comment": "Fra mars."})

    assert Nomination.objects.get().moved_to == world.other_owner
    assert "Annen eier AS" in leader.get(page_of("detail", nomination)).text


def test_a_new_link_is_sent(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.submitted_nomination(world)

    client = sign_in("head")
    typed = {"mark": client.get(page_of("detail", nomination)).context["link_mark"]}
    for _press in range(2):
        client.post(page_of("renew_link", nomination), typed)

    assert OutboxMail.objects.filter(kind="needs/student_nominated").count() == 2


@pytest.mark.parametrize("role", ["head", "owner", "leader", "coordinator", "case_officer", "approver"])
def test_name_and_address_are_read_by_those_who_follow_it(world, at, sign_in, role):
    nomination = chain.submitted_nomination(world)
    at(APRIL)

    page = sign_in(role).get(page_of("detail", nomination)).text

    assert NAME in page
    assert "siri.studentprove@example.no" in page


def count(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("role", "name", "now"),
    [
        ("owner", "nomination_list", AUTUMN),
    ],
)
def test_each_list_takes_the_same_few_queries_with_one_and_three(world, at, sign_in, role, name, now):
    at(now)
    client = sign_in(role)
    page = reverse(f"needs:{name}")
    chain.submitted_nomination(world)
    one = count(client, page)
    for _more in range(2):
        chain.submitted_nomination(world)

    assert count(client, page) == one
    assert one <= MOST_QUERIES


def test_one_nomination_keeps_to_few_queries(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.draft_nomination(world)

    for name in ("detail", "edit", "submit", "propose", "withdraw"):
        assert (
            count(sign_in("owner"), reverse(f"needs:nomination_{name}", kwargs={"pk": nomination.pk}))
            <= MOST_QUERIES
        )
