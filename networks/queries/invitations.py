"""A meeting as calendars hold it, and what is new since its invitation went out."""

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.calendars import Invitation
from common.kept import last_version
from networks.announced import Change, announced, changes_between
from networks.models import Meeting
from networks.queries.callees import people_to_call
from networks.queries.meetings import attendance_of, items_of, papers_of


@dataclass(frozen=True)
class Moved:
    """Names: who is called and has no seat in the meeting any more, and who has one and is not called."""

    gone: list[str]
    come: list[str]


def invitation_to(meeting: Meeting, *, is_over: bool = False, language: str = "nb") -> Invitation:
    """The meeting as calendars hold it, with its words in a language.

    Calendars know a meeting again by its key and its organizer's address, so both stay from the first invitation to
    the last: a network's is the portal's own address, whoever leads the network (docs/adr/0030).
    """
    name, email = _organizer(meeting)
    with translation.override(language):
        link = _("Video link: %(link)s") % {"link": meeting.link} if meeting.link else ""
    return Invitation(
        key=f"meeting-{meeting.pk}",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at.isoformat(),
        ends_at=meeting.ends_at.isoformat(),
        title=meeting.title,
        place=meeting.place or meeting.link,
        description="\n\n".join(part for part in (link, meeting.notice) if part),
        path=reverse("networks:meeting_detail", kwargs={"pk": meeting.pk}),
        organizer_name=name,
        organizer_email=email,
        is_cancelled=is_over,
    )


def _organizer(meeting: Meeting) -> tuple[str, str]:
    """The name and address that the meeting is called from."""
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if meeting.network is not None:
        return meeting.network.name, own
    return meeting.county.office_name, meeting.county.email or own


def untold_changes(meeting: Meeting) -> list[Change]:
    """What is new in a called meeting since those who are called were last told."""
    kept = last_version(meeting)
    said = announced(meeting, items_of(meeting), papers_of(meeting))
    return changes_between(kept.content, said) if kept else []


def moved_since_call(meeting: Meeting) -> Moved:
    """Whose seats have ended or begun since those who are called were last told: changing the meeting tells them."""
    people = people_to_call(meeting)
    called = {row.person_id: row.person.name for row in attendance_of(meeting) if row.is_called}
    stay = {seat.user_id for seat in people}
    return Moved(
        gone=[name for key, name in called.items() if key not in stay],
        come=[seat.user.name for seat in people if seat.user_id not in called],
    )
