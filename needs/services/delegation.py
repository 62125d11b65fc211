"""Asking others: a colleague to write the report, the owner to send it, a municipal service to report a need."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.refusals import NotNow
from needs.emails import delegation as emails
from needs.models import NeedsReport
from needs.queries.delegation import service_called, writers_of
from needs.rules import delegation as rules
from networks.deadlines import answer
from networks.models import Network, Organisation, OrganisationKind, Round, Seat, User
from networks.queries import people_with
from networks.roles import Role
from networks.services import seat_person, unseat
from networks.states import Duty


@transaction.atomic
def ask_to_write(
    *, report: NeedsReport, email: str, name: str, message: str, by: User, now: datetime
) -> Seat:
    """Give a colleague a seat for this one task, and tell them by mail. It ends when the network's basis is due.

    Raises NotAllowed, and NotNow when the person can write already.
    """
    rules.check_may_ask_to_write(by, report, now=now)
    address = email.strip().lower()
    already = people_with([Role.OWNER, Role.REPORT_WRITER], now=now, organisation=[report.owner_id])
    if any(user.email == address for user in already):
        raise NotNow(_("%(email)s can write the needs report already.") % {"email": email})
    basis = answer(Duty.DECISION_BASIS, report.round, now=now, network=report.network)
    seat = seat_person(
        email=address,
        name=name,
        role=Role.REPORT_WRITER,
        body=report.owner,
        valid_from=oslo_date(now),
        valid_to=max(oslo_date(basis.due_at), oslo_date(now)) + timedelta(days=1),
    )
    emails.asked_to_write(report, seat, message=message, by=by, now=now)
    return seat


@transaction.atomic
def end_writing(*, report: NeedsReport, seat: Seat, by: User, now: datetime) -> None:
    """Take the task from a colleague today. What they have written stays."""
    rules.check_may_end_writing(by, report, seat, now=now)
    unseat(seat=seat, now=now)


@transaction.atomic
def tell_ready(*, report: NeedsReport, by: User, now: datetime) -> None:
    """Tell the owner's contacts that the report can be looked over and sent; once for each version."""
    rules.check_may_tell_ready(by, report, now=now)
    emails.needs_report_ready(report, by=by, now=now)


@transaction.atomic
def begin_service_report(
    *, round: Round, network: Network, name: str, by: User, now: datetime
) -> Organisation:
    """Let a municipal service report a need of its own to the network: it is known from now on by its name.

    A member who speaks for the service writes for it. A leader only makes it known, and records what it says.
    """
    rules.check_may_begin_service_report(by, network, now=now)
    service = service_called(name, network)
    if service is None:
        service = Organisation.objects.create(
            county=network.county, kind=OrganisationKind.SERVICE, name=name.strip()
        )
    mine = [seat for seat in rules.service_seats(by, now=now) if seat.network_id == network.pk]
    if mine:
        writers = list(writers_of(service, now=now))
        rules.check_may_hold_service(by, writers, service.name, now=now)
        if not writers:
            seat_person(
                email=by.email,
                name=by.name,
                role=Role.REPORT_WRITER,
                body=service,
                valid_from=oslo_date(now),
            )
    return service
