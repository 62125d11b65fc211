"""The nightly check: ledger, letters, lines, plans, payments, runs and documents are held against each other."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from grants.emails import money_check as emails
from grants.models import MoneyFault
from grants.money_faults import MONEY_CODES
from grants.queries.money_check import (
    Found,
    faults_of_documents,
    faults_of_round,
    open_faults,
    rounds_with_money,
)


def check_money(*, now: datetime) -> list[MoneyFault]:
    """Look for all that does not add up. Returns the faults that are there now.

    New ones are kept and mailed to the case officers once; those that are gone are closed.
    """
    found = [fault for round in rounds_with_money() for fault in faults_of_round(round)]
    return keep_faults([*found, *faults_of_documents()], codes=MONEY_CODES, now=now)


@transaction.atomic
def keep_faults(found: Iterable[Found], *, codes: Collection[str], now: datetime) -> list[MoneyFault]:
    """Keep what a check found. `codes` are all that this check looks for: open faults of them that are not found
    again are closed; new ones are mailed to the case officers once. Returns those of `codes` that are there now.
    """
    by_key = {fault.key: fault for fault in found}
    mine = open_faults().filter(code__in=codes)
    MoneyFault.objects.filter(gone_at__isnull=True, code__in=codes).exclude(key__in=by_key).update(
        gone_at=now
    )
    known = set(mine.values_list("key", flat=True))
    fresh = MoneyFault.objects.bulk_create(
        [
            MoneyFault(round=fault.round, code=fault.code, key=fault.key, facts=fault.facts, found_at=now)
            for fault in by_key.values()
            if fault.key not in known
        ],
        ignore_conflicts=True,
    )
    if fresh:
        emails.money_faults_found([by_key[row.key] for row in fresh], now=now)
    return list(mine.all())
