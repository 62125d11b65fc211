"""What a person looks for."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from networks.models import User

MOST_SIGNS = 120
"""So much of what is typed is read; the rest is left out."""
MOST_WORDS = 6
SHORTEST_LIKE = 4
"""Words shorter than this are not looked for with typing errors: too much is like them."""
ORG_NUMBER = re.compile(r"(?<!\d)(\d{3})\s+(\d{3})\s+(\d{3})(?!\d)")
SEPARATORS = re.compile(r"[\s,;:\"'()\[\]<>|!?*%\\]+")


@dataclass(frozen=True)
class Asked:
    """Who looks for which words, when, and how many of each kind are wanted, after the first `offset`.

    `is_like`: also what is only like the words, as with a typing error. `kept` is what several kinds have read of
    what the person may see.
    """

    user: User
    words: tuple[str, ...]
    now: datetime
    limit: int
    offset: int = 0
    is_like: bool = False
    kept: dict[str, Any] = field(default_factory=dict, compare=False)

    def may_be_named(self, model: type[Any]) -> bool:
        """Whether the words stand in the names of a kind, besides its texts; so where nobody has looked."""
        unnamed: frozenset[type[Any]] = self.kept.get("unnamed", frozenset())
        return model not in unnamed

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


def words_of(typed: str) -> tuple[str, ...]:
    """The words that are looked for, in small letters, six at most; an organisation number is one word."""
    readable = "".join(sign if sign.isprintable() else " " for sign in typed[:MOST_SIGNS])
    joined = ORG_NUMBER.sub(r"\1\2\3", readable)
    words = (word.strip(".-_/–") for word in SEPARATORS.split(joined.lower()))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def allows_likeness(words: Any) -> bool:
    """Whether one of the words is long enough to be looked for with a typing error."""
    return any(is_long_enough(word) for word in words)


def is_long_enough(word: str) -> bool:
    """Whether the word can be looked for with a typing error: not a short one, and never a number."""
    return len(word) >= SHORTEST_LIKE and not any(sign.isdigit() for sign in word)
