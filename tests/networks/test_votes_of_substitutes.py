"""A member of the forum and the substitute have one vote together: in the rule, on the page and in the database."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from common.refusals import may
from networks.models import Attendance, Seat, Vote
from networks.queries import votes as queries
from networks.rules import votes as rules
from networks.rules.votes import NoVote
from networks.services import votes as services
from tests import factories as f
from tests.networks.votes import FOR, NOW, attends, ballot, divided, recused, vote
from tests.world import World


@pytest.fixture(autouse=True)
def _in_the_meeting(at):
    at(NOW)


@pytest.fixture
def opened(world):
    """A vote that is open, in a meeting where the union's substitute is there beside the member."""
    item = divided(world)
    own = world.people["uh"].seats.get(forum=world.forum)
    world.people["substitute"] = f.UserFactory(email="substitute@example.no")
    Seat.objects.create(
        user=world.people["substitute"],
        role=own.role,
        forum=world.forum,
        interest=own.interest,
        valid_from=own.valid_from,
        substitute_for=own,
    )
    attends(item.meeting, world.people["substitute"], stands_in_for=world.people["uh"])
    return ballot(world, item)


def refusal(world: World, opened, role: str) -> str:
    """The reason that the log names, or ''."""
    item = queries.locked_case(opened.item_id)
    found = may(rules.check_may_vote, world.person(role), queries.ballot_in(item, opened.pk), now=NOW)
    return str(found.reason) if found else ""


def away(opened, person) -> None:
    Attendance.objects.filter(meeting=opened.item.meeting, person=person).update(is_present=False)


def stored(world: World, opened, role: str) -> bool:
    """Whether the database takes a vote that no rule has looked at."""
    seat = world.people[role].seats.filter(forum=world.forum).get()
    fields = {"person": world.people[role], "seat": seat, "choice": FOR, "cast_at": NOW}
    try:
        with transaction.atomic():
            Vote.objects.create(ballot=opened, cast_by=world.people[role], **fields)
    except DatabaseError:
        return False
    return True


def test_the_substitute_leaves_the_vote_to_the_member_who_is_there(world, opened):
    assert (refusal(world, opened, "uh"), refusal(world, opened, "substitute")) == ("", NoVote.STANDS_BY)
    assert not stored(world, opened, "substitute")


def test_the_substitute_votes_where_the_member_is_away(world, opened):
    away(opened, world.people["uh"])
    assert refusal(world, opened, "substitute") == ""
    vote(world, opened, "substitute")
    assert opened.votes.get().seat.substitute_for.user == world.people["uh"]


def test_a_direct_post_of_the_second_of_the_pair_stores_nothing(world, opened, sign_in):
    address = reverse("networks:ballot_vote", kwargs={"pk": opened.pk})
    sign_in("uh").post(address, {"choice": "for"})
    away(opened, world.people["uh"])
    answer = sign_in("substitute").post(address, {"choice": "against"})
    assert answer.status_code in (403, 409)
    assert [row.person for row in opened.votes.all()] == [world.people["uh"]]
    assert not stored(world, opened, "substitute")


def test_the_member_who_comes_late_has_no_second_vote(world, opened, sign_in):
    away(opened, world.people["uh"])
    vote(world, opened, "substitute")
    Attendance.objects.filter(meeting=opened.item.meeting, person=world.people["uh"]).update(is_present=True)
    assert refusal(world, opened, "uh") == NoVote.STANDS_BY
    assert not stored(world, opened, "uh")


def test_the_substitute_votes_where_the_member_is_disqualified(world):
    item = divided(world)
    own = world.people["leader"].seats.get(forum=world.forum)
    world.people["substitute"] = user = f.UserFactory(email="substitute@example.no")
    copied = {"role": own.role, "forum": world.forum, "interest": own.interest, "valid_from": own.valid_from}
    Seat.objects.create(user=user, substitute_for=own, **copied)
    attends(item.meeting, user)
    recused(world, item, "leader")
    opened = ballot(world, item)
    assert refusal(world, opened, "substitute") == ""
    assert stored(world, opened, "substitute")


def test_a_show_of_hands_counts_the_pair_once(world, opened):
    everybody = {row.person_id for row in opened.item.meeting.attendance.all()}
    voters = queries.voters_in(queries.locked_case(opened.item_id), "", now=NOW)
    assert world.people["substitute"].pk in everybody
    assert world.people["substitute"] not in [voter.person for voter in voters]
    with pytest.raises(rules.VoteRefused):
        services.record_votes(
            ballot=opened,
            choices={world.people["substitute"].pk: FOR},
            by=world.person("case_officer"),
            now=NOW,
        )
    assert opened.votes.count() == 0
