"""The letters about the shared facts of measures."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from networks.models import Organisation, User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.states import Duty
from networks.topics import topic, topics
from reporting.models import MeasureReport, MeasureReportApproval
from reporting.rules.facts import sides_missing, sides_of

SETTLES = timedelta(minutes=15)
"""How long a letter about a change waits, so that it tells of the whole change and not of its first word."""


def facts_approved(facts: MeasureReport, approval: MeasureReportApproval, *, by: User, now: datetime) -> None:
    """Ask the sides that have not approved to read and approve, once for each approval of the others."""
    side = next(side for side in sides_of(facts) if side.university_id == approval.university_id)
    context = {**_about(facts), "by": by.name, "side": side.name}
    for missing in sides_missing(facts):
        for user in _side(facts, missing.university_id, now=now):
            if user != by:
                _post("facts_approved", facts, user, context, f"{approval.pk}", now=now)


def facts_agreed(facts: MeasureReport, *, now: datetime) -> None:
    """Tell all sides that the facts stand."""
    context = {**_about(facts), "sides": [side.name for side in sides_of(facts)]}
    key = f"{facts.pk}:{history_of(facts).count()}"
    people = [user for side in sides_of(facts) for user in _side(facts, side.university_id, now=now)]
    for user in {user.pk: user for user in people}.values():
        _post("facts_agreed", facts, user, context, key, now=now)


def facts_changed(
    facts: MeasureReport, approvals: Iterable[MeasureReportApproval], *, by: User, now: datetime
) -> None:
    """Tell those whose approval fell because something was changed, once for each approval.

    The letter waits a little, so that it can say all that was changed; it looks again just before it is sent.
    """
    for approval in approvals:
        changes = approval.withdrawn_because.split("\n")
        context = {**_about(facts), "by": by.name, "approval": approval.pk, "changes": changes}
        for user in _side(facts, approval.university_id, now=now):
            if user != by:
                _post("facts_changed", facts, user, context, f"{approval.pk}", now=now, after=SETTLES)


def _about(facts: MeasureReport) -> dict[str, Any]:
    basis = facts.measure.basis
    return {
        "measure": facts.measure.title,
        "network": basis.network.name,
        "year": basis.round.grant_year,
        "path": reverse("reporting:facts_detail", kwargs={"measure": facts.measure_id}),
    }


def _post(
    name: str,
    facts: MeasureReport,
    user: User,
    context: dict[str, Any],
    what: str,
    *,
    now: datetime,
    after: timedelta | None = None,
) -> None:
    basis = facts.measure.basis
    universities = [side.university_id for side in sides_of(facts) if side.university_id]
    about = topics(basis.round, Duty.REPORT, basis.network)
    outbox.post(
        kind=f"reporting/{name}",
        to=user,
        context=context,
        key=f"{name}:{what}:{user.pk}",
        now=now,
        planned_at=now + after if after else None,
        topics=[*about, *(topic(Organisation, key) for key in universities)],
    )


def _side(facts: MeasureReport, university_id: int | None, *, now: datetime) -> list[User]:
    """Who writes for a side: the university's coordinator; the network's leaders, or else its payee's contacts."""
    if university_id is not None:
        return people_with([Role.UH_COORDINATOR], now=now, organisation=[university_id])
    network = facts.measure.basis.network
    leaders = people_with(LEADERS, now=now, network=[network.pk])
    payee = [network.payee_id] if network.payee_id and not leaders else []
    return leaders or (people_with([Role.OWNER], now=now, organisation=payee) if payee else [])
