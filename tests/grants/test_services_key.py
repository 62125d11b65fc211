"""Recording the key that the forum has agreed on, and what is promised for several years."""

from datetime import date
from decimal import Decimal

import pytest

from common.clock import oslo
from common.kept import versions_of
from common.refusals import NotAllowed, NotNow
from grants.models import Budget, Commitment, Scenario
from grants.queries import budget_of
from grants.queries.posts import amount_in, proposed_commitments
from grants.services.budget import record_key
from grants.services.commitment import CommitmentValues, save_commitment
from needs.models import ExpectedAmount
from networks.models import Round
from networks.states import AgendaKind
from tests.grants.money_stage import adopted, record
from tests.meetings import agreed_item, item, meeting
from tests.world import WINTER, World

JANUARY = WINTER


def scenario(world: World, **fields) -> Scenario:
    """A scenario of the round with another key than the budget of the stage."""
    values = {
        "name": "B",
        "frame_nok": 2_000_000,
        "individual_cap_percent": 30,
        "flat_percent": 20,
        "weight_children": 0,
        "weight_staff": 1,
        "figures_on": date(2027, 1, 10),
        "figures_source": "BASIL",
        "created_by": world.people["case_officer"],
        "created_at": JANUARY,
        "saved_by": world.people["case_officer"],
        "saved_at": JANUARY,
    }
    return Scenario.objects.create(round=world.round, **{**values, **fields})


def record_it(
    world: World, *, by: str = "case_officer", about=None, chosen: Scenario | None = None
) -> Budget:
    return record_key(
        round=world.fresh_round(),
        scenario=chosen or scenario(world),
        item=about,
        by=world.person(by),
        now=JANUARY,
    )


def test_the_key_of_the_scenario_becomes_the_rounds_key(world):
    record(world)
    case = agreed_item(world, AgendaKind.KEY)
    budget = record_it(world, about=case)
    assert (budget.flat_percent, budget.weight_children, budget.weight_staff) == (20, 0, 1)
    assert (budget.key_item, budget.key_recorded_at, budget.frame_nok) == (case, JANUARY, 2_000_000)
    assert budget.frame_from is None
    assert versions_of(budget).last().verb == "record_key"


def test_everybody_sees_what_they_can_expect_with_the_key(world):
    record(world)
    before = amount_of(world.network)
    record_it(world, about=agreed_item(world, AgendaKind.KEY), chosen=scenario(world, flat_percent=100))
    networks = ExpectedAmount.objects.filter(network__isnull=False).values_list("amount_nok", flat=True)
    assert len(set(networks)) == 1
    assert amount_of(world.network) != before


def test_without_a_frame_the_key_stands_on_last_years_and_says_so(world):
    last_year(world, frame_nok=3_000_000)
    budget = record_it(world, about=agreed_item(world, AgendaKind.KEY))
    assert (budget.frame_nok, budget.is_preliminary) == (3_000_000, True)
    assert budget.frame_from.grant_year == world.round.grant_year - 1
    assert sum(row["amount_nok"] for row in budget.fixed_rows) == 850_000
    note = ExpectedAmount.objects.filter(network=world.network).get().note
    assert str(world.round.grant_year - 1) in note


def test_the_new_frame_takes_the_place_of_last_years(world):
    last_year(world, frame_nok=3_000_000)
    record_it(world, about=agreed_item(world, AgendaKind.KEY))
    budget = record(world, version=1, frame_nok=3_500_000)
    assert budget.frame_from is None
    assert not any(str(world.round.grant_year - 1) in row.note for row in ExpectedAmount.objects.all())


def test_last_years_frame_is_kept_apart_until_the_frame_is_final(world):
    last_year(world, frame_nok=3_000_000)
    record_it(world, about=agreed_item(world, AgendaKind.KEY))
    assert record(world, version=1, frame_nok=3_000_000).frame_from is not None
    assert record(world, version=2, frame_nok=3_000_000, is_preliminary=False).frame_from is None


def test_record_key_refused_without_any_frame(world):
    with pytest.raises(NotNow):
        record_it(world, about=agreed_item(world, AgendaKind.KEY))
    assert not Budget.objects.exists()


def test_record_key_refused_before_the_forum_has_decided(world):
    record(world)
    with pytest.raises(NotNow):
        record_it(world, about=None)
    with pytest.raises(NotNow):
        record_it(world, about=item(meeting(world), AgendaKind.KEY), chosen=scenario(world, name="C"))
    assert budget_of(world.round).key_item is None


def test_record_key_refused_to_others(world):
    record(world)
    case = agreed_item(world, AgendaKind.KEY)
    for role in ("approver", "forum", "foreign_officer"):
        with pytest.raises(NotAllowed):
            record_it(world, by=role, about=case, chosen=scenario(world, name=role))


def test_record_key_refused_when_the_recommendation_is_adopted(world):
    adopted(world)
    with pytest.raises(NotNow):
        record_it(world, about=agreed_item(world, AgendaKind.KEY))


@pytest.mark.parametrize(
    ("year", "amount"),
    [(2020, 0), (2021, 520_000), (2022, 1_040_000), (2024, 1_040_000), (2025, 520_000), (2026, 0)],
)
def test_a_commitment_gives_half_a_year_where_it_runs_half_a_year(year, amount):
    ablu = Commitment(unit_nok=80_000, units=13, first_on=date(2021, 8, 1), last_on=date(2025, 6, 30))
    assert amount_in(ablu, year) == amount


def test_a_commitment_is_proposed_in_the_years_it_runs_in(world):
    saved = promise(world)
    (proposed,) = proposed_commitments(world.fresh_round())
    assert (proposed.amount_nok, proposed.university) == (160_000, world.university.pk)
    assert proposed.proposal == f"commitment-{saved.pk}"


def test_a_commitment_that_is_over_is_not_proposed(world):
    promise(world, last_on=date(world.round.grant_year - 1, 6, 30))
    assert proposed_commitments(world.fresh_round()) == []


def test_save_commitment_changes_it_and_keeps_its_history(world):
    saved = promise(world)
    promise(world, commitment=saved, version=1, units=1)
    assert Commitment.objects.get().units == 1
    assert Commitment.pgh_event_model.objects.count() == 2


def test_save_commitment_refused_when_somebody_else_has_saved(world):
    saved = promise(world)
    promise(world, commitment=saved, version=1, units=3)
    with pytest.raises(NotNow):
        promise(world, commitment=saved, version=1, units=9)
    assert Commitment.objects.get().units == 3


def test_save_commitment_refused_to_others(world):
    for role in ("approver", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            promise(world, by=role)
    assert not Commitment.objects.exists()


def promise(
    world: World, *, by: str = "case_officer", commitment=None, version: int = 0, **changes
) -> Commitment:
    values = {
        "label": "ABLU",
        "unit_nok": 80_000,
        "units": 2,
        "first_on": date(2021, 8, 1),
        "last_on": date(world.round.grant_year, 12, 31),
        "university": world.university.pk,
    }
    return save_commitment(
        county=world.county,
        values=CommitmentValues(**{**values, **changes}),
        commitment=commitment,
        version=version,
        by=world.person(by),
        now=JANUARY,
    )


def amount_of(network) -> int:
    return ExpectedAmount.objects.get(network=network).amount_nok


def last_year(world: World, *, frame_nok: int) -> Budget:
    """The year before, with a final frame."""
    year = world.round.grant_year - 1
    before, _made = Round.objects.get_or_create(
        county=world.county, grant_year=year, defaults={"scheme_key": world.round.scheme_key}
    )
    return Budget.objects.create(
        round=before,
        frame_nok=frame_nok,
        is_preliminary=False,
        individual_cap_percent=Decimal(30),
        recorded_by=world.people["case_officer"],
        recorded_at=oslo(year, 2, 1, 10),
    )
