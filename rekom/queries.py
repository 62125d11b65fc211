"""Reads over all apps, one statement each: how the round stands for a person's bodies. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.sorting import norwegian
from grants.models import Budget, Decision, Grant, Recommendation
from grants.queries.decision import WITH_MONEY
from needs.models import (
    Assessment,
    NeedsReport,
    Nomination,
)
from needs.queries import combined_kindergartens, open_kindergartens
from needs.queries.answering import answered_by_former, answering
from needs.queries.progress import MEMBERSHIP, networks_in_round, number_of, state_of
from needs.states import NEEDS_REPORT_FINAL, AssessmentState
from networks.models import Network, OrganisationKind, Round, Seat, User
from networks.models.periods import valid_on
from networks.queries import rounds_visible_to
from networks.roles import LEADERS, REPORTERS, STAFF, Role, bodies, is_staff_of
from reporting.models import CountySummary, Report
from reporting.states import ReportState


def rounds_with_states(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds the person can see, newest first, each with `recommendation_state`, `decision_state`

    ('' when not begun), `has_budget`, `reports_waiting` (submitted and not yet answered), `reports_owed`,
    and `summary_state`.
    """
    issued = Grant.objects.filter(WITH_MONEY, decision__round=OuterRef("pk"))
    owed = issued.exclude(report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    waiting = Report.objects.filter(grant__decision__round=OuterRef("pk"), state=ReportState.SUBMITTED)
    return rounds_visible_to(user, now=now).annotate(
        recommendation_state=state_of(Recommendation, round=OuterRef("pk")),
        decision_state=state_of(Decision, round=OuterRef("pk")),
        has_budget=Exists(Budget.objects.filter(round=OuterRef("pk"))),
        reports_waiting=number_of(waiting, "grant__decision__round"),
        reports_owed=number_of(owed, "decision__round"),
        summary_state=state_of(CountySummary, round=OuterRef("pk")),
    )


def own_kindergartens(user: User, round: Round, *, now: datetime) -> list[dict[str, Any]]:
    """The open kindergartens that the person is head or owner of, or writes the needs report for, one dict each.

    Keys: pk, name, owner_id, owner_name, network_id, network_name, assessment_state, report_state (or ''), has_head,
    is_combined (writes no assessment), is_answered (the owner before had reported when it was sold).
    """
    heads = Seat.objects.filter(
        valid_on(oslo_date(now)), role=Role.HEAD, kindergarten=OuterRef("pk"), user__is_active=True
    )
    mine = Q(pk__in=bodies(user, Role.HEAD, now=now)) | Q(owner__in=bodies(user, REPORTERS, now=now))
    rows = (
        open_kindergartens(round)
        .filter(mine)
        .filter(valid_on(round.reference_on, MEMBERSHIP))
        .annotate(
            owner_name=F("owner__name"),
            network_id=F(f"{MEMBERSHIP}network_id"),
            network_name=F(f"{MEMBERSHIP}network__name"),
            assessment_state=state_of(Assessment, round=round, kindergarten=OuterRef("pk")),
            has_head=Exists(heads),
            is_combined=Exists(combined_kindergartens(round, now=now).filter(pk=OuterRef("pk"))),
        )
        .annotate(
            report_state=state_of(
                NeedsReport, round=round, owner=OuterRef("owner_id"), network=OuterRef("network_id")
            )
        )
    )
    keys = ("pk", "name", "owner_id", "owner_name", "network_id", "network_name")
    found = list(rows.values(*keys, "assessment_state", "report_state", "has_head", "is_combined"))
    former = answered_by_former(round) if found else {}
    return [row | {"is_answered": row["pk"] in former} for row in found]


def own_services(user: User, round: Round, *, now: datetime) -> list[dict[str, Any]]:
    """The begun reports of municipal services for which the person writes, like `own_kindergartens` with no
    kindergarten (pk None).
    """
    reports = NeedsReport.objects.filter(
        round=round,
        owner__in=bodies(user, Role.REPORT_WRITER, now=now),
        owner__kind=OrganisationKind.SERVICE,
    )
    rows = reports.annotate(
        owner_name=F("owner__name"), network_name=F("network__name"), report_state=F("state")
    )
    keys = ("owner_id", "owner_name", "network_id", "network_name", "report_state")
    return [{"pk": None, **row} for row in rows.values(*keys)]


def own_nominations(user: User, round: Round, *, now: datetime) -> list[dict[str, Any]]:
    """How many nominations the person's kindergartens have: kindergarten_id, owner_id, state, number."""
    heads, owners = bodies(user, Role.HEAD, now=now), bodies(user, Role.OWNER, now=now)
    mine = Q(kindergarten__in=heads) | Q(kindergarten__owner__in=owners)
    rows: QuerySet[Any, Any] = (
        Nomination.objects.filter(mine, round=round)
        .order_by()
        .values("kindergarten_id", "state", owner_id=F("kindergarten__owner_id"))
        .annotate(number=Count("pk"))
    )
    return list(rows)


def own_grants(user: User, *, now: datetime) -> QuerySet[Grant]:
    """The issued grants that the person reports on, with the report where it is begun, newest round first."""
    networks = bodies(user, LEADERS, now=now)
    payees = bodies(user, Role.OWNER, now=now)
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    return (
        Grant.objects.filter(WITH_MONEY)
        .filter(Q(network__in=networks) | Q(network__payee__in=payees) | Q(university__in=universities))
        .select_related("decision", "network", "university", "report")
        .order_by("-decision__round__grant_year", "pk")
    )


def reports_in_round(round: Round) -> dict[str, int]:
    """How many grants to report on the round has, and how many reports are in: keys grants, met."""
    met = Q(report__state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
    return Grant.objects.filter(WITH_MONEY, decision__round=round).aggregate(
        grants=Count("pk"), met=Count("pk", filter=met)
    )


def partner_networks(universities: Iterable[int], round: Round) -> QuerySet[Network, Any]:
    """The keys of the networks that the universities are partners of in the round, for use inside another read."""
    partners = valid_on(round.reference_on, "partnerships__")
    return Network.objects.filter(partners, partnerships__university__in=list(universities)).values("pk")


OWN_ROLES = {Role.HEAD, *REPORTERS}
NETWORK_ROLES = {*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR}
GRANT_ROLES = {*LEADERS, Role.OWNER, Role.UH_COORDINATOR}
ROUND_READERS = {*LEADERS, *STAFF}


def networks_of(user: User, round: Round, *, now: datetime) -> QuerySet[Network]:
    """The networks that the person leads, sits in, is a partner of, or, for the governor's staff, all; as they stand.

    Column `is_partner`: the person's university is a partner of the network in the round.
    """
    mine = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    partner = partner_networks(bodies(user, Role.UH_COORDINATOR, now=now), round)
    networks = networks_in_round(round, user=user).annotate(
        is_partner=Exists(partner.filter(pk=OuterRef("pk")))
    )
    if is_staff_of(user, round.county, now=now):
        return networks
    return networks.filter(Q(pk__in=mine) | Q(is_partner=True))


def names_of_owners_missing(networks: Iterable[Network], round: Round) -> tuple[str, ...]:
    """'Lekestua SA – Fosen' for each owner that owes one of the networks a needs report, in Norwegian order."""
    met = NeedsReport.objects.filter(
        round=round,
        owner=OuterRef("owner_id"),
        network=OuterRef(f"{MEMBERSHIP}network_id"),
        state__in=list(NEEDS_REPORT_FINAL),
    )
    rows = (
        answering(round)
        .filter(valid_on(round.reference_on, MEMBERSHIP), ~Exists(met))
        .filter(**{f"{MEMBERSHIP}network__in": [network.pk for network in networks]})
        .order_by(norwegian("owner__name"), "owner_id", f"{MEMBERSHIP}network__name")
        .values_list("owner__name", f"{MEMBERSHIP}network__name")
    )
    return tuple(dict.fromkeys(f"{owner} – {network}" for owner, network in rows))


def names_of_kindergartens_missing(
    networks: Iterable[Network], round: Round, *, now: datetime
) -> tuple[str, ...]:
    """The networks' kindergartens that have not shared an assessment and write one, in Norwegian order."""
    shared = Assessment.objects.filter(round=round, kindergarten=OuterRef("pk"), state=AssessmentState.SHARED)
    rows = (
        open_kindergartens(round)
        .filter(valid_on(round.reference_on, MEMBERSHIP), ~Exists(shared))
        .exclude(pk__in=combined_kindergartens(round, now=now).values("pk"))
        .filter(**{f"{MEMBERSHIP}network__in": [network.pk for network in networks]})
    )
    return tuple(rows.values_list("name", flat=True))


def names_of_recipients_missing(round: Round) -> tuple[str, ...]:
    """The recipients of the round's letters whose report is not in."""
    met = [ReportState.SUBMITTED, ReportState.APPROVED]
    rows = (
        Grant.objects.filter(WITH_MONEY, decision__round=round)
        .exclude(report__state__in=met)
        .annotate(recipient=Coalesce("network__name", "university__name"))
        .order_by(norwegian("recipient"), "pk")
    )
    return tuple(rows.values_list("recipient", flat=True))


def report_states(round: Round) -> list[tuple[int, str, str]]:
    """For each pair of network and owner in the round: the network's key, the owner's name, and the state of the
    needs report ('' when not begun), in Norwegian order of the owners.
    """
    state = state_of(
        NeedsReport, round=round, owner=OuterRef("owner_id"), network=OuterRef(f"{MEMBERSHIP}network_id")
    )
    rows = (
        answering(round)
        .filter(valid_on(round.reference_on, MEMBERSHIP))
        .annotate(report_state=state)
        .order_by(norwegian("owner__name"), "owner_id")
        .values_list("owner_id", f"{MEMBERSHIP}network_id", "owner__name", "report_state")
    )
    pairs = {(owner, network): (network, name, state) for owner, network, name, state in rows}
    return list(pairs.values())
