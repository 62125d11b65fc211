"""What can be done to a meeting's agenda: add, save, move and take out cases, and lay papers before the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common import attachments
from common.attachments import Upload
from common.models import Attachment, Document
from common.refusals import NotNow
from common.versions import check_version
from networks.models import AgendaItem, Meeting, MeetingPaper, User
from networks.queries import meetings as queries
from networks.rules import meetings as rules
from networks.states import AgendaKind, ItemState

MOST_CASES = 60
MOST_PAPERS = 100


@dataclass(frozen=True, kw_only=True)
class ItemInput:
    """A case as it is put before the meeting."""

    title: str
    kind: AgendaKind = AgendaKind.OTHER
    background: str = ""
    proposal: str = ""


@transaction.atomic
def add_item(*, meeting: Meeting, typed: ItemInput, by: User, now: datetime) -> AgendaItem:
    """Put a case last on the agenda."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_save_item(by, meeting, now=now)
    _check_kind(meeting, typed)
    if meeting.items.count() >= MOST_CASES:
        raise NotNow(_("An agenda can have 60 cases at most."))
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    return AgendaItem.objects.create(meeting=meeting, order=last + 1, **vars(typed))


@transaction.atomic
def save_item(*, item: AgendaItem, typed: ItemInput, version: int, by: User, now: datetime) -> AgendaItem:
    """Change how a case is put. `version` is what the page showed. What is dealt with stands as it was put."""
    item = locked_item(item)
    rules.check_may_save_item(by, item.meeting, now=now)
    if item.state != ItemState.OPEN:
        raise NotNow(_("The case is dealt with. It stands as it was put before the meeting."))
    check_version(item.version, version)
    _check_kind(item.meeting, typed)
    columns = vars(typed) | {"version": item.version + 1}
    for name, value in columns.items():
        setattr(item, name, value)
    item.save(update_fields=list(columns))
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, now: datetime) -> None:
    """Take a case off the agenda, with its papers; the others close the gap."""
    item = locked_item(item)
    rules.check_may_remove_item(by, item, is_used=queries.is_item_used(item), now=now)
    for paper in item.papers.all():
        _forget(paper)
    item.delete()
    _number([*queries.items_of(item.meeting)])


@transaction.atomic
def order_items(*, meeting: Meeting, order: Sequence[int], by: User, now: datetime) -> None:
    """Put the cases in this order (their keys); those that are not named come last, as they stood."""
    meeting = queries.locked_meeting(meeting)
    rules.check_may_order_items(by, meeting, now=now)
    items = {item.pk: item for item in queries.items_of(meeting)}
    named = [items.pop(key) for key in dict.fromkeys(order) if key in items]
    _number([*named, *items.values()])


@transaction.atomic
def add_paper(  # noqa: PLR0913 -- one paper: where it belongs, what it is called, and what it is
    *,
    meeting: Meeting,
    title: str,
    item: AgendaItem | None = None,
    upload: Upload | None = None,
    path: str = "",
    document: Document | None = None,
    by: User,
    now: datetime,
) -> MeetingPaper:
    """Lay a file, a page of the portal (a `path` that begins with "/"), or an issued document, before the meeting or
    one of its cases.
    """
    meeting = queries.locked_meeting(meeting)
    rules.check_may_save_item(by, meeting, now=now)
    if item is not None and item.meeting_id != meeting.pk:
        raise NotNow(_("The case belongs to another meeting."))
    if [upload is not None, path != "", document is not None].count(True) != 1:
        raise NotNow(_("Choose a file, or give a page of the portal: one of them."))
    if path and not is_own_page(path):
        raise NotNow(
            _("Give a page of this portal. Its address begins with a slash, for instance /tilskudd/.")
        )
    if meeting.papers.count() >= MOST_PAPERS:
        raise NotNow(_("A meeting can have 100 papers at most."))
    file = attachments.keep(upload, by=by, now=now) if upload else None
    return MeetingPaper.objects.create(
        meeting=meeting,
        item=item,
        title=title or (file.filename if file else path),
        attachment=file,
        document=document,
        path=path,
        added_by=by,
        added_at=now,
    )


@transaction.atomic
def remove_paper(*, paper: MeetingPaper, by: User, now: datetime) -> None:
    """Take a paper back before the meeting opens; an uploaded file goes with it."""
    meeting = queries.locked_meeting(paper.meeting)
    rules.check_may_remove_paper(by, meeting, now=now)
    _forget(paper)


def is_own_page(path: str) -> bool:
    """Whether an address leads to a page of the portal and nowhere else: no scheme, no host, no backslash."""
    is_plain = path.isprintable() and "\\" not in path and " " not in path
    return path.startswith("/") and not path.startswith("//") and is_plain


def locked_item(item: AgendaItem) -> AgendaItem:
    """The case as it stands now; it and its meeting are held until the transaction ends."""
    meeting = queries.locked_meeting(item.meeting)
    found = AgendaItem.objects.select_for_update().get(pk=item.pk)
    found.meeting = meeting
    return found


def _check_kind(meeting: Meeting, typed: ItemInput) -> None:
    if meeting.forum_id is None and typed.kind != AgendaKind.OTHER:
        raise NotNow(_("Only the cooperation forum has cases of this kind."))


def _number(items: Sequence[AgendaItem]) -> None:
    for place, item in enumerate(items, start=1):
        item.order = place
    AgendaItem.objects.bulk_update(items, ["order"])


def _forget(paper: MeetingPaper) -> None:
    file = paper.attachment_id
    paper.delete()
    if file is not None:
        Attachment.objects.filter(pk=file).delete()
