"""Calendar text (RFC 5545) that Outlook, Google and Thunderbird understand: Norway's time, and an invitation by mail.

An invitation travels in its letter's context as plain JSON, and becomes text when the mail is made: then the one who
gets it is the one who is invited, and nobody sees the addresses of the others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from common.clock import OSLO
from common.dates import clock_time, day, instant, oslo_date

ZONE = "Europe/Oslo"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def norwegian_zone() -> Timezone:
    """Norway's time: the clock changes on the last Sunday of March and of October.

    Written as yearly rules, since not all calendars read lists of dates in a time zone.
    """
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for part, name, begins, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, winter, summer),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, summer, winter),
    ):
        part.add("tzname", name)
        part.add("dtstart", begins)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def when(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when, in words: '10. mars 2027 kl. 09.00–15.00'; both days where there are two."""
    if oslo_date(starts_at) != oslo_date(ends_at):
        return f"{instant(starts_at)} – {instant(ends_at)}"
    words = {"day": day(starts_at), "from": clock_time(starts_at), "to": clock_time(ends_at)}
    return _("%(day)s, %(from)s to %(to)s") % words


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """One meeting in somebody's calendar. `key` stays the same from the invitation to the cancelling ("meeting-7");
    `sequence` grows with each change. Instants as ISO 8601, `path` within the portal.
    """

    key: str
    sequence: int
    starts_at: str
    ends_at: str
    title: str
    place: str
    description: str
    path: str
    organizer_name: str
    organizer_email: str
    is_cancelled: bool = False

    @property
    def method(self) -> str:
        """REQUEST for a meeting that stands, CANCEL for one that does not (RFC 5546)."""
        return CANCEL if self.is_cancelled else REQUEST


def invitation_text(
    invitation: Invitation, *, stamp: datetime, method: str = "", to: str = "", name: str = ""
) -> bytes:
    """The invitation as iCalendar text, UTF-8 with CRLF and folded lines, to the one person `to`.

    Without `to` nobody is invited: it is published, for whoever wants it in a calendar. No answer is asked for in
    the calendar itself, since one answers in the portal.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Rekom//{settings.EMAIL_ID_DOMAIN}//NO")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method or (invitation.method if to else PUBLISH))
    calendar.add_component(norwegian_zone())
    event = meeting_event(invitation, stamp=stamp)
    event.add("organizer", _address(invitation.organizer_email, invitation.organizer_name), encode=False)
    if to:
        event.add("attendee", _address(to, name, **_INVITED), encode=False)
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def meeting_event(invitation: Invitation, *, stamp: datetime) -> Event:
    """The meeting as a calendar holds it. It takes the time of the one who is called."""
    event = Event()
    event.add("uid", f"{invitation.key}@{settings.EMAIL_ID_DOMAIN}")
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", stamp.replace(microsecond=0))
    event.add("last-modified", stamp.replace(microsecond=0))
    event.add("dtstart", datetime.fromisoformat(invitation.starts_at).astimezone(OSLO))
    event.add("dtend", datetime.fromisoformat(invitation.ends_at).astimezone(OSLO))
    event.add("summary", invitation.title)
    address = f"{settings.PORTAL_URL.rstrip('/')}{invitation.path}"
    event.add("description", "\n\n".join(part for part in (invitation.description, address) if part))
    if invitation.place:
        event.add("location", invitation.place)
    event.add("url", address)
    event.add("status", "CANCELLED" if invitation.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if invitation.is_cancelled else "OPAQUE")
    return event


_INVITED = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}


def _address(email: str, name: str, **said: str) -> Any:
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    for key, value in said.items():
        address.params[key] = vText(value)
    return address
