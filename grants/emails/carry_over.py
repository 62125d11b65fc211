"""The letter about unused money that the recipient may use the year after."""

from datetime import datetime

from django.urls import reverse

from common import outbox
from common.money import kroner
from grants.letters import name_of
from grants.models import CarryOver
from grants.queries.decision import letter_readers
from networks.queries import letter_language
from networks.states import Duty
from networks.topics import topics


def money_carried_over(carried: CarryOver, *, now: datetime) -> None:
    """Tell the recipient how much it may use next year, for what, and why, in its own written form."""
    grant = carried.line.grant
    round = grant.decision.round
    context = {
        "year": round.grant_year,
        "to_year": carried.to_grant.decision.round.grant_year,
        "name": name_of(grant),
        "line": carried.line.label,
        "amount": kroner(carried.amount_nok),
        "reason": carried.reason,
        "office": round.county.office_name,
        "email": round.county.email,
        "path": reverse("grants:payment_own"),
    }
    about = topics(round, Duty.REPORT, grant.network, grant.university)
    for user in letter_readers(grant, now=now):
        outbox.post(
            kind="grants/money_carried_over",
            to=user,
            context=context,
            key=f"money_carried_over:{carried.pk}:{user.pk}",
            now=now,
            topics=about,
            language=letter_language(user, [grant.network or grant.university]),
        )
