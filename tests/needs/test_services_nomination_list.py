"""Ranking and sending the network's list of nominations, and who reads what of it."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from needs.models import Nomination, NominationList
from needs.queries import lists_owed, nominations_for_forum, ranked_rows
from needs.services import nomination_list as services
from networks.models import Seat
from tests.needs import chain
from tests.world import FEBRUARY, MARCH, WINTER, World


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def ranks() -> dict[str, int | None]:
    return dict(Nomination.objects.values_list("student_name", "network_rank"))


def rank(world: World, places: dict[int, int | None], *, by: str = "leader", now=FEBRUARY, version: int = 0):
    return services.rank_nominations(
        round=world.fresh_round(),
        network=world.network,
        ranks=places,
        note="",
        version=version,
        by=world.person(by),
        now=now,
    )


def send_list(world: World, *, by: str = "leader", now=FEBRUARY, version: int = 1):
    return services.submit_nomination_list(
        round=world.fresh_round(), network=world.network, version=version, by=world.person(by), now=now
    )


# --- rank, send the list ---------------------------------------------------------------------------------


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


@pytest.mark.parametrize("by", ["member", "uh", "other_leader", "head", "case_officer"])
def test_rank_refused_for_others(world, by):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotAllowed):
        rank(world, {nomination.pk: 1}, by=by)

    assert not NominationList.objects.exists()


@pytest.mark.parametrize("now", [WINTER, MARCH])
def test_rank_refused_before_nominations_have_closed_and_after_the_list_has(world, now):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        rank(world, {nomination.pk: 1}, now=now)


def test_rank_refused_with_two_in_one_place(world):
    first, second = chain.submitted_nomination(world), chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        rank(world, {first.pk: 1, second.pk: 1})


def test_rank_leaves_other_networks_nominations_alone(world):
    Seat.objects.filter(kindergarten=world.other_kindergarten).update(user=world.people["owner"])
    foreign = chain.submitted_nomination(world, "owner", kindergarten=world.other_kindergarten)
    own = chain.submitted_nomination(world)

    rank(world, {own.pk: 1, foreign.pk: 2})

    assert Nomination.objects.get(pk=foreign.pk).network_rank is None


def test_rank_refused_when_somebody_else_saved_since(world):
    nomination = chain.submitted_nomination(world)
    rank(world, {nomination.pk: 1})

    with pytest.raises(NotNow):
        rank(world, {nomination.pk: None}, by="coordinator")


@pytest.mark.parametrize("places", [(1, None), (1, 3)])
def test_send_the_list_refused_with_gaps(world, places):
    nominations = [chain.submitted_nomination(world) for _place in places]
    rank(world, {row.pk: place for row, place in zip(nominations, places, strict=True)})

    with pytest.raises(NotNow):
        send_list(world)

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
        rank(world, {nomination.pk: None}, version=1)
    with pytest.raises(NotNow):
        send_list(world)


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
        ("case_officer", "Siri Studentprøve"),
        ("member", ""),
        ("uh", ""),
        ("forum", ""),
    ],
)
def test_names_are_for_leaders_and_case_officers(world, role, name):
    chain.submitted_nomination(world)

    rows = ranked_rows(world.person(role), world.network, world.fresh_round(), now=FEBRUARY)

    assert [row.student_name for row in rows] == [name]
