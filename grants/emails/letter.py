"""The mail that says that grant letters are issued."""

from collections import defaultdict
from datetime import datetime

from django.urls import reverse

from common import outbox
from common.money import kroner
from grants.letters import name_of
from grants.models import Decision, GrantLetter
from grants.queries.decision import letter_readers
from networks.deadlines import deadline, due_of
from networks.models import Round, User
from networks.states import Duty
from networks.topics import topics


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
            "year": round.grant_year,
            "letters": mine[user.pk],
            "path": reverse("grants:letter_list"),
            "office": round.county.office_name,
            "report_due": due_of(deadline(Duty.REPORT, round), round).isoformat(),
        }
        about = list(dict.fromkeys([*topics(round, Duty.DECISION), *bodies[user.pk]]))
        outbox.post(
            kind="grants/letters_issued",
            to=user,
            context=context,
            key=f"letters_issued:{decision.pk}:{user.pk}",
            now=now,
            topics=about,
        )


def _letter(letter: GrantLetter) -> dict[str, str]:
    grant = letter.grant
    return {"name": name_of(grant), "number": letter.number, "amount": kroner(grant.amount_nok)}
