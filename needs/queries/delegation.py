"""Reads of those who are asked to write, and of municipal services that report."""

from datetime import datetime

from django.db.models import QuerySet

from common.sorting import norwegian
from needs.models import NeedsReport
from networks.models import Network, Organisation, OrganisationKind, Seat
from networks.queries import holders
from networks.roles import Role


def writers_of(organisation: Organisation, *, now: datetime) -> QuerySet[Seat]:
    """The seats of those who are asked to write for the organisation now, by name."""
    seats = holders([Role.REPORT_WRITER], now=now, bodies={"organisation": [organisation.pk]})
    return seats.order_by(norwegian("user__name"), "pk")


def writer_of(report: NeedsReport, seat: int, *, now: datetime) -> Seat | None:
    """One of those seats by key, or None."""
    return writers_of(report.owner, now=now).filter(pk=seat).first()


def service_called(name: str, network: Network) -> Organisation | None:
    """The county's municipal service of this name, without regard to case, or None."""
    services = Organisation.objects.filter(county=network.county_id, kind=OrganisationKind.SERVICE)
    return services.filter(name__iexact=name.strip()).first()
