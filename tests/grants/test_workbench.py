"""The workbench answers while one changes numbers, stores nothing on the way, and loses nothing that was typed."""

import pytest
from django.urls import reverse

from grants.models import Scenario, ScenarioOverride
from grants.queries.scenario import live_facts, outcome_of
from grants.services import scenario as services
from tests.grants.access_scenario import NUMBERS
from tests.grants.scenario_stage import by_hand, fresh, scenario, stage
from tests.world import FEBRUARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(sign_in, at):
    at(FEBRUARY)
    return sign_in("case_officer")


def address(name, one, **more):
    return reverse(f"grants:{name}", kwargs={"year": one.round.grant_year, "scenario": one.pk, **more})


def amount_of(world, one):
    rows = outcome_of(one, one.round)["collective"]["networks"]
    return next(row["amount"] for row in rows if row["id"] == f"network-{world.network.pk}")


def test_a_round_without_scenarios_says_how_to_begin(world, officer):
    stage(world)

    page = officer.get(reverse("grants:scenario_list", args=[world.round.grant_year]))
    assert reverse("grants:scenario_create", args=[world.round.grant_year]) in page.content.decode()


def test_a_new_scenario_and_a_copy_of_it(world, officer):
    stage(world)
    url = reverse("grants:scenario_create", args=[world.round.grant_year])

    officer.post(url, {"name": "Flatt", "start": ""})
    first = Scenario.objects.get()
    answer = officer.post(url, {"name": "Kopi", "start": str(first.pk)})
    assert Scenario.objects.get(name="Kopi").copied_from == first
    assert answer.url == address("scenario_detail", Scenario.objects.get(name="Kopi"))
    assert officer.post(url, {"name": "Kopi", "start": ""}).status_code == 409


def test_a_changed_number_is_answered_and_not_stored(world, officer):
    one = scenario(world)

    answer = officer.post(address("scenario_try", one), {**NUMBERS, "frame_nok": "2 500 000 kr"})
    assert answer.context["is_unsaved"] is True
    assert answer.context["kpis"][0]["value"].startswith("2\u00a0500")
    assert fresh(one).frame_nok == 2_000_000


def test_the_numbers_as_saved_are_not_called_unsaved(world, officer):
    one = scenario(world)
    services.save_scenario(
        scenario=one,
        values=services.ScenarioValues(**{name: getattr(one, name) for name in services.VALUES}),
        version=1,
        by=world.people["case_officer"],
        now=FEBRUARY,
    )
    typed = {**NUMBERS, **({"cap_at_requested": "on"} if one.cap_at_requested else {})}

    assert officer.post(address("scenario_try", one), typed).context["is_unsaved"] is False


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"frame_nok": "-5"}, "frame_nok"),
        ({"frame_nok": "1 000"}, "frame_nok"),
        ({"frame_nok": "mye"}, "frame_nok"),
        ({"flat_percent": "101"}, "flat_percent"),
        ({"weight_children": "0"}, "weight_children"),
        ({"round_to": "0"}, "round_to"),
        ({"leftover": "x"}, "leftover"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_last_results_stay(world, officer, typed, field):
    one = scenario(world)

    answer = officer.post(address("scenario_try", one), {**NUMBERS, **typed})
    assert answer.context["form"].errors[field]
    assert answer["HX-Reswap"] == "none"
    page = officer.post(address("scenario_detail", one), {**NUMBERS, **typed, "then": "save"})
    assert page.status_code == 200
    assert page.context["form"].errors[field]
    assert fresh(one).version == 1


def test_saving_stores_the_numbers(world, officer):
    one = scenario(world)

    answer = officer.post(
        address("scenario_detail", one), {**NUMBERS, "flat_percent": "12,5", "then": "save"}
    )
    assert answer.url == address("scenario_detail", one)
    assert (str(fresh(one).flat_percent), fresh(one).cap_at_requested) == ("12.50", False)


def test_without_script_calculate_shows_the_numbers_and_stores_nothing(world, officer):
    one = scenario(world)

    page = officer.post(
        address("scenario_detail", one), {**NUMBERS, "flat_percent": "0", "then": "calculate"}
    )
    assert page.context["form"]["flat_percent"].value() == "0"
    assert page.context["is_unsaved"] is True
    assert fresh(one).flat_percent == 40


def test_the_second_of_two_keeps_what_was_typed_and_can_save_again(world, officer):
    one = scenario(world)
    typed = {**NUMBERS, "flat_percent": "10", "then": "save"}
    officer.post(address("scenario_detail", one), typed)

    page = officer.post(address("scenario_detail", one), {**typed, "flat_percent": "20"})
    assert (page.status_code, page.context["form"]["flat_percent"].value()) == (409, "20")
    again = {**typed, "flat_percent": "20", "version": str(page.context["version"])}
    assert officer.post(address("scenario_detail", one), again).status_code == 302
    assert fresh(one).flat_percent == 20


def test_an_amount_is_set_by_hand_and_marked_and_let_go_again(world, officer):
    one = scenario(world)
    url = address("scenario_network", one, network=world.network.pk)
    typed = {"amount_nok": "600 000 kr", "reason": "Vedtatt i forum", "recomputes_rest": "on", "version": "1"}

    assert officer.post(url, {**typed, "reason": ""}).context["form"].errors["reason"]
    assert officer.post(url, {**typed, "amount_nok": "9 000 000"}).status_code == 409
    assert officer.post(url, typed).url == address("scenario_detail", one)
    rows = officer.get(address("scenario_detail", one)).context["rows"]
    assert [(row.amount, row.reason) for row in rows if row.is_overridden] == [(600_000, "Vedtatt i forum")]
    assert officer.post(url, typed).status_code == 409

    officer.post(address("scenario_override_remove", one, network=world.network.pk), {"version": "2"})
    assert not ScenarioOverride.objects.exists()


def test_the_steps_follow_the_numbers_as_typed(world, officer):
    one = scenario(world)
    url = address("scenario_steps", one, network=world.network.pk)

    saved, typed = officer.get(url), officer.post(url, {**NUMBERS, "flat_percent": "0"})
    assert saved.context["steps"] != typed.context["steps"]
    assert officer.post(url, {**NUMBERS, "frame_nok": "x"}).context["steps"] is None


def test_a_locked_scenario_is_read_and_says_why_it_cannot_change(world, officer):
    one = scenario(world)
    services.lock_scenario(scenario=one, by=world.people["case_officer"], now=FEBRUARY)

    page = officer.get(address("scenario_detail", one))
    assert page.context["form"] is None
    assert page.context["locked_because"]
    typed = {**NUMBERS, "flat_percent": "1", "then": "save"}
    assert officer.post(address("scenario_detail", one), typed).status_code == 409
    assert fresh(one).flat_percent == 40


def test_the_forum_reads_what_is_shared(world, sign_in, at):
    at(FEBRUARY)
    one = by_hand(world, scenario(world))
    forum = sign_in("forum")
    assert forum.get(address("scenario_detail", one)).status_code == 404
    services.share_scenario(scenario=one, by=world.people["case_officer"], now=FEBRUARY)

    page = forum.get(address("scenario_detail", one))
    assert page.context["form"] is None
    assert [row.is_overridden for row in page.context["rows"]].count(True) == 1
    assert forum.post(address("scenario_detail", one), NUMBERS).status_code == 404
    assert forum.get(address("scenario_network", one, network=world.network.pk)).status_code == 200


def test_figures_that_have_changed_are_shown_before_they_are_taken_over(world, officer):
    one = scenario(world)
    world.kindergarten.figures.update(children=999)
    assert officer.get(address("scenario_detail", one)).context["has_newer_figures"] is True

    assert officer.get(address("scenario_figures", one)).context["changes"]
    officer.post(address("scenario_figures", one), {"version": "1"})
    assert officer.get(address("scenario_detail", one)).context["has_newer_figures"] is False


def test_what_is_recorded_later_shows_in_the_scenario(world, officer):
    one = scenario(world)
    live = live_facts(world.fresh_round())
    assert live.requests
    assert live.asks
    assert amount_of(world, one) > 0


def test_the_workbench_asks_as_many_questions_whatever_the_number_of_overrides(
    world, officer, django_assert_max_num_queries
):
    one = scenario(world)
    officer.get(address("scenario_detail", one))
    with django_assert_max_num_queries(22):
        officer.post(address("scenario_try", one), NUMBERS)
    one = by_hand(world, one)
    with django_assert_max_num_queries(22):
        officer.post(address("scenario_try", one), NUMBERS)
