"""The letters about needs reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from common import outbox
from common.history import history_of
from needs.models import NeedsReport, ReportComment
from needs.queries.needs_report import needs_of
from needs.report_content import field_name
from needs.states import NeedsReportState
from networks import deadlines
from networks.models import User
from networks.queries import holders, people_with
from networks.roles import LEADERS, Role
from networks.states import Duty
from networks.topics import topics


def needs_report_submitted(report: NeedsReport, *, by: User, now: datetime) -> None:
    """A receipt to the one who sent and the owner's other contacts, and a word to the network's leaders."""
    context = {**_about(report), "by": by.name, "sent_at": now.isoformat()}
    contacts, leaders = _owners_and_leaders(report, now=now)
    owners = {by.pk: by, **contacts}
    turn = history_of(report).count()
    receipts = _letters("needs/needs_report_submitted", report, owners.values(), context, turn=turn, now=now)
    others = [leaders[key] for key in leaders if key not in owners]
    words = _letters("needs/needs_report_received", report, others, context, turn=turn, now=now)
    outbox.post_many([*receipts, *words])


def needs_report_recorded(report: NeedsReport, *, by: User, now: datetime) -> None:
    """Tell the owner that the network's leader has recorded its report."""
    context = {**_about(report), "by": by.name, "received_how": report.received_how}
    _post("needs/needs_report_recorded", report, _owners(report, now=now), context, now=now)


def needs_report_taken_back(report: NeedsReport, *, by: User, now: datetime) -> None:
    """Tell the network's leaders and the owner's other contacts that the report is a draft again."""
    owners, leaders = _owners_and_leaders(report, now=now)
    people = {**owners, **leaders}
    people.pop(by.pk, None)
    due_at = deadlines.answer(
        Duty.NEEDS_REPORT, report.round, now=now, organisation=report.owner, network=report.network
    ).due_at
    context = {**_about(report), "by": by.name, "due_at": due_at.isoformat()}
    _post("needs/needs_report_taken_back", report, people.values(), context, now=now)


def needs_report_returned(
    report: NeedsReport, *, comment: str, comments: Sequence[ReportComment], due_at: datetime, now: datetime
) -> None:
    """Tell the owner what to amend, in all and at single fields, and by when."""
    context = {**_about(report), "comment": comment, "due_at": due_at.isoformat()}
    for user in _owners(report, now=now):
        with override(user.language):
            at_fields = [{"field": field_name(report, row.key), "text": row.text} for row in comments]
        _post("needs/needs_report_returned", report, [user], {**context, "at_fields": at_fields}, now=now)


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
    outbox.post_many(_letters(kind, report, people, context, turn=turn, now=now))


def _letters(  # noqa: PLR0913 -- all that one letter to each of them needs
    kind: str,
    report: NeedsReport,
    people: Iterable[User],
    context: dict[str, Any],
    *,
    turn: int,
    now: datetime,
) -> list[outbox.Planned]:
    """One letter to each; `turn` is how often the report has moved, so that a letter is sent once for each move."""
    return [
        outbox.Planned(
            kind=kind,
            to=user,
            context=context,
            key=f"{kind.removeprefix('needs/')}:{report.pk}:{turn}:{user.pk}",
            planned_at=now,
            topics=_topics(report),
        )
        for user in people
    ]


def _owners(report: NeedsReport, *, now: datetime) -> list[User]:
    return people_with([Role.OWNER], now=now, organisation=[report.owner_id])


def _owners_and_leaders(report: NeedsReport, *, now: datetime) -> tuple[dict[int, User], dict[int, User]]:
    """The owner's contacts and the network's leaders by their keys, read at once. Each role has one kind of body."""
    in_either = Q(organisation=report.owner_id) | Q(network=report.network_id)
    seats = list(holders([Role.OWNER, *LEADERS], now=now).filter(in_either))
    owners = {seat.user_id: seat.user for seat in seats if seat.role == Role.OWNER}
    return owners, {seat.user_id: seat.user for seat in seats if seat.role != Role.OWNER}
