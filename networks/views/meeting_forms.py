"""The form in which a meeting is planned and changed, for the body that meets."""

from datetime import datetime
from typing import Any

from common.refusals import may
from networks.forms.meetings import MeetingForm, NetworkMeetingForm, Where
from networks.models import Arena, Forum, Meeting, Municipality, Network, Round, User
from networks.queries import arenas as queries
from networks.queries import rounds_visible_to
from networks.rules.meetings import MUNICIPAL, authority_seats, check_may_plan_meeting


def rounds_of(user: User, body: Forum | Network, *, now: datetime) -> list[Round]:
    """The years that a meeting can be about."""
    return list(rounds_visible_to(user, now=now).filter(county=body.county_id))


def new_form(
    user: User, body: Forum | Network, data: Any = None, *, now: datetime, **kwargs: Any
) -> MeetingForm:
    """The form of a meeting that is not planned yet, with what was typed."""
    if isinstance(body, Forum):
        return MeetingForm(data, rounds=rounds_of(user, body, now=now), **kwargs)
    return NetworkMeetingForm(data, where=where_to_meet(user, body, now=now), **kwargs)


def form_of(user: User, meeting: Meeting, data: Any = None, *, now: datetime) -> MeetingForm:
    """The form of a meeting: as it stands, or with what was typed."""
    body = meeting.body
    if isinstance(body, Forum):
        kwargs: dict[str, Any] = {"rounds": rounds_of(user, body, now=now)}
    else:
        kwargs = {"where": where_to_meet(user, body, now=now, kept=meeting.arena)}
    form = MeetingForm if isinstance(body, Forum) else NetworkMeetingForm
    return form(data, **kwargs) if data is not None else form.starting_with(meeting, **kwargs)


def where_to_meet(user: User, network: Network, *, now: datetime, kept: Arena | None = None) -> Where:
    """The arenas and places for which the person may plan meetings, and the arena that a meeting has (`kept`)."""
    municipalities = list(queries.municipalities_on(network, now=now))
    kindergartens = list(queries.kindergartens_on(network, now=now))
    arenas = list(queries.arenas_of(network))
    if may(check_may_plan_meeting, user, network, now=now) is None:
        arenas = [row for row in arenas if _may_use(user, row, now=now)]
    else:
        arenas = [row for row in arenas if row.kind in MUNICIPAL]
        own = {
            seat.municipality_id for seat in authority_seats(user, now=now) if seat.network_id == network.pk
        }
        municipalities = [row for row in municipalities if row.pk in own]
        kindergartens = [row for row in kindergartens if row.municipality_id in own]
    if kept is not None and kept not in arenas:
        arenas.append(kept)
    return Where(arenas, municipalities, kindergartens)


def may_plan_somewhere(user: User, network: Network, *, now: datetime) -> bool:
    """Whether the person plans meetings of the network, or those that a municipality arranges itself."""
    if may(check_may_plan_meeting, user, network, now=now) is None:
        return True
    return any(seat.network_id == network.pk for seat in authority_seats(user, now=now))


def own_municipality(user: User, network: Network, where: Where, *, now: datetime) -> Municipality | None:
    """The municipality for which the person plans meetings, where that is the only one."""
    if may(check_may_plan_meeting, user, network, now=now) is None or len(where.municipalities) != 1:
        return None
    return where.municipalities[0]


def _may_use(user: User, arena: Arena, *, now: datetime) -> bool:
    return may(check_may_plan_meeting, user, arena.network, arena=arena, now=now) is None
