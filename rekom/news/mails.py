"""News that reached the person as a letter, and that nothing else here tells."""

from collections.abc import Iterable
from datetime import datetime

from common.models import MailStatus, OutboxMail
from networks.models import User
from rekom.news.item import NewsItem

REMINDERS = "rekom/"
TOLD_OTHERWISE = (
    "needs/decision_basis_accepted",
    "needs/decision_basis_received",
    "needs/decision_basis_returned",
    "needs/decision_basis_submitted",
    "needs/needs_report_received",
    "needs/needs_report_returned",
    "needs/needs_report_submitted",
    "needs/nominations_decided",
    "grants/adjustment_answered",
    "grants/letters_issued",
    "grants/payment_bounced",
    "grants/payments_made",
    "grants/payout_stopped",
    "grants/payouts_paid",
    "grants/recommendation_adopted",
    "grants/recommendation_reopened",
    "networks/meeting_called",
    "networks/meeting_cancelled",
    "networks/meeting_changed",
    "networks/meeting_minutes_sent",
    "networks/message",
    "networks/plan_adopted",
    "reporting/report_approved",
    "reporting/report_question_asked",
    "reporting/report_received",
    "reporting/report_returned",
    "reporting/report_submitted",
)
"""Letters about what `changes` and `told` tell from the facts themselves."""


def letters_to(user: User, *, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """The letters that were sent to the person, reminders left out."""
    rows = OutboxMail.objects.filter(
        recipient=user, status=MailStatus.SENT, planned_at__gt=since, planned_at__lte=now
    )
    rows = rows.exclude(kind__startswith=REMINDERS).exclude(kind__in=TOLD_OTHERWISE)
    found = rows.only("subject", "planned_at", "context", "kind").order_by("-planned_at", "-pk")
    for mail in found[:limit]:
        yield NewsItem(at=mail.planned_at, title=mail.subject, url=str(mail.context.get("path", "")))
