"""The payment basis: made from planned payments, frozen as Excel and CSV; what is taken out, and what is let go."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from common.documents.issue import issue
from common.documents.workbook import CONTENT_TYPE
from common.models import Document
from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.models import Instalment, PaymentBasis
from grants.payment_files import PaymentRow, as_csv, as_workbook, payment_row
from grants.payment_problems import problem_with
from grants.queries.payment import planned_instalments
from grants.rules import payment as rules
from grants.states import INSTALMENT_MOVES, InstalmentState
from networks.models import Round, User


@transaction.atomic
def make_basis(*, round: Round, chosen: Iterable[int], by: User, now: datetime) -> PaymentBasis:
    """Put the chosen payments (keys) in a basis: all of them, or none.

    Organisation and account numbers are checked again at this moment. Raises NotAllowed; MovedOn when one of them is
    not planned any more; NotNow that names each payment that cannot be made, and why.
    """
    rules.check_may_order_payments(by, round, now=now)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    rows = _locked(round, set(chosen))
    rules.check_is_something(rows)
    problems = [problem for row in rows if (problem := problem_with(row))]
    if problems:
        raise NotNow(" ".join(problems))
    last = PaymentBasis.objects.filter(round=round).order_by("-number").values_list("number", flat=True)
    number = (last.first() or 0) + 1
    workbook, table = _documents(round, number, [payment_row(row) for row in rows], by=by, now=now)
    basis = PaymentBasis.objects.create(
        round=round,
        number=number,
        sum_nok=sum(row.amount_nok for row in rows),
        workbook=workbook,
        table=table,
        made_by=by,
        made_at=now,
    )
    for row in rows:
        move(row, "order", by=by, moves=INSTALMENT_MOVES, now=now, fields={"basis": basis})
    return basis


@transaction.atomic
def take_back(*, instalment: Instalment, comment: str, by: User, now: datetime) -> Instalment:
    """Take a payment out of its basis: it is planned again. The basis' files stay as they were handed over."""
    rules.check_may_take_back(by, instalment, now=now)
    move(
        instalment,
        "take_back",
        by=by,
        moves=INSTALMENT_MOVES,
        now=now,
        comment=comment,
        fields={"basis": None},
    )
    return instalment


@transaction.atomic
def override_hold(*, instalment: Instalment, reason: str, by: User, now: datetime) -> Instalment:
    """Let a payment go although a report is overdue. Who, when and why stand on it ever after."""
    rules.check_may_override_hold(by, instalment, reason=reason, now=now)
    fields = {"override_reason": reason.strip(), "overridden_by": by, "overridden_at": now}
    rows = Instalment.objects.filter(
        pk=instalment.pk, state=InstalmentState.PLANNED, override_reason="", version=instalment.version
    )
    if rows.update(**fields, version=instalment.version + 1) != 1:
        raise MovedOn
    instalment.refresh_from_db(fields=[*fields, "version"])
    return instalment


def _locked(round: Round, chosen: set[int]) -> list[Instalment]:
    """The chosen payments as they stand now, locked. Raises MovedOn when one is not planned."""
    known = Instalment.objects.select_for_update().filter(pk__in=chosen, state=InstalmentState.PLANNED)
    locked = set(known.values_list("pk", flat=True))
    rows = [row for row in planned_instalments(round) if row.pk in locked]
    if len(rows) != len(chosen):
        raise MovedOn
    return rows


def _documents(
    round: Round, number: int, rows: list[PaymentRow], *, by: User, now: datetime
) -> tuple[Document, Document]:
    name = f"utbetalingsgrunnlag-{round.grant_year}-{round.county.number}-{number:02d}"
    files = [
        ("xlsx", as_workbook(rows, round, number, by=by, now=now), CONTENT_TYPE),
        ("csv", as_csv(rows), "text/csv; charset=utf-8"),
    ]
    found = [
        issue(
            kind="payment_basis",
            number=f"U-{round.grant_year}-{round.county.number}-{number:02d}-{ending}",
            title=name,
            filename=f"{name}.{ending}",
            content=content,
            now=now,
            content_type=content_type,
        )
        for ending, content, content_type in files
    ]
    return found[0], found[1]
