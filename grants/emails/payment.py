"""The letters about the governor's payments and about money that is to come back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.dates import oslo_date
from common.money import kroner
from grants.letters import name_of
from grants.models import Grant, Instalment, MoneyBack
from grants.queries.decision import letter_readers
from networks.deadlines import start_of_day
from networks.states import Duty
from networks.topics import topics


def payments_made(instalments: Iterable[Instalment], *, now: datetime) -> None:
    """Tell the readers of each letter what is paid: one mail for each recipient and day it is noted."""
    by_grant: dict[Grant, list[Instalment]] = defaultdict(list)
    for row in instalments:
        by_grant[row.grant].append(row)
    for grant, rows in by_grant.items():
        context = {"payments": [_payment(row) for row in rows]}
        paid = ",".join(str(row.pk) for row in rows)
        _post("payments_made", grant, context, f"{oslo_date(now)}:{paid}"[:120], now=now)


def payment_bounced(instalment: Instalment, *, now: datetime) -> None:
    """Tell the recipient that a payment came back from the bank, so that the account number is looked at."""
    context = {"amount": kroner(instalment.amount_nok), "reference": instalment.reference}
    key = f"{instalment.pk}:{now.isoformat()}"
    _post("payment_bounced", instalment.grant, context, key, now=now)


def money_claimed(claim: MoneyBack, *, now: datetime) -> None:
    """Tell the recipient what is to come back, and why."""
    _post("money_claimed", claim.grant, _claim(claim), str(claim.pk), now=now)


def money_returned(claim: MoneyBack, *, now: datetime) -> None:
    """Tell the recipient that the money has come."""
    _post("money_returned", claim.grant, _claim(claim), str(claim.pk), now=now)


def _payment(row: Instalment) -> dict[str, str]:
    paid_on: date = row.paid_on or row.due_on
    return {
        "amount": kroner(row.amount_nok),
        "reference": row.reference,
        "paid_on": start_of_day(paid_on).isoformat(),
    }


def _claim(claim: MoneyBack) -> dict[str, Any]:
    return {"amount": kroner(claim.amount_nok), "reason": claim.reason}


def _post(name: str, grant: Grant, more: dict[str, Any], key: str, *, now: datetime) -> None:
    round = grant.decision.round
    about = topics(round, Duty.PAYMENT, grant.network, grant.university)
    context = {
        "year": round.grant_year,
        "name": name_of(grant),
        "office": round.county.office_name,
        "email": round.county.email,
        "path": reverse("grants:payment_own"),
        **more,
    }
    for user in letter_readers(grant, now=now):
        outbox.post(
            kind=f"grants/{name}",
            to=user,
            context=context,
            key=f"{name}:{grant.pk}:{key}:{user.pk}",
            now=now,
            topics=about,
        )
