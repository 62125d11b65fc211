"""The letters between those who write a needs report and those who send it."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from needs.models import NeedsReport
from networks.deadlines import answer
from networks.models import Seat, User
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics


def asked_to_write(report: NeedsReport, seat: Seat, *, message: str, by: User, now: datetime) -> None:
    """Tell a colleague what they are asked to do, by when, and where."""
    outbox.post(
        kind="needs/asked_to_write",
        to=seat.user,
        context={**_about(report, by=by, now=now), "message": message},
        key=f"asked_to_write:{seat.pk}:{report.round_id}",
        now=now,
        topics=_topics(report),
    )


def needs_report_ready(report: NeedsReport, *, by: User, now: datetime) -> None:
    """Tell the owner's contacts that a colleague has finished writing."""
    for user in people_with([Role.OWNER], now=now, organisation=[report.owner_id]):
        outbox.post(
            kind="needs/needs_report_ready",
            to=user,
            context=_about(report, by=by, now=now),
            key=f"needs_report_ready:{report.pk}:{report.version}:{user.pk}",
            now=now,
            topics=_topics(report),
        )


def _about(report: NeedsReport, *, by: User, now: datetime) -> dict[str, Any]:
    due = answer(Duty.NEEDS_REPORT, report.round, now=now, organisation=report.owner, network=report.network)
    place = {"owner": report.owner_id, "network": report.network_id, "year": report.round.grant_year}
    return {
        "owner": report.owner.name,
        "network": report.network.name,
        "year": report.round.grant_year,
        "by": by.name,
        "due_at": due.due_at.isoformat(),
        "path": reverse("needs:needs_report_detail", kwargs=place),
    }


def _topics(report: NeedsReport) -> list[str]:
    return topics(report.round, Duty.NEEDS_REPORT, report.owner, report.network)
