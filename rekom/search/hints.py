"""Which kinds can have a hit at all: one statement over the columns in which the words may stand.

It tells nothing of things or people, only that a kind in which the words stand nowhere need not be asked. What is
found, and who may see it, is the providers' own (ADR 43).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import F

from common.text_search import CONFIG
from rekom.search.asked import Asked, is_long_enough
from rekom.search.names import LIKE_ENOUGH
from rekom.search.texts import query_of
from rekom.search.where import Column, Where, columns_of, first_column, is_year, tables_of

HOLDS = "bool_or(strpos(lower({column}), %s) > 0)"
IS_LIKE = f"bool_or(word_similarity(%s, {{column}}) >= {LIKE_ENOUGH})"
TEXTS_HOLD = "(SELECT count(*) > 0 FROM ({vector}) AS texts WHERE texts.found @@ ({query}))"
"""Counted, and not asked whether any exists: the database would then read the texts and leave its index alone."""

Statement = tuple[list[str], list[Any]]
"""The parts of a SELECT, and their values."""


@dataclass(frozen=True)
class Hints:
    """Which of the words stands in which columns, and the kinds whose texts hold all of them."""

    words: tuple[str, ...]
    columns: dict[Column, list[bool]]
    in_texts: frozenset[Where]

    def may_hold(self, where: Where) -> bool:
        """Whether the kind can have a hit: all words in its texts, or each somewhere in its names."""
        return where in self.in_texts or self.are_named(where)

    def are_named(self, where: Where, *, but: Sequence[str] = ()) -> bool:
        """Whether each word, `but` for some, stands in one of the kind's names."""
        columns = [self.columns[column] for column in columns_of(where)]
        return bool(columns or where.is_by_year) and all(
            word in but or (where.is_by_year and is_year(word)) or any(column[at] for column in columns)
            for at, word in enumerate(self.words)
        )


def hints_of(asked: Asked, wheres: Iterable[Where]) -> Hints:
    """Where the words stand: each table is read once, texts by their index."""
    asked_for = list(wheres)
    columns = [column for where in asked_for for column in columns_of(where)]
    with_texts = [where for where in asked_for if where.texts]
    query = _query(asked)
    if query is None:
        with_texts = []
    parts, values = _scan(columns, asked.words, HOLDS)
    for where in with_texts:
        vector, vector_values = _vector(where)
        parts.append(TEXTS_HOLD.format(vector=vector, query=query[0]))
        values += [*vector_values, *query[1]]
    row = _row(parts, values)
    held = row[len(row) - len(with_texts) :]
    in_texts = frozenset(where for where, is_held in zip(with_texts, held, strict=True) if is_held)
    return Hints(asked.words, _by_column(columns, asked.words, row), in_texts)


def likely(hints: Hints, wheres: Iterable[Where]) -> set[Where]:
    """The kinds in which a word can be like what a thing is called, and the others stand in its names."""
    long = [word for word in hints.words if is_long_enough(word)]
    able = [where for where in wheres if long and where.names and hints.are_named(where, but=long)]
    if not able:
        return set()
    columns = [first_column(where) for where in able]
    found = _by_column(columns, long, _row(*_scan(columns, long, IS_LIKE)))
    return {where for where in able if any(found[first_column(where)])}


def _scan(columns: Iterable[Column], words: Sequence[str], test: str) -> Statement:
    """One read of each table: a list of truths, for each of its columns each of the words."""
    parts, values = [], []
    for table, names in tables_of(columns).items():
        parts.append(_read(table, tuple(names), len(words), test))
        values += [*words] * len(names)
    return parts, values


@lru_cache(maxsize=512)
def _read(table: str, names: tuple[str, ...], number: int, test: str) -> str:
    quoted = connection.ops.quote_name
    tests = ", ".join(test.format(column=quoted(name)) for name in names for _word in range(number))
    return f"(SELECT ARRAY[{tests}] FROM {quoted(table)})"  # noqa: S608 -- names of our own tables and columns alone


def _by_column(
    columns: Iterable[Column], words: Sequence[str], row: Sequence[Any]
) -> dict[Column, list[bool]]:
    found, number = {}, len(words)
    for (table, names), truths in zip(tables_of(columns).items(), row, strict=False):
        for at, name in enumerate(names):
            found[table, name] = truths[at * number : (at + 1) * number]
    return found


def _row(parts: Iterable[str], values: Sequence[Any]) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row: Sequence[Any] = cursor.fetchone()
    return row


def _query(asked: Asked) -> Any:
    """The words as PostgreSQL looks for them in texts, and their values; None where there is nothing to look for."""
    query = query_of(asked)
    if query is None:
        return None
    rows = asked.user.__class__._default_manager.none().query
    return query.resolve_expression(rows).as_sql(rows.get_compiler(connection=connection), connection)


@lru_cache(maxsize=64)
def _vector(where: Where) -> tuple[str, tuple[Any, ...]]:
    """The kind's texts as they are in its index."""
    found: Any = F(where.stored) if where.stored else SearchVector(*where.texts, config=CONFIG)
    rows = where.model._default_manager.order_by().values(found=found)
    text, values = rows.query.sql_with_params()
    return text, tuple(values)
