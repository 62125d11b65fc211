"""The letters about long-term plans."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from common.models import Document, MailPriority
from common.outbox import Planned
from networks.models import LongTermPlan, Organisation, PlanApproval, User
from networks.plan_addresses import plan_url
from networks.queries.plans import partners_now, people_inside, people_of_side
from networks.rules.sides import Side
from networks.states import Duty
from networks.topics import topic, topics

SETTLES = timedelta(minutes=15)
"""How long a letter about a changed plan waits, so that it tells of the whole change and not of its first word."""


def plan_approved(
    plan: LongTermPlan, approval: PlanApproval, *, side: Side, left: Sequence[Side], now: datetime
) -> None:
    """Tell the other sides of a network's plan that one has approved, and who is left."""
    if plan.network is None:
        return
    by = approval.approved_by
    context = {**_about(plan), "by": by.name, "side": side.name, "left": [other.name for other in left]}
    people = _sides(plan, now=now)
    _post("plan_approved", [user for user in people if user != by], context, f"{approval.pk}", plan, now=now)


def plan_approval_lost(
    plan: LongTermPlan, approvals: Iterable[PlanApproval], *, by: User, now: datetime
) -> None:
    """Tell those whose approval fell because the plan changed, once for each approval.

    The letter waits a little, so that it can say all that was changed; it looks again just before it is sent.
    """
    for approval in approvals:
        changes = approval.changes
        context = {**_about(plan), "by": by.name, "approval": approval.pk, "changes": changes}
        people = people_of_side(plan, approval.university_id, now=now)
        told = [user for user in people if user != by]
        _post("plan_approval_lost", told, context, f"{approval.pk}", plan, now=now, after=SETTLES)


def plan_adopted(plan: LongTermPlan, document: Document, *, by: User, now: datetime) -> None:
    """Tell all who work with the plan that it is adopted, with the plan as PDF."""
    context = {
        **_about(plan),
        "by": by.name,
        "number": document.number,
        "public_path": reverse("networks:plan_public_detail", kwargs={"pk": plan.pk}),
    }
    turn, about = history_of(plan).count(), _topics(plan, now=now)
    outbox.post_many(
        Planned(
            kind="networks/plan_adopted",
            to=user,
            context=context,
            key=f"plan_adopted:{plan.pk}:{turn}:{user.pk}",
            planned_at=now,
            topics=about,
            priority=MailPriority.BULK,
            attachments=[document.number],
        )
        for user in people_inside(plan, now=now)
    )


def _about(plan: LongTermPlan) -> dict[str, Any]:
    return {"title": plan.title, "body": plan.body.name, "path": plan_url(plan.body)}


def _sides(plan: LongTermPlan, *, now: datetime) -> list[User]:
    people = people_of_side(plan, None, now=now)
    for university in _universities(plan, now=now):
        people += people_of_side(plan, university, now=now)
    return list({user.pk: user for user in people}.values())


def _universities(plan: LongTermPlan, *, now: datetime) -> list[int]:
    return [row.pk for row in partners_now(plan.network, now=now)] if plan.network else []


def _topics(plan: LongTermPlan, *, now: datetime) -> list[str]:
    own = topics(Duty.PLAN_REVISION, plan.network, plan.county)
    return [*own, *(topic(Organisation, key) for key in _universities(plan, now=now))]


def _post(
    name: str,
    people: Iterable[User],
    context: dict[str, Any],
    what: str,
    plan: LongTermPlan,
    *,
    now: datetime,
    after: timedelta = timedelta(0),
) -> None:
    about = _topics(plan, now=now)
    for user in people:
        outbox.post(
            kind=f"networks/{name}",
            to=user,
            context=context,
            key=f"{name}:{what}:{user.pk}",
            now=now,
            planned_at=now + after,
            topics=about,
        )
