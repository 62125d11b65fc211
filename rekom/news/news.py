"""All news of a person, the newest first."""

from datetime import datetime, timedelta

from networks.models import User
from rekom.news import changes, mails, told
from rekom.news.item import NewsItem

AT_HOME = 12
"""So many stand on the home page."""
AT_HOME_SINCE = timedelta(days=90)
EVER_SINCE = timedelta(days=400)
MOST = 300
"""So many are listed in all, over a little more than a year."""


def news_of(user: User, *, now: datetime, limit: int = AT_HOME) -> list[NewsItem]:
    """The newest `limit` things that happened to what the person has to do with: never what they may not see.

    On the home page of the last three months, in the whole list of the last year. A fixed number of statements:
    one for changes of state, one for each kind among them, and one for each kind of answer that is told.
    """
    since = now - (AT_HOME_SINCE if limit <= AT_HOME else EVER_SINCE)
    found = [
        *changes.changes_for(user, since=since, limit=limit, now=now),
        *told.told_to(user, since=since, limit=limit, now=now),
        *mails.letters_to(user, since=since, limit=limit, now=now),
    ]
    return sorted(found, key=lambda item: (item.at, item.title), reverse=True)[:limit]
