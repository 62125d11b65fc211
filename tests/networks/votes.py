"""The world's forum in a meeting: who is called, present, recused; ballots at each stage of their life."""

from datetime import datetime
from typing import Any

from common.clock import oslo
from common.moves import move
from networks.models import AgendaItem, Attendance, Ballot, Declaration, Meeting, User
from networks.queries.lines import network_key
from networks.roles import Interest, Role
from networks.services import impartiality, votes
from networks.states import ITEM_MOVES, VoteChoice
from tests import factories as f
from tests.meetings import item as plain_item
from tests.meetings import meeting as plain_meeting
from tests.world import MARCH, World

NOW = oslo(2027, 3, 10, 13)
LATER = oslo(2027, 3, 10, 14)
MEMBERS = ("forum", "uh", "leader", "owner")
"""Who has a seat in the forum, and a vote. "forum" is the chair."""
INTERESTS = {"uh": Interest.UNIVERSITY, "leader": Interest.AUTHORITY, "owner": Interest.PRIVATE_OWNER}
FOR, AGAINST, ABSTAIN = VoteChoice.FOR, VoteChoice.AGAINST, VoteChoice.ABSTAIN


def gathered(world: World, *, state: str = "held", at: datetime = MARCH) -> Meeting:
    """A meeting of the forum with four voting members, the governor's member and the secretary, all present."""
    for role, interest in INTERESTS.items():
        f.seat(Role.FORUM_MEMBER, world.forum, world.people[role], interest=interest)
    governor = f.UserFactory(name="Prøve Fylke", email="governor@example.no")
    f.seat(Role.FORUM_MEMBER, world.forum, governor, interest=Interest.GOVERNOR)
    world.people["governor"] = governor
    meeting = plain_meeting(world, at=at, state=state)
    for role in (*MEMBERS, "governor", "case_officer"):
        attends(meeting, world.people[role])
    return meeting


def attends(meeting: Meeting, person: User, **changed: Any) -> Attendance:
    """Somebody who is called and present, unless said otherwise."""
    return Attendance.objects.create(meeting=meeting, person=person, **({"is_present": True} | changed))


def case(world: World, *, state: str = "held", **fields: Any) -> AgendaItem:
    """A case of such a meeting that is not dealt with."""
    return plain_item(gathered(world, state=state), proposal="Innstillingen vedtas.", **fields)


def divided(world: World) -> AgendaItem:
    """A case without consensus."""
    return divide(world, case(world))


def divide(world: World, item: AgendaItem, *, at: datetime = MARCH) -> AgendaItem:
    """Record that there is no consensus in the case."""
    chair = world.people["forum"]
    move(item, "divide", by=chair, moves=ITEM_MOVES, now=at, fields={"decided_at": at, "recorded_by": chair})
    return item


def ballot(world: World, item: AgendaItem | None = None, *, line: str = "") -> Ballot:
    """A vote that is open."""
    return votes.open_ballot(
        item=item or divided(world),
        question="Skal innstillingen vedtas?",
        line=line,
        by=world.person("case_officer"),
        now=NOW,
    )


def vote(world: World, open_ballot: Ballot, role: str, choice: VoteChoice = FOR) -> Any:
    """The person of a role votes."""
    return votes.cast_vote(ballot=open_ballot, choice=choice, by=world.person(role), now=NOW)


def closed(world: World, choices: dict[str, VoteChoice], item: AgendaItem | None = None) -> Ballot:
    """A vote on the whole case that went like this, and is closed."""
    opened = ballot(world, item)
    for role, choice in choices.items():
        vote(world, opened, role, choice)
    return votes.close_ballot(ballot=opened, by=world.person("case_officer"), now=LATER)


def declared(world: World, item: AgendaItem, role: str = "leader", *, line: str = "") -> Declaration:
    """The person of a role asks about their own impartiality."""
    return impartiality.declare_impartiality(
        item=item, line=line, reason="Jeg leder nettverket.", by=world.person(role), now=NOW
    )


def recused(world: World, item: AgendaItem, role: str = "leader", **changed: Any) -> Declaration:
    """The meeting has decided that the person of a role is disqualified (`line`, `sees_papers`)."""
    declaration = declared(world, item, role, line=changed.pop("line", ""))
    return impartiality.recuse_declaration(
        declaration=declaration, reason="Leder selv.", by=world.person("case_officer"), now=NOW, **changed
    )


def own_line(world: World) -> str:
    """The key of the network that the leader leads."""
    return network_key(world.network.pk)
