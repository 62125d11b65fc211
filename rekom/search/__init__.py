"""Search over everything that the person may see: one provider for each kind of thing.

A provider narrows first, by its app's own read of what the person may see, and searches then (ADR 43).
"""

from rekom.search.asked import Asked, words_of
from rekom.search.kinds import KINDS, Group, Result, search

__all__ = ["KINDS", "Asked", "Group", "Result", "search", "words_of"]
