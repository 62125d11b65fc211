"""The letters about changes in a network's budget."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from grants.models import BudgetAdjustment
from networks.models import User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.topics import topics


def adjustment_proposed(adjustment: BudgetAdjustment, answering: Iterable[int], *, now: datetime) -> None:
    """Ask the other side for an answer."""
    if adjustment.is_from_network:
        people = people_with([Role.UH_COORDINATOR], now=now, organisation=answering)
    else:
        people = people_with(LEADERS, now=now, network=[adjustment.network_id])
    for user in people:
        if user.pk != adjustment.proposed_by_id:
            _post("grants/adjustment_proposed", adjustment, user, now=now)


def adjustment_answered(adjustment: BudgetAdjustment, *, now: datetime) -> None:
    """Tell the one who proposed what the answer is."""
    _post("grants/adjustment_answered", adjustment, adjustment.proposed_by, now=now)


def _post(kind: str, adjustment: BudgetAdjustment, user: User, *, now: datetime) -> None:
    outbox.post(
        kind=kind,
        to=user,
        context=_about(adjustment),
        key=f"{kind.removeprefix('grants/')}:{adjustment.pk}:{user.pk}",
        now=now,
        topics=topics(adjustment.round, adjustment.network),
    )


def _about(adjustment: BudgetAdjustment) -> dict[str, Any]:
    year = adjustment.round.grant_year
    return {
        "year": year,
        "network": adjustment.network.name,
        "reason": adjustment.reason,
        "answer": adjustment.answer,
        "is_agreed": adjustment.state == "agreed",
        "by": adjustment.proposed_by.name,
        "answered_by": adjustment.answered_by.name if adjustment.answered_by else "",
        "path": reverse("grants:adjustment_detail", kwargs={"year": year, "network": adjustment.network_id}),
    }
