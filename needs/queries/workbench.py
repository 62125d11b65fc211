"""The rows of a network's workbench: every owner and kindergarten, how far they have come, and who holds the seat.

A fixed number of statements, whatever the size of the network.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.sorting import norwegian, norwegian_key
from needs.models import NeedsReport, Nomination
from needs.queries.answering import answered_by_former
from needs.states import (
    NEEDS_REPORT_FINAL,
    NOMINATION_FINAL,
    AssessmentState,
    NeedsReportState,
    NominationState,
)
from networks import deadlines
from networks.models import (
    DispensationRequest,
    Kindergarten,
    KindergartenFigures,
    Network,
    Organisation,
    OrganisationKind,
    Round,
    Seat,
)
from networks.models.periods import valid_on
from networks.queries import in_network
from networks.roles import REPORTERS, Role
from networks.states import Duty, RequestState

NOT_BEGUN = "none"
BEGUN = (NominationState.DRAFT, NominationState.PROPOSED)
SENT = (NOMINATION_FINAL | {NominationState.ON_LEAVE}) - {NominationState.WITHDRAWN}
Bodies = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, kw_only=True)
class KindergartenRow:
    """One kindergarten of the network: its assessment, its nominations, and who is its head ('' for nobody)."""

    pk: int
    name: str
    owner_id: int
    owner_name: str
    owner_kind: str
    municipality_id: int
    municipality: str
    head: str
    state: str
    shared_at: datetime | None
    last_at: datetime | None
    nominations_sent: int
    nominations_begun: int
    children: int
    own_due_at: datetime | None
    has_asked: bool

    @property
    def is_shared(self) -> bool:
        """Whether the assessment is shared."""
        return self.state == AssessmentState.SHARED

    @property
    def is_municipal(self) -> bool:
        """Whether a municipality owns it."""
        return self.owner_kind == OrganisationKind.MUNICIPALITY


@dataclass(frozen=True, kw_only=True)
class OwnerRow:
    """One owner of kindergartens in the network, or a service that reports: its needs report and its people."""

    report: NeedsReport
    contacts: tuple[str, ...]
    kindergartens: list[KindergartenRow] = field(default_factory=list)
    own_due_at: datetime | None
    has_asked: bool

    @property
    def pk(self) -> int:
        """The owner's key."""
        return self.report.owner_id

    @property
    def name(self) -> str:
        """What the owner is called."""
        return self.report.owner.name

    @property
    def kind(self) -> str:
        """The kind of the owner."""
        return self.report.owner.kind

    @property
    def state(self) -> str:
        """The state of the needs report; 'none' while it is not begun."""
        return self.report.state if self.report.pk else NOT_BEGUN

    @property
    def is_sent(self) -> bool:
        """Whether the owner has answered: sent, recorded, or no new needs."""
        return self.state in NEEDS_REPORT_FINAL

    @property
    def owes(self) -> bool:
        """Whether a needs report is missing. A service owes none."""
        return not self.is_sent and bool(self.kindergartens)

    @property
    def shared(self) -> int:
        """How many of its kindergartens have shared their assessment."""
        return sum(row.is_shared for row in self.kindergartens)

    @property
    def not_shared(self) -> list[KindergartenRow]:
        """The kindergartens that have not."""
        return [row for row in self.kindergartens if not row.is_shared]

    @property
    def nominations_sent(self) -> int:
        """How many nominations the network has received from it."""
        return sum(row.nominations_sent for row in self.kindergartens)

    @property
    def nominations_begun(self) -> int:
        """How many nominations are begun and not sent."""
        return sum(row.nominations_begun for row in self.kindergartens)

    @property
    def last_at(self) -> datetime | None:
        """When the owner or one of its kindergartens last saved or sent something."""
        mine = (self.report.saved_at, self.report.submitted_at)
        return latest(*mine, *(row.last_at for row in self.kindergartens))


def latest(*instants: datetime | None) -> datetime | None:
    """The last of the instants that are known, or None."""
    return max((at for at in instants if at is not None), default=None)


def workbench_rows(network: Network, round: Round, *, now: datetime) -> list[OwnerRow]:
    """Every owner with kindergartens in the network in the round, by name, each with its kindergartens.

    What the network's leader may know: how far each has come, not what a draft says. Services that have reported
    stand last. `round` comes with its deadlines.
    """
    found = _with_who_answers(_kindergartens(network, round), round)
    reports = {report.owner_id: report for report in _reports(network, round)}
    owners = {row["owner_id"]: _owner(row, round) for row in found}
    owners |= {key: report.owner for key, report in reports.items()}
    heads, contacts = _people([row["pk"] for row in found], owners, now=now)
    asked = _asked(network, round)
    own = {duty: _own_dates(duty, round) for duty in (Duty.ASSESSMENT, Duty.NEEDS_REPORT)}
    mine: dict[int, list[KindergartenRow]] = defaultdict(list)
    for row in found:
        body = (None, None, row["pk"])
        mine[row["owner_id"]].append(
            KindergartenRow(
                **{name: row[name] for name in PLAIN},
                municipality=row["place"],
                state=row["assessment_state"] or NOT_BEGUN,
                last_at=latest(row["saved_at"], row["shared_at"], row["nominated_at"]),
                head=heads.get(row["pk"], ""),
                own_due_at=own[Duty.ASSESSMENT].get(body),
                has_asked=bool(asked & {(Duty.ASSESSMENT, body), (Duty.NOMINATION, body)}),
            )
        )
    rows = []
    for pk, owner in owners.items():
        key = (pk, network.pk, None)
        report = reports.get(pk) or NeedsReport(version=0, owner=owner)
        report.network, report.round = network, round
        rows.append(
            OwnerRow(
                report=report,
                contacts=contacts.get(pk, ()),
                kindergartens=mine.get(pk, []),
                own_due_at=own[Duty.NEEDS_REPORT].get(key),
                has_asked=(Duty.NEEDS_REPORT, key) in asked,
            )
        )
    return sorted(rows, key=lambda row: (not row.kindergartens, norwegian_key(row.name), row.pk))


PLAIN = (
    "pk",
    "name",
    "owner_id",
    "owner_name",
    "owner_kind",
    "municipality_id",
    "shared_at",
    "nominations_sent",
    "nominations_begun",
    "children",
)


def _kindergartens(network: Network, round: Round) -> QuerySet[Any, Any]:
    """The network's open kindergartens, one dict for each, in Norwegian order."""
    figures = KindergartenFigures.objects.filter(kindergarten=OuterRef("pk"), year__lte=round.grant_year)
    nominations = Nomination.objects.filter(round=round, kindergarten=OuterRef("pk")).order_by()
    rows: QuerySet[Any, Any] = (
        Kindergarten.objects.filter(in_network(network, round))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .annotate(mine=FilteredRelation("assessments", condition=Q(assessments__round=round)))
        .order_by(norwegian("name"), "pk")
        .values(
            "pk",
            "name",
            "owner_id",
            "municipality_id",
            owner_name=F("owner__name"),
            owner_kind=F("owner__kind"),
            place=F("municipality__name_nb"),
            assessment_state=F("mine__state"),
            shared_at=F("mine__shared_at"),
            saved_at=F("mine__saved_at"),
            children=Coalesce(Subquery(figures.order_by("-year").values("children")[:1]), Value(0)),
            nominations_sent=_count(nominations.filter(state__in=SENT)),
            nominations_begun=_count(nominations.filter(state__in=BEGUN)),
            nominated_at=Subquery(
                nominations.values("kindergarten").annotate(at=Max("submitted_at")).values("at")
            ),
        )
    )
    return rows


def _with_who_answers(rows: Iterable[dict[str, Any]], round: Round) -> list[dict[str, Any]]:
    """The kindergartens with the owner who answers for each: what was sold stands with the report that was sent."""
    former = answered_by_former(round)
    return [row | _as_owner(former[row["pk"]]) if row["pk"] in former else row for row in rows]


def _as_owner(owner: Organisation) -> dict[str, Any]:
    return {"owner_id": owner.pk, "owner_name": owner.name, "owner_kind": owner.kind}


def _count(nominations: QuerySet[Nomination]) -> Coalesce:
    return Coalesce(
        Subquery(nominations.values("kindergarten").annotate(n=Count("pk")).values("n")), Value(0)
    )


def _owner(row: Mapping[str, Any], round: Round) -> Organisation:
    """The owner as far as the row knows it."""
    return Organisation(
        pk=row["owner_id"], name=row["owner_name"], kind=row["owner_kind"], county_id=round.county_id
    )


def _reports(network: Network, round: Round) -> QuerySet[NeedsReport]:
    """The reports to the network that somebody has begun."""
    return NeedsReport.objects.filter(network=network, round=round).select_related("owner")


def _people(
    kindergartens: Iterable[int], owners: Iterable[int], *, now: datetime
) -> tuple[dict[int, str], dict[int, tuple[str, ...]]]:
    """The head's name by kindergarten, and the names of the contacts by owner, the longest in the seat first."""
    wanted = Q(role=Role.HEAD, kindergarten__in=list(kindergartens))
    wanted |= Q(role__in=REPORTERS, organisation__in=list(owners))
    seats = (
        Seat.objects.filter(wanted, valid_on(oslo_date(now)), user__is_active=True)
        .order_by("valid_from", "pk")
        .values_list("role", "kindergarten", "organisation", "organisation__kind", "user__name")
    )
    heads: dict[int, str] = {}
    contacts: dict[int, tuple[str, ...]] = {}
    for role, kindergarten, owner, kind, name in seats:
        if role == Role.HEAD:
            heads[kindergarten] = name
        elif role == Role.OWNER or kind == OrganisationKind.SERVICE:
            contacts[owner] = (*contacts.get(owner, ()), name)
    return heads, contacts


def _asked(network: Network, round: Round) -> set[tuple[str, Bodies]]:
    """The duties and bodies that wait for an answer about a later date."""
    of_network = Q(network=network) | Q(in_network(network, round, "kindergarten__"))
    rows = DispensationRequest.objects.filter(
        of_network, deadline__round=round, state=RequestState.ASKED
    ).values_list("deadline__duty", "organisation", "network", "kindergarten")
    return {(duty, (organisation, to, kindergarten)) for duty, organisation, to, kindergarten in rows}


def _own_dates(duty: Duty, round: Round) -> dict[Bodies, datetime]:
    """The later dates that bodies have been given for the duty. Uses the rows that came with the round."""
    row = deadlines.deadline(duty, round)
    common = deadlines.due_of(row, round)
    return {
        given.body_key: given.due_at for given in deadlines.dispensations_of(row) if given.due_at > common
    }


@dataclass(frozen=True)
class Totals:
    """The numbers on top of a workbench."""

    owners: int
    reports_in: int
    reports_begun: int
    kindergartens: int
    shared: int
    nominations_sent: int
    nominations_begun: int
    without_contact: int
    asked: int

    @property
    def reports_missing(self) -> int:
        """How many owners have not begun."""
        return self.owners - self.reports_in - self.reports_begun


def totals_of(rows: Iterable[OwnerRow]) -> Totals:
    """How many have done what. Services are not counted among the owners: they owe nothing."""
    owners = [row for row in rows if row.kindergartens]
    return Totals(
        owners=len(owners),
        reports_in=sum(row.is_sent for row in owners),
        reports_begun=sum(row.state in (NeedsReportState.DRAFT, NeedsReportState.RETURNED) for row in owners),
        kindergartens=sum(len(row.kindergartens) for row in owners),
        shared=sum(row.shared for row in owners),
        nominations_sent=sum(row.nominations_sent for row in owners),
        nominations_begun=sum(row.nominations_begun for row in owners),
        without_contact=sum(not row.contacts for row in owners),
        asked=sum(row.has_asked or any(k.has_asked for k in row.kindergartens) for row in owners),
    )
