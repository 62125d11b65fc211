"""What becomes of a report's unused money: claimed back, or carried over to the recipient's next grant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.money import kroner
from grants.models import MoneyBack
from grants.services.carry_over import carry_over_money, claim_carried
from grants.services.money_back import claim_money
from networks.models import Round, User
from reporting.models import Report, Settlement
from reporting.queries.settlement import Unspent, unsettled
from reporting.rules import settlement as rules
from reporting.states import UnspentWay


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the case officer decides about one line's unused money, and why; the recipient reads the reason."""

    way: str
    reason: str


@transaction.atomic
def settle_unspent(
    *, report: Report, choices: Mapping[str, Choice], by: User, now: datetime
) -> list[Settlement]:
    """Settle every line with unused money that is paid. `choices` are by the line's key (`queries.control.key_of`).

    Who may do it is answered when the report is approved. Lines of the grant that are claimed back make one claim.
    Raises NotNow when a line has no choice or no reason, when it cannot be carried over, or some was never paid.
    A settlement stands; a later claim corrects it.
    """
    found = unsettled(report)
    rules.check_is_paid(report.grant, found.never_paid_nok)
    wanted = [(line, choices.get(line.key, Choice(way="", reason=""))) for line in found.to_settle]
    for line, choice in wanted:
        rules.check_settlement(
            line.row.line.label, choice.way, choice.reason, can_carry_over=line.to_grant is not None
        )
    return _Settling(report, by=by, now=now).settle(wanted)


class _Settling:
    """One report's settlement, by one person at one instant."""

    def __init__(self, report: Report, *, by: User, now: datetime) -> None:
        self.report, self.by, self.now = report, by, now
        self.round: Round = report.grant.decision.round

    def settle(self, wanted: Sequence[tuple[Unspent, Choice]]) -> list[Settlement]:
        back = [
            (line, choice)
            for line, choice in wanted
            if choice.way == UnspentWay.RETURN and line.row.carry_over_id is None
        ]
        claim = self._claim(back) if back else None
        return [self._settle(line, choice, claim) for line, choice in wanted]

    def _settle(self, line: Unspent, choice: Choice, claim: MoneyBack | None) -> Settlement:
        row, carried = line.row, None
        if choice.way == UnspentWay.CARRY_OVER:
            claim = None
            carried = carry_over_money(
                line=row.line,
                to_grant=line.to_grant,
                amount_nok=line.amount_nok,
                reason=choice.reason,
                round=self.round,
                by=self.by,
                now=self.now,
            )
        elif row.carry_over is not None:
            claim = claim_carried(
                carried=row.carry_over,
                amount_nok=line.amount_nok,
                reason=choice.reason,
                round=row.line.grant.decision.round,
                by=self.by,
                now=self.now,
            )
        return Settlement.objects.create(
            report_line=row,
            way=choice.way,
            amount_nok=line.amount_nok,
            reason=choice.reason.strip(),
            claim=claim,
            carry_over=carried,
            settled_by=self.by,
            settled_at=self.now,
        )

    def _claim(self, back: Sequence[tuple[Unspent, Choice]]) -> MoneyBack:
        """One claim for all lines of the grant, with the reason of each."""
        reasons = [
            f"{line.row.line.label}, {kroner(line.amount_nok)}: {choice.reason.strip()}"
            for line, choice in back
        ]
        return claim_money(
            grant=self.report.grant,
            amount_nok=sum(line.amount_nok for line, _choice in back),
            reason="\n".join(reasons),
            round=self.round,
            by=self.by,
            now=self.now,
        )
