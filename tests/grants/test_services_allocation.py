"""Running the allocation on what is recorded."""

import pytest

from common.refusals import NotAllowed, NotNow
from grants.models import AllocationRun
from grants.queries import budget_of, current_run, measures_in_order
from grants.recipients import network_key, nomination_key, university_key
from grants.services.allocation import run_allocation
from networks.models import KindergartenFigures
from tests.grants.money_stage import STUDENT, adopted, basis, nomination, ready, record, run, send_list
from tests.world import FEBRUARY


def test_run_allocation_stores_input_output_and_names(world):
    record(world)
    basis(world, own=500_000, uh=200_000)
    wanted = nomination(world)
    send_list(world)
    made = run(world)
    assert made.number == 1
    assert made.input["frame"] == 2_000_000
    assert made.input["collective"]["weights"] == {"children": 1}
    assert made.input["collective"]["networks"] == [
        {
            "id": network_key(world.other_network.pk),
            "children": 40,
            "staff": 12,
            "kindergartens": 1,
            "requested": 0,
            "universities": [],
        },
        {
            "id": network_key(world.network.pk),
            "children": 80,
            "staff": 24,
            "kindergartens": 2,
            "requested": 700_000,
            "universities": [{"id": university_key(world.university.pk), "requested": 200_000}],
        },
    ]
    assert made.output["individual"]["granted"] == [
        {"id": nomination_key(wanted.pk), "recipient": network_key(world.network.pk), "amount": 40_000}
    ]
    assert made.names[network_key(world.network.pk)] == "Prøvenettverket"
    assert STUDENT not in str([made.input, made.output, made.names])


def test_figures_are_the_latest_up_to_the_grant_year(world):
    for year, children in ((2025, 5), (2027, 50), (2028, 500)):
        KindergartenFigures.objects.create(kindergarten=world.kindergarten, year=year, children=children)
    world.sister.closed_on = world.round.reference_on
    world.sister.save()
    record(world)
    rows = {row["id"]: row for row in run(world).input["collective"]["networks"]}
    mine = rows[network_key(world.network.pk)]
    assert (mine["children"], mine["staff"], mine["kindergartens"]) == (50, 0, 1)


def test_only_submitted_nominations_in_sent_lists_count(world):
    record(world)
    nomination(world)
    assert run(world).input["individual"]["requests"] == []
    send_list(world)
    assert len(run(world).input["individual"]["requests"]) == 1


def test_networks_proposals_are_interleaved(world):
    record(world)
    mine = [nomination(world, rank=rank) for rank in (1, 2)]
    theirs = [nomination(world, rank=rank, kindergarten=world.other_kindergarten) for rank in (1, None)]
    send_list(world)
    send_list(world, world.other_network)
    order = [row["id"] for row in run(world).input["individual"]["requests"]]
    assert order == [nomination_key(row.pk) for row in (mine[0], theirs[0], mine[1], theirs[1])]


def test_every_run_is_kept_and_the_newest_is_current_while_nothing_changes(world):
    stage = ready(world)
    assert current_run(world.round) == stage.run
    again = run(world)
    assert (again.number, current_run(world.round)) == (2, again)
    assert AllocationRun.objects.count() == 2
    record(world, version=1, frame_nok=2_100_000)
    assert current_run(world.round) is None


def test_run_allocation_refused_to_others(world):
    record(world)
    with pytest.raises(NotAllowed):
        run_allocation(round=world.fresh_round(), by=world.person("forum"), now=FEBRUARY)
    assert not AllocationRun.objects.exists()


def test_run_allocation_refused_without_a_frame(world):
    with pytest.raises(NotNow):
        run(world)


def test_run_allocation_refused_when_the_recommendation_is_adopted(world):
    adopted(world)
    with pytest.raises(NotNow):
        run(world)


def test_run_allocation_says_why_the_figures_cannot_be_shared(world):
    record(world)
    KindergartenFigures.objects.update(children=0)
    with pytest.raises(NotNow) as refusal:
        run(world)
    assert "0" in refusal.value.sentence


def test_measures_come_in_the_order_of_the_basis(world):
    made = basis(world)
    assert [m.basis for m in measures_in_order(world.network, world.round)] == [made]
    assert list(measures_in_order(world.other_network, world.round)) == []


def test_budget_of_a_round_without_one_is_none(world):
    assert budget_of(world.round) is None
