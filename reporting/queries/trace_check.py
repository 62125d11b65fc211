"""Amounts without a chain: each read gives the faults of one kind, in all rounds. There should be none.

Pages and services refuse most of this; the check finds what was written past them, or changed afterwards.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from grants.models import CarryOver, ChainFault, GrantLine, Instalment, LineKind, MoneyBack, Payout
from grants.queries.money_check import Found
from grants.states import DecisionState, InstalmentState, PayoutState
from needs.models import Measure
from networks.models import Round
from reporting.models import MeasureReport, ReportLine
from reporting.states import MET

ISSUED = Q(grant__decision__state=DecisionState.ISSUED)


def faults_of_chains() -> Iterator[Found]:
    """All money that cannot be followed from need to use. A fixed number of statements."""
    rounds = {round.pk: round for round in Round.objects.select_related("county")}
    for kind, rows in _kinds():
        for row in rows:
            facts = {"name": row["name"], "found": row.get("found") or 0, "wanted": row.get("wanted") or 0}
            yield Found(
                kind.value, f"{kind.value}:{row.get('key', '')}{row['pk']}", facts, rounds[row["round"]]
            )


def _kinds() -> list[tuple[ChainFault, QuerySet[Any, Any]]]:
    return [
        (ChainFault.NO_MEASURE, _no_measure()),
        (ChainFault.NO_NEED, _no_need()),
        (ChainFault.WRONG_NEED, _wrong_need()),
        (ChainFault.NO_LETTER, _no_letter()),
        (ChainFault.NO_LINES, _no_lines()),
        (ChainFault.WRONG_PAYOUT, _wrong_payout()),
        (ChainFault.WRONG_REPORT, _wrong_report()),
        (ChainFault.USED_NOTHING, _used_nothing()),
        (ChainFault.SETTLED, _claimed_otherwise()),
        (ChainFault.SETTLED, _carried_otherwise()),
        (ChainFault.NO_MONEY, _no_money()),
    ]


def _of_recipient(prefix: str) -> Coalesce:
    return Coalesce(f"{prefix}network__name", f"{prefix}university__name")


def _no_measure() -> QuerySet[Any, Any]:
    """Money to be shared in the partnership that is still on no measure when the report is in."""
    return (
        GrantLine.objects.filter(
            ISSUED,
            kind=LineKind.COLLECTIVE,
            measure__isnull=True,
            budget_nok__gt=0,
            grant__report__state__in=MET,
        )
        .order_by("pk")
        .values("pk", round=F("grant__decision__round"), name=_of_recipient("grant__"), found=F("budget_nok"))
    )


def _no_need() -> QuerySet[Any, Any]:
    """Measures with money that answer no need."""
    answered = Measure.needs.through.objects.filter(measure=OuterRef("pk"))
    return (
        Measure.objects.filter(
            ~Exists(answered),
            grant_lines__grant__decision__state=DecisionState.ISSUED,
            grant_lines__budget_nok__gt=0,
        )
        .order_by("pk")
        .values("pk", round=F("basis__round"), name=F("title"))
        .annotate(found=Sum("grant_lines__budget_nok"))
    )


def _wrong_need() -> QuerySet[Any, Any]:
    """Needs in a measure of another network's or another year's basis."""
    return (
        Measure.needs.through.objects.exclude(
            measure__basis__network=F("need__report__network"), measure__basis__round=F("need__report__round")
        )
        .order_by("pk")
        .values("pk", round=F("measure__basis__round"), name=F("measure__title"))
    )


def _no_letter() -> QuerySet[Any, Any]:
    """Lines with money, issued without a letter."""
    return (
        GrantLine.objects.filter(ISSUED, grant__letter__isnull=True, amount_nok__gt=0)
        .order_by("pk")
        .values("pk", round=F("grant__decision__round"), name=F("label"), found=F("amount_nok"))
    )


def _no_lines() -> QuerySet[Any, Any]:
    """Payments of a grant that has no lines."""
    return (
        Instalment.objects.filter(grant__lines__isnull=True)
        .exclude(state=InstalmentState.CANCELLED)
        .order_by("pk")
        .values("pk", round=F("grant__decision__round"), name=_of_recipient("grant__"), found=F("amount_nok"))
    )


def _wrong_payout() -> QuerySet[Any, Any]:
    """Payouts whose line or nomination is not of their own network and round."""
    return (
        Payout.objects.exclude(
            line__nomination__isnull=False,
            line__grant__network=F("network"),
            line__grant__decision__round=F("round"),
            nomination__round=F("round"),
        )
        .exclude(state=PayoutState.MOVED)
        .order_by("pk")
        .values("pk", "round", name=F("reference"), found=F("amount_nok"))
    )


def _wrong_report() -> QuerySet[Any, Any]:
    """Report lines about another grant's line; about carried-over money: of another grant's carry-over."""
    is_own = Q(carry_over__isnull=True, line__grant=F("report__grant"))
    is_carried = Q(carry_over__to_grant=F("report__grant"), carry_over__line=F("line"))
    return (
        ReportLine.objects.exclude(is_own | is_carried)
        .order_by("pk")
        .values(
            "pk",
            round=F("report__grant__decision__round"),
            name=_of_recipient("report__grant__"),
            found=Coalesce("used_nok", 0),
        )
    )


def _used_nothing() -> QuerySet[Any, Any]:
    """Money that reports which are in say was used of lines that had nothing."""
    return (
        ReportLine.objects.filter(
            report__state__in=MET, carry_over__isnull=True, line__budget_nok=0, used_nok__gt=0
        )
        .order_by("pk")
        .values(
            "pk",
            round=F("report__grant__decision__round"),
            name=_of_recipient("report__grant__"),
            found=F("used_nok"),
        )
    )


def _claimed_otherwise() -> QuerySet[Any, Any]:
    """Claims that are not what the lines settled by them come to."""
    return (
        MoneyBack.objects.filter(settlements__isnull=False)
        .order_by("pk")
        .values(
            "pk", round=F("grant__decision__round"), name=_of_recipient("grant__"), wanted=F("amount_nok")
        )
        .annotate(found=Sum("settlements__amount_nok"), key=Value("claim-"))
        .exclude(found=F("wanted"))
    )


def _carried_otherwise() -> QuerySet[Any, Any]:
    """Amounts carried over that are not what the line was settled with."""
    return (
        CarryOver.objects.filter(settlement__isnull=False)
        .exclude(settlement__amount_nok=F("amount_nok"))
        .order_by("pk")
        .values(
            "pk",
            key=Value("carried-"),
            round=F("line__grant__decision__round"),
            name=_of_recipient("line__grant__"),
            found=F("settlement__amount_nok"),
            wanted=F("amount_nok"),
        )
    )


def _no_money() -> QuerySet[Any, Any]:
    """Facts about measures that were given no money."""
    lines = GrantLine.objects.filter(ISSUED, measure=OuterRef("measure")).filter(
        Q(budget_nok__gt=0) | Q(amount_nok__gt=0)
    )
    return (
        MeasureReport.objects.filter(~Exists(lines))
        .order_by("pk")
        .values("pk", round=F("measure__basis__round"), name=F("measure__title"))
    )
