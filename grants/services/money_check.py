"""The nightly check: ledger, letters, lines, plans, payments, runs and documents are held against each other."""

from datetime import datetime

from django.db import transaction

from grants.emails import money_check as emails
from grants.models import MoneyFault
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
    found = {fault.key: fault for round in rounds_with_money() for fault in faults_of_round(round)}
    found |= {fault.key: fault for fault in faults_of_documents()}
    return _keep(found, now=now)


@transaction.atomic
def _keep(found: dict[str, Found], *, now: datetime) -> list[MoneyFault]:
    MoneyFault.objects.filter(gone_at__isnull=True).exclude(key__in=found).update(gone_at=now)
    known = set(open_faults().values_list("key", flat=True))
    fresh = MoneyFault.objects.bulk_create(
        [
            MoneyFault(round=fault.round, code=fault.code, key=fault.key, facts=fault.facts, found_at=now)
            for fault in found.values()
            if fault.key not in known
        ],
        ignore_conflicts=True,
    )
    if fresh:
        emails.money_faults_found([found[row.key] for row in fresh], now=now)
    return list(open_faults())
