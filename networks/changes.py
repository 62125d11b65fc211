"""What has been changed in an organisation's name and numbers, in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.numbers import account_number_text, org_number_text
from common.timeline import Line

TRACKED = {
    "name": gettext_lazy("Name"),
    "org_number": gettext_lazy("Organisation number"),
    "account_number": gettext_lazy("Account number"),
}
"""The columns that the database keeps every version of (networks/models/places.py)."""
AS_READ: dict[str, Callable[[str], str]] = {
    "org_number": org_number_text,
    "account_number": account_number_text,
}


def change_lines(events: Iterable[Any], people: Mapping[int, str]) -> list[Line]:
    """One line for each version, oldest first: what it changed, and by whom (`people` by key) where that is known.

    `events` come oldest first; the first of them is what the later ones are compared with.
    """
    lines, before = [], None
    for event in events:
        text = _("Registered") if before is None else _difference(before, event)
        if text:
            lines.append(Line(event.pgh_created_at, people.get(person_of(event) or 0, ""), text, ""))
        before = event
    return lines


def person_of(event: Any) -> int | None:
    """The key of the person who made the change, or None when it came from a data set."""
    found = event.pgh_context.metadata.get("by") if event.pgh_context else None
    return int(found) if found is not None else None


def _difference(before: Any, after: Any) -> str:
    changed = [column for column in TRACKED if _shown(before, column) != _shown(after, column)]
    return ". ".join(
        _("%(what)s: from %(before)s to %(after)s")
        % {"what": TRACKED[column], "before": _shown(before, column), "after": _shown(after, column)}
        for column in changed
    )


def _shown(event: Any, column: str) -> str:
    value = getattr(event, column)
    return AS_READ.get(column, str)(value) if value else _("nothing")
