"""Showing where the words stand."""

import re
from collections.abc import Iterable

from django.utils.safestring import SafeString

from common.text_search import START, STOP, marked


def mark_words(text: str, words: Iterable[str]) -> SafeString:
    """The text, escaped, with <mark> around the words that were looked for, also as parts of longer words."""
    found = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    if not found:
        return marked(text)
    signed = re.sub("|".join(found), lambda match: f"{START}{match.group()}{STOP}", text, flags=re.IGNORECASE)
    return marked(signed)
