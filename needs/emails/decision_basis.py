"""The letters about decision bases."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from needs.models import BasisApproval, DecisionBasis
from needs.queries.decision_basis import universities_to_tell
from needs.rules.decision_basis import sides_missing
from networks.models import Organisation, User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.rules.sides import Side
from networks.states import Duty
from networks.topics import topic, topics

SETTLES = timedelta(minutes=15)
"""How long a letter about a changed basis waits, so that it tells of the whole change and not of its first word."""


def decision_basis_approved(
    basis: DecisionBasis, approval: BasisApproval, *, side: Side, by: User, now: datetime
) -> None:
    """Tell the other sides that one has approved, and who is left."""
    context = {**_about(basis), "by": by.name, "side": side.name, "left": _names(sides_missing(basis))}
    about = _topics(basis)
    for user in _builders(basis, now=now):
        if user != by:
            _post("decision_basis_approved", user, context, f"{approval.pk}", about, now=now)


def approval_lost(
    basis: DecisionBasis, approvals: Iterable[BasisApproval], *, by: User, now: datetime
) -> None:
    """Tell those whose approval fell because the content changed, once for each approval.

    The letter waits a little, so that it can say all that was changed; it looks again just before it is sent.
    """
    standing = list(approvals)
    if not standing:
        return
    about = _topics(basis)
    for approval in standing:
        changes = approval.changes
        context = {**_about(basis), "by": by.name, "approval": approval.pk, "changes": changes}
        for user in _side(basis, approval.university_id, now=now):
            if user != by:
                later = now + SETTLES
                _post("approval_lost", user, context, f"{approval.pk}", about, now=now, planned_at=later)


def university_joined(basis: DecisionBasis, universities: Iterable[int], *, by: User, now: datetime) -> None:
    """Tell a university, once for each basis, that it has a part in a measure and can write along."""
    keys = list(universities)
    if not keys:
        return
    context, about = {**_about(basis), "by": by.name}, _topics(basis)
    for key in keys:
        for user in _side(basis, key, now=now):
            if user != by:
                _post("university_joined", user, context, f"{basis.pk}:{key}", about, now=now)


def decision_basis_submitted(basis: DecisionBasis, *, by: User, now: datetime) -> None:
    """A receipt to those who built it, and a word to the county's case officers."""
    context = {
        **_about(basis),
        "by": by.name,
        "sent_at": now.isoformat(),
        "silent": _names(sides_missing(basis)),
        "silent_reason": basis.silent_reason,
        "measures": [measure.title for measure in basis.measures.all()],
    }
    key, about = f"{basis.pk}:{history_of(basis).count()}", _topics(basis)
    builders = {user.pk: user for user in [by, *_builders(basis, now=now)]}
    for user in builders.values():
        _post("decision_basis_submitted", user, context, key, about, now=now)
    for user in _officers(basis, now=now):
        if user.pk not in builders:
            _post("decision_basis_received", user, context, key, about, now=now)


def decision_basis_returned(basis: DecisionBasis, *, comment: str, due_at: datetime, now: datetime) -> None:
    """Tell those who built it what to amend, and by when."""
    context = {**_about(basis), "comment": comment, "due_at": due_at.isoformat()}
    key, about = f"{basis.pk}:{history_of(basis).count()}", _topics(basis)
    for user in _builders(basis, now=now):
        _post("decision_basis_returned", user, context, key, about, now=now)


def decision_basis_accepted(basis: DecisionBasis, *, comment: str, now: datetime) -> None:
    """Tell those who built it that the county governor has accepted it."""
    context = {**_about(basis), "comment": comment}
    key, about = f"{basis.pk}:{history_of(basis).count()}", _topics(basis)
    for user in _builders(basis, now=now):
        _post("decision_basis_accepted", user, context, key, about, now=now)


def _about(basis: DecisionBasis) -> dict[str, Any]:
    place = {"network": basis.network_id, "year": basis.round.grant_year}
    return {
        "network": basis.network.name,
        "year": basis.round.grant_year,
        "path": reverse("needs:decision_basis_detail", kwargs=place),
    }


def _topics(basis: DecisionBasis) -> list[str]:
    universities = universities_to_tell(basis).values_list("pk", flat=True)
    own = topics(basis.round, Duty.DECISION_BASIS, basis.network)
    return [*own, *(topic(Organisation, key) for key in universities)]


def _post(
    name: str,
    user: User,
    context: dict[str, Any],
    what: str,
    about: list[str],
    *,
    now: datetime,
    planned_at: datetime | None = None,
) -> None:
    outbox.post(
        kind=f"needs/{name}",
        to=user,
        context=context,
        key=f"{name}:{what}:{user.pk}",
        now=now,
        planned_at=planned_at,
        topics=about,
    )


def _names(sides: Iterable[Side]) -> list[str]:
    return [side.name for side in sides]


def _builders(basis: DecisionBasis, *, now: datetime) -> list[User]:
    leaders = people_with(LEADERS, now=now, network=[basis.network_id])
    universities = list(universities_to_tell(basis).values_list("pk", flat=True))
    coordinators = people_with([Role.UH_COORDINATOR], now=now, organisation=universities)
    return list({user.pk: user for user in [*leaders, *coordinators]}.values())


def _side(basis: DecisionBasis, university_id: int | None, *, now: datetime) -> list[User]:
    if university_id is None:
        return people_with(LEADERS, now=now, network=[basis.network_id])
    return people_with([Role.UH_COORDINATOR], now=now, organisation=[university_id])


def _officers(basis: DecisionBasis, *, now: datetime) -> list[User]:
    return people_with([Role.CASE_OFFICER], now=now, county=[basis.network.county_id])
