"""Finding words in long texts, by PostgreSQL's index, with the place where they stand."""

from typing import Any

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from common.text_search import BETWEEN, CONFIG, excerpt, text_query
from rekom.search.asked import Asked


def query_of(asked: Asked) -> Any:
    """The words as PostgreSQL looks for them; None where there is nothing to look for."""
    return text_query(" ".join(word.replace("-", " ") for word in asked.words))


def holding(
    rows: QuerySet[Any, Any], asked: Asked, *columns: str, vector: Any = None, also: Any = None
) -> Any:
    """The rows whose columns hold all the words, the best first.

    `vector` is the stored column, where there is one; else it is reckoned as in the index on the same columns.
    `also` finds rows in another way (by a name that stands elsewhere).
    """
    query = query_of(asked)
    if query is None:
        return rows.none()
    found = rows.alias(search_found=vector or SearchVector(*columns, config=CONFIG))
    wanted = Q(search_found=query)
    found = found.filter(wanted if also is None else wanted | also)
    return found.alias(search_rank=SearchRank(F("search_found"), query)).order_by("-search_rank", "-pk")


def shown(asked: Asked, *columns: str) -> Any:
    """The part of the columns where the words stand."""
    spaced = [part for column in columns for part in (Value(BETWEEN), F(column))][1:]
    text: Any = Concat(*spaced, output_field=TextField()) if len(columns) > 1 else F(columns[0])
    return excerpt(text, query_of(asked))
