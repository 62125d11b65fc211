"""Reads for a university's own page: days promised, asked for, granted and used in each network, year by year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from common.sorting import norwegian
from needs.models import DecisionBasis, Measure, MeasureUniversity, UsedDays
from needs.queries.decision_basis import visible_networks
from needs.queries.development import granted
from needs.states import BasisState
from networks.models import Meeting, Network, Organisation, OrganisationKind, Round, User
from networks.queries import networks_of_university
from networks.queries.agreements import days_promised, networks_of_partner
from networks.queries.meetings import meetings_visible_to
from networks.roles import Role, holds, is_staff_of
from networks.states import MeetingState

NO_DAYS = Decimal(0)


@dataclass(frozen=True)
class DaysRow:
    """One network's days in a grant year, or all networks' together (no network).

    `promised` is None where no agreement says how many.
    """

    network: Network | None
    promised: Decimal | None
    asked: Decimal
    granted: Decimal
    used: Decimal
    is_draft: bool
    """Whether what is asked for stands in a draft that may change."""

    @property
    def more_asked(self) -> Decimal | None:
        """How many days more are asked for than promised (below 0: fewer); None where nothing is promised."""
        return None if self.promised is None else self.asked - self.promised

    @property
    def left(self) -> Decimal | None:
        """What is left of the promise; below 0 when more is used. None where nothing is promised."""
        return None if self.promised is None else self.promised - self.used


def university_seen(user: User, pk: int, *, now: datetime) -> Organisation | None:
    """The university when the person coordinates for it, or works at its county's governor; else None."""
    rows = Organisation.objects.filter(pk=pk, kind=OrganisationKind.UNIVERSITY).select_related("county")
    found = rows.first()
    if found is None:
        return None
    is_own = holds(user, Role.UH_COORDINATOR, found, now=now)
    return found if is_own or is_staff_of(user, found.county, now=now) else None


def days_by_network(user: User, university: Organisation, round: Round, *, now: datetime) -> list[DaysRow]:
    """The university's networks in the round with their days, in Norwegian order: five statements.

    Promised: by the agreements that hold in the calendar year. Asked for and granted: in the bases of the round that
    the person may read. Used: with a day in the calendar year.
    """
    used = _used(university, round.grant_year)
    networks = list(
        Network.objects.filter(
            Q(pk__in=networks_of_university([university.pk], round).order_by().values("pk")) | Q(pk__in=used)
        ).order_by(norwegian("name"), "pk")
    )
    promised = days_promised(university, networks, round.grant_year)
    asked = _asked(user, university, round, now=now)
    drafts = set(
        DecisionBasis.objects.filter(
            round=round, network__in=networks, state__in=[BasisState.DRAFT, BasisState.RETURNED]
        ).values_list("network", flat=True)
    )
    return [
        DaysRow(
            network=network,
            promised=promised.get(network.pk),
            asked=asked.get(network.pk, (NO_DAYS, NO_DAYS))[0],
            granted=asked.get(network.pk, (NO_DAYS, NO_DAYS))[1],
            used=used.get(network.pk, NO_DAYS),
            is_draft=network.pk in drafts and network.pk in asked,
        )
        for network in networks
    ]


def _asked(
    user: User, university: Organisation, round: Round, *, now: datetime
) -> dict[int, tuple[Decimal, Decimal]]:
    """By network: the days that its basis asks for, and those of them in measures that got money."""
    readable = visible_networks(user, round, now=now).order_by().values("pk")
    rows = (
        MeasureUniversity.objects.filter(
            university=university, measure__basis__round=round, measure__basis__network__in=readable
        )
        .order_by()
        .values("measure__basis__network")
        .annotate(asked=Sum("days"), got=Sum("days", filter=granted("measure__")))
    )
    return {
        row["measure__basis__network"]: (Decimal(row["asked"] or 0), Decimal(row["got"] or 0)) for row in rows
    }


def _used(university: Organisation, year: int) -> dict[int, Decimal]:
    rows = used_days(university, year).order_by().values("network").annotate(total=Sum("days"))
    return {row["network"]: row["total"] for row in rows}


def used_days(university: Organisation, year: int) -> QuerySet[UsedDays]:
    """The days that the university has written down in a calendar year, newest first."""
    rows = UsedDays.objects.filter(
        university=university, on__gte=date(year, 1, 1), on__lt=date(year + 1, 1, 1)
    )
    return rows.select_related("network", "measure", "written_by").order_by("-on", "-pk")


def used_days_of(university: Organisation, pk: int) -> UsedDays | None:
    """One line of days, or None."""
    rows = UsedDays.objects.filter(university=university).select_related("network", "university", "measure")
    return rows.filter(pk=pk).first()


def measures_for_days(university: Organisation, *, now: datetime) -> list[Measure]:
    """The measures that days can be used for: the university's part in them is granted, newest first."""
    networks = networks_of_partner(university, now=now).order_by().values("pk")
    rows = Measure.objects.filter(granted(), universities__university=university, basis__network__in=networks)
    return list(
        rows.select_related("basis__network", "basis__round").order_by(
            "-basis__round__grant_year", norwegian("basis__network__name"), "priority", "pk"
        )
    )


def coming_meetings(
    user: User, networks: Collection[Network], *, now: datetime, most: int = 8
) -> list[Meeting]:
    """The networks' next meetings that the person is let see, soonest first."""
    rows = meetings_visible_to(user, now=now).filter(
        network__in=[network.pk for network in networks], ends_at__gte=now, state=MeetingState.CALLED
    )
    return list(rows.select_related("network").order_by("starts_at", "pk")[:most])
