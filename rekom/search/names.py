"""Finding names: every word must stand in one of the columns, or be like a part of them."""

from functools import reduce
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, ExpressionWrapper, F, FloatField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Lower

from rekom.search.asked import Asked, is_long_enough

LIKE_ENOUGH = 0.5
"""So much of a word's groups of three letters must be found together."""


def called(rows: QuerySet[Any, Any], asked: Asked, first: str, *others: str, also: Q | None = None) -> Any:
    """The rows in which each word stands in one of the columns, or `also`; those whose `first` begins so come first.

    All of it is one expression in small letters, so that "lekestua fosen" finds the kindergarten by name and place.
    Where likeness is asked for, a word may also be like a part of `first`.
    """
    columns = [Coalesce(F(name), Value(""), output_field=TextField()) for name in (first, *others)]
    text = Lower(_joined(columns))
    found = rows.alias(search_text=text)
    wanted = reduce(Q.__and__, (_holds(word, asked) for word in asked.words))
    if asked.is_like:
        found = found.alias(**_likenesses(asked, first))
    found = found.filter(wanted | also if also is not None else wanted)
    return _ordered(found, asked, first)


def ranked(rows: QuerySet[Any, Any], asked: Asked, first: str) -> Any:
    """The rows, which are known to be called so, in the same order as `called`."""
    likenesses = _likenesses(asked, first) if asked.is_like else {}
    return _ordered(rows.alias(**likenesses), asked, first)


def _ordered(rows: QuerySet[Any, Any], asked: Asked, first: str) -> Any:
    ranks = rows.alias(search_rank=_rank(asked, first))
    return ranks.order_by("search_rank", *_nearest(asked), Lower(first), "pk")


def _joined(columns: list[Any]) -> Any:
    if len(columns) == 1:
        return columns[0]
    spaced = [part for column in columns for part in (Value(" "), column)][1:]
    return Concat(*spaced, output_field=TextField())


def _holds(word: str, asked: Asked) -> Q:
    exact = Q(search_text__contains=word)
    if asked.is_like and is_long_enough(word):
        return exact | Q(**{f"{_alias(asked, word)}__gte": LIKE_ENOUGH})
    return exact


def _alias(asked: Asked, word: str) -> str:
    return f"search_like_{asked.words.index(word)}"


def _likenesses(asked: Asked, first: str) -> dict[str, Any]:
    """How much of each long word is like what a thing is called first; the other columns hold it or do not."""
    return {_alias(asked, word): _likeness(word, first) for word in asked.words if is_long_enough(word)}


def _likeness(word: str, first: str) -> Any:
    return Coalesce(TrigramWordSimilarity(word, first), Value(0.0))


def _nearest(asked: Asked) -> list[Any]:
    """What is most like the words first, where likeness is asked for."""
    likenesses: list[Any] = [F(_alias(asked, word)) for word in asked.words if is_long_enough(word)]
    if not (asked.is_like and likenesses):
        return []
    total = reduce(lambda one, other: one + other, likenesses)
    return [ExpressionWrapper(total, output_field=FloatField()).desc()]


def _rank(asked: Asked, first: str) -> Case:
    """0: called exactly so; 1: begins so; 2: a later word begins so; 3: the rest."""
    return Case(
        When(**{f"{first}__iexact": asked.text}, then=Value(0)),
        When(**{f"{first}__istartswith": asked.text}, then=Value(1)),
        When(**{f"{first}__icontains": f" {asked.words[0]}"}, then=Value(2)),
        default=Value(3),
    )
