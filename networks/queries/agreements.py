"""Reads of agreements between networks and universities, and of the teachers who follow a network."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Q, QuerySet

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import Network, Organisation, Partnership, PartnershipAgreement, Teacher, User
from networks.models.periods import valid_on
from networks.queries.belonging import INSIDE, Tie, ties
from networks.roles import Role, bodies, leads

READS_AGREEMENTS = INSIDE | {Tie.STAFF}
"""Those who do the network's work, and the county governor's office."""


def networks_of_partner(university: Organisation, *, now: datetime) -> QuerySet[Network]:
    """The networks that the university is a partner of today, in Norwegian order."""
    mine = Partnership.objects.filter(valid_on(oslo_date(now)), university=university)
    rows = Network.objects.filter(pk__in=mine.values("network")).select_related("county")
    return rows.order_by(norwegian("name"), "pk")


def partners_today(network: Network, *, now: datetime) -> list[Organisation]:
    """The universities that are the network's partners today, by name, each once."""
    mine = Partnership.objects.filter(valid_on(oslo_date(now)), network=network)
    return list(Organisation.objects.filter(pk__in=mine.values("university")).order_by("name", "pk"))


def agreement_network(user: User, pk: int, *, now: datetime) -> Network | None:
    """The network when the person may read its agreements, or None."""
    network = Network.objects.select_related("county").filter(pk=pk).first()
    if network is None or not ties(user, network, now=now) & READS_AGREEMENTS:
        return None
    return network


def sides_of(user: User, network: Network, *, now: datetime) -> list[Organisation]:
    """The partner universities for which the person can write down an agreement: all for the leader, one's own."""
    partners = partners_today(network, now=now)
    if leads(user, network, now=now):
        return partners
    mine = set(bodies(user, Role.UH_COORDINATOR, now=now))
    return [university for university in partners if university.pk in mine]


def agreements_of(network: Network) -> QuerySet[PartnershipAgreement]:
    """The network's agreements, the newest first; the files' bytes are not read."""
    rows = PartnershipAgreement.objects.filter(network=network)
    return (
        rows.select_related("network__county", "university", "attachment", "recorded_by")
        .defer("attachment__content")
        .order_by("-valid_from", "university__name", "-pk")
    )


def agreement_of(network: Network, pk: int) -> PartnershipAgreement | None:
    """One agreement of the network, or None."""
    return agreements_of(network).filter(pk=pk).first()


def agreements_of_university(
    university: Organisation, networks: Collection[Network], *, now: datetime
) -> QuerySet[PartnershipAgreement]:
    """The university's agreements with these networks that are not over today, by network."""
    today = oslo_date(now)
    return (
        PartnershipAgreement.objects.filter(university=university, network__in=networks)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
        .select_related("network", "university", "attachment")
        .defer("attachment__content")
        .order_by(norwegian("network__name"), "valid_from", "pk")
    )


def days_promised(
    university: Organisation, networks: Collection[Network], year: int
) -> dict[int, Decimal | None]:
    """The days that the university's agreements promise each network (by key) in a calendar year, in half days.

    An agreement that holds for a part of the year counts for that part. None: there is an agreement, and none says
    how many days.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    rows = PartnershipAgreement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=first),
        university=university,
        network__in=networks,
        valid_from__lt=after,
    ).order_by("pk")
    sums: dict[int, Fraction] = defaultdict(Fraction)
    found: dict[int, Decimal | None] = {}
    for row in rows:
        found.setdefault(row.network_id, None)
        if row.days_per_year is None:
            continue
        held = (min(row.valid_to or after, after) - max(row.valid_from, first)).days
        sums[row.network_id] += Fraction(row.days_per_year * held, (after - first).days)
        found[row.network_id] = Decimal(round(sums[row.network_id] * 2)) / 2
    return found


def teachers_of(
    networks: Collection[Network], university: Organisation | None = None, *, now: datetime
) -> QuerySet[Teacher]:
    """Those who follow the networks today or will, by network: the team leader first, then in Norwegian order."""
    today = oslo_date(now)
    rows = Teacher.objects.filter(network__in=networks).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    )
    if university is not None:
        rows = rows.filter(university=university)
    return rows.select_related("network", "university").order_by(
        norwegian("network__name"), "university__name", F("is_team_leader").desc(), norwegian("name"), "pk"
    )


def teacher_of(network: Network, pk: int) -> Teacher | None:
    """One who follows the network, or None."""
    rows = Teacher.objects.filter(network=network).select_related("network__county", "university")
    return rows.filter(pk=pk).first()
