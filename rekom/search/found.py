"""What a provider answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Window

from rekom.search.asked import Asked


@dataclass(frozen=True)
class Hit:
    """One thing that was found: what it is called, where it is, what is known of it, and the text that was found.

    `note` is plain text; `excerpt` has the words found marked for `common.text_search.marked`.
    """

    title: str
    url: str
    note: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of one kind, the best first, and how many there are in all."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)


NOTHING = Found()
Provider = Callable[[Asked], Found]


def page_of(
    rows: QuerySet[Any, Any],
    asked: Asked,
    make: Callable[[Any], Hit],
    *related: str,
    hides: Iterable[str] = (),
    **more: Any,
) -> Found:
    """The wanted part of the rows as hits, and how many rows there are.

    First the keys alone, with what the search itself needs; then the few that are shown, with `related` things and
    `more` columns: most kinds find nothing, and cost one small statement.
    """
    counted = rows.values_list("pk", Window(Count("*")))
    found = list(counted[asked.offset : asked.offset + asked.limit])
    if not found:
        return NOTHING
    keys = [pk for pk, _total in found]
    things = rows.model._default_manager.select_related(*related).defer(*hides).annotate(**more)
    by_key = {thing.pk: thing for thing in things.filter(pk__in=keys).order_by()}
    return Found(found[0][1], [make(by_key[pk]) for pk in keys if pk in by_key])


def join(parts: Iterable[Any]) -> str:
    """What is known of a thing on one line: "Lekestua SA · Prøvedal"."""
    return " · ".join(str(part) for part in parts if part)
