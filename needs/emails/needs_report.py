"""The letters about needs reports."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from needs.models import NeedsReport
from needs.queries.needs_report import needs_of
from needs.states import NeedsReportState
from networks.models import User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.states import Duty
from networks.topics import topics


def needs_report_submitted(report: NeedsReport, *, by: User, now: datetime) -> None:
    """A receipt to the one who sent and the owner's other contacts, and a word to the network's leaders."""
    context = {**_about(report), "by": by.name, "sent_at": now.isoformat()}
    owners = {user.pk: user for user in [by, *_owners(report, now=now)]}
    _post("needs/needs_report_submitted", report, owners.values(), context, now=now)
    leaders = [user for user in _leaders(report, now=now) if user.pk not in owners]
    _post("needs/needs_report_received", report, leaders, context, now=now)


def needs_report_recorded(report: NeedsReport, *, by: User, now: datetime) -> None:
    """Tell the owner that the network's leader has recorded its report."""
    context = {**_about(report), "by": by.name, "received_how": report.received_how}
    _post("needs/needs_report_recorded", report, _owners(report, now=now), context, now=now)


def needs_report_returned(report: NeedsReport, *, comment: str, due_at: datetime, now: datetime) -> None:
    """Tell the owner what to amend, and by when."""
    context = {**_about(report), "comment": comment, "due_at": due_at.isoformat()}
    _post("needs/needs_report_returned", report, _owners(report, now=now), context, now=now)


def needs_report_extended(report: NeedsReport, *, reason: str, due_at: datetime, now: datetime) -> None:
    """Tell the owner that it has a new deadline."""
    context = {**_about(report), "reason": reason, "due_at": due_at.isoformat()}
    for user in _owners(report, now=now):
        outbox.post(
            kind="needs/needs_report_extended",
            to=user,
            context=context,
            key=f"needs_report_extended:{report.round_id}:{report.owner_id}:{report.network_id}"
            f":{due_at.isoformat()}:{user.pk}",
            now=now,
            topics=_topics(report),
        )


def _about(report: NeedsReport) -> dict[str, Any]:
    place = {"owner": report.owner_id, "network": report.network_id, "year": report.round.grant_year}
    return {
        "owner": report.owner.name,
        "network": report.network.name,
        "year": report.round.grant_year,
        "path": reverse("needs:needs_report_detail", kwargs=place),
        "is_no_needs": report.state == NeedsReportState.NO_NEEDS,
        "needs": [need.title for need in needs_of(report)],
    }


def _topics(report: NeedsReport) -> list[str]:
    return topics(report.round, Duty.NEEDS_REPORT, report.owner, report.network)


def _post(
    kind: str, report: NeedsReport, people: Iterable[User], context: dict[str, Any], *, now: datetime
) -> None:
    turn = history_of(report).count()
    for user in people:
        key = f"{kind.removeprefix('needs/')}:{report.pk}:{turn}:{user.pk}"
        outbox.post(kind=kind, to=user, context=context, key=key, now=now, topics=_topics(report))


def _owners(report: NeedsReport, *, now: datetime) -> list[User]:
    return people_with([Role.OWNER], now=now, organisation=[report.owner_id])


def _leaders(report: NeedsReport, *, now: datetime) -> list[User]:
    return people_with(LEADERS, now=now, network=[report.network_id])
