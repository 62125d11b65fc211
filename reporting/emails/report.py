"""The letters about reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from grants.queries import grant_writers
from networks.models import User
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics
from reporting.models import Report


def report_submitted(report: Report, *, by: User, now: datetime) -> None:
    """A receipt with what was sent to the sender and those who report with them; a word to the case officers."""
    context = {**_about(report), "by": by.name, "is_late": report.is_late}
    writers = {user.pk: user for user in [by, *grant_writers(report.grant, now=now)]}
    receipt = [report.document.number] if report.document else []
    _post("reporting/report_submitted", report, writers.values(), context, now=now, attachments=receipt)
    county = report.grant.decision.round.county_id
    officers = people_with([Role.CASE_OFFICER], now=now, county=[county])
    _post("reporting/report_received", report, officers, context, now=now)


def report_returned(report: Report, *, comment: str, due_at: datetime, now: datetime) -> None:
    """Tell those who report what to amend, and by when."""
    context = {**_about(report), "comment": comment, "due_at": due_at.isoformat()}
    _post("reporting/report_returned", report, grant_writers(report.grant, now=now), context, now=now)


def _about(report: Report) -> dict[str, Any]:
    grant = report.grant
    return {
        "recipient": str(grant.network or grant.university),
        "year": grant.decision.round.grant_year,
        "path": reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
    }


def _post(
    kind: str,
    report: Report,
    people: Iterable[User],
    context: dict[str, Any],
    *,
    now: datetime,
    attachments: Sequence[str] = (),
) -> None:
    turn, grant = history_of(report).count(), report.grant
    about = topics(grant.decision.round, Duty.REPORT, grant.network, grant.university)
    for user in people:
        key = f"{kind.removeprefix('reporting/')}:{report.pk}:{turn}:{user.pk}"
        outbox.post(
            kind=kind, to=user, context=context, key=key, now=now, topics=about, attachments=attachments
        )
