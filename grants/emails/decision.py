"""The letters about the decision and the grant letters."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from common.money import kroner
from grants.letters import name_of
from grants.models import Decision, GrantLetter
from grants.queries.decision import approvers, letter_readers
from networks.deadlines import deadline, due_of
from networks.models import Round, User
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


def letters_issued(decision: Decision, letters: list[GrantLetter], round: Round, *, now: datetime) -> None:
    """One mail to each reader, about all letters they can now read."""
    mine: dict[int, list[dict[str, str]]] = defaultdict(list)
    people: dict[int, User] = {}
    bodies: dict[int, list[str]] = defaultdict(list)
    for letter in letters:
        for user in letter_readers(letter.grant, now=now):
            people[user.pk] = user
            mine[user.pk].append(_letter(letter))
            bodies[user.pk] += topics(letter.grant.network, letter.grant.university)
    for user in people.values():
        context = {
            **_about(decision),
            "letters": mine[user.pk],
            "path": reverse("grants:letter_list"),
            "office": round.county.office_name,
            "report_due": due_of(deadline(Duty.REPORT, round), round).isoformat(),
        }
        _post("grants/letters_issued", decision, user, context, bodies[user.pk], now=now)


def _letter(letter: GrantLetter) -> dict[str, str]:
    grant = letter.grant
    return {"name": name_of(grant), "number": letter.number, "amount": kroner(grant.amount_nok)}


def _about(decision: Decision) -> dict[str, Any]:
    year = decision.round.grant_year
    return {
        "year": year,
        "prepared_by": decision.prepared_by.name if decision.prepared_by else "",
        "path": reverse("grants:decision_detail", kwargs={"year": year}),
    }


def _post(
    kind: str,
    decision: Decision,
    user: User,
    context: dict[str, Any],
    bodies: Iterable[str] = (),
    *,
    now: datetime,
) -> None:
    turn = history_of(decision).count()
    key = f"{kind.removeprefix('grants/')}:{decision.pk}:{turn}:{user.pk}"
    about = [*topics(decision.round, Duty.DECISION), *bodies]
    outbox.post(kind=kind, to=user, context=context, key=key, now=now, topics=about)
