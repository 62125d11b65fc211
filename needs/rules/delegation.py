"""Who may ask a colleague to write a needs report, and who lets a municipal service report a need of its own."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import NeedsReport
from needs.rules.needs_report import (
    check_may_save_needs_report,
    check_may_send_needs_report,
    check_sends,
    sends,
)
from networks.models import Network, Seat, User
from networks.roles import LEADERS, Interest, Role, leads, seats_of

SERVICES = (Interest.PPT, Interest.STATPED, Interest.AUTHORITY, Interest.OTHER)
"""The interests whose members may report a need that their own service sees."""


def check_may_ask_to_write(user: User, report: NeedsReport, *, now: datetime) -> None:
    """The owner's contact asks a colleague while the report can be written; in a service, its writers do."""
    check_may_send_needs_report(user, report, now=now)


def check_may_end_writing(user: User, report: NeedsReport, seat: Seat, *, now: datetime) -> None:
    """Whoever may ask may also end it, at any time; nobody takes the task from themselves."""
    check_sends(user, report, now=now)
    if seat.user_id == user.pk:
        raise NotNow(_("You cannot take the task from yourself."))


def check_may_tell_ready(user: User, report: NeedsReport, *, now: datetime) -> None:
    """Who has been asked to write, and cannot send, tells the owner that it is ready."""
    check_may_save_needs_report(user, report, now=now)
    if sends(user, report, now=now):
        raise NotNow(_("You can send the needs report yourself."))
    if not report.version:
        raise NotNow(_("Nothing is written yet."))


def check_may_begin_service_report(user: User, network: Network, *, now: datetime) -> None:
    """The network's leader, and members who speak for PPT, Statped, an authority or another service."""
    is_member = any(seat.network_id == network.pk for seat in service_seats(user, now=now))
    if not (is_member or leads(user, network, now=now)):
        raise NotAllowed(_("Only the network's leader and its municipal services can do this."))


def check_may_hold_service(user: User, seats: list[Seat], name: str, *, now: datetime) -> None:
    """Raises MovedOn when the service exists already and the person does not write for it."""
    if seats and not any(seat.user_id == user.pk for seat in seats):
        raise MovedOn(
            _("%(name)s reports already. Ask %(people)s to let you write with them.")
            % {"name": name, "people": ", ".join(seat.user.name for seat in seats)}
        )


def networks_with_services(user: User, *, now: datetime) -> list[Network]:
    """The networks in which the person may let a municipal service report."""
    seats = [
        *service_seats(user, now=now),
        *(seat for seat in seats_of(user, now=now) if seat.role in LEADERS),
    ]
    return list({seat.network_id: seat.network for seat in seats if seat.network}.values())


def service_seats(user: User, *, now: datetime) -> list[Seat]:
    """The person's seats as a network member for a municipal or state service."""
    return [
        seat
        for seat in seats_of(user, now=now)
        if seat.role == Role.NETWORK_MEMBER and seat.interest in SERVICES
    ]
