"""Meetings of the world's forum, set up without the services that make them."""

from datetime import datetime, timedelta

from common.moves import move
from networks.models import AgendaItem, Meeting
from networks.states import ITEM_MOVES, MEETING_MOVES, AgendaKind
from tests.world import MARCH, World


def meeting(world: World, *, at: datetime = MARCH, state: str = "held", **fields) -> Meeting:
    """A meeting of the forum about the world's round: draft, called or held."""
    officer = world.people["case_officer"]
    made = Meeting.objects.create(
        forum=world.forum,
        round=world.round,
        title="Samarbeidsforum i mars",
        starts_at=at,
        ends_at=at + timedelta(hours=3),
        place="Statens hus",
        chair=world.people["forum"],
        created_by=officer,
        created_at=at - timedelta(days=21),
        **fields,
    )
    verbs = {"draft": (), "called": ("call",), "held": ("call", "open")}[state]
    for verb in verbs:
        times = {"called_at": at - timedelta(days=20)} if verb == "call" else {}
        move(made, verb, by=officer, moves=MEETING_MOVES, now=at, fields=times)
    return made


def item(held: Meeting, kind: AgendaKind = AgendaKind.RECOMMENDATION, **fields) -> AgendaItem:
    """A case that is not dealt with yet."""
    return AgendaItem.objects.create(
        meeting=held, order=held.items.count() + 1, kind=kind, title=str(kind.label), **fields
    )


def agreed_item(
    world: World, kind: AgendaKind = AgendaKind.RECOMMENDATION, *, at: datetime = MARCH
) -> AgendaItem:
    """A case that the forum has agreed on."""
    made, officer = item(meeting(world, at=at), kind), world.people["case_officer"]
    move(
        made,
        "agree",
        by=officer,
        moves=ITEM_MOVES,
        now=at,
        fields={"decided_at": at, "recorded_by": officer, "resolution": "Forumet er enig."},
    )
    return made
