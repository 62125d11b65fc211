"""What does not add up: each read gives the faults of one kind. There should be none.

The database refuses most of this; the check finds what was written past it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Sum

from common.documents.issue import is_intact
from common.models import Document
from grants import money_faults as kinds
from grants.letters import name_of
from grants.models import Account, Decision, Grant, MoneyFault, Posting
from grants.queries.carry_over import carried_rows
from grants.queries.ledger import balances_by_grant, postings_that_do_not_add_up
from grants.states import CorrectionState, InstalmentState
from networks.models import Round

MADE = (InstalmentState.ORDERED, InstalmentState.PAID)
AT_A_TIME = 20
"""Documents that are in memory at the same time."""


@dataclass(frozen=True)
class Found:
    """One fault: what kind, what it is about, and its facts."""

    code: str
    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    round: Round | None = None


def rounds_with_money() -> QuerySet[Round]:
    """The rounds that have a ledger or a decision."""
    postings = Posting.objects.order_by().values("round")
    decisions = Decision.objects.order_by().values("round")
    return (Round.objects.filter(pk__in=postings) | Round.objects.filter(pk__in=decisions)).select_related(
        "county"
    )


def faults_of_round(round: Round) -> Iterator[Found]:
    """All that does not add up in one round."""
    for key in postings_that_do_not_add_up(round):
        yield Found(kinds.POSTING, f"posting:{key}", {"name": key}, round)
    in_ledger = balances_by_grant(round)
    for grant in _grants(round):
        yield from _faults_of_grant(grant, in_ledger.get(grant.pk, {}), round)
    yield from _faults_of_run(round)


def faults_of_documents() -> Iterator[Found]:
    """Stored documents that are not the ones that were issued; read a few at a time."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=AT_A_TIME):
        if not is_intact(document):
            yield Found(kinds.DOCUMENT, f"document:{document.pk}", {"name": document.number})


def open_faults(county: int | None = None) -> QuerySet[MoneyFault]:
    """The faults that the last check found; with `county` (key) those of its rounds, and of documents."""
    rows = MoneyFault.objects.filter(gone_at__isnull=True).select_related("round__county").order_by("pk")
    if county is None:
        return rows
    return rows.filter(round__county=county) | rows.filter(round__isnull=True)


def fault_sentences(county: int) -> list[str]:
    """What the last check found in a county (key), in words."""
    return [kinds.sentence_of(fault.code, fault.facts) for fault in open_faults(county)]


def has_faults(county: int) -> bool:
    """Whether the last check found something in a county (key)."""
    return open_faults(county).exists()


def _grants(round: Round) -> QuerySet[Grant]:
    return (
        Grant.objects.filter(decision__round=round)
        .select_related("network", "university", "letter")
        .prefetch_related("lines__carry_over", "instalments", "money_back", "corrections__letter")
        .order_by("pk")
    )


def _faults_of_grant(grant: Grant, in_ledger: dict[str, int], round: Round) -> Iterator[Found]:
    compared = [(kinds.LINES, sum(line.amount_nok for line in grant.lines.all()), grant.amount_nok)]
    said = _newest_letter(grant)
    if said is None:
        made = sum(row.amount_nok for row in grant.instalments.all() if row.state in MADE)
        compared.append((kinds.UNLETTERED, made, 0))
    else:
        compared += [(kinds.LETTER, said, grant.amount_nok), *_compared_plan(grant, in_ledger)]
        yield from _unexplained(grant, round)
    for code, found, wanted in compared:
        if found != wanted:
            facts = {"name": name_of(grant), "found": found, "wanted": wanted}
            yield Found(code, f"{code}:{grant.pk}", facts, round)


def _compared_plan(grant: Grant, in_ledger: dict[str, int]) -> list[tuple[str, int, int]]:
    """(kind, found, wanted) of the plan, and of what the ledger says is paid, carried over and granted, in kroner."""
    rows, claims = list(grant.instalments.all()), list(grant.money_back.all())
    live = sum(row.amount_nok for row in rows if row.state != InstalmentState.CANCELLED)
    paid = sum(row.amount_nok for row in rows if row.state == InstalmentState.PAID)
    back = sum(claim.amount_nok for claim in claims if not claim.carry_over_id)
    back_of_carried = sum(claim.amount_nok for claim in claims if claim.carry_over_id)
    carried = sum(row.amount_nok for row in carried_rows(grant))
    corrected = sum(claim.amount_nok for claim in claims if claim.correction_id)
    return [
        (kinds.PLAN, live - corrected, grant.amount_nok),
        (kinds.PAID, in_ledger.get(Account.PAID, 0) + back + carried, paid),
        (kinds.CARRIED, in_ledger.get(Account.CARRIED, 0) + back_of_carried, carried),
        (kinds.GRANTED, in_ledger.get(Account.GRANTED, 0) + paid - corrected, grant.amount_nok),
    ]


def _newest_letter(grant: Grant) -> int | None:
    """The amount that the newest letter says; None while there is no letter."""
    if not hasattr(grant, "letter"):
        return None
    letters = [row.letter for row in grant.corrections.all() if hasattr(row, "letter")]
    newest = max(letters, key=lambda letter: (letter.issued_at, letter.pk)) if letters else grant.letter
    return int(newest.snapshot.get("amount_nok", 0))


def _unexplained(grant: Grant, round: Round) -> Iterator[Found]:
    """Lines that are not as the run gives, without a reason and before any correction."""
    if any(row.state == CorrectionState.ISSUED for row in grant.corrections.all()):
        return
    for line in grant.lines.all():
        is_as_run = line.recommended_nok is None or line.recommended_nok == line.amount_nok
        if not is_as_run and not line.deviation_reason:
            facts = {"name": name_of(grant), "found": line.amount_nok, "wanted": line.recommended_nok}
            yield Found(kinds.DEVIATION, f"{kinds.DEVIATION}:{line.pk}", facts, round)


def _faults_of_run(round: Round) -> Iterator[Found]:
    """The recommended amounts of all lines together are what the run gives to recipients."""
    decision = Decision.objects.filter(round=round).select_related("run").first()
    if decision is None or decision.grants.filter(lines__recommended_nok__isnull=True).exists():
        return
    found = decision.grants.aggregate(total=Sum("lines__recommended_nok"))["total"]
    output = decision.run.output
    wanted = decision.run.input["frame"] - output["held"] - output["unallocated"]
    if found is not None and found != wanted:
        yield Found(kinds.RUN, f"{kinds.RUN}:{decision.pk}", {"found": found, "wanted": wanted}, round)
