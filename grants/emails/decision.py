"""The letters about the decision while it is made."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from grants.models import Decision
from grants.queries.decision import approvers
from networks.models import User
from networks.states import Duty
from networks.topics import topics


def decision_prepared(decision: Decision, *, now: datetime) -> None:
    """Ask the approvers to look at the decision; the one who prepared it is not asked."""
    for user in approvers(decision.round, now=now):
        if user.pk != decision.prepared_by_id:
            _post("grants/decision_prepared", decision, user, _about(decision), now=now)


def decision_sent_back(decision: Decision, *, comment: str, by: User, now: datetime) -> None:
    """Tell the one who prepared the decision what must be changed."""
    context = {**_about(decision), "comment": comment, "by": by.name}
    if decision.prepared_by:
        _post("grants/decision_sent_back", decision, decision.prepared_by, context, now=now)


def decision_approved(decision: Decision, *, by: User, now: datetime) -> None:
    """Tell the one who prepared the decision that letters can be issued."""
    if decision.prepared_by:
        context = {**_about(decision), "by": by.name}
        _post("grants/decision_approved", decision, decision.prepared_by, context, now=now)


def _about(decision: Decision) -> dict[str, Any]:
    year = decision.round.grant_year
    return {
        "year": year,
        "prepared_by": decision.prepared_by.name if decision.prepared_by else "",
        "path": reverse("grants:decision_detail", kwargs={"year": year}),
    }


def _post(kind: str, decision: Decision, user: User, context: dict[str, Any], *, now: datetime) -> None:
    turn = history_of(decision).count()
    key = f"{kind.removeprefix('grants/')}:{decision.pk}:{turn}:{user.pk}"
    about = topics(decision.round, Duty.DECISION)
    outbox.post(kind=kind, to=user, context=context, key=key, now=now, topics=about)
