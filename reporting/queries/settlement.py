"""What there is to settle in a report: unused money, line by line, and what can become of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from grants.models import Account, Grant
from grants.queries.carry_over import left_of, next_grant
from grants.queries.ledger import balance_of
from reporting.models import Report, ReportLine, Settlement
from reporting.queries.control import key_of
from reporting.queries.report import lines_of
from reporting.settling import never_paid, to_settle
from reporting.states import UnspentWay


@dataclass(frozen=True, kw_only=True)
class Unspent:
    """One line's unused money. `amount_nok` of it is paid, and is settled; the rest never was, or is dealt with.

    Money that was carried over once can only be claimed back: then `to_grant` is None.
    """

    row: ReportLine
    amount_nok: int
    to_grant: Grant | None

    @property
    def key(self) -> str:
        """What forms call the line."""
        return key_of(self.row)

    @property
    def unspent_nok(self) -> int:
        """What the recipient says is unspent."""
        return self.row.left_nok or 0

    @property
    def default_way(self) -> str:
        """What the recipient wishes, where it can be done; else to pay it back."""
        is_wished = self.row.unspent_wish == UnspentWay.CARRY_OVER and self.to_grant is not None
        return UnspentWay.CARRY_OVER if is_wished else UnspentWay.RETURN


@dataclass(frozen=True, kw_only=True)
class Unsettled:
    """A report's unused money: the lines that have some, and what of it is granted but not paid, in kroner."""

    lines: Sequence[Unspent] = ()
    never_paid_nok: int = 0

    @property
    def to_settle(self) -> list[Unspent]:
        """The lines that must be settled when the report is approved."""
        return [line for line in self.lines if line.amount_nok]


def unsettled(report: Report) -> Unsettled:
    """What there is to settle, as report and ledger stand now."""
    grant, rows = report.grant, lines_of(report)
    own = [row for row in rows if row.carry_over_id is None]
    amounts = [row.left_nok or 0 for row in own]
    used = sum(row.used_nok or 0 for row in own)
    settled = to_settle(amounts, used_nok=used, paid_nok=balance_of(grant, Account.PAID))
    after = next_grant(grant)
    lines = [
        Unspent(row=row, amount_nok=amount, to_grant=after)
        for row, amount in zip(own, settled, strict=True)
        if row.left_nok
    ]
    lines += [
        Unspent(row=row, amount_nok=min(row.left_nok, left_of(row.carry_over)), to_grant=None)
        for row in rows
        if row.carry_over is not None and row.left_nok
    ]
    not_paid = balance_of(grant, Account.GRANTED)
    return Unsettled(lines=lines, never_paid_nok=never_paid(amounts, settled, not_paid_nok=not_paid))


def settlements_of(report: Report) -> list[Settlement]:
    """What became of the report's unused money, in the order of its lines."""
    rows = Settlement.objects.filter(report_line__report=report).select_related(
        "report_line__line", "claim", "carry_over__to_grant__decision__round", "settled_by"
    )
    return list(rows.order_by("report_line__line__order", "report_line"))
