"""The reads of a chain, one for each link. Amounts are whole kroner; see `reporting.trace` for the rows."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from common.sorting import norwegian
from grants.models import CarryOver, GrantLine, Instalment, Payout
from grants.queries.decision import seen_by
from grants.queries.payout import payouts_visible_to
from grants.states import DecisionState, InstalmentState, PayoutState
from needs.models import Measure, MeasureUniversity, Need, Nomination
from needs.queries.decision_basis import visible_networks
from needs.queries.need_answers import with_answers
from needs.queries.needs_across import needs_across
from needs.queries.nomination import nominations_with_names
from needs.states import BASIS_FINAL, NeedsReportState
from networks.models import Round, User
from networks.roles import REPORTERS, Role, bodies, is_staff_of
from reporting.models import MeasureReport, Report, ReportLine, ReportSpending
from reporting.queries.facts import read_by
from reporting.queries.open_grant import outcomes_of
from reporting.queries.report import reportable_by
from reporting.states import MET, FactsState
from reporting.trace import (
    NEED,
    NOMINATION,
    PAYOUT,
    CarriedRow,
    Chain,
    FactsRow,
    GrantRow,
    LineRow,
    MeasureRow,
    NeedRow,
    PaymentRow,
    PayoutRow,
    ReportRow,
    SettledRow,
    StudentRow,
    UseRow,
)


def read(
    user: User,
    round: Round,
    *,
    lines: Q,
    measures: Q,
    whole: int | None = None,
    kind: str = "",
    pk: int = 0,
    now: datetime,
) -> Chain:
    """The chain of the lines and measures of a round; `whole` is the grant (key) whose whole letter it is.

    Fourteen statements or fewer, whatever the size.
    """
    found, grants = _lines(user, lines, now=now)
    known = _measures(user, measures, round, now=now)
    needs = _needs(user, round, known, pk if kind == NEED else None, now=now)
    students = _students(
        user,
        round,
        [*(row.nomination for row in found if row.nomination), *([pk] if kind == NOMINATION else [])],
        now=now,
    )
    reports = _reports(user, grants, now=now)
    keys = [row.pk for row in found]
    return Chain(
        kind=kind,
        pk=pk,
        year=round.grant_year,
        is_staff=is_staff_of(user, round.county, now=now),
        needs=needs,
        measures=known,
        students=students,
        grants=grants,
        lines=found,
        payments=_payments(grants),
        payouts=_payouts(
            user, [row.pk for row in found if row.nomination], pk if kind == PAYOUT else None, now=now
        ),
        reports=reports,
        uses=_uses(keys),
        facts=_facts(user, [key for key, row in known.items() if row.is_seen], now=now),
        carried=_carried(whole),
    )


def _lines(user: User, lines: Q, *, now: datetime) -> tuple[list[LineRow], dict[int, GrantRow]]:
    rows = (
        GrantLine.objects.filter(
            lines, grant__decision__state=DecisionState.ISSUED, grant__letter__isnull=False
        )
        .annotate(
            recipient=Coalesce("grant__network__name", "grant__university__name"),
            letter=F("grant__letter"),
            number=F("grant__letter__number"),
            grant_network=F("grant__network"),
            seen=_is(seen_by(user, now=now, prefix="grant__")),
        )
        .order_by(F("grant_network").asc(nulls_last=True), norwegian("recipient"), "grant", "order", "pk")
        .values(
            *("pk", "grant", "kind", "label", "measure", "nomination", "requested_nok", "recommended_nok"),
            *("amount_nok", "budget_nok", "recipient", "letter", "number", "grant_network", "seen"),
            "grant__amount_nok",
        )
    )
    grants: dict[int, GrantRow] = {}
    found: dict[int, LineRow] = {}
    for row in rows:
        found[row["pk"]] = LineRow(
            pk=row["pk"],
            grant=row["grant"],
            kind=row["kind"],
            label=row["label"],
            measure=row["measure"],
            nomination=row["nomination"],
            asked_nok=row["requested_nok"],
            recommended_nok=row["recommended_nok"],
            granted_nok=row["amount_nok"],
            budget_nok=row["budget_nok"],
        )
        grants[row["grant"]] = GrantRow(
            pk=row["grant"],
            recipient=row["recipient"],
            network=row["grant_network"],
            letter=row["letter"],
            number=row["number"],
            amount_nok=row["grant__amount_nok"],
            is_seen=row["seen"],
        )
    return list(found.values()), grants


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _measures(user: User, wanted: Q, round: Round, *, now: datetime) -> dict[int, MeasureRow]:
    """The measures of sent bases with what is asked for them, and the keys of the needs that each answers."""
    asked = MeasureUniversity.objects.filter(measure=OuterRef("pk")).order_by().values("measure")
    reads = visible_networks(user, round, now=now).order_by().values("pk")
    of_own_need = Need.objects.filter(
        report__owner__in=bodies(user, Role.OWNER, now=now), report__state=NeedsReportState.SUBMITTED
    )
    rows = (
        Measure.objects.filter(wanted, basis__state__in=BASIS_FINAL)
        .annotate(
            theme_name=Coalesce("theme__name", Value("")),
            network=F("basis__network"),
            network_name=F("basis__network__name"),
            of_universities=Coalesce(Subquery(asked.annotate(n=Sum("amount_nok")).values("n")), Value(0)),
            reads_basis=_is(Q(basis__network__in=reads)),
            is_own=_is(
                Q(pk__in=Measure.needs.through.objects.filter(need__in=of_own_need).values("measure"))
            ),
        )
        .order_by(norwegian("basis__network__name"), "basis", "priority", "pk")
        .values(
            *("pk", "title", "theme_name", "network", "network_name", "network_amount_nok"),
            *("of_universities", "reads_basis", "is_own"),
        )
    )
    found = {row["pk"]: row for row in rows}
    needs: dict[int, list[int]] = defaultdict(list)
    pairs = Measure.needs.through.objects.filter(measure__in=list(found))
    in_order = (F("need__priority").asc(nulls_last=True), "need")
    for measure, need in pairs.order_by(*in_order).values_list("measure", "need"):
        needs[measure].append(need)
    return {
        pk: MeasureRow(
            pk=pk,
            title=row["title"],
            theme=row["theme_name"],
            network=row["network"],
            network_name=row["network_name"],
            asked_nok=row["network_amount_nok"] + row["of_universities"],
            needs=tuple(needs[pk]),
            is_seen=row["reads_basis"] or row["is_own"],
            reads_basis=row["reads_basis"],
        )
        for pk, row in found.items()
    }


def _needs(
    user: User, round: Round, measures: dict[int, MeasureRow], centre: int | None, *, now: datetime
) -> dict[int, NeedRow]:
    """The needs that the measures answer, and the one that the chain is drawn around, answered or not.

    Owner and kindergartens only of those that the reader may read.
    """
    keys = list(dict.fromkeys(need for row in measures.values() for need in row.needs))
    keys += [centre] if centre and centre not in keys else []
    across = needs_across(user, [round], now=now).filter(pk__in=keys).order_by()
    seen = set(across.values_list("pk", flat=True)) if keys else set()
    own = set(bodies(user, REPORTERS, now=now))
    found = Need.objects.filter(pk__in=keys).order_by()
    columns = ["pk", "theme_name", "report__owner", "report__owner__name", "report__state"]
    if centre:
        found, columns = with_answers(found), [*columns, "answer_state", "answer_reason"]
    named = found.annotate(theme_name=Coalesce("theme__name", "theme_other"))
    rows = {row["pk"]: row for row in named.values(*columns)}
    seen |= {
        pk
        for pk, row in rows.items()
        if row["report__owner"] in own and row["report__state"] == NeedsReportState.SUBMITTED
    }
    places = _kindergartens(seen)
    return {
        key: NeedRow(
            pk=key,
            theme=rows[key]["theme_name"] or "",
            owner=rows[key]["report__owner__name"] if key in seen else "",
            kindergartens=tuple(places.get(key, ())),
            is_seen=key in seen,
            is_weighed=key == centre and bool(rows[key]["answer_state"]),
            reason=rows[key]["answer_reason"] if key == centre else "",
        )
        for key in keys
    }


def _kindergartens(needs: Collection[int]) -> dict[int, list[str]]:
    """The names of each need's kindergartens, in Norwegian order."""
    found: dict[int, list[str]] = defaultdict(list)
    pairs = Need.kindergartens.through.objects.filter(need__in=list(needs))
    for need, name in pairs.order_by(norwegian("kindergarten__name")).values_list(
        "need", "kindergarten__name"
    ):
        found[need].append(name)
    return found


def _students(user: User, round: Round, keys: Collection[int], *, now: datetime) -> dict[int, StudentRow]:
    """The nominations without names. Study and kindergarten only for those who may read the nomination."""
    if not keys:
        return {}
    seen = nominations_with_names(user, round, now=now).order_by().values("pk")
    rows = (
        Nomination.objects.filter(pk__in=list(keys))
        .annotate(seen=_is(Q(pk__in=seen)))
        .order_by("pk")
        .values("pk", "study_type__name", "kindergarten__name", "seen")
    )
    return {
        row["pk"]: StudentRow(
            pk=row["pk"],
            study=(row["study_type__name"] or "") if row["seen"] else "",
            kindergarten=row["kindergarten__name"] if row["seen"] else "",
            is_seen=row["seen"],
        )
        for row in rows
    }


def _payments(grants: Collection[int]) -> list[PaymentRow]:
    rows = (
        Instalment.objects.filter(grant__in=list(grants))
        .exclude(state=InstalmentState.CANCELLED)
        .order_by("grant", "number")
        .values("pk", "grant", "number", "due_on", "paid_on", "amount_nok", "state", "reference")
    )
    return [PaymentRow(**row) for row in rows]


def _payouts(user: User, lines: Collection[int], centre: int | None, *, now: datetime) -> list[PayoutRow]:
    """The payouts of the lines, without those whose money was moved on to another (but the centre's own)."""
    if not lines:
        return []
    rows = (
        Payout.objects.filter(line__in=list(lines))
        .exclude(Q(state=PayoutState.MOVED) & ~Q(pk=centre or 0))
        .annotate(is_seen=_is(Q(pk__in=payouts_visible_to(user, now=now).order_by().values("pk"))))
        .order_by("nomination", F("half").desc(), "pk")
        .values(
            *("pk", "line", "nomination", "owner__name", "half", "paid_on", "amount_nok", "state"),
            *("reference", "is_seen"),
        )
    )
    return [
        PayoutRow(
            pk=row["pk"],
            line=row["line"],
            nomination=row["nomination"],
            owner=row["owner__name"] if row["is_seen"] else "",
            half=row["half"],
            paid_on=row["paid_on"],
            amount_nok=row["amount_nok"],
            state=row["state"],
            reference=row["reference"] if row["is_seen"] else "",
            is_seen=row["is_seen"],
        )
        for row in rows
    ]


def _reports(user: User, grants: dict[int, GrantRow], *, now: datetime) -> dict[int, ReportRow]:
    """The reports that are in, and the reader's own drafts, by grant."""
    rows = (
        Report.objects.filter(grant__in=list(grants))
        .annotate(is_mine=_is(Q(grant__in=_mine(user, now=now))))
        .filter(Q(state__in=MET) | Q(is_mine=True))
        .order_by("grant")
        .values("pk", "grant", "state")
    )
    return {
        row["grant"]: ReportRow(
            pk=row["pk"],
            grant=row["grant"],
            state=row["state"],
            is_in=row["state"] in MET,
            is_seen=grants[row["grant"]].is_seen,
        )
        for row in rows
    }


def _mine(user: User, *, now: datetime) -> QuerySet[Any, Any]:
    return reportable_by(user, now=now).prefetch_related(None).order_by().values("pk")


def _uses(lines: Collection[int]) -> list[UseRow]:
    """What reports that are in say of the lines' money, also of what was carried over from them."""
    rows = list(
        ReportLine.objects.filter(line__in=list(lines), report__state__in=MET)
        .annotate(
            grant=F("report__grant"),
            year=F("report__grant__decision__round__grant_year"),
            way=F("settlement__way"),
            settled_nok=F("settlement__amount_nok"),
            returned_on=F("settlement__claim__returned_on"),
            to_grant=F("settlement__carry_over__to_grant"),
            to_year=F("settlement__carry_over__to_grant__decision__round__grant_year"),
        )
        .order_by("year", "line__order", "line", "pk")
        .values(
            *("pk", "line", "grant", "year", "used_nok", "unspent_nok", "carry_over"),
            *("way", "settled_nok", "returned_on", "to_grant", "to_year"),
        )
    )
    kinds: dict[int, list[tuple[str, int]]] = defaultdict(list)
    if rows:
        spent = ReportSpending.objects.filter(report_line__in=[row["pk"] for row in rows]).order_by("pk")
        for line, kind, amount in spent.values_list("report_line", "kind", "amount_nok"):
            kinds[line].append((kind, amount))
    return [
        UseRow(
            pk=row["pk"],
            line=row["line"],
            grant=row["grant"],
            year=row["year"],
            used_nok=row["used_nok"] or 0,
            unspent_nok=row["unspent_nok"] or 0,
            is_carried=row["carry_over"] is not None,
            kinds=tuple(kinds[row["pk"]]),
            settled=SettledRow(
                way=row["way"],
                amount_nok=row["settled_nok"],
                returned_on=row["returned_on"],
                to_grant=row["to_grant"],
                to_year=row["to_year"],
            )
            if row["way"]
            else None,
        )
        for row in rows
    ]


def _facts(user: User, measures: list[int], *, now: datetime) -> dict[int, FactsRow]:
    """The facts that all sides have approved: for those who read them, and for others what is public of them."""
    rows = (
        MeasureReport.objects.filter(read_by(user, now=now), measure__in=measures, state=FactsState.AGREED)
        .order_by()
        .annotate(places=Count("kindergartens"))
        .values("measure", "carried_out", "attainment", "places", "staff_reached")
    )
    found = {
        row["measure"]: FactsRow(
            measure=row["measure"],
            carried_out=row["carried_out"],
            attainment=row["attainment"],
            kindergartens=row["places"],
            staff=row["staff_reached"],
        )
        for row in rows
    }
    others = [key for key in measures if key not in found]
    public = outcomes_of(others) if others else {}
    return found | {key: FactsRow(measure=key, **said) for key, said in public.items()}


def _carried(grant: int | None) -> list[CarriedRow]:
    """What earlier grants left to this one."""
    if grant is None:
        return []
    rows = CarryOver.objects.filter(to_grant=grant).order_by("pk")
    return [
        CarriedRow(grant=grant, label=label, amount_nok=amount, from_grant=source, from_year=year)
        for label, amount, source, year in rows.values_list(
            "line__label", "amount_nok", "line__grant", "line__grant__decision__round__grant_year"
        )
    ]
