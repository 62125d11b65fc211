"""Reads of decision bases and their measures: who owes one, who sees which, and what is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce, JSONObject

from common.sorting import norwegian
from needs.models import (
    BasisApproval,
    DecisionBasis,
    ExpectedAmount,
    Measure,
    MeasureCriterion,
    MeasureUniversity,
    Need,
    UnansweredNeed,
)
from needs.queries.needs_report import needs_for_basis
from needs.rules.decision_basis import sides_missing
from needs.states import BASIS_EDITABLE, BASIS_FINAL, BasisState, NeedsReportState
from networks.models import Kindergarten, Network, Organisation, PlanGoal, Round, User
from networks.queries import networks_of_university, partnered, universities_of
from networks.queries.partners import reaches_of
from networks.roles import LEADERS, Role, bodies, is_staff_of, leads, seats_of
from networks.rules.sides import Side

__all__ = ["Side", "sides_missing"]  # asked here by other apps; the answer is a rule


@dataclass(frozen=True)
class Partner:
    """A partner university of a network in a round, and what it can expect there (None: not known)."""

    pk: int
    name: str
    expected_nok: int | None


@dataclass(frozen=True)
class Expectation:
    """What a network can expect in a round (None: not known), with its partner universities."""

    network_nok: int | None
    is_preliminary: bool
    partners: list[Partner]


def measures_with_parts() -> QuerySet[Measure]:
    """Measures in priority order, each with `parts`, `need_rows` and the other rows around it: one query."""
    mine = OuterRef("pk")
    parts = MeasureUniversity.objects.filter(measure=mine).order_by("university__name", "university")
    needs = Need.objects.filter(measures=mine).order_by("report__owner__name", "pk")
    kindergartens = Kindergarten.objects.filter(measures=mine).order_by(norwegian("name"), "pk")
    criteria = MeasureCriterion.objects.filter(measure=mine).order_by("pk")
    goals = PlanGoal.objects.filter(measures=mine).order_by("order", "pk")
    around = {
        "parts": _rows(
            parts,
            university="university_id",
            name="university__name",
            amount="amount_nok",
            days="days",
            faculty="faculty",
        ),
        "need_rows": _rows(
            needs,
            pk="pk",
            theme=Coalesce("theme__name", "theme_other"),
            owner="report__owner_id",
            owner_name="report__owner__name",
        ),
        "kindergarten_rows": _rows(kindergartens, pk="pk", name="name"),
        "criterion_rows": _rows(criteria, key="criterion", text="text"),
        "goal_rows": _rows(goals, pk="pk", title="adopted_title"),
    }
    return Measure.objects.select_related("theme").annotate(**around).order_by("priority", "pk")


def _rows(queryset: QuerySet[Any], **fields: Any) -> ArraySubquery:
    return ArraySubquery(queryset.values(row=JSONObject(**fields)))


def bases() -> QuerySet[DecisionBasis]:
    """Bases with `free_needs`, their measures (read with their parts) and each side's newest approval, whether it
    stands or fell: three queries.
    """
    newest = BasisApproval.objects.order_by("basis_id", "university_id", "-approved_at", "-pk")
    approvals = newest.distinct("basis_id", "university_id").select_related("approved_by")
    return DecisionBasis.objects.annotate(**{"free_needs": _free_needs()}).prefetch_related(
        Prefetch("measures", measures_with_parts()), Prefetch("approvals", approvals)
    )


def _free_needs() -> ArraySubquery:
    """The needs of the sent reports to the network that stand in no measure of the basis, each with its reason."""
    answered = Measure.objects.filter(basis=OuterRef(OuterRef("pk")), needs=OuterRef("pk"))
    reasons = UnansweredNeed.objects.filter(basis=OuterRef(OuterRef("pk")), need=OuterRef("pk"))
    free = Need.objects.filter(
        ~Exists(answered.order_by()),
        report__round=OuterRef("round"),
        report__network=OuterRef("network"),
        report__state=NeedsReportState.SUBMITTED,
    ).order_by(norwegian("report__owner__name"), "report", F("priority").asc(nulls_last=True), "pk")
    return _rows(
        free,
        pk="pk",
        theme=Coalesce("theme__name", "theme_other"),
        owner="report__owner_id",
        owner_name="report__owner__name",
        reason=Coalesce(Subquery(reasons.values("reason")[:1]), Value(""), output_field=TextField()),
    )


def basis_of(network: Network, round: Round) -> DecisionBasis | None:
    """The network's basis in the round with its measures, or None while it is not begun."""
    rows = bases().select_related("dispensation__granted_by")
    basis = rows.filter(network=network, round=round).first()
    if basis is not None:
        basis.network, basis.round = network, round
    return basis


def basis_or_new(network: Network, round: Round) -> DecisionBasis:
    """The network's basis in the round; an unsaved one (version 0) while it is not begun."""
    basis = basis_of(network, round)
    if basis is None:
        basis = DecisionBasis(network=network, round=round, version=0, texts_version=0)
        basis.free_needs = []
    return basis


def basis_alone(network: Network, round: Round) -> DecisionBasis:
    """The same without measures and approvals, for a page that shows neither."""
    basis = DecisionBasis.objects.filter(network=network, round=round).first() or DecisionBasis(version=0)
    basis.network, basis.round = network, round
    return basis


def measure_of(network: Network, round: Round, pk: int) -> Measure | None:
    """A measure of the network's basis with its parts and its basis (alone), or None when there is no such one."""
    mine = measures_with_parts().select_related("theme", "basis")
    measure = mine.filter(basis__network=network, basis__round=round, pk=pk).first()
    if measure is not None:
        measure.basis.network, measure.basis.round = network, round
    return measure


def submitted_bases(round: Round) -> QuerySet[DecisionBasis]:
    """The round's submitted bases; measures also with universities, kindergartens, needs and criteria as rows."""
    rows = measures_with_parts().prefetch_related(
        Prefetch("universities", MeasureUniversity.objects.select_related("university")),
        "kindergartens",
        Prefetch("needs", Need.objects.select_related("theme", "report__owner")),
        "criteria",
    )
    approvals = BasisApproval.objects.filter(withdrawn_at__isnull=True).select_related("approved_by")
    return (
        DecisionBasis.objects.filter(round=round, state__in=BASIS_FINAL)
        .select_related("network")
        .prefetch_related(Prefetch("measures", rows), Prefetch("approvals", approvals))
        .order_by(norwegian("network__name"), "pk")
    )


def bases_owed(round: Round) -> QuerySet[Network]:
    """The county's networks that have not submitted a basis in the round."""
    sent = DecisionBasis.objects.filter(round=round, network=OuterRef("pk"), state__in=BASIS_FINAL)
    return Network.objects.filter(~Exists(sent), county=round.county_id).order_by(norwegian("name"), "pk")


def partner_ids(network: Network, round: Round) -> list[int]:
    """The keys of the network's partner universities in the round."""
    return list(universities_of(network, round).values_list("pk", flat=True))


def expectation_of(network: Network, round: Round) -> Expectation:
    """The network's partner universities and the amounts published for it, in one query."""
    mine = ExpectedAmount.objects.filter(round=round, network=network)
    theirs = mine.filter(university=OuterRef("pk")).values("amount_nok")[:1]
    own = mine.filter(university__isnull=True)
    rows = (
        universities_of(network, round)
        .annotate(
            expected=Subquery(theirs),
            network_expected=Subquery(own.values("amount_nok")[:1]),
            preliminary=Coalesce(Subquery(own.values("is_preliminary")[:1]), Value(True)),
        )
        .values_list("pk", "name", "expected", "network_expected", "preliminary")
    )
    found = list(rows)
    partners = [Partner(pk, name, expected) for pk, name, expected, _own, _preliminary in found]
    return Expectation(found[0][3] if found else None, bool(found[0][4]) if found else True, partners)


def visible_networks(user: User, round: Round, *, now: datetime) -> QuerySet[Network]:
    """The networks whose basis the person may read in the round.

    Leaders, members and partner universities read it from the first word; the county's staff and forum when it has
    been sent.
    """
    seen = Q(pk__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if universities:
        seen |= Q(pk__in=networks_of_university(universities, round).order_by().values("pk"))
    if reads_county(user, round, now=now):
        begun = DecisionBasis.objects.filter(round=round, network=OuterRef("pk"))
        seen |= Q(Exists(begun.exclude(state=BasisState.DRAFT)))
    return Network.objects.filter(seen, county=round.county_id).select_related("county")


def bases_visible_to(user: User, rounds: Iterable[Round], *, now: datetime) -> QuerySet[DecisionBasis]:
    """The bases of the rounds that the person may read, as `visible_networks` says of each round."""
    mine = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    all_rounds = list(rounds)
    seen = Q(network__in=mine)
    for reach in reaches_of(universities, all_rounds) if universities else ():
        seen |= Q(round__in=reach.rounds, network__in=reach.networks)
    read = [round.pk for round in all_rounds if reads_county(user, round, now=now)]
    if read:
        seen |= Q(round__in=read) & ~Q(state=BasisState.DRAFT)
    return DecisionBasis.objects.filter(seen, round__in=[round.pk for round in all_rounds])


def reads_county(user: User, round: Round, *, now: datetime) -> bool:
    """Whether the person works at the county governor's or sits in the county's forum."""
    in_forum = any(
        seat.role == Role.FORUM_MEMBER and seat.forum is not None and seat.forum.county_id == round.county_id
        for seat in seats_of(user, now=now)
    )
    return in_forum or is_staff_of(user, round.county, now=now)


def listed_networks(user: User, round: Round, *, now: datetime) -> QuerySet[Network]:
    """The networks whose state the person may know, each with its basis' state and sums, in Norwegian order.

    Columns: basis_state ('' when not begun), submitted_at, silent_reason, measures (number), network_nok,
    university_nok, is_readable.
    """
    mine = DecisionBasis.objects.filter(round=round, network=OuterRef("pk"))
    measures = Measure.objects.filter(basis__round=round, basis__network=OuterRef("pk")).order_by()
    parts = MeasureUniversity.objects.filter(
        measure__basis__round=round, measure__basis__network=OuterRef("pk")
    ).order_by()
    readable = visible_networks(user, round, now=now)
    networks = (
        Network.objects.filter(county=round.county_id) if reads_county(user, round, now=now) else readable
    )
    return networks.annotate(
        basis_state=Coalesce(Subquery(mine.values("state")[:1]), Value("")),
        submitted_at=Subquery(mine.values("submitted_at")[:1]),
        silent_reason=Coalesce(
            Subquery(mine.values("silent_reason")[:1]), Value(""), output_field=TextField()
        ),
        measures_count=Coalesce(
            Subquery(measures.values("basis").annotate(n=_count()).values("n")), Value(0)
        ),
        network_nok=_total(measures, "network_amount_nok", "basis"),
        university_nok=_total(parts, "amount_nok", "measure__basis"),
        is_readable=Exists(readable.order_by().filter(pk=OuterRef("pk"))),
    ).order_by(norwegian("name"), "pk")


def _count() -> Any:
    return Coalesce(Sum(Value(1)), Value(0))


def _total(rows: QuerySet[Any], column: str, group: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(group).annotate(total=Sum(column)).values("total")), Value(0))


def needs_to_choose(user: User, network: Network, round: Round, *, now: datetime) -> QuerySet[Need]:
    """The submitted needs that the person can build measures of, in one query.

    Each has `kindergarten_names` and `kindergarten_keys`.

    A university's coordinator sees those of the kindergartens it works with, and all that stand in a measure.
    """
    named = Kindergarten.objects.filter(needs=OuterRef("pk")).order_by(norwegian("name"), "pk")
    needs = (
        needs_for_basis(network, round)
        .prefetch_related(None)
        .annotate(
            kindergarten_names=ArraySubquery(named.values("name")),
            kindergarten_keys=ArraySubquery(named.values("pk")),
        )
    )
    members = bodies(user, Role.NETWORK_MEMBER, now=now)
    reads_all = leads(user, network, now=now) or network.pk in members or reads_county(user, round, now=now)
    if reads_all:
        return needs
    return needs.filter(
        Exists(_theirs(bodies(user, Role.UH_COORDINATOR, now=now), round)) | _in_measure(round)
    )


def _theirs(universities: Iterable[int], round: Round) -> QuerySet[Kindergarten]:
    return Kindergarten.objects.filter(partnered(universities, round), needs=OuterRef("pk")).order_by()


def _in_measure(round: Round) -> Exists:
    return Exists(Measure.objects.filter(basis__round=round, needs=OuterRef("pk")).order_by())


def universities_to_tell(basis: DecisionBasis) -> QuerySet[Organisation]:
    """The network's partner universities in the basis' round."""
    return universities_of(basis.network, basis.round)


def lost_approval(pk: int) -> BasisApproval | None:
    """An approval that a change took away, unless its side has approved again or the basis has been sent since."""
    fallen = BasisApproval.objects.filter(
        pk=pk, withdrawn_at__isnull=False, basis__state__in=BASIS_EDITABLE
    ).first()
    if fallen is None:
        return None
    again = BasisApproval.objects.filter(
        basis=fallen.basis_id, university=fallen.university_id, withdrawn_at__isnull=True
    )
    return None if again.exists() else fallen


def measure_priority_after(basis: DecisionBasis) -> int:
    """The priority of the next measure of the basis: after the last."""
    last = (
        Measure.objects.filter(basis=basis).order_by("-priority").values_list("priority", flat=True).first()
    )
    return (last or 0) + 1
