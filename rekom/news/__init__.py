"""What has happened since the person was here last, read from the domain's own facts (ADR 43)."""

from rekom.news.item import NewsItem
from rekom.news.news import AT_HOME, news_of

__all__ = ["AT_HOME", "NewsItem", "news_of"]
