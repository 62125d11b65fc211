"""What holds the governor's payments to a recipient: told by the app that knows that a report is overdue."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from grants.models import PaymentHold
from networks.models import Network, Organisation, Round


@transaction.atomic
def place_hold(
    *, round: Round, now: datetime, network: Network | None = None, university: Organisation | None = None
) -> bool:
    """Hold the payments to a network or a university, for the overdue report of `round`. Once is enough.

    Payouts of networks to owners are not held. Returns whether there was none before.
    """
    known = _open(round, network, university)
    if known.exists():
        return False
    row = PaymentHold(round=round, network=network, university=university, placed_at=now)
    PaymentHold.objects.bulk_create([row], ignore_conflicts=True)
    return True


@transaction.atomic
def lift_hold(
    *, round: Round, now: datetime, network: Network | None = None, university: Organisation | None = None
) -> bool:
    """The report has come, or is not overdue any more: payments go on. Returns whether something was held."""
    return bool(_open(round, network, university).update(lifted_at=now))


def _open(round: Round, network: Network | None, university: Organisation | None) -> QuerySet[PaymentHold]:
    return PaymentHold.objects.filter(
        round=round, network=network, university=university, lifted_at__isnull=True
    )
