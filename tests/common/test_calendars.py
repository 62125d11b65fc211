"""Invitations by mail: read by a second reader of calendars, and in the shape that mail programs want."""

from datetime import timedelta

import pytest
import vobject

from common.calendars import Invitation, invitation_text, when
from common.clock import oslo
from common.models import OutboxMail
from common.outbox.message import make
from networks.models import User

NOW = oslo(2027, 2, 1, 12)


def invitation(**said) -> Invitation:
    base = {
        "key": "meeting-7",
        "sequence": 2,
        "starts_at": oslo(2027, 3, 29, 9).isoformat(),
        "ends_at": oslo(2027, 3, 29, 15).isoformat(),
        "title": "Samarbeidsforum; møte & lunsj",
        "place": "Rom 2, Statens hus",
        "description": "Ta med\nsakspapirer",
        "path": "/nettverk/moter/7/",
        "organizer_name": "Statsforvalteren, Prøvefylket",
        "organizer_email": "post@example.no",
    }
    return Invitation(**{**base, **said})


def read(text: bytes) -> vobject.base.Component:
    return vobject.readOne(text.decode())


def mail_of(**said) -> OutboxMail:
    """A letter with an invitation, as the outbox has it, to somebody."""
    context = {
        "title": "Samarbeidsforum",
        "reason": "Nei",
        "starts_at": NOW.isoformat(),
        "ends_at": (NOW + timedelta(hours=1)).isoformat(),
        "place": "",
        "link": "",
        "path": "/nettverk/moter/7/",
        "invitation": vars(invitation(**said)),
    }
    return OutboxMail(
        kind="networks/meeting_cancelled",
        key="meeting_cancelled:7:1:1",
        to="kari@example.no",
        recipient=User(name="Kari Ærlig", email="kari@example.no"),
        context=context,
        planned_at=NOW,
        language="nb",
    )


def test_a_second_reader_finds_the_same_meeting():
    event = read(invitation_text(invitation(), stamp=NOW, to="kari@example.no", name="Kari Ærlig")).vevent
    assert event.dtstart.value == oslo(2027, 3, 29, 9)
    assert event.dtend.value == oslo(2027, 3, 29, 15)
    assert (event.summary.value, event.location.value) == (
        "Samarbeidsforum; møte & lunsj",
        "Rom 2, Statens hus",
    )
    assert event.description.value.startswith("Ta med\nsakspapirer\n\nhttp")
    assert event.uid.value.startswith("meeting-7@")
    assert event.sequence.value == "2"


@pytest.mark.parametrize("day", [(2026, 10, 25), (2027, 3, 28), (2028, 2, 29)])
def test_the_clock_on_the_wall_is_kept_over_a_clock_change(day):
    said = {"starts_at": oslo(*day, 0, 30).isoformat(), "ends_at": oslo(*day, 9).isoformat()}
    text = invitation_text(invitation(**said), stamp=NOW, to="kari@example.no")
    assert b"DTSTART;TZID=Europe/Oslo:%04d%02d%02dT003000" % day in text
    assert read(text).vevent.dtend.value == oslo(*day, 9)


def test_only_the_one_who_gets_it_is_invited_and_no_reply_is_asked_for():
    event = read(invitation_text(invitation(), stamp=NOW, to="kari@example.no", name="Kari Ærlig")).vevent
    (attendee,) = event.contents["attendee"]
    assert (attendee.value, attendee.params["RSVP"]) == ("mailto:kari@example.no", ["FALSE"])
    assert event.organizer.value == "mailto:post@example.no"


def test_cancelling_says_so_under_the_same_name():
    text = invitation_text(invitation(is_cancelled=True, sequence=3), stamp=NOW, to="kari@example.no")
    calendar = read(text)
    assert (calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert calendar.vevent.uid.value == read(invitation_text(invitation(), stamp=NOW)).vevent.uid.value


def test_what_is_downloaded_invites_nobody():
    calendar = read(invitation_text(invitation(), stamp=NOW))
    assert calendar.method.value == "PUBLISH"
    assert "attendee" not in calendar.vevent.contents


def test_lines_end_with_crlf_and_are_folded():
    text = invitation_text(invitation(title="Ærefrykt " * 30), stamp=NOW, to="kari@example.no")
    assert text.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, text.split(b"\r\n"))) <= 75


@pytest.mark.parametrize(("is_cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_a_letter_carries_the_invitation_as_mail_programs_want_it(is_cancelled, method):
    message = make(mail_of(is_cancelled=is_cancelled)).message()
    parts = {part.get_content_type(): part for part in message.walk()}
    said = parts["text/calendar"]
    assert (said.get_param("method"), said.get_content_charset()) == (method, "utf-8")
    assert said in parts["multipart/alternative"].get_payload()
    calendar = read(said.get_payload(decode=True))
    assert (calendar.method.value, calendar.vevent.attendee.value) == (method, "mailto:kari@example.no")
    file = parts["application/ics"]
    assert (file.get_filename(), file.get_content_disposition()) == ("invite.ics", "attachment")
    assert read(file.get_payload(decode=True)).vevent.summary.value == "Samarbeidsforum; møte & lunsj"


def test_a_letter_without_an_invitation_has_no_calendar():
    mail = mail_of()
    mail.context.pop("invitation")
    types = {part.get_content_type() for part in make(mail).message().walk()}
    assert types == {"multipart/alternative", "text/plain", "text/html"}


def test_a_meeting_of_one_day_names_the_day_once():
    starts = oslo(2027, 3, 10, 23, 30)
    assert when(starts, oslo(2027, 3, 10, 23, 45)) == "10. mars 2027 kl.\u00a023.30–23.45"
    assert (
        when(starts, oslo(2027, 3, 11, 0, 30))
        == "10. mars 2027 kl.\u00a023.30 – 11. mars 2027 kl.\u00a000.30"
    )
