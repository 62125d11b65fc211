"""The rounds' dates as a calendar (RFC 5545) that anybody may subscribe to: one whole day for each last day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from common.dates import day
from reporting.queries.open_calendar import OpenDate

ASK_AGAIN_AFTER = timedelta(days=1)


def calendar_file(dates: Iterable[OpenDate], *, county: str, number: str, url: str, now: datetime) -> bytes:
    """The dates as iCalendar text in the active language. A date that is moved keeps its key, and moves there too."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Rekom//{settings.EMAIL_ID_DOMAIN}//{translation.get_language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Rekom %(county)s: the year's dates") % {"county": county})
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for row in dates:
        calendar.add_component(_event(row, number=number, url=url, now=now))
    text: bytes = calendar.to_ical()
    return text


def _event(row: OpenDate, *, number: str, url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{number}-{row.year}-{row.duty}@{settings.EMAIL_ID_DOMAIN}")
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", row.due_on)
    event.add("summary", _("%(what)s %(year)s – last day") % {"what": row.name, "year": row.year})
    opens = _("Opens %(when)s. The money is for %(year)s.") % {"when": day(row.opens_on), "year": row.year}
    event.add("description", opens)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
