"""Ranking and sending the network's list of nominations, and who reads what of it."""

from typing import Any

import pytest

from common.drafts import Saved, Shown
from common.history import history_of
from common.models import OutboxMail
from common.ordering import order_text
from common.refusals import NotAllowed, NotNow
from needs.models import Nomination, NominationList
from needs.queries import list_of, lists_owed, nominations_for_forum, ranked_rows, submitted_in
from needs.queries.nomination_list import list_values, totals
from needs.services import nomination_list as services
from networks.models import Seat
from tests.needs import chain
from tests.world import APRIL, FEBRUARY, MARCH, WINTER, World


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def ranks() -> dict[str, int | None]:
    return dict(Nomination.objects.values_list("student_name", "network_rank"))


def shown(world: World) -> Shown:
    """What a leader's page shows now."""
    rows = list(submitted_in(world.network, world.fresh_round()))
    ranking = list_of(world.network, world.fresh_round())
    return Shown.of(list_values(ranking, rows), ranking.version)


def rank(
    world: World,
    *order: Nomination,
    by: str = "leader",
    now=FEBRUARY,
    seen: Shown | None = None,
    **typed: Any,
) -> Saved:
    if order:
        typed["order"] = order_text(row.pk for row in order)
    return services.rank_nominations(
        round=world.fresh_round(),
        network=world.network,
        typed=typed,
        shown=seen or shown(world),
        by=world.person(by),
        now=now,
    )


def send_list(world: World, *, by: str = "leader", now=FEBRUARY, version: int = 1):
    return services.submit_nomination_list(
        round=world.fresh_round(), network=world.network, version=version, by=world.person(by), now=now
    )


def in_order(world: World, by: str = "leader", now=FEBRUARY) -> list[tuple[int, str]]:
    rows = ranked_rows(world.person(by), world.network, world.fresh_round(), now=now)
    return [(row.rank, row.student_name) for row in rows]


# --- rank --------------------------------------------------------------------------------------------------


def test_rank_and_send_the_list(world):
    first, second = (chain.submitted_nomination(world, student_name=name) for name in "AB")

    ranking = chain.submitted_list(world, second, first)

    assert ranks() == {"A": 2, "B": 1}
    assert (ranking.state, ranking.submitted_at) == ("submitted", FEBRUARY)
    assert [line.verb for line in history_of(ranking)] == ["submit"]
    assert mails("nomination_list_submitted") == [
        "case_officer@example.no",
        "coordinator@example.no",
        "leader@example.no",
    ]


def test_everyone_has_a_place_from_the_beginning_and_who_comes_later_comes_last(world):
    first, second = (chain.submitted_nomination(world, student_name=name) for name in "AB")
    assert in_order(world) == [(1, "A"), (2, "B")]
    rank(world, second, first)

    chain.submitted_nomination(world, student_name="C")

    assert in_order(world) == [(1, "B"), (2, "A"), (3, "C")]


def test_an_order_that_leaves_out_or_repeats_is_made_whole(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")

    rank(world, order=f"{third.pk},{third.pk},999999")

    assert in_order(world) == [(1, "C"), (2, "A"), (3, "B")]
    assert (first.pk, second.pk) < (second.pk, third.pk)


@pytest.mark.parametrize("by", ["member", "uh", "other_leader", "head", "case_officer", "approver", "forum"])
def test_rank_refused_for_others(world, by):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotAllowed):
        rank(world, nomination, by=by)

    assert not NominationList.objects.exists()


@pytest.mark.parametrize("now", [WINTER, MARCH])
def test_rank_refused_before_nominations_have_closed_and_after_the_list_has(world, now):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        rank(world, nomination, now=now)


def test_rank_leaves_other_networks_nominations_alone(world):
    Seat.objects.filter(kindergarten=world.other_kindergarten).update(user=world.people["owner"])
    foreign = chain.submitted_nomination(world, "owner", kindergarten=world.other_kindergarten)
    own = chain.submitted_nomination(world)

    rank(world, foreign, own, **{f"why_{foreign.pk}": "Ikke min"})

    foreign.refresh_from_db()
    assert (foreign.network_rank, foreign.network_note) == (None, "")


def test_arguments_and_note_are_saved_field_by_field(world):
    nomination = chain.submitted_nomination(world)
    seen = shown(world)
    rank(world, note="Notatet", seen=seen)

    saved = rank(world, by="coordinator", seen=seen, **{f"why_{nomination.pk}": "Nær ferdig"})

    assert (saved.conflicts, saved.version) == ([], 2)
    assert list_of(world.network, world.fresh_round()).note == "Notatet"
    nomination.refresh_from_db()
    assert nomination.network_note == "Nær ferdig"


def test_two_who_order_at_once_see_both_orders_and_nothing_is_lost(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")
    seen = shown(world)
    rank(world, second, first, third, seen=seen)

    saved = rank(world, third, first, second, by="coordinator", seen=seen)

    assert [conflict.key for conflict in saved.conflicts] == ["order"]
    assert in_order(world) == [(1, "B"), (2, "A"), (3, "C")]


# --- send --------------------------------------------------------------------------------------------------


def test_a_list_that_nobody_has_ordered_is_sent_as_the_nominations_came(world):
    for name in "AB":
        chain.submitted_nomination(world, student_name=name)

    send_list(world, version=0)

    assert ranks() == {"A": 1, "B": 2}


def test_sending_closes_the_gaps_that_withdrawals_leave(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")
    rank(world, first, third, second)
    Nomination.objects.filter(pk=first.pk).update(network_rank=7)

    send_list(world)

    assert sorted(rank for rank in ranks().values() if rank) == [1, 2, 3]


def test_send_the_list_refused_when_it_has_been_changed_since_it_was_read(world):
    nomination = chain.submitted_nomination(world)
    rank(world, nomination, note="Nytt")

    with pytest.raises(NotNow):
        send_list(world, version=0)

    assert NominationList.objects.get().state == "draft"
    assert mails("nomination_list_submitted") == []


def test_send_the_list_refused_without_nominations_for_others_and_late(world):
    with pytest.raises(NotNow):
        send_list(world, version=0)
    with pytest.raises(NotAllowed):
        send_list(world, by="uh")
    with pytest.raises(NotNow):
        send_list(world, now=MARCH)


def test_nothing_can_be_ranked_when_the_list_is_sent(world):
    nomination = chain.submitted_nomination(world)
    chain.submitted_list(world, nomination)

    with pytest.raises(NotNow):
        rank(world, nomination)
    with pytest.raises(NotNow):
        send_list(world)


# --- reads -------------------------------------------------------------------------------------------------


def test_lists_are_owed_by_networks_with_nominations_and_no_sent_list(world):
    assert list(lists_owed(world.round)) == []
    nomination = chain.submitted_nomination(world)
    assert list(lists_owed(world.round)) == [world.network]
    chain.submitted_list(world, nomination)
    assert list(lists_owed(world.round)) == []


def test_the_forum_gets_sent_lists_only_and_no_names_with_them(world, django_assert_num_queries):
    nomination = chain.submitted_nomination(world)
    assert list(nominations_for_forum(world.round)) == []
    chain.submitted_list(world, nomination)

    with django_assert_num_queries(1):
        row = list(nominations_for_forum(world.round))[0]
        assert (row.network_id, row.network_name) == (world.network.pk, "Prøvenettverket")
    assert row.get_deferred_fields() == {"student_name", "student_email"}


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("leader", "Siri Studentprøve"),
        ("coordinator", "Siri Studentprøve"),
        ("case_officer", "Siri Studentprøve"),
        ("approver", "Siri Studentprøve"),
        ("member", ""),
        ("uh", ""),
        ("forum", ""),
        ("other_leader", ""),
        ("foreign_officer", ""),
    ],
)
def test_names_are_for_leaders_and_the_county_governors_staff(world, role, name):
    chain.submitted_nomination(world)

    rows = ranked_rows(world.person(role), world.network, world.fresh_round(), now=FEBRUARY)

    told = {
        (row.student_name, bool(row.student_email), bool(row.kindergarten), bool(row.owner)) for row in rows
    }
    assert told == {(name, bool(name), bool(name), bool(name))}


def test_totals_add_up_and_tell_owners_only_to_those_who_see_them(world):
    for amount in (40_000, 80_000):
        chain.submitted_nomination(world, amount_nok=amount)

    def of(role: str) -> Any:
        return totals(ranked_rows(world.person(role), world.network, world.fresh_round(), now=APRIL))

    assert (of("leader").number, of("leader").amount_nok, of("leader").granted_nok) == (2, 120_000, None)
    assert [(share.number, share.amount_nok) for share in of("leader").by_owner] == [(2, 120_000)]
    assert (of("forum").by_owner, [share.number for share in of("forum").by_study]) == ([], [2])
