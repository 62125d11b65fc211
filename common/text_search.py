"""Search in Norwegian text, as PostgreSQL does it, and showing where the words stand."""

import re
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Expression
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

CONFIG = "norwegian"
START, STOP = (
    "\ue000",
    "\ue001",
)  # private signs, which no keyboard writes, so that they can be told from the text
BETWEEN = " … "
HAS_OPERATORS = re.compile(r'["\-]|\bor\b', re.IGNORECASE)


def text_query(typed: str) -> Any:
    """What the reader looks for: words in any form, "phrases", -not, or. Plain words also as the beginning of longer
    ones, since Norwegian joins words: "språk" finds "språkmiljøet". None where nothing is typed.
    """
    words = re.findall(r"\w+", typed)
    if not words:
        return None
    query = SearchQuery(typed, config=CONFIG, search_type="websearch")
    if HAS_OPERATORS.search(typed):
        return query
    beginnings = " & ".join(f"'{word}':*" for word in words)
    return query | SearchQuery(beginnings, config=CONFIG, search_type="raw")


def excerpt(text: Expression | str, query: Any) -> SearchHeadline:
    """The part of the text where the words stand, with signs around them for `marked`."""
    return SearchHeadline(
        text,
        query,
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        min_words=12,
        max_words=35,
        max_fragments=2,
        fragment_delimiter=BETWEEN,
    )


def marked(text: str) -> SafeString:
    """The excerpt with <mark> around the words found; everything else is escaped."""
    safe = str(escape(text))
    found = re.sub(f"{START}([^{START}{STOP}]*){STOP}", r"<mark>\1</mark>", safe)
    return mark_safe(found.replace(START, "").replace(STOP, ""))  # noqa: S308 -- escaped above
