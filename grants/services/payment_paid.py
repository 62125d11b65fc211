"""Payments that are made: marked row by row or by a file; and those that came back."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from common.moves import move
from common.refusals import MovedOn
from grants.emails import payment as emails
from grants.models import Account, Grant, Instalment, PaymentUpload
from grants.payment_matching import Told, matched
from grants.queries.ledger import balance_of
from grants.queries.payment import instalments_of_round, instalments_referred, upload_of
from grants.rules import payment as rules
from grants.services.ledger import post_bounce, post_payments
from grants.states import INSTALMENT_MOVES, InstalmentState
from networks.models import Round, User


@transaction.atomic
def pay_instalments(
    *, round: Round, chosen: Iterable[int], paid_on: date, by: User, now: datetime
) -> list[Instalment]:
    """Mark the chosen payments (keys) as paid on a day: all of them, or none. The recipients are told.

    Raises NotAllowed; NotNow for a day ahead, or when nothing is chosen; MovedOn when one is not in a basis any more.
    """
    rules.check_may_pay(by, round, now=now)
    rules.check_paid_on(paid_on, now=now)
    keys = set(chosen)
    rows = list(instalments_of_round(round).filter(pk__in=keys, state=InstalmentState.ORDERED))
    if len(rows) != len(keys):
        raise MovedOn
    rules.check_is_something(rows)
    _pay([(row, paid_on) for row in rows], None, round, by=by, now=now)
    return rows


@transaction.atomic
def pay_from_file(
    *, round: Round, filename: str, sha256: str, told: Sequence[Told], by: User, now: datetime
) -> PaymentUpload:
    """Mark what a file tells as paid: the rows that were shown to match, all of them or none.

    Raises NotAllowed; NotNow when the file is known, with when and by whom; MovedOn when a row matches no more.
    """
    rules.check_may_pay(by, round, now=now)
    rules.check_is_new_file(upload_of(round, sha256))
    rules.check_is_something(told)
    known = instalments_referred(round, [row.reference for row in told])
    matches = matched(told, known, now=now)
    if any(match.instalment is None or match.problem for match in matches):
        raise MovedOn
    upload = _upload(round, filename, sha256, len(told), by=by, now=now)
    pairs = [(row.instalment, row.paid_on) for row in matches if row.instalment]
    _pay(pairs, upload, round, by=by, now=now)
    return upload


@transaction.atomic
def bounce_payment(
    *, instalment: Instalment, comment: str, round: Round, by: User, now: datetime
) -> Instalment:
    """A payment came back from the bank: it is planned again, and the recipient is asked to look at the account."""
    Grant.objects.select_for_update(no_key=True).get(pk=instalment.grant_id)
    paid = balance_of(instalment.grant, Account.PAID)
    rules.check_may_bounce(by, instalment, paid_nok=paid, now=now)
    move(
        instalment,
        "bounce",
        by=by,
        moves=INSTALMENT_MOVES,
        now=now,
        comment=comment,
        fields={"paid_on": None, "basis": None, "upload": None},
    )
    post_bounce(instalment=instalment, round=round, by=by, now=now)
    emails.payment_bounced(instalment, now=now)
    return instalment


def _pay(
    pairs: Sequence[tuple[Instalment, date]],
    upload: PaymentUpload | None,
    round: Round,
    *,
    by: User,
    now: datetime,
) -> None:
    for row, paid_on in pairs:
        fields = {"paid_on": paid_on, "upload": upload}
        move(row, "pay", by=by, moves=INSTALMENT_MOVES, now=now, fields=fields)
    rows = [row for row, _day in pairs]
    post_payments(instalments=rows, round=round, by=by, now=now)
    emails.payments_made(rows, now=now)


def _upload(round: Round, filename: str, sha256: str, rows: int, *, by: User, now: datetime) -> PaymentUpload:
    try:
        with transaction.atomic():
            return PaymentUpload.objects.create(
                round=round,
                filename=filename[:200],
                sha256=sha256,
                rows=rows,
                uploaded_by=by,
                uploaded_at=now,
            )
    except IntegrityError:
        raise MovedOn from None
