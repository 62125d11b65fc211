"""What the network's members say about the needs: comments, the owners' answers, and the authorities' notes."""

from datetime import datetime
from functools import partial

from django.db.models import QuerySet

from common.clock import oslo
from common.drafts import Shown
from needs.models import Need
from needs.services.authority import save_authority_note
from needs.services.need_comment import comment_need
from needs.states import NeedsReportState
from networks.models import Municipality, Network, Seat, User
from networks.roles import Interest, Role
from rekom.demo_county import texts
from rekom.demo_county.play.stage import Event, Stage, chance

EACH = 2
"""So many needs of a network are commented on."""


def comment_events(stage: Stage, year: int) -> list[Event]:
    """In November PPT and the staff comment on some needs and an owner answers; some authorities write a note."""
    events = []
    for network in stage.networks:
        said = oslo(year - 1, 11, 18, 10 + network.pk % 5)
        answered = oslo(year - 1, 11, 20, 9)
        events.append(Event(said, partial(_comment, stage, year, network)))
        events.append(Event(answered, partial(_answer, stage, year, network)))
        for place, user in _authorities(network):
            luck = chance(year, "note", place.pk)
            if luck.random() < 0.6:
                at = oslo(year - 1, 11, luck.randint(15, 21), 13)
                events.append(Event(at, partial(_note, stage, year, network, place, user)))
    return events


def _members(network: Network) -> QuerySet[Seat]:
    return Seat.objects.filter(network=network, role=Role.NETWORK_MEMBER).select_related("user")


def _authorities(network: Network) -> list[tuple[Municipality, User]]:
    seats = _members(network).filter(interest=Interest.AUTHORITY, municipality__isnull=False)
    places = Municipality.objects.in_bulk([seat.municipality_id for seat in seats if seat.municipality_id])
    return [(places[seat.municipality_id], seat.user) for seat in seats if seat.municipality_id]


def _sent(stage: Stage, year: int, network: Network) -> list[Need]:
    """The needs that are sent to the network so far and commented on, with their reports."""
    rows = Need.objects.filter(
        report__round=stage.round(year), report__network=network, report__state=NeedsReportState.SUBMITTED
    )
    found = rows.select_related("theme", "report__owner", "report__network", "report__round__county")
    return list(found.order_by("pk")[:EACH])


def _comment(stage: Stage, year: int, network: Network, now: datetime) -> None:
    speakers = list(_members(network).filter(interest__in=[Interest.PPT, Interest.STAFF]).order_by("pk"))
    for number, need in enumerate(_sent(stage, year, network) if speakers else []):
        comment_need(
            need=need, text=texts.COMMENTS[number], by=speakers[number % len(speakers)].user, now=now
        )


def _answer(stage: Stage, year: int, network: Network, now: datetime) -> None:
    for need in _sent(stage, year, network)[:1]:
        if need.comments.exists():
            owner = stage.owner_contact(need.report.owner)
            comment_need(need=need, text=texts.COMMENT_ANSWER, by=owner, now=now)


def _note(stage: Stage, year: int, network: Network, place: Municipality, by: User, now: datetime) -> None:
    save_authority_note(
        round=stage.round(year),
        network=network,
        municipality=place,
        typed={"text": texts.AUTHORITY_NOTE},
        shown=Shown(0),
        by=by,
        now=now,
    )
