"""The plan of payouts: made when the letters are issued, changed when an amount or an owner changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from grants.models import Grant, GrantLine, Half, Payout, StudyConfirmation
from grants.payout_split import part
from grants.queries.payout import lines_to_pay_out, networks_marked_by_hand, whose_owner_changed
from grants.rules import payout as rules
from grants.states import PayoutState
from needs.models import Nomination
from needs.states import NominationState
from networks.models import Network, Round, User

LETTER_OF = {Half.SPRING: "V", Half.AUTUMN: "H"}
"""What tells spring (vår) from autumn (høst) in a reference."""


@dataclass(frozen=True)
class Support:
    """What one who studies is granted: the line and its letter's number, and the sum of the lines in kroner."""

    line: GrantLine
    letter_number: str
    total_nok: int

    @property
    def nomination(self) -> Nomination:
        """Who studies; a line without a nomination is never one of these."""
        found = self.line.nomination
        if found is None:
            raise LookupError(f"line {self.line.pk} is for nobody")
        return found


@transaction.atomic
def plan_payouts(*, grants: Iterable[Grant], round: Round, by: User, now: datetime) -> None:
    """Plan a spring and an autumn payout for each who is granted support; planned again, nothing more happens.

    After a correction the unpaid halves follow the new amount, and one that gets nothing is taken away. What a
    network has marked by hand as paid is left alone, and so is a university's money. Raises NotAllowed.
    """
    rules.check_may_plan_payouts(by, round, now=now)
    supports = _supports(grants)
    known = _known(supports, round)
    by_hand = networks_marked_by_hand(round)
    made: list[Payout] = []
    for support in supports:
        rows = known[support.nomination.pk]
        if rows or support.line.grant.network_id not in by_hand:
            settled = {row.half: row.amount_nok for row in rows if row.state != PayoutState.PLANNED}
            planned = {row.half: row.amount_nok for row in rows if row.state == PayoutState.PLANNED}
            wanted = part(support.total_nok, planned=planned, settled=settled)
            made += _reshape(rows, wanted, support, round)
    Payout.objects.bulk_create(made)


@transaction.atomic
def split_payouts(
    *, network: Network, round: Round, nomination: Nomination, spring_nok: int, by: User, now: datetime
) -> None:
    """Part one nomination's support in another way, as long as no half is settled; 0 kroner in a half leaves it out.

    Raises NotAllowed and NotNow.
    """
    rows = list(_locked().filter(network=network, round=round, nomination=nomination, came_from__isnull=True))
    rules.check_may_split_payouts(by, network, rows, spring_nok=spring_nok, now=now)
    total = sum(row.amount_nok for row in rows)
    line = rows[0].line
    support = Support(line, line.grant.letter.number, total)
    wanted = {Half.SPRING: spring_nok, Half.AUTUMN: total - spring_nok}
    made = _reshape(rows, {half: amount for half, amount in wanted.items() if amount}, support, round)
    Payout.objects.bulk_create(made)


@transaction.atomic
def follow_owners(*, round: Round) -> int:
    """Let the unpaid payouts follow the student, or the kindergarten, to another owner. Returns how many."""
    rows = list(whose_owner_changed(round).select_for_update(of=("self",)))
    for row in rows:
        row.owner_id = owner_of(row.nomination)
        row.version += 1
        row.save(update_fields=["owner", "version"])
    return len(rows)


def owner_of(nomination: Nomination) -> int:
    """The key of the owner that is paid: the new one when the student has moved, else the kindergarten's."""
    if nomination.state == NominationState.MOVED and nomination.moved_to_id is not None:
        return nomination.moved_to_id
    return nomination.kindergarten.owner_id


def reference_of(letter_number: str, nomination: int, half: str, turn: int = 1) -> str:
    """'2027-50-01-17-V': the grant letter, the nomination, and V or H; a number where money has moved on."""
    return f"{letter_number}-{nomination}-{LETTER_OF[Half(half)]}{turn if turn > 1 else ''}"


def _supports(grants: Iterable[Grant]) -> list[Support]:
    found: dict[int, Support] = {}
    for line in lines_to_pay_out(grant.pk for grant in grants):
        key = line.nomination_id or 0
        before = found.get(key)
        total = line.amount_nok + (before.total_nok if before else 0)
        found[key] = Support(before.line if before else line, line.letter_number, total)  # type: ignore[attr-defined]  # -- as lines_to_pay_out reads it
    return list(found.values())


def _known(supports: list[Support], round: Round) -> Mapping[int, list[Payout]]:
    keys = [support.nomination.pk for support in supports]
    found: dict[int, list[Payout]] = defaultdict(list)
    for row in _locked().filter(round=round, nomination__in=keys, came_from__isnull=True):
        found[row.nomination_id].append(row)
    return found


def _locked() -> QuerySet[Payout]:
    rows = Payout.objects.select_for_update(of=("self",)).select_related("line__grant__letter")
    return rows.defer("line__grant__letter__snapshot").order_by("pk")


def _reshape(rows: list[Payout], wanted: Mapping[str, int], support: Support, round: Round) -> list[Payout]:
    """Give the planned halves the wanted amounts, and take away those without. Returns those that are new."""
    there = {row.half: row for row in rows}
    for half, row in there.items():
        if row.state == PayoutState.PLANNED:
            _resize(row, wanted.get(half, 0))
    return [
        _new(half, wanted[half], support, round)
        for half in Half.values
        if half in wanted and half not in there
    ]


def _resize(row: Payout, amount: int) -> None:
    if not amount:
        StudyConfirmation.objects.filter(payout=row).delete()
        row.delete()
    elif amount != row.amount_nok:
        row.amount_nok, row.version = amount, row.version + 1
        row.save(update_fields=["amount_nok", "version"])


def _new(half: str, amount: int, support: Support, round: Round) -> Payout:
    nomination, grant = support.nomination, support.line.grant
    return Payout(
        line=support.line,
        nomination=nomination,
        round=round,
        network_id=grant.network_id,  # type: ignore[misc]  # -- only networks' lines are paid out
        owner_id=owner_of(nomination),
        half=half,
        amount_nok=amount,
        reference=reference_of(support.letter_number, nomination.pk, half),
    )
