"""The letter about what has become of bodies and places."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.models import MailPriority
from common.outbox import Planned
from networks.models import County, Kindergarten, Network, Organisation, RegisterImport, User
from networks.queries.concerned import Concerned, readers_of
from networks.topics import topic

TOPICS = {"organisation": Organisation, "kindergarten": Kindergarten, "network": Network}
NAMED = 40
"""So many bodies a letter is found by."""


def bodies_changed(found: Sequence[Concerned], *, batch: RegisterImport | None = None, now: datetime) -> int:
    """Tell each person whom the changes concern once, in one letter, what has happened; never who recorded it.

    Those of one act are told together; those of a file of the register once for the file, `batch`. Returns how many
    letters were planned.
    """
    if not found:
        return 0
    people, mine = _by_person(found, now=now)
    occasion = f"import:{batch.pk}" if batch else f"{found[0].change.pk}"
    return outbox.post_many(
        Planned(
            kind="networks/bodies_changed",
            to=people[key],
            context=_context(rows),
            key=f"bodies_changed:{occasion}:{key}",
            planned_at=now,
            topics=_topics(rows),
            priority=MailPriority.BULK if batch else MailPriority.PROMPT,
        )
        for key, rows in mine.items()
    )


def _by_person(
    found: Iterable[Concerned], *, now: datetime
) -> tuple[dict[int, User], dict[int, list[Concerned]]]:
    """The people, and for each those of the changes that concern them."""
    rows = list(found)
    readers = readers_of({body for row in rows for body in row.bodies}, now=now)
    people: dict[int, User] = {}
    mine: dict[int, list[Concerned]] = defaultdict(list)
    for row in rows:
        users = {user.pk: user for body in sorted(row.bodies) for user in readers.get(body, [])}
        users.pop(row.change.recorded_by_id or 0, None)
        people |= users
        for key in users:
            mine[key].append(row)
    return people, mine


def _context(rows: Sequence[Concerned]) -> dict[str, Any]:
    lines = [_line(row) for row in rows]
    kinds = {line["what"] for line in lines}
    own_page = reverse("networks:profile")
    path = lines[0]["path"] if len(lines) == 1 else ""
    return {
        "changes": lines,
        "has_new_owner": "new_owner" in kinds,
        "has_moved": "move" in kinds,
        "has_taken_up": any(row.change.organisation_id is not None for row in rows),
        "path": path or own_page,
        "is_own_page": not path,
    }


def _line(row: Concerned) -> dict[str, str]:
    """One change as the letter says it; `path` is empty for what only staff have a page of."""
    change = row.change
    path = ""
    if change.kindergarten_id:
        path = reverse("networks:kindergarten_detail", kwargs={"pk": change.kindergarten_id})
    elif change.to_municipality_id:
        path = reverse("networks:municipality_detail", kwargs={"pk": change.to_municipality_id})
    return {
        "what": str(change.kind),
        "name": row.name,
        "before": row.before,
        "after": row.after,
        "on": change.on.isoformat(),
        "path": path,
    }


def _topics(rows: Iterable[Concerned]) -> list[str]:
    bodies = sorted({body for row in rows for body in row.bodies})[:NAMED]
    counties = {topic(County, row.change.county_id) for row in rows}
    return [*counties, *(topic(TOPICS[kind], key) for kind, key in bodies)]
