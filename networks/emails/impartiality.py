"""The letters about impartiality: to those who lead the meeting, and to the one the meeting has decided about."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from networks.models import Declaration, User
from networks.queries.people import people_with
from networks.roles import Role
from networks.states import ImpartialityState
from networks.topics import topics


def impartiality_declared(declaration: Declaration, *, now: datetime) -> None:
    """Tell the chair and the case officers before the meeting, so that it can be prepared; not the writer."""
    meeting = declaration.item.meeting
    officers = people_with([Role.CASE_OFFICER], now=now, county=[meeting.county.pk])
    people = {user.pk: user for user in [*officers, *([meeting.chair] if meeting.chair else [])]}
    people.pop(declaration.declared_by_id, None)
    for user in people.values():
        _post("impartiality_declared", declaration, user, {}, now=now)


def impartiality_decided(declaration: Declaration, *, now: datetime) -> None:
    """Tell the one it is about what the meeting has decided, and why."""
    context = {
        "is_recused": declaration.state == ImpartialityState.RECUSED,
        "sees_papers": declaration.sees_papers,
        "reason": declaration.decision_reason,
    }
    _post("impartiality_decided", declaration, declaration.person, context, now=now)


def _post(name: str, declaration: Declaration, to: User, said: dict[str, Any], *, now: datetime) -> None:
    item = declaration.item
    context = {
        "who": str(declaration.person),
        "case": item.title,
        "line": declaration.line_label,
        "meeting": item.meeting.title,
        "starts_at": item.meeting.starts_at.isoformat(),
        "path": reverse("networks:meeting_item_detail", kwargs={"pk": item.pk}),
    }
    moment = (declaration.decided_at or declaration.declared_at).isoformat()
    outbox.post(
        kind=f"networks/{name}",
        to=to,
        context=context | said,
        key=f"{name}:{declaration.pk}:{moment}:{to.pk}",
        now=now,
        topics=topics(item.meeting.round, item.meeting.county),
    )
