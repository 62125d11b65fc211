"""Who has a vote, who opens, closes and settles: allowed, the wrong person, the wrong moment."""

from datetime import timedelta

import pytest

from common.moves import move
from common.refusals import NotAllowed, NotNow, may
from networks.models import Attendance, Seat
from networks.queries import votes as queries
from networks.roles import Interest, Role
from networks.rules import votes as rules
from networks.rules.votes import NoVote
from networks.services import impartiality
from networks.services import votes as services
from networks.states import ITEM_MOVES
from tests import factories as f
from tests.networks.votes import (
    ABSTAIN,
    AGAINST,
    FOR,
    LATER,
    NOW,
    attends,
    ballot,
    case,
    closed,
    declared,
    divided,
    own_line,
    recused,
    vote,
)
from tests.world import World

NOT_RECORDERS = ("uh", "leader", "owner", "approver", "head", "nobody", "foreign_officer")


def refusal(world: World, opened, role: str, now=NOW) -> tuple[type | None, str]:
    """What the rule answers somebody who wants to vote: the kind, and the reason that the log names."""
    item = queries.locked_case(opened.item_id)
    found = may(rules.check_may_vote, world.person(role), queries.ballot_in(item, opened.pk), now=now)
    if found is None:
        return None, ""
    return (NotNow if isinstance(found, NotNow) else NotAllowed), str(found.reason)


@pytest.fixture
def opened(world):
    return ballot(world)


def test_members_who_are_called_and_present_have_a_vote(world, opened):
    assert {refusal(world, opened, role) for role in ("forum", "uh", "leader", "owner")} == {(None, "")}


def test_the_governors_seat_and_the_governors_staff_have_none(world, opened):
    assert refusal(world, opened, "governor") == (NotAllowed, NoVote.GOVERNOR)
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["approver"], interest=Interest.UNION)
    attends(opened.item.meeting, world.people["approver"])
    for role in ("case_officer", "approver"):
        assert refusal(world, opened, role) == (NotAllowed, NoVote.GOVERNOR)


def test_a_second_seat_does_not_give_the_governors_member_a_vote(world, opened):
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["governor"], interest=Interest.UNION)
    assert refusal(world, opened, "governor") == (NotAllowed, NoVote.GOVERNOR)


def test_staff_of_another_county_vote_by_their_seat_here(world, opened):
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["foreign_officer"], interest=Interest.STATPED)
    attends(opened.item.meeting, world.people["foreign_officer"])
    assert refusal(world, opened, "foreign_officer") == (None, "")


def test_others_have_none_though_they_are_called_and_present(world, opened):
    for role in ("head", "nobody", "coordinator"):
        attends(opened.item.meeting, world.people[role])
        assert refusal(world, opened, role) == (NotAllowed, NoVote.NOT_MEMBER)


def test_a_member_of_another_countys_forum_has_none(world, opened):
    f.seat(Role.FORUM_MEMBER, f.ForumFactory(), world.people["nobody"], interest=Interest.UNION)
    attends(opened.item.meeting, world.people["nobody"])
    assert refusal(world, opened, "nobody") == (NotAllowed, NoVote.NOT_MEMBER)


def test_a_seat_that_has_ended_has_no_vote(world, opened):
    Seat.objects.filter(user=world.people["uh"], role=Role.FORUM_MEMBER).update(valid_to=NOW.date())
    assert refusal(world, opened, "uh") == (NotAllowed, NoVote.NOT_MEMBER)


def test_who_is_not_called_has_none(world, opened):
    Attendance.objects.filter(person=world.people["uh"]).update(is_called=False)
    assert refusal(world, opened, "uh") == (NotAllowed, NoVote.NOT_CALLED)
    Attendance.objects.filter(person=world.people["uh"]).delete()
    assert refusal(world, opened, "uh") == (NotAllowed, NoVote.NOT_CALLED)


@pytest.mark.parametrize("is_present", [None, False])
def test_who_is_not_present_votes_when_they_are(world, opened, is_present):
    Attendance.objects.filter(person=world.people["uh"]).update(is_present=is_present)
    assert refusal(world, opened, "uh") == (NotNow, NoVote.NOT_PRESENT)


def test_who_is_disqualified_in_the_case_has_none(world):
    item = divided(world)
    recused(world, item)
    assert refusal(world, ballot(world, item), "leader") == (NotAllowed, NoVote.RECUSED)


def test_who_is_disqualified_in_one_line_votes_on_the_others_and_on_the_whole(world):
    item = divided(world)
    recused(world, item, line=own_line(world))
    on_line = ballot(world, item, line=own_line(world))
    assert refusal(world, on_line, "leader") == (NotAllowed, NoVote.RECUSED)
    services.close_ballot(ballot=on_line, by=world.person("case_officer"), now=NOW)
    other = ballot(world, item, line=f"network-{world.other_network.pk}")
    assert refusal(world, other, "leader") == (None, "")
    services.close_ballot(ballot=other, by=world.person("case_officer"), now=NOW)
    assert refusal(world, ballot(world, item), "leader") == (None, "")


def test_whose_impartiality_is_not_decided_waits(world, opened):
    declared(world, opened.item)
    assert refusal(world, opened, "leader") == (NotNow, NoVote.WAITS)


def test_nobody_votes_when_it_is_closed(world, opened):
    services.close_ballot(ballot=opened, by=world.person("forum"), now=NOW)
    assert refusal(world, opened, "uh") == (NotNow, NoVote.CLOSED)
    assert refusal(world, opened, "head") == (NotAllowed, NoVote.NOT_MEMBER)


def test_nobody_votes_when_the_meeting_is_no_longer_held(world, opened):
    item = queries.locked_case(opened.item_id)
    item.meeting.state = "minuted"
    found = may(rules.check_may_vote, world.person("uh"), queries.ballot_in(item, opened.pk), now=NOW)
    assert found.reason == NoVote.CLOSED


def fresh(item):
    return queries.locked_case(item.pk)


def kind(found) -> type | None:
    return None if found is None else NotNow if isinstance(found, NotNow) else NotAllowed


def test_a_vote_is_opened_by_the_chair_or_the_secretary_where_there_is_no_consensus(world):
    item, check = divided(world), rules.check_may_open_ballot
    for role in ("forum", "case_officer"):
        assert may(check, world.person(role), fresh(item), voters=4, now=NOW) is None
    for role in NOT_RECORDERS:
        assert kind(may(check, world.person(role), fresh(item), voters=4, now=NOW)) is NotAllowed
    assert kind(may(check, world.person("forum"), fresh(item), voters=0, now=NOW)) is NotNow
    ballot(world, item)
    assert kind(may(check, world.person("forum"), fresh(item), voters=4, now=NOW)) is NotNow


def test_no_vote_before_it_is_recorded_that_there_is_no_consensus(world):
    found = may(rules.check_may_open_ballot, world.person("forum"), fresh(case(world)), voters=4, now=NOW)
    assert kind(found) is NotNow


def test_no_vote_before_impartiality_is_decided(world):
    item = divided(world)
    declared(world, item)
    found = may(rules.check_may_open_ballot, world.person("forum"), fresh(item), voters=4, now=NOW)
    assert kind(found) is NotNow


def test_a_vote_is_closed_once_by_those_who_record(world, opened):
    def answer(role: str):
        item = fresh(opened.item)
        return kind(
            may(
                rules.check_may_close_ballot,
                world.person(role),
                queries.ballot_in(item, opened.pk),
                now=NOW,
            )
        )

    assert (answer("forum"), answer("case_officer")) == (None, None)
    assert {answer(role) for role in NOT_RECORDERS} == {NotAllowed}
    declaration = declared(world, opened.item)
    assert answer("forum") is NotNow
    impartiality.clear_declaration(
        declaration=declaration, reason="Nei", by=world.person("case_officer"), now=NOW
    )
    services.close_ballot(ballot=opened, by=world.person("forum"), now=NOW)
    assert answer("forum") is NotNow


def settling(world: World, item, role: str):
    loaded = fresh(item)
    return kind(
        may(
            rules.check_may_settle_item,
            world.person(role),
            loaded,
            ballot=queries.deciding_ballot(loaded),
            now=LATER,
        )
    )


def test_a_case_is_settled_by_those_who_record_after_a_vote_on_the_whole(world):
    item = divided(world)
    assert settling(world, item, "forum") is NotNow
    closed(world, {"uh": FOR}, item)
    assert (settling(world, item, "forum"), settling(world, item, "case_officer")) == (None, None)
    assert {settling(world, item, role) for role in NOT_RECORDERS} == {NotAllowed}
    ballot(world, item)
    assert settling(world, item, "forum") is NotNow


def test_a_vote_on_one_line_does_not_settle_the_case(world):
    item = divided(world)
    on_line = ballot(world, item, line=own_line(world))
    services.close_ballot(ballot=on_line, by=world.person("forum"), now=NOW)
    assert settling(world, item, "forum") is NotNow


def test_a_vote_before_the_case_was_taken_up_again_does_not_settle_it(world):
    item = divided(world)
    closed(world, {"uh": FOR}, item)
    chair = world.people["forum"]
    cleared = {"decided_at": None, "recorded_by": None}
    move(item, "take_up_again", by=chair, moves=ITEM_MOVES, now=LATER, fields=cleared)
    again = {"decided_at": LATER + timedelta(minutes=1), "recorded_by": chair}
    move(item, "divide", by=chair, moves=ITEM_MOVES, now=LATER, fields=again)
    assert settling(world, item, "forum") is NotNow


def test_a_vote_in_which_somebody_disqualified_has_voted_does_not_settle_the_case(world):
    item = divided(world)
    closed(world, {"leader": FOR}, item)
    assert settling(world, item, "forum") is None
    recused(world, item)
    assert settling(world, item, "forum") is NotNow


def test_a_show_of_hands_is_recorded_by_those_who_record_and_not_over_ones_own_vote(world, opened):
    vote(world, opened, "uh", AGAINST)

    def answer(role: str, about: str):
        item = fresh(opened.item)
        loaded = queries.ballot_in(item, opened.pk)
        return may(rules.check_may_record_vote, world.person(role), world.person(about), loaded, now=NOW)

    assert (answer("forum", "leader"), answer("case_officer", "leader")) == (None, None)
    assert {answer(role, "leader").reason for role in NOT_RECORDERS} == {NoVote.FOR_OTHERS}
    assert answer("forum", "uh").reason == NoVote.CAST_THEMSELVES
    assert answer("forum", "governor").reason == NoVote.GOVERNOR


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "carried"), [(2, 1, True), (1, 2, False), (2, 2, False), (0, 0, False)]
)
def test_more_for_than_against_carries_and_a_tie_does_not(votes_for, votes_against, carried):
    assert rules.is_carried(votes_for, votes_against) is carried


def test_abstentions_do_not_count(world):
    done = closed(world, {"uh": FOR, "leader": ABSTAIN, "owner": ABSTAIN})
    loaded = queries.ballot_in(fresh(done.item), done.pk)
    assert queries.tally_of(loaded).is_carried


def test_each_person_votes_once_whatever_the_number_of_seats(world, opened):
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["uh"], interest=Interest.UNION)
    vote(world, opened, "uh", FOR)
    vote(world, opened, "uh", AGAINST)
    assert [(row.person_id, row.choice) for row in opened.votes.all()] == [(world.people["uh"].pk, AGAINST)]
    item = fresh(opened.item)
    names = [voter.person.name for voter in queries.voters_in(item, "", now=NOW)]
    assert names == ["Prøve Forum", "Prøve Leader", "Prøve Owner", "Prøve Uh"]


def test_each_reason_has_a_sentence():
    assert set(rules.SENTENCES) == set(NoVote)
