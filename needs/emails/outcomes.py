"""The letters about what was granted to nominations. No letter here names a student."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from needs.models import Nomination
from networks.models import Round, User
from networks.queries import holders
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics


def nominations_decided(
    round: Round, nominations: Iterable[Nomination], *, correction: str = "", now: datetime
) -> None:
    """One letter to each owner's contact and head, about all their nominations that are decided.

    `correction` is the number of the letter that corrects what was told before.
    """
    told = f":{correction}" if correction else ""
    rows = list(nominations)
    people: dict[int, User] = {}
    mine: dict[int, list[Nomination]] = defaultdict(list)
    for nomination, user in _readers(rows, now=now):
        people[user.pk] = user
        if nomination not in mine[user.pk]:
            mine[user.pk].append(nomination)
    outbox.post_many(
        outbox.Planned(
            kind="needs/nominations_decided",
            to=user,
            context={**_said(round, mine[user.pk]), "is_corrected": bool(correction)},
            key=f"nominations_decided:{round.pk}:{user.pk}{told}",
            planned_at=now,
            topics=_about(round, mine[user.pk]),
        )
        for user in people.values()
    )


def _readers(rows: list[Nomination], *, now: datetime) -> Iterable[tuple[Nomination, User]]:
    """Each nomination with each of its readers: contacts of the owner, and the head."""
    owners, heads = defaultdict(list), defaultdict(list)
    owned: dict[str, Iterable[int]] = {"organisation": [row.kindergarten.owner_id for row in rows]}
    for seat in holders([Role.OWNER], now=now, bodies=owned):
        owners[seat.organisation_id].append(seat.user)
    led: dict[str, Iterable[int]] = {"kindergarten": [row.kindergarten_id for row in rows]}
    for seat in holders([Role.HEAD], now=now, bodies=led):
        heads[seat.kindergarten_id].append(seat.user)
    for row in rows:
        for user in (*owners[row.kindergarten.owner_id], *heads[row.kindergarten_id]):
            yield row, user


def _said(round: Round, rows: list[Nomination]) -> dict[str, Any]:
    return {
        "year": round.grant_year,
        "office": round.county.office_name,
        "nominations": [
            {
                "number": row.pk,
                "kindergarten": row.kindergarten.name,
                "study": row.study_name,
                "granted_nok": row.outcome.granted_nok,
                "reason": row.outcome.reason,
            }
            for row in rows
        ],
        "path": f"{reverse('needs:nomination_list')}?aar={round.grant_year}",
    }


def _about(round: Round, rows: list[Nomination]) -> list[str]:
    bodies = [body for row in rows for body in (row.kindergarten.owner, row.kindergarten)]
    return topics(round, Duty.DECISION, *bodies)
