"""The letters about questions that the office asks while it controls a report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from grants.queries import grant_writers
from networks.models import User
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics
from reporting.models import Report, ReportRemark


def report_question_asked(question: ReportRemark, *, now: datetime) -> None:
    """Ask those who report for the recipient."""
    report = question.report
    path = reverse("reporting:report_answer", kwargs={"pk": report.grant_id, "question": question.pk})
    context = {"question": question.text, "by": question.by.name}
    writers = grant_writers(report.grant, now=now)
    _post("report_question_asked", report, writers, context, path, str(question.pk), now=now)


def report_question_answered(question: ReportRemark, answer: ReportRemark, *, now: datetime) -> None:
    """Tell who asked, and the office's other case officers, what the recipient answers."""
    report = question.report
    path = reverse("reporting:report_control", kwargs={"pk": report.grant_id})
    context = {"question": question.text, "answer": answer.text, "by": answer.by.name}
    officers = people_with([Role.CASE_OFFICER], now=now, county=[report.grant.decision.round.county_id])
    people = {user.pk: user for user in officers}.values()
    _post("report_question_answered", report, people, context, path, str(answer.pk), now=now)


def _post(
    name: str,
    report: Report,
    people: Iterable[User],
    more: dict[str, Any],
    path: str,
    key: str,
    *,
    now: datetime,
) -> None:
    grant = report.grant
    round = grant.decision.round
    context = {
        "recipient": str(grant.network or grant.university),
        "year": round.grant_year,
        "office": round.county.office_name,
        "path": path,
        **more,
    }
    about = topics(round, Duty.REPORT, grant.network, grant.university)
    for user in people:
        outbox.post(
            kind=f"reporting/{name}",
            to=user,
            context=context,
            key=f"{name}:{key}:{user.pk}",
            now=now,
            topics=about,
        )
