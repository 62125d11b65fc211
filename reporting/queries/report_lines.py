"""What the lines of a report say, as a form shows it, and what a line begins with that the portal knows already."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from grants.models import LineKind, Payout
from grants.states import PayoutState
from reporting.models import Report, ReportLine, ReportSpending
from reporting.queries.report import lines_of
from reporting.states import SpendingKind, UnspentWay

KIND = "kind_"
"""How a form names what was used for one kind: "kind_staff"."""
KINDS = tuple(f"{KIND}{kind}" for kind in SpendingKind)
NOTE = "note_other"
TEXTS = ("unspent_wish", "unspent_reason", "difference_reason", "done", "attainment", "attainment_text")
LINE_FIELDS = (*KINDS, NOTE, "unspent_nok", *TEXTS)


def line_values(row: ReportLine) -> dict[str, Any]:
    """The line's fields by name: kroner for each kind (None where nothing), the note, what is unspent, the texts."""
    values: dict[str, Any] = dict.fromkeys(KINDS)
    values[NOTE] = ""
    for part in row.by_kind:
        values[f"{KIND}{part.kind}"] = part.amount_nok or None
        if part.kind == SpendingKind.OTHER:
            values[NOTE] = part.note
    return values | {"unspent_nok": row.unspent_nok} | {name: getattr(row, name) for name in TEXTS}


def lines_to_write(report: Report) -> list[ReportLine]:
    """The lines as `lines_of`; one that is not begun starts with what the portal knows. Nothing is stored here."""
    lines = lines_of(report)
    begin_lines(lines)
    return lines


def begin_lines(lines: Iterable[ReportLine]) -> None:
    """Fill the lines of individual measures that are not begun with what the network has paid on to the owners."""
    new = [row for row in lines if row.pk is None and row.line.kind == LineKind.INDIVIDUAL]
    found = _paid_on([row.line_id for row in new]) if new else {}
    for row in new:
        if row.line_id in found and row.carry_over_id is None:
            _begin(row, found[row.line_id])


def _begin(row: ReportLine, paid_nok: int) -> None:
    row.used_nok = paid_nok
    kinds = [ReportSpending(kind=SpendingKind.PAID_ON, amount_nok=paid_nok)] if paid_nok else []
    row.begun_spending = kinds  # type: ignore[attr-defined]  # -- read by ReportLine.by_kind while the row is not stored
    if row.left_nok:
        row.unspent_wish = UnspentWay.RETURN
        row.unspent_reason = _("Not all was paid on to the owners.")


def _paid_on(lines: Iterable[int]) -> dict[int, int]:
    """What is paid to owners, by grant line, where the portal plans the payouts and none of them still waits."""
    rows = (
        Payout.objects.filter(line__in=list(lines))
        .order_by()
        .values("line")
        .annotate(
            paid=Sum("amount_nok", filter=Q(state=PayoutState.PAID), default=0),
            waiting=Count("pk", filter=Q(state=PayoutState.PLANNED)),
        )
    )
    return {row["line"]: row["paid"] for row in rows if not row["waiting"]}
