"""Meetings of the world's network, made by the services; and the small things their tests share."""

from datetime import datetime, timedelta

from common.clock import oslo
from networks.models import AgendaItem, Arena, Meeting, Seat
from networks.roles import Interest, Role
from networks.services import meeting_agenda, meeting_minutes, meetings
from networks.services.arenas import make_arenas
from networks.services.meetings import MeetingInput
from networks.states import ArenaKind
from tests import factories as f
from tests.world import World

PLANNED = oslo(2027, 2, 1, 12)
STARTS = oslo(2027, 3, 10, 9)
DAY = oslo(2027, 3, 10, 9, 30)


def arenas(world: World, **said) -> dict[str, Arena]:
    """The five usual arenas of the network, by their kinds."""
    made = make_arenas(network=world.network, by=world.person("leader"), now=PLANNED, **said)
    return {arena.kind: arena for arena in made}


def an_arena(world: World, kind: ArenaKind = ArenaKind.REGIONAL_HEADS, **fields) -> Arena:
    """One arena of the network."""
    order = world.network.arenas.count() + 1
    return Arena.objects.create(
        network=world.network, kind=kind, name=f"{kind.label} {order}", order=order, **fields
    )


def typed(**said) -> MeetingInput:
    """What is typed for a meeting of three hours in March."""
    starts: datetime = said.pop("starts_at", STARTS)
    base = {"title": "Styrersamling", "starts_at": starts, "ends_at": starts + timedelta(hours=3)}
    return MeetingInput(**{**base, "place": "Rådhuset", **said})


def drafted(world: World, *, by: str = "leader", **said) -> Meeting:
    """A draft of the network."""
    return meetings.plan_meeting(body=world.network, typed=typed(**said), by=world.person(by), now=PLANNED)


def called(world: World, *, by: str = "leader", **said) -> Meeting:
    """A meeting to which all whom it is for are called."""
    draft = drafted(world, by=by, **said)
    return meetings.call_meeting(meeting=draft, by=world.person(by), now=PLANNED)


def held(world: World, **said) -> Meeting:
    """A meeting that is open, with the network's leader in the chair."""
    made = called(world, **said)
    leader = world.person("leader")
    return meetings.open_meeting(meeting=made, chair=leader, by=leader, now=DAY)


def done(world: World, **said) -> Meeting:
    """A meeting with a case that it has agreed on, where it is noted who was there; the minutes are not sent."""
    made, leader = called(world, **said), world.person("leader")
    item = meeting_agenda.add_item(
        meeting=made, typed=meeting_agenda.ItemInput(title="Stoppunkt"), by=leader, now=PLANNED
    )
    meetings.open_meeting(meeting=made, chair=leader, by=leader, now=DAY)
    meeting_minutes.agree_item(item=item, resolution="Vi går videre.", by=leader, now=DAY)
    meetings.record_attendance(meeting=made, present=[leader.pk], by=leader, now=DAY)
    made.refresh_from_db()
    return made


def names(seats: list[Seat]) -> set[str]:
    """The first part of the addresses of those who are called."""
    return {seat.user.email.split("@")[0] for seat in seats}


def authority(world: World) -> Seat:
    """The kindergarten authority of the world's municipality, a member: `world.people["authority"]`."""
    user = f.UserFactory(email="authority@example.no")
    world.people["authority"] = user
    return f.seat(
        Role.NETWORK_MEMBER,
        world.network,
        user,
        interest=Interest.AUTHORITY,
        municipality=world.municipality,
    )


def substitute_of(world: World, role: str, **said) -> Seat:
    """Somebody who stands in for the person of a role: `world.people["substitute"]`."""
    own = world.people[role].seats.get(**said)
    user = f.UserFactory(email="substitute@example.no", name="Vara Prøve")
    world.people["substitute"] = user
    copied = ("role", "network", "organisation", "forum", "kindergarten", "county", "interest")
    fields = {name: getattr(own, name) for name in copied}
    return Seat.objects.create(user=user, valid_from=own.valid_from, substitute_for=own, **fields)


def meeting_items(made: Meeting) -> list[AgendaItem]:
    """The cases in their order."""
    return list(made.items.order_by("order"))
