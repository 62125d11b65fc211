"""Scenarios are made, saved, shared and locked by case officers, and nothing is half done."""

import pytest
from django.db import IntegrityError, connection, transaction

from common.models import StateChange
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Recommendation, Scenario, ScenarioOverride
from grants.queries.current_run import current_run
from grants.queries.scenario import (
    last_years_amounts,
    live_facts,
    outcome_of,
    scenario_input,
    scenarios_visible_to,
)
from grants.services import override as overrides
from grants.services import scenario as services
from grants.services.allocation import run_allocation
from grants.states import RECOMMENDATION_MOVES
from tests.grants.money_stage import VALUES, record
from tests.grants.scenario_stage import by_hand, fresh, scenario, stage, values_of
from tests.world import FEBRUARY, MARCH

pytestmark = pytest.mark.django_db


def officer(world):
    return {"by": world.person("case_officer"), "now": FEBRUARY}


def amounts(one):
    return {row["id"]: row["amount"] for row in outcome_of(one, one.round)["collective"]["networks"]}


# --- Make and copy -----------------------------------------------------------------------------------------


def test_a_scenario_begins_on_the_recorded_key_and_the_figures_of_today(world):
    made = scenario(world)

    assert (made.frame_nok, made.flat_percent, made.weight_children) == (2_000_000, 40, 1)
    assert made.cap_at_requested is VALUES["cap_at_requested"]
    assert made.figures_on == FEBRUARY.date()
    assert [row["network"] for row in made.figures][0].startswith("network-")
    assert (made.state, made.shared_at, made.version) == ("draft", None, 1)


def test_without_a_recorded_key_a_scenario_can_be_made_all_the_same(world):
    round = world.fresh_round()

    made = fresh(services.create_scenario(round=round, name="Januar", **officer(world)))
    assert made.individual_cap_percent == round.scheme.individual_cap_percent
    assert scenario_input(made, round)["fixed"]


def test_two_scenarios_of_a_round_have_different_names(world):
    scenario(world)

    with pytest.raises(NotNow, match="40 prosent flatt"):
        services.create_scenario(round=world.fresh_round(), name=" 40 prosent flatt ", **officer(world))
    assert Scenario.objects.count() == 1


def test_only_a_case_officer_makes_a_scenario(world):
    stage(world)

    for role in ("approver", "forum", "leader"):
        with pytest.raises(NotAllowed):
            services.create_scenario(
                round=world.fresh_round(), name="Mitt", by=world.person(role), now=FEBRUARY
            )
    assert not Scenario.objects.exists()


def test_a_copy_has_the_same_numbers_and_amounts_set_by_hand(world):
    one = by_hand(world, scenario(world))
    services.share_scenario(scenario=one, **officer(world))

    copy = fresh(services.copy_scenario(scenario=one, name="Kopi", **officer(world)))
    assert (copy.copied_from, copy.shared_at, copy.state) == (one, None, "draft")
    assert amounts(copy) == amounts(one)
    assert scenario_input(copy, copy.round) == scenario_input(one, one.round)


# --- Save --------------------------------------------------------------------------------------------------


def test_saving_keeps_the_numbers_and_who_saved(world):
    one = scenario(world)

    services.save_scenario(
        scenario=one, values=values_of(one, flat_percent="25", leftover="held"), version=1, **officer(world)
    )
    found = fresh(one)
    assert (found.flat_percent, found.leftover, found.version) == (25, "held", 2)
    assert found.saved_by == world.people["case_officer"]
    assert outcome_of(found, found.round)["held"] > 0


def test_the_second_of_two_who_save_is_told_and_changes_nothing(world):
    one = scenario(world)
    services.save_scenario(
        scenario=one, values=values_of(one, flat_percent="25"), version=1, **officer(world)
    )

    with pytest.raises(NotNow):
        services.save_scenario(
            scenario=one, values=values_of(one, flat_percent="90"), version=1, **officer(world)
        )
    assert fresh(one).flat_percent == 25


def test_a_frame_that_is_too_small_is_refused_and_nothing_is_saved(world):
    one = scenario(world)

    with pytest.raises(NotNow):
        services.save_scenario(scenario=one, values=values_of(one, frame_nok=10), version=1, **officer(world))
    assert (fresh(one).frame_nok, fresh(one).version) == (2_000_000, 1)


@pytest.mark.parametrize("role", ["approver", "forum", "foreign_officer"])
def test_only_a_case_officer_of_the_county_saves(world, role):
    one = scenario(world)

    with pytest.raises(NotAllowed):
        services.save_scenario(
            scenario=one, values=values_of(one), version=1, by=world.person(role), now=FEBRUARY
        )


def test_a_locked_scenario_cannot_change(world):
    one = scenario(world)
    services.lock_scenario(scenario=one, **officer(world))

    calls = [
        lambda: services.save_scenario(scenario=one, values=values_of(one), version=1, **officer(world)),
        lambda: services.refresh_figures(scenario=one, version=1, **officer(world)),
        lambda: services.rename_scenario(scenario=one, name="Ny", note="", version=1, **officer(world)),
        lambda: by_hand(world, one),
        lambda: services.delete_scenario(scenario=one, **officer(world)),
    ]
    for call in calls:
        with pytest.raises(NotNow):
            call()
    assert fresh(one).version == 1


def test_a_scenario_gets_another_name_that_is_free(world):
    one = scenario(world)
    scenario(world, "Annet", is_staged=True)

    services.rename_scenario(scenario=one, name="Flatt", note="Prøve", version=1, **officer(world))
    with pytest.raises(NotNow, match="Annet"):
        services.rename_scenario(scenario=one, name="Annet", note="", version=2, **officer(world))
    assert (fresh(one).name, fresh(one).note) == ("Flatt", "Prøve")


def test_figures_stand_still_until_they_are_refreshed(world):
    one = scenario(world)
    before = scenario_input(one, one.round)
    world.kindergarten.figures.update(children=999)
    assert scenario_input(fresh(one), one.round) == before

    services.refresh_figures(scenario=one, version=1, **officer(world))
    assert scenario_input(fresh(one), one.round) != before


# --- Amounts set by hand -----------------------------------------------------------------------------------


def test_an_amount_set_by_hand_stands_with_reason_and_person(world):
    one = by_hand(world, scenario(world))

    row = ScenarioOverride.objects.get()
    assert (row.amount_nok, row.reason, row.set_by) == (
        700_000,
        "Vedtatt i forum",
        world.people["case_officer"],
    )
    assert amounts(one)[f"network-{world.network.pk}"] == 700_000
    assert one.version == 2


def test_setting_it_again_replaces_it(world):
    one = by_hand(world, by_hand(world, scenario(world)), 300_000)

    assert amounts(one)[f"network-{world.network.pk}"] == 300_000
    assert ScenarioOverride.objects.count() == 1


@pytest.mark.parametrize("changes", [{"reason": "  "}, {"version": 7}, {"amount": 3_000_000}])
def test_what_cannot_be_set_by_hand_changes_nothing(world, changes):
    one = scenario(world)

    with pytest.raises(NotNow):
        by_hand(world, one, **changes)
    assert not ScenarioOverride.objects.exists()
    assert fresh(one).version == 1


def test_only_a_case_officer_sets_an_amount_by_hand(world):
    one = scenario(world)

    with pytest.raises(NotAllowed):
        overrides.set_override(
            scenario=one,
            network=world.network.pk,
            amount_nok=1,
            reason="Fordi",
            recomputes_rest=True,
            version=1,
            by=world.person("forum"),
            now=FEBRUARY,
        )


def test_removing_lets_the_key_decide_again(world):
    plain = scenario(world)
    one = by_hand(world, plain)

    overrides.remove_override(scenario=one, network=world.network.pk, version=2, **officer(world))
    assert amounts(fresh(one)) == amounts(plain)
    with pytest.raises(NotNow):
        overrides.remove_override(scenario=one, network=world.network.pk, version=3, **officer(world))


# --- Share, lock, delete -----------------------------------------------------------------------------------


def test_the_forum_sees_what_is_shared_and_staff_see_all(world):
    one = scenario(world)
    other = scenario(world, "Ikke delt", is_staged=True)
    services.share_scenario(scenario=one, **officer(world))
    round = world.fresh_round()

    def seen(role):
        return list(scenarios_visible_to(world.person(role), round, now=FEBRUARY))

    assert seen("case_officer") == seen("approver") == [one, other]
    assert seen("forum") == [one]
    assert seen("leader") == seen("uh") == seen("foreign_officer") == seen("owner") == []
    services.unshare_scenario(scenario=one, **officer(world))
    assert seen("forum") == []


def test_sharing_twice_is_told(world):
    one = scenario(world)
    services.share_scenario(scenario=one, **officer(world))

    with pytest.raises(MovedOn):
        services.share_scenario(scenario=one, **officer(world))


def test_locking_and_unlocking_are_told_in_the_history(world):
    one = scenario(world)
    services.lock_scenario(scenario=one, **officer(world))
    with pytest.raises(MovedOn):
        services.lock_scenario(scenario=one, **officer(world))
    services.unlock_scenario(scenario=one, **officer(world))

    assert list(StateChange.objects.order_by("pk").values_list("verb", flat=True))[-2:] == ["lock", "unlock"]


def test_a_draft_that_nobody_has_seen_is_deleted_and_its_copy_stays(world):
    one = scenario(world)
    copy = services.copy_scenario(scenario=one, name="Kopi", **officer(world))

    services.delete_scenario(scenario=one, **officer(world))
    assert list(Scenario.objects.all()) == [copy]
    services.share_scenario(scenario=copy, **officer(world))
    with pytest.raises(NotNow):
        services.delete_scenario(scenario=copy, **officer(world))


# --- Run ---------------------------------------------------------------------------------------------------


def test_a_run_from_a_scenario_is_current_until_the_scenario_or_the_frame_changes(world):
    one = by_hand(world, scenario(world))
    round = world.fresh_round()
    run = run_allocation(round=round, scenario=one, **officer(world))

    assert run.scenario == one
    assert run.output["collective"]["networks"] == outcome_of(one, round)["collective"]["networks"]
    assert current_run(round) == run
    services.rename_scenario(scenario=one, name="Nytt navn", note="", version=2, **officer(world))
    assert current_run(round) == run
    services.save_scenario(
        scenario=one, values=values_of(one, flat_percent="10"), version=3, **officer(world)
    )
    assert current_run(round) is None


def test_a_run_from_a_scenario_stands_on_its_own_figures(world):
    one = scenario(world)
    round = world.fresh_round()
    run = run_allocation(round=round, scenario=one, **officer(world))
    world.kindergarten.figures.update(children=999)
    assert current_run(round) == run

    record(world, version=1, frame_nok=2_500_000)
    assert current_run(round) is None


def test_a_scenario_with_another_frame_is_not_run(world):
    one = scenario(world)
    services.save_scenario(
        scenario=one, values=values_of(one, frame_nok=3_000_000), version=1, **officer(world)
    )

    with pytest.raises(NotNow, match="3"):
        run_allocation(round=world.fresh_round(), scenario=fresh(one), **officer(world))


def test_what_an_adopted_recommendation_stands_on_is_not_unlocked_nor_changed(world):
    one = scenario(world)
    run = run_allocation(round=world.fresh_round(), scenario=one, **officer(world))
    services.lock_scenario(scenario=one, **officer(world))
    recommendation = Recommendation.objects.create(round=world.round)
    fields = {"run": run, "number": 1, "adopted_at": MARCH, "adopted_by": world.people["forum"]}
    move_args = {"by": world.people["forum"], "moves": RECOMMENDATION_MOVES, "now": MARCH, "fields": fields}
    move(recommendation, "adopt", **move_args)

    with pytest.raises(NotNow):
        services.unlock_scenario(scenario=one, **officer(world))
    with pytest.raises(NotNow):
        services.save_scenario(scenario=one, values=values_of(one), version=1, **officer(world))
    assert fresh(one).state == "locked"


# --- Reads -------------------------------------------------------------------------------------------------


def test_twelve_scenarios_are_read_in_as_many_queries_as_one(world, django_assert_num_queries):
    rows = [scenario(world)]
    rows += [scenario(world, f"Nr. {number}", is_staged=True) for number in range(3)]
    round = world.fresh_round()
    live = live_facts(round)

    with django_assert_num_queries(0):
        for row in rows:
            outcome_of(row, round, live)


def test_without_letters_last_year_is_empty(world):
    assert last_years_amounts(world.fresh_round()).amounts == {}


def test_the_database_refuses_a_second_scenario_of_a_name_and_an_override_without_a_reason(world):
    one = by_hand(world, scenario(world))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE grants_scenariooverride SET reason = ''")
    assert fresh(one).override_rows[0]["reason"] == "Vedtatt i forum"
