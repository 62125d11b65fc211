"""The ledger: each movement of a round's money is one posting, whose lines add up to zero.

The frame comes from the directorate (that account is below zero), lies undistributed, is held or granted by letters,
paid, perhaps carried over by the recipient to the year after or owed back, and undistributed again. Amounts are whole
kroner.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.dates import oslo_date
from grants.letters import name_of
from grants.models import Account, CarryOver, Grant, Instalment, MoneyBack, Posting, PostingKind, PostingLine
from grants.queries.ledger import balance_of, balance_of_round
from networks.models import Round, User


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One posting to be made. `lines`: (account, grant or None, kroner); lines of 0 are left out.

    `key` is unique: the same movement is posted once.
    """

    kind: PostingKind
    key: str
    text: str
    lines: Sequence[tuple[Account, Grant | None, int]]


@transaction.atomic
def post(*, round: Round, movements: Iterable[Movement], by: User, now: datetime) -> list[Posting]:
    """Write movements down. Those that move nothing are left out.

    Raises ValueError when the lines of one do not add up to zero, IntegrityError when one is posted already.
    """
    wanted = [movement for movement in movements if any(amount for _, _, amount in movement.lines)]
    for movement in wanted:
        if sum(amount for _, _, amount in movement.lines):
            raise ValueError(movement.key)
    postings = Posting.objects.bulk_create(
        Posting(
            round=round,
            kind=movement.kind,
            key=movement.key,
            text=movement.text[:300],
            on=oslo_date(now),
            by=by,
            at=now,
        )
        for movement in wanted
    )
    PostingLine.objects.bulk_create(
        PostingLine(posting=posting, account=account, grant=grant, amount_nok=amount)
        for posting, movement in zip(postings, wanted, strict=True)
        for account, grant, amount in movement.lines
        if amount
    )
    return postings


@transaction.atomic
def post_frame(*, round: Round, frame_nok: int, by: User, now: datetime) -> None:
    """The frame is known, or revised: what it differs from the ledger's is posted, undistributed.

    Called when a frame that is not preliminary is recorded, and again when letters are issued. The same frame twice
    moves nothing.
    """
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    difference = frame_nok + balance_of_round(round, Account.FRAME)
    turn = Posting.objects.filter(round=round, kind=PostingKind.FRAME).count() + 1
    lines = [(Account.FRAME, None, -difference), (Account.FREE, None, difference)]
    key, text = f"frame:{round.pk}:{turn}", str(round.grant_year)
    post(
        round=round,
        movements=[Movement(kind=PostingKind.FRAME, key=key, text=text, lines=lines)],
        by=by,
        now=now,
    )


@transaction.atomic
def post_letters(
    *,
    round: Round,
    frame_nok: int,
    held_nok: int,
    letters: Mapping[int, str],
    grants: Sequence[Grant],
    by: User,
    now: datetime,
) -> None:
    """Letters are issued: what they grant leaves the undistributed money, and so does what the governor holds.

    `letters` are the letters' numbers by grant.
    """
    post_frame(round=round, frame_nok=frame_nok, by=by, now=now)
    held = Movement(
        kind=PostingKind.HELD,
        key=f"held:{round.pk}",
        text=str(round.grant_year),
        lines=[(Account.FREE, None, -held_nok), (Account.HELD, None, held_nok)],
    )
    granted = [
        Movement(
            kind=PostingKind.LETTER,
            key=f"letter:{grant.pk}",
            text=f"{letters[grant.pk]} {name_of(grant)}",
            lines=[(Account.FREE, None, -grant.amount_nok), (Account.GRANTED, grant, grant.amount_nok)],
        )
        for grant in grants
        if grant.pk in letters
    ]
    post(round=round, movements=[held, *granted], by=by, now=now)


def post_correction(
    *, grant: Grant, more_nok: int, number: str, round: Round, by: User, now: datetime
) -> int:
    """A letter corrects the amount by `more_nok` (below 0: less). Returns what is paid already and must come back.

    Only what is not paid can go back to the undistributed money at once; the rest is claimed.
    """
    taken = max(more_nok, -balance_of(grant, Account.GRANTED))
    movement = Movement(
        kind=PostingKind.CORRECTION,
        key=f"correction:{number}",
        text=f"{number} {name_of(grant)}",
        lines=[(Account.FREE, None, -taken), (Account.GRANTED, grant, taken)],
    )
    post(round=round, movements=[movement], by=by, now=now)
    return taken - more_nok


def post_payments(*, instalments: Iterable[Instalment], round: Round, by: User, now: datetime) -> None:
    """Instalments are paid."""
    rows = list(instalments)
    turns = _turns(PostingKind.PAYMENT, rows)
    post(
        round=round,
        movements=[_payment(PostingKind.PAYMENT, row, turns[row.pk], row.amount_nok) for row in rows],
        by=by,
        now=now,
    )


def post_bounce(*, instalment: Instalment, round: Round, by: User, now: datetime) -> None:
    """A payment has come back from the bank: the money is granted, and not paid."""
    turn = _turns(PostingKind.BOUNCE, [instalment])[instalment.pk]
    movement = _payment(PostingKind.BOUNCE, instalment, turn, -instalment.amount_nok)
    post(round=round, movements=[movement], by=by, now=now)


def post_claim(*, claim: MoneyBack, round: Round, by: User, now: datetime) -> None:
    """Paid money is claimed back; or money that was carried over before."""
    lies_on = Account.CARRIED if claim.carry_over_id else Account.PAID
    movement = Movement(
        kind=PostingKind.CLAIM,
        key=f"claim:{claim.pk}",
        text=f"{name_of(claim.grant)}: {claim.reason}",
        lines=[
            (lies_on, claim.grant, -claim.amount_nok),
            (Account.OWED_BACK, claim.grant, claim.amount_nok),
        ],
    )
    post(round=round, movements=[movement], by=by, now=now)


def post_carry_over(*, carried: CarryOver, round: Round, by: User, now: datetime) -> None:
    """Paid money that is not used stays with the recipient, for the year after."""
    grant = carried.line.grant
    movement = Movement(
        kind=PostingKind.CARRY_OVER,
        key=f"carry_over:{carried.pk}",
        text=f"{name_of(grant)}: {carried.line.label}",
        lines=[
            (Account.PAID, grant, -carried.amount_nok),
            (Account.CARRIED, grant, carried.amount_nok),
        ],
    )
    post(round=round, movements=[movement], by=by, now=now)


def post_return(*, claim: MoneyBack, round: Round, by: User, now: datetime) -> None:
    """Claimed money has come: it is undistributed again."""
    movement = Movement(
        kind=PostingKind.RETURN,
        key=f"return:{claim.pk}",
        text=name_of(claim.grant),
        lines=[(Account.OWED_BACK, claim.grant, -claim.amount_nok), (Account.FREE, None, claim.amount_nok)],
    )
    post(round=round, movements=[movement], by=by, now=now)


def _payment(kind: PostingKind, row: Instalment, turn: int, paid: int) -> Movement:
    return Movement(
        kind=kind,
        key=f"{kind.value}:{row.pk}:{turn}",
        text=f"{row.reference} {name_of(row.grant)}",
        lines=[(Account.GRANTED, row.grant, -paid), (Account.PAID, row.grant, paid)],
    )


def _turns(kind: PostingKind, rows: Sequence[Instalment]) -> dict[int, int]:
    """How many times each instalment has been paid (or has come back), this time included."""
    known = Posting.objects.filter(kind=kind, lines__grant__in=[row.grant_id for row in rows])
    keys = set(known.values_list("key", flat=True))
    return {row.pk: 1 + sum(key.startswith(f"{kind.value}:{row.pk}:") for key in keys) for row in rows}
