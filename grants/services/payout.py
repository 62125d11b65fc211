"""Paying out: state, letter and mails of all the chosen payouts in one transaction, or nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from common.dates import oslo_date
from common.documents.issue import issue
from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.emails import payout as emails
from grants.models import Payout
from grants.payout_letters import payout_content, payout_pdf
from grants.queries.payout import payouts_in
from grants.rules import payout as rules
from grants.services.payout_plan import follow_owners
from grants.states import PAYOUT_MOVES, PayoutState
from networks.models import Network, Round, User


@transaction.atomic
def pay_payouts(
    *,
    network: Network,
    round: Round,
    half: str,
    shown: Mapping[int, int],
    paid_on: date,
    without_bad: bool = False,
    by: User,
    now: datetime,
) -> list[Payout]:
    """Note that the chosen payouts of a half are paid; each gets its letter, and student, head and owner a mail.

    `shown` maps each payout to the version that the page showed: two leaders at once pay once. One that cannot be
    paid stops all, unless `without_bad` lets the others go on. Raises NotAllowed, NotNow (with a sentence for
    each that stops) and MovedOn. Returns those that are paid.
    """
    rules.check_may_pay_payouts(by, network, round, half, now=now)
    rules.check_number(len(shown))
    follow_owners(round=round)
    chosen = _locked(network, round, half, shown)
    reasons = {row.pk: rules.why_not_payable(row) for row in chosen}
    good = [row for row in chosen if not reasons[row.pk]]
    bad = [reasons[row.pk] for row in chosen if reasons[row.pk]]
    if bad and not (without_bad and good):
        raise NotNow(" ".join(bad))
    for row in good:
        row.round = round
        _pay(row, paid_on=paid_on, by=by, now=now)
    emails.payouts_paid(good, by=by, now=now)
    return good


def _locked(network: Network, round: Round, half: str, shown: Mapping[int, int]) -> list[Payout]:
    """The chosen payouts as the page showed them, locked. Raises MovedOn when one is another by now."""
    list(Payout.objects.select_for_update().filter(pk__in=list(shown)).order_by("pk").values_list("pk"))
    rows = list(payouts_in(network, round).filter(pk__in=list(shown), half=half))
    if {row.pk: row.version for row in rows} != dict(shown):
        raise MovedOn
    if any(row.state != PayoutState.PLANNED for row in rows):
        raise MovedOn
    return rows


def _pay(row: Payout, *, paid_on: date, by: User, now: datetime) -> None:
    rules.check_paid_on(paid_on, oslo_date(row.line.grant.letter.issued_at), now=now)
    content = payout_content(row, paid_on=paid_on, by=by, now=now)
    document = issue(
        kind="payout_letter",
        number=row.reference,
        title=content["title"],
        filename=f"utbetalingsbrev-{row.reference}.pdf",
        content=payout_pdf(content),
        now=now,
    )
    fields = {"paid_on": paid_on, "letter": document, "version": row.version + 1}
    move(row, "pay", by=by, moves=PAYOUT_MOVES, now=now, fields=fields)
