"""Reads of needs reports: who owes one, who sees which, and what is in them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.models import ContentVersion
from common.sorting import norwegian
from needs.models import Measure, Need, NeedsReport, ReportAttachment
from needs.queries.answering import answering
from needs.queries.assessment import open_kindergartens
from needs.queries.need_answers import with_answers
from needs.states import NEEDS_REPORT_FINAL, NeedsReportState
from networks import deadlines
from networks.models import Kindergarten, Network, Organisation, OrganisationKind, Round, User
from networks.models.periods import valid_on
from networks.queries import networks_of_university, partnered
from networks.roles import LEADERS, REPORTERS, Role, bodies, is_staff_of
from networks.states import Duty

NOT_BEGUN = "none"
OWED = (NOT_BEGUN, NeedsReportState.DRAFT, NeedsReportState.RETURNED)


@dataclass(frozen=True)
class OwnedReport:
    """One duty of an owner: its report to one network; `report` is None while it is not begun."""

    owner: Organisation
    network: Network
    report: NeedsReport | None
    answer: deadlines.Answer


@dataclass(frozen=True)
class KnownReport:
    """A report, begun or not, and the owner's kindergartens in the network."""

    report: NeedsReport
    kindergartens: list[Any]
    versions: int = 0
    """How many times it has been sent: the number of the last version that is kept."""
    has_files: bool = False
    has_measures: bool = False
    """Whether the network has made a measure of one of its needs."""

    @property
    def partnered(self) -> set[int]:
        """The kindergartens that the reader's universities work with, as keys."""
        return {kindergarten.pk for kindergarten in self.kindergartens if kindergarten.is_partnered}

    @property
    def read_by_parts(self) -> set[int]:
        """The kindergartens whose needs the reader may read: of the reader's universities, or taken over, as keys."""
        return self.partnered | {row.pk for row in self.kindergartens if row.is_taken_over}


def _pairs(round: Round) -> QuerySet[Any, Any]:
    """The round's pairs of owner and network, with the number of kindergartens: one dict for each."""
    path = "municipality__memberships__"
    return (
        answering(round)
        .filter(valid_on(round.reference_on, path))
        .values("owner_id", network_id=F(f"{path}network_id"))
    )


def needs_reports_owed(round: Round) -> list[tuple[int, int]]:
    """The pairs (owner, network) without a submitted report or a "no new needs", as primary keys."""
    met = NeedsReport.objects.filter(round=round, state__in=NEEDS_REPORT_FINAL)
    done = set(met.values_list("owner_id", "network_id"))
    pairs = _pairs(round).order_by().values_list("owner_id", "network_id").distinct()
    return sorted(pair for pair in pairs if pair not in done)


def my_needs_reports(user: User, round: Round, now: datetime) -> list[OwnedReport]:
    """One row for each network that the owners report to for whom the person writes in the round."""
    mine = _pairs(round).filter(owner__in=bodies(user, REPORTERS, now=now))
    pairs = sorted(mine.order_by().values_list("owner_id", "network_id").distinct())
    owners = Organisation.objects.in_bulk({owner for owner, _network in pairs})
    networks = Network.objects.in_bulk({network for _owner, network in pairs})
    reports = NeedsReport.objects.filter(round=round, owner__in=owners)
    found = {(report.owner_id, report.network_id): report for report in reports}
    rows = []
    for owner_id, network_id in pairs:
        owner, network = owners[owner_id], networks[network_id]
        answer = deadlines.answer(Duty.NEEDS_REPORT, round, now=now, organisation=owner, network=network)
        rows.append(OwnedReport(owner, network, found.get((owner_id, network_id)), answer))
    return rows


def submitted_reports(network: Network, round: Round) -> QuerySet[NeedsReport]:
    """The submitted reports to the network, with their needs."""
    return (
        NeedsReport.objects.filter(round=round, network=network, state=NeedsReportState.SUBMITTED)
        .select_related("owner")
        .prefetch_related(Prefetch("needs", needs_with_parts()))
        .order_by(norwegian("owner__name"), "pk")
    )


def needs_with_parts() -> QuerySet[Need]:
    """Needs with theme and kindergartens, in priority order."""
    return Need.objects.select_related("theme").prefetch_related(
        Prefetch("kindergartens", Kindergarten.objects.order_by(norwegian("name"), "pk"))
    )


def needs_for_basis(network: Network, round: Round) -> QuerySet[Need]:
    """The needs of the submitted reports to the network, with owner and kindergartens, grouped by owner."""
    return (
        needs_with_parts()
        .filter(report__round=round, report__network=network, report__state=NeedsReportState.SUBMITTED)
        .select_related("theme", "report__owner")
        .order_by(norwegian("report__owner__name"), "report", F("priority").asc(nulls_last=True), "pk")
    )


def needs_report_of(owner: Organisation, network: Network, round: Round) -> NeedsReport:
    """The owner's report to the network in the round; an unsaved one (version 0) while it is not begun."""
    found = (
        NeedsReport.objects.filter(round=round, owner=owner, network=network)
        .prefetch_related(Prefetch("needs", needs_with_parts()))
        .first()
    )
    report = found or NeedsReport(version=0)
    report.round, report.owner, report.network = round, owner, network
    return report


def needs_of(report: NeedsReport) -> list[Need]:
    """The report's needs in priority order; none while it is not begun."""
    return list(report.needs.all()) if report.pk else []


def report_pairs(user: User, round: Round, *, now: datetime) -> QuerySet[Any, Any]:
    """One dict for each pair of owner and network whose report the person may know of, also those not begun.

    Keys: owner_id, owner_name, owner_kind, network_id, network_name, kindergartens (number), state ('none' when not
    begun), submitted_at, received_how. Owners see their own; leaders and the county's staff see all in their area and
    who owes; members and partner universities see those that are sent, and so does an owner that has taken over one
    of the kindergartens since.
    """
    mine = NeedsReport.objects.filter(
        round=round, owner=OuterRef("owner_id"), network=OuterRef("municipality__memberships__network_id")
    )
    pairs: QuerySet[Any, Any] = (
        _pairs(round)
        .annotate(
            owner_name=F("owner__name"),
            owner_kind=F("owner__kind"),
            network_name=F("municipality__memberships__network__name"),
            kindergartens=Count("pk"),
            state=Coalesce(Subquery(mine.values("state")[:1]), Value(NOT_BEGUN)),
            submitted_at=Subquery(mine.values("submitted_at")[:1]),
            received_how=Coalesce(Subquery(mine.values("received_how")[:1]), Value("")),
        )
        .filter(_pair_seen_by(user, round, now=now))
        .order_by(norwegian("owner_name"), "owner_id", "network_name", "network_id")
    )
    return pairs


def counts_by_state(pairs: QuerySet[Any, Any]) -> dict[str, int]:
    """How many pairs of `report_pairs` stand in each state."""
    states = Counter(pairs.order_by().values_list("state", flat=True))
    return dict(states)


def report_places(user: User, round: Round, *, now: datetime) -> list[tuple[int, str, int, str]]:
    """Network key and name, municipality key and name of what the person's list holds, to filter by."""
    path = "municipality__memberships__network"
    rows = (
        report_pairs(user, round, now=now)
        .order_by()
        .values_list(path, f"{path}__name", "municipality", "municipality__name_nb")
    )
    return sorted(set(rows))


def _pair_seen_by(user: User, round: Round, *, now: datetime) -> Q:
    network = "municipality__memberships__network__in"
    seen = Q(owner__in=bodies(user, REPORTERS, now=now)) | Q(**{network: bodies(user, LEADERS, now=now)})
    if is_staff_of(user, round.county, now=now):
        seen |= Q(municipality__county=round.county_id)
    sent = Q(state__in=list(NEEDS_REPORT_FINAL))
    seen |= sent & Q(kindergarten__owner__in=bodies(user, REPORTERS, now=now))
    seen |= sent & Q(**{network: bodies(user, Role.NETWORK_MEMBER, now=now)})
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if universities:
        seen |= sent & Q(_partner_of_pair(universities, round))
    return seen


def _partner_of_pair(universities: list[int], round: Round) -> Exists:
    """Whether the universities work with one of the owner's kindergartens in the network."""
    path = "municipality__memberships__"
    theirs = answering(round).filter(
        valid_on(round.reference_on, path), partnered(universities, round), owner=OuterRef("owner_id")
    )
    return Exists(theirs.filter(**{f"{path}network": OuterRef(f"{path}network_id")}).order_by())


def known_report(user: User, round: Round, *, owner: int, network: int, now: datetime) -> KnownReport | None:
    """The report between an owner and a network (keys), when the person may know how it stands; else None.

    The same people as in `report_pairs`. The report is unsaved (version 0) while it is not begun.
    """
    known = NeedsReport.objects.filter(round=round, owner=owner, network=network)
    report = (
        known.select_related("owner", "network", "dispensation__granted_by")
        .annotate(**_what_belongs())
        .prefetch_related(Prefetch("needs", with_answers(needs_with_parts())))
        .first()
    )
    kindergartens = list(_owned(user, owner, network, round, now=now))
    if report is None:
        reporter = kindergartens[0].owner if kindergartens else _service(owner, round)
        if reporter is None:
            return None
        report = NeedsReport(version=0, owner=reporter, network=Network.objects.get(pk=network))
    report.round = round
    belongs = {name: getattr(report, name) for name in _what_belongs()} if report.pk else {}
    found = KnownReport(report, kindergartens, **belongs)
    return found if _seen_by(user, found, now=now) else None


def _what_belongs() -> dict[str, Any]:
    """What KnownReport says of what belongs to the report, in the same question as the report."""
    kept = ContentVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(NeedsReport), object_id=OuterRef("pk")
    )
    return {
        "versions": Coalesce(Subquery(kept.order_by("-number").values("number")[:1]), Value(0)),
        "has_files": Exists(ReportAttachment.objects.filter(report=OuterRef("pk"))),
        "has_measures": Exists(Measure.objects.filter(needs__report=OuterRef("pk"))),
    }


def _service(owner: int, round: Round) -> Organisation | None:
    """The municipal service with this key in the round's county: it reports without kindergartens of its own."""
    known = Organisation.objects.filter(kind=OrganisationKind.SERVICE, county=round.county_id)
    return known.filter(pk=owner).first()


def service_reports(user: User, round: Round, *, now: datetime) -> QuerySet[NeedsReport]:
    """The reports of municipal services that the person may know of, by service and network.

    Their writers, the network's leaders and the county's staff see all; members and partner universities those sent.
    """
    networks = bodies(user, Role.NETWORK_MEMBER, now=now)
    sent = Q(state__in=list(NEEDS_REPORT_FINAL))
    seen = Q(owner__in=bodies(user, REPORTERS, now=now)) | Q(network__in=bodies(user, LEADERS, now=now))
    seen |= sent & Q(network__in=[*networks, *_networks_of_partner(user, round, now=now)])
    if is_staff_of(user, round.county, now=now):
        seen |= Q(network__county=round.county_id)
    return (
        NeedsReport.objects.filter(seen, round=round, owner__kind=OrganisationKind.SERVICE)
        .select_related("owner", "network", "round")
        .order_by(norwegian("owner__name"), norwegian("network__name"), "pk")
    )


def _networks_of_partner(user: User, round: Round, *, now: datetime) -> list[int]:
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if not universities:
        return []
    return list(networks_of_university(universities, round).order_by().values_list("pk", flat=True))


def _owned(
    user: User, owner: int, network: int, round: Round, *, now: datetime
) -> QuerySet[Kindergarten, Any]:
    """The kindergartens that the owner answers for, each with `is_partnered` (the person's universities work with it)

    and `is_taken_over` (the person reports for another owner, who has it now).
    """
    path = "municipality__memberships__"
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    theirs = Kindergarten.objects.filter(partnered(universities, round), pk=OuterRef("pk"))
    mine = answering(round).filter(
        valid_on(round.reference_on, path), owner=owner, **{f"{path}network": network}
    )
    return (
        open_kindergartens(round)
        .filter(pk__in=mine.values("kindergarten"))
        .annotate(
            is_partnered=Exists(theirs) if universities else Value(False),
            is_taken_over=Q(owner__in=bodies(user, REPORTERS, now=now)) & ~Q(owner=owner),
        )
    )


def _seen_by(user: User, found: KnownReport, *, now: datetime) -> bool:
    report = found.report
    if _reads_all(user, report, now=now, roles=LEADERS):
        return True
    if report.state not in NEEDS_REPORT_FINAL:
        return False
    if _reads_all(user, report, now=now) or _partner_reads(user, report, now=now):
        return True
    return bool(found.read_by_parts)


def _partner_reads(user: User, report: NeedsReport, *, now: datetime) -> bool:
    """What a municipal service reports is about the whole network, so all its partner universities read it."""
    is_service = report.owner.kind == OrganisationKind.SERVICE
    return is_service and report.network_id in _networks_of_partner(user, report.round, now=now)


def is_readable(user: User, report: NeedsReport, *, now: datetime) -> bool:
    """Whether the person may read what is in the report, given that they may know how it stands.

    What is sent is read by all of them. A draft is read by its owner alone; the network's leader also reads what is
    returned, and what the leader is recording.
    """
    if report.pk is None:
        return False
    if report.state in NEEDS_REPORT_FINAL or report.owner_id in bodies(user, REPORTERS, now=now):
        return True
    is_leader = report.network_id in bodies(user, LEADERS, now=now)
    return is_leader and (report.state == NeedsReportState.RETURNED or bool(report.received_how))


def reads_whole(user: User, found: KnownReport, *, now: datetime) -> bool:
    """Whether the person may read the whole report, with its files and what was sent before.

    A university that works with some of the kindergartens reads their needs alone (`readable_needs`).
    """
    if not is_readable(user, found.report, now=now):
        return False
    return _reads_all(user, found.report, now=now) or _partner_reads(user, found.report, now=now)


def readable_needs(user: User, found: KnownReport, *, now: datetime) -> list[Need]:
    """The needs that the person may read: all; for a university those of the kindergartens it works with.

    An owner that has taken over a kindergarten reads the needs that name it.
    """
    needs = needs_of(found.report)
    if _reads_all(user, found.report, now=now) or _partner_reads(user, found.report, now=now):
        return needs
    theirs = found.read_by_parts
    return [need for need in needs if any(k.pk in theirs for k in need.kindergartens.all())]


def _reads_all(
    user: User,
    report: NeedsReport,
    *,
    now: datetime,
    roles: tuple[Role, ...] = (*LEADERS, Role.NETWORK_MEMBER),
) -> bool:
    in_network = report.network_id in bodies(user, roles, now=now)
    is_owner = report.owner_id in bodies(user, REPORTERS, now=now)
    return in_network or is_owner or is_staff_of(user, report.round.county, now=now)
