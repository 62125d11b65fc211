"""A meeting as calendars hold it, and what is new since its invitation went out."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.calendars import Invitation
from common.kept import last_version
from networks.announced import Change, announced, changes_between
from networks.models import Meeting
from networks.queries.meetings import items_of, papers_of


def invitation_to(meeting: Meeting, *, is_over: bool = False, language: str = "nb") -> Invitation:
    """The meeting as calendars hold it, with its words in a language."""
    county = meeting.county
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
        organizer_name=county.office_name,
        organizer_email=county.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        is_cancelled=is_over,
    )


def untold_changes(meeting: Meeting) -> list[Change]:
    """What is new in a called meeting since those who are called were last told."""
    kept = last_version(meeting)
    said = announced(meeting, items_of(meeting), papers_of(meeting))
    return changes_between(kept.content, said) if kept else []
