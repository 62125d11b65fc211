"""Where the words of each kind may stand: the columns of its names, and its long texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP

Column = tuple[str, str]
"""A table and one of its columns, as the database names them."""
YEAR_LENGTH = 4


@dataclass(frozen=True)
class Where:
    """Where a kind's words may stand: in `names` (led from its model), in columns `also`, or in long `texts`.

    `stored` is the column with the texts as the database searches them, where there is one. `is_by_year`: a year is
    found by its number.
    """

    model: type[Model]
    names: tuple[str, ...] = ()
    also: tuple[tuple[type[Model], str], ...] = ()
    texts: tuple[str, ...] = ()
    stored: str = ""
    is_by_year: bool = False


@lru_cache(maxsize=256)
def columns_of(where: Where) -> tuple[Column, ...]:
    """The columns of the kind's names, each once."""
    names = [_column(where.model, path) for path in where.names]
    return tuple(dict.fromkeys([*names, *(_column(model, path) for model, path in where.also)]))


def first_column(where: Where) -> Column:
    """What the kind's things are called by first."""
    return columns_of(where)[0]


def tables_of(columns: Iterable[Column]) -> dict[str, list[str]]:
    """The names of the columns by table, each once."""
    found: dict[str, list[str]] = {}
    for table, name in dict.fromkeys(columns):
        found.setdefault(table, []).append(name)
    return found


def is_year(word: str) -> bool:
    """Whether the word is a year, "2027"."""
    return len(word) == YEAR_LENGTH and word.isascii() and word.isdigit()


def _column(model: Any, path: str) -> Column:
    *relations, last = path.split(LOOKUP_SEP)
    for name in relations:
        model = model._meta.get_field(name).related_model
    return model._meta.db_table, model._meta.get_field(last).column
