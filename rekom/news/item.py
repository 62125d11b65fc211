"""One piece of news."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class NewsItem:
    """What happened, when, where to read more, and the reason where there is one."""

    at: datetime
    title: str
    url: str = ""
    text: str = ""

    def is_new(self, mark: datetime | None) -> bool:
        """Whether it happened after the person's visit before this one began."""
        return mark is not None and self.at > mark
