"""The letter about an approved report."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from common import outbox
from common.money import kroner
from grants.queries import grant_writers
from networks.states import Duty
from networks.topics import topics
from reporting.models import Report, Settlement
from reporting.states import UnspentWay


def report_approved(report: Report, settlements: Sequence[Settlement], *, now: datetime) -> None:
    """Tell those who report that it is accepted, what becomes of unused money, and what everybody may read."""
    grant = report.grant
    round = grant.decision.round
    context = {
        "recipient": str(grant.network or grant.university),
        "year": round.grant_year,
        "public_text": report.public_text,
        "settled": [
            {
                "line": row.report_line.line.label,
                "amount": kroner(row.amount_nok),
                "is_carried": row.way == UnspentWay.CARRY_OVER,
                "reason": row.reason,
            }
            for row in settlements
        ],
        "path": reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
    }
    about = topics(round, Duty.REPORT, grant.network, grant.university)
    for user in grant_writers(grant, now=now):
        key = f"report_approved:{report.pk}:{user.pk}"
        outbox.post(
            kind="reporting/report_approved", to=user, context=context, key=key, now=now, topics=about
        )
