"""The plan of a grant's payments: made with the letter, split by a case officer, changed by a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.moves import move
from common.refusals import MovedOn, NotNow
from grants.models import CorrectionLetter, Decision, Grant, GrantLetter, Instalment
from grants.queries.payment import claimed_by_corrections, due_day, instalments_of, letter_number, plan_mark
from grants.rules import payment as rules
from grants.services.ledger import post_correction, post_letters
from grants.services.money_back import claim_corrected
from grants.states import INSTALMENT_MOVES, InstalmentState
from networks.models import Round, User


@dataclass(frozen=True, kw_only=True)
class Part:
    """One payment of a plan: when, and how many kroner."""

    due_on: date
    amount_nok: int


@transaction.atomic
def plan_payments(
    *, decision: Decision, grants: Sequence[Grant], round: Round, by: User, now: datetime
) -> list[Instalment]:
    """The letters are issued: each grant is to be paid once, on the day the payments are due; the ledger follows.

    Who may do it is answered when the letters are issued.
    """
    numbers = dict(GrantLetter.objects.filter(grant__in=grants).values_list("grant", "number"))
    due_on = due_day(round) or oslo_date(now)
    planned = Instalment.objects.bulk_create(
        Instalment(
            grant=grant,
            number=1,
            due_on=due_on,
            amount_nok=grant.amount_nok,
            reference=reference(numbers[grant.pk], 1),
        )
        for grant in grants
        if grant.amount_nok
    )
    frame, held = decision.run.input["frame"], decision.run.output["held"]
    post_letters(round=round, frame_nok=frame, held_nok=held, letters=numbers, grants=grants, by=by, now=now)
    return planned


@transaction.atomic
def split_payments(
    *, grant: Grant, parts: Sequence[Part], mark: str, by: User, now: datetime
) -> list[Instalment]:
    """Pay what is planned in these parts instead. Their sum is what was planned before; what is paid stays.

    `mark` is the plan that the page showed (`queries.plan_mark`). Raises NotAllowed; NotNow when the sum differs;
    MovedOn when somebody has changed the plan since.
    """
    rows = _locked_plan(grant)
    rules.check_may_split_payments(by, grant, now=now)
    if plan_mark(rows) != mark:
        raise MovedOn
    planned = [row for row in rows if row.state == InstalmentState.PLANNED]
    rules.check_plan_adds_up(planned, [part.amount_nok for part in parts])
    for row in planned[len(parts) :]:
        move(row, "cancel", by=by, moves=INSTALMENT_MOVES, now=now)
    for row, part in zip(planned, parts, strict=False):
        _change(row, part.amount_nok, part.due_on)
    number = max(row.number for row in rows)
    for turn, part in enumerate(parts[len(planned) :], start=1):
        _add(grant, number + turn, part)
    return instalments_of(grant)


@transaction.atomic
def replan_payments(*, grant: Grant, before_nok: int, round: Round, by: User, now: datetime) -> None:
    """A correction has changed the grant: the plan and the ledger follow, and what is paid too much is claimed back.

    Payments that are made are never touched. Raises NotNow when less is granted than what stands in a payment basis:
    then that payment must be taken out, or marked as paid, first.
    """
    rows = _locked_plan(grant)
    letter = (
        CorrectionLetter.objects.select_related("correction")
        .filter(correction__grant=grant)
        .latest("issued_at", "pk")
    )
    claim_nok = post_correction(
        grant=grant,
        more_nok=grant.amount_nok - before_nok,
        number=letter.number,
        round=round,
        by=by,
        now=now,
    )
    if claim_nok:
        claim_corrected(
            grant=grant, correction=letter.correction, amount_nok=claim_nok, round=round, by=by, now=now
        )
    made = sum(row.amount_nok for row in rows if row.state in (InstalmentState.ORDERED, InstalmentState.PAID))
    wanted = grant.amount_nok + claimed_by_corrections(grant) - made
    if wanted < 0:
        raise NotNow(
            _(
                "A payment to %(name)s stands in a payment basis and is larger than what is left. Take it out of the "
                "basis, or mark it as paid, before the amount is corrected."
            )
            % {"name": grant.network or grant.university}
        )
    _plan_for(grant, rows, wanted, round, by=by, now=now)


def reference(letter: str, number: int) -> str:
    """What stands on the payment: the letter's number, and which of its payments it is."""
    return f"{letter}-{number}"


def _plan_for(
    grant: Grant, rows: Sequence[Instalment], wanted: int, round: Round, *, by: User, now: datetime
) -> None:
    """Make the planned instalments add up to `wanted`: the last ones give way, or the last one grows."""
    planned = [row for row in rows if row.state == InstalmentState.PLANNED]
    left = wanted
    for row, amount in _cut(planned, wanted).items():
        left -= amount
        if amount == 0:
            move(row, "cancel", by=by, moves=INSTALMENT_MOVES, now=now)
        elif amount != row.amount_nok:
            _change(row, amount, row.due_on)
    if left:
        number = max((row.number for row in rows), default=0) + 1
        today = oslo_date(now)
        _add(grant, number, Part(due_on=max(due_day(round) or today, today), amount_nok=left))


def _cut(planned: Sequence[Instalment], wanted: int) -> Mapping[Instalment, int]:
    """How much each planned instalment has when they add up to `wanted` (or less, when there are none)."""
    amounts: dict[Instalment, int] = {}
    left = wanted
    for row in planned:
        amounts[row] = min(row.amount_nok, left)
        left -= amounts[row]
    if planned and left:
        amounts[planned[-1]] += left
    return amounts


def _locked_plan(grant: Grant) -> list[Instalment]:
    """The grant's instalments as they stand now, locked with the grant."""
    Grant.objects.select_for_update(no_key=True).get(pk=grant.pk)
    return list(Instalment.objects.select_for_update().filter(grant=grant).order_by("number"))


def _change(row: Instalment, amount_nok: int, due_on: date) -> None:
    if (row.amount_nok, row.due_on) != (amount_nok, due_on):
        row.amount_nok, row.due_on, row.version = amount_nok, due_on, row.version + 1
        row.save(update_fields=["amount_nok", "due_on", "version"])


def _add(grant: Grant, number: int, part: Part) -> None:
    Instalment.objects.create(
        grant=grant,
        number=number,
        due_on=part.due_on,
        amount_nok=part.amount_nok,
        reference=reference(letter_number(grant), number),
    )
