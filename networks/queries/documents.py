"""Reads of a network's documents: what was uploaded, the minutes of its meetings, and its plan, in one list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from common.dates import oslo_date
from common.text_search import CONFIG, text_query
from networks.belonging import INSIDE, Tie, ties
from networks.models import AgendaItem, LongTermPlan, Network, NetworkDocument, User
from networks.models.periods import valid_on
from networks.queries.meetings import meetings_visible_to
from networks.queries.messages import networks_inside
from networks.queries.shared import open_on
from networks.roles import STAFF, Role, bodies
from networks.states import DocumentAudience, DocumentKind


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document of the list. `source` says which row it is: a NetworkDocument ("own"), the minutes of a meeting,
    or the plan; `key` and `meeting` are its keys.
    """

    source: str
    key: int
    kind: DocumentKind
    title: str
    dated_on: date
    note: str = ""
    filename: str = ""
    added_by: str = ""
    audience: str = ""
    meeting: int | None = None
    may_remove: bool = False

    @property
    def kind_label(self) -> str:
        """What kind of document it is, in words."""
        return str(self.kind.label)


def documents_visible_to(user: User, network: Network, *, now: datetime) -> QuerySet[NetworkDocument]:
    """The documents that were added and not removed: all of them for those who do the network's work and for the
    county governor's office, those for everybody for its owners and heads. Without the files' bytes.
    """
    held = ties(user, network, now=now)
    rows = NetworkDocument.objects.filter(network=network, removed_at__isnull=True)
    if not held & (INSIDE | {Tie.STAFF}):
        rows = rows.filter(audience=DocumentAudience.EVERYBODY) if held else rows.none()
    return rows.select_related("attachment", "document", "added_by").defer(
        "attachment__content", "document__content"
    )


def all_documents_visible_to(user: User, *, now: datetime) -> QuerySet[NetworkDocument]:
    """The same over all networks: everything where the person does the network's work or works at its office, what
    is for everybody where they own or head a kindergarten.
    """
    whole = Q(network__in=networks_inside(user, now=now)) | Q(
        network__county__in=bodies(user, STAFF, now=now)
    )
    around = Q(network__in=_around(user, now=now), audience=DocumentAudience.EVERYBODY)
    rows = NetworkDocument.objects.filter(whole | around, removed_at__isnull=True)
    return rows.select_related("network", "attachment").defer("attachment__content")


def _around(user: User, *, now: datetime) -> Any:
    """The networks in whose municipalities the person's kindergartens lie."""
    owners, heads = bodies(user, Role.OWNER, now=now), bodies(user, Role.HEAD, now=now)
    if not (owners or heads):
        return []
    path = "municipality__memberships__"
    mine = open_on(oslo_date(now)).filter(valid_on(oslo_date(now), path))
    return mine.filter(Q(owner__in=owners) | Q(pk__in=heads)).order_by().values(f"{path}network")


def document_of(user: User, network: Network, pk: int, *, now: datetime) -> NetworkDocument | None:
    """One document that the person may read, or None."""
    return documents_visible_to(user, network, now=now).filter(pk=pk).first()


def with_contents(document: NetworkDocument) -> NetworkDocument:
    """The same with the file's bytes."""
    return NetworkDocument.objects.select_related("attachment", "document").get(pk=document.pk)


def removed_documents(network: Network) -> list[NetworkDocument]:
    """What was taken out, by whom and when, newest first."""
    rows = NetworkDocument.objects.filter(network=network, removed_at__isnull=False)
    return list(rows.select_related("removed_by", "added_by").order_by("-removed_at", "-pk"))


def papers_of(user: User, network: Network, *, typed: str = "", kind: str = "", now: datetime) -> list[Paper]:
    """All documents of the network that the person may read, newest first; those that hold what is `typed`, and of
    one `kind`. Three reads and the person's ties, however many there are.
    """
    found = [*_own(user, network, typed, now), *_minutes(user, network, typed, now), *_plans(network, typed)]
    chosen = [paper for paper in found if kind in ("", paper.kind)]
    return sorted(chosen, key=lambda paper: (paper.dated_on, paper.source, paper.key), reverse=True)


def _own(user: User, network: Network, typed: str, now: datetime) -> list[Paper]:
    rows = documents_visible_to(user, network, now=now)
    files = (F("attachment__filename"), F("document__filename"))
    found = _holding(rows, typed, "title", "text", *(_words(name) for name in files))
    may_remove_all = bool(ties(user, network, now=now) & {Tie.LEADER, Tie.CASE_OFFICER})
    return [_own_paper(row, user, may_remove_all) for row in found]


def _own_paper(row: NetworkDocument, user: User, may_remove_all: bool) -> Paper:
    return Paper(
        source="own",
        key=row.pk,
        kind=DocumentKind(row.kind),
        title=row.title,
        dated_on=row.dated_on or oslo_date(row.added_at),
        note=row.text,
        filename=filename_of(row),
        added_by=str(row.added_by),
        audience=row.audience,
        may_remove=may_remove_all or row.added_by_id == user.pk,
    )


def filename_of(row: NetworkDocument) -> str:
    """What the file is called."""
    file: Any = row.attachment or row.document
    return str(file.filename)


def _minutes(user: User, network: Network, typed: str, now: datetime) -> list[Paper]:
    """The minutes that were sent, of the meetings that the person sees; found by the meeting and its cases too."""
    meetings = meetings_visible_to(user, now=now).filter(network=network, minutes__isnull=False)
    query = text_query(typed) if typed else None
    if query is not None:
        items = AgendaItem.objects.filter(meeting=OuterRef("pk"))
        vector = SearchVector("title", "resolution", "minutes_text", "background", config=CONFIG)
        own = SearchVector("title", "minutes_text", "notice", "place", config=CONFIG)
        in_cases = Exists(items.annotate(found=vector).filter(found=query))
        meetings = meetings.annotate(found=own).filter(Q(found=query) | in_cases)
    return [
        Paper(
            source="minutes",
            key=meeting.minutes_id or 0,
            kind=DocumentKind.MINUTES,
            title=meeting.minutes.title if meeting.minutes else meeting.title,
            dated_on=oslo_date(meeting.starts_at),
            filename=meeting.minutes.filename if meeting.minutes else "",
            meeting=meeting.pk,
        )
        for meeting in meetings
    ]


def _plans(network: Network, typed: str) -> list[Paper]:
    """The network's plan as it was last adopted; it is public."""
    rows = LongTermPlan.objects.filter(network=network, document__isnull=False)
    rows = rows.select_related("document").defer("document__content")
    return [
        Paper(
            source="plan",
            key=plan.pk,
            kind=DocumentKind.PLAN,
            title=plan.document.title,
            dated_on=oslo_date(plan.document.issued_at),
            filename=plan.document.filename,
        )
        for plan in _holding(rows, typed, "title", Cast("parts", TextField()))
        if plan.document
    ]


def _holding(rows: QuerySet[Any], typed: str, *texts: Any) -> QuerySet[Any]:
    """The rows whose texts hold what is typed; all rows where nothing is."""
    query = text_query(typed) if typed else None
    if query is None:
        return rows
    found: QuerySet[Any] = rows.annotate(found=SearchVector(*texts, config=CONFIG)).filter(found=query)
    return found


def _words(name: F) -> Func:
    """A file's name as words: "Årsplan_2027.pdf" is found by "årsplan" and by "2027"."""
    return Func(
        name,
        Value("[^[:alnum:]]+"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


def kept_attachments(network: Network) -> set[int]:
    """The keys of the uploaded files that the network keeps already."""
    rows = NetworkDocument.objects.filter(network=network, removed_at__isnull=True, attachment__isnull=False)
    return {key for key in rows.values_list("attachment_id", flat=True) if key is not None}
