"""Reads of the governor's payments: each grant's plan, what is due, what is held, and the bases."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Sum

from common.dates import oslo_date
from grants.models import Grant, GrantLetter, Instalment, MoneyBack
from grants.states import InstalmentState
from networks.deadlines import deadline, due_of
from networks.models import Round
from networks.states import Duty


def due_day(round: Round) -> date | None:
    """The day a round's payments are due, or None when the round has no such deadline."""
    try:
        return oslo_date(due_of(deadline(Duty.PAYMENT, round), round))
    except LookupError:
        return None


def instalments_of(grant: Grant) -> list[Instalment]:
    """The grant's payments in their order, also those that are cancelled."""
    return list(Instalment.objects.filter(grant=grant).order_by("number"))


def plan_mark(rows: Iterable[Instalment]) -> str:
    """What a plan looked like, so that a page that is older can be told from it."""
    return ",".join(f"{row.pk}:{row.state}:{row.version}" for row in rows)


def letter_number(grant: Grant) -> str:
    """The number of the grant's letter. Raises GrantLetter.DoesNotExist while there is none."""
    return GrantLetter.objects.values_list("number", flat=True).get(grant=grant)


def claimed_by_corrections(grant: Grant) -> int:
    """What corrections have claimed back of the grant, in kroner."""
    rows = MoneyBack.objects.filter(grant=grant, correction__isnull=False)
    return rows.aggregate(total=Sum("amount_nok"))["total"] or 0


def has_unpaid(round: Round) -> bool:
    """Whether a payment of the round that is due by the day of the duty is neither paid nor cancelled."""
    owed = Instalment.objects.filter(
        grant__decision__round=round,
        state__in=[InstalmentState.PLANNED, InstalmentState.ORDERED],
    )
    last = due_day(round)
    return (owed.filter(due_on__lte=last) if last else owed).exists()
