"""Reads of meetings and their cases."""

from datetime import date, datetime

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When

from common.dates import oslo_date
from common.models import Document
from common.sorting import norwegian
from networks.models import (
    AgendaItem,
    Attendance,
    Declaration,
    Forum,
    Meeting,
    MeetingPaper,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.roles import STAFF, Role, bodies
from networks.states import AgendaKind, ImpartialityState, MeetingState


def meetings_visible_to(user: User, *, now: datetime) -> QuerySet[Meeting]:
    """The forum's meetings for its members (not drafts) and for the County Governor's staff (also drafts)."""
    forum = Meeting.objects.filter(forum__in=bodies(user, Role.FORUM_MEMBER, now=now)).exclude(
        state=MeetingState.DRAFT
    )
    staff = Meeting.objects.filter(forum__county__in=bodies(user, STAFF, now=now))
    return (
        (forum | staff)
        .select_related("forum__county", "round__county", "chair", "minutes")
        .defer("minutes__content")
    )


def item_of_kind(round: Round, kind: AgendaKind) -> AgendaItem | None:
    """The newest case of this kind in a meeting about the round that is called, held or minuted, or None."""
    return (
        AgendaItem.objects.filter(meeting__round=round, meeting__forum__isnull=False, kind=kind)
        .exclude(meeting__state__in=[MeetingState.DRAFT, MeetingState.CANCELLED])
        .select_related("meeting__forum__county", "meeting__chair")
        .order_by("-meeting__starts_at", "-pk")
        .first()
    )


def recused_lines(item: AgendaItem) -> dict[int, set[str]]:
    """Who is disqualified in a case: the lines ("" for the whole case), by the person's key."""
    found: dict[int, set[str]] = {}
    rows = Declaration.objects.filter(item=item, state=ImpartialityState.RECUSED).order_by("pk")
    for person, line in rows.values_list("person_id", "line"):
        found.setdefault(person, set()).add(line)
    return found


def is_recused(user: User, item: AgendaItem, line: str = "") -> bool:
    """Whether the person is disqualified in the whole case, or in this line of it."""
    return bool({"", line} & recused_lines(item).get(user.pk, set()))


def meeting_of(user: User, pk: int, *, now: datetime) -> Meeting | None:
    """A meeting that the person may see, or None."""
    return meetings_visible_to(user, now=now).filter(pk=pk).first()


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, held until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).defer("minutes__content")
    return rows.select_related("forum__county", "network__county", "round__county", "chair", "minutes").get(
        pk=meeting.pk
    )


def meetings_listed(user: User, *, now: datetime) -> QuerySet[Meeting]:
    """The meetings that the person sees, with `cases`: how many there are on the agenda."""
    return meetings_visible_to(user, now=now).annotate(cases=Count("items"))


def meetings_ahead_first(user: User, *, today: datetime, now: datetime) -> QuerySet[Meeting]:
    """The same: those that end today or later with the soonest first, then those that are over, newest first."""
    is_ahead = Case(When(ends_at__gte=today, then=0), default=1)
    ahead = Case(When(ends_at__gte=today, then=F("starts_at")))
    rows = meetings_listed(user, now=now).annotate(is_over=is_ahead)
    return rows.order_by("is_over", ahead.asc(nulls_last=True), "-starts_at", "-pk")


def forums_kept_by(user: User, *, now: datetime) -> QuerySet[Forum]:
    """The cooperation forums whose secretary the person is."""
    counties = bodies(user, Role.CASE_OFFICER, now=now)
    return Forum.objects.filter(county__in=counties).select_related("county").order_by("name", "pk")


def items_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The cases of a meeting in their order, each with the meeting."""
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("meeting__forum__county", "meeting__chair", "recorded_by")
        .order_by("order", "pk")
    )


def item_of(meeting: Meeting, pk: int) -> AgendaItem | None:
    """One case of a meeting, or None."""
    return items_of(meeting).filter(pk=pk).first()


def is_item_used(item: AgendaItem) -> bool:
    """Whether somebody has declared a question of impartiality in the case, or voted on it."""
    return item.declarations.exists() or item.ballots.exists()


def members_on(forum: Forum, day: date) -> list[Seat]:
    """The seats in the forum on a day, one for each person, in Norwegian order of their names."""
    rows = Seat.objects.filter(valid_on(day), role=Role.FORUM_MEMBER, forum=forum, user__is_active=True)
    return _one_each(rows)


def people_to_call(meeting: Meeting) -> list[Seat]:
    """Who is called: the forum's members on the day, then the case officers, each person once by one seat."""
    if meeting.forum is None:
        return []
    day = oslo_date(meeting.starts_at)
    officers = Seat.objects.filter(
        valid_on(day), role=Role.CASE_OFFICER, county=meeting.forum.county_id, user__is_active=True
    )
    found = {seat.user_id: seat for seat in members_on(meeting.forum, day)}
    for seat in _one_each(officers):
        found.setdefault(seat.user_id, seat)
    return list(found.values())


def _one_each(seats: QuerySet[Seat]) -> list[Seat]:
    rows = seats.select_related("user", "forum", "county").order_by(norwegian("user__name"), "pk")
    found: dict[int, Seat] = {}
    for seat in rows:
        found.setdefault(seat.user_id, seat)
    return list(found.values())


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who is called or was there, with the person and the seat, in Norwegian order of their names."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("person", "seat")
    return list(rows.order_by(norwegian("person__name"), "pk"))


def own_attendance(meeting: Meeting, user: User) -> Attendance | None:
    """The person's own row, or None when they are not called."""
    return Attendance.objects.filter(meeting=meeting, person=user, is_called=True).first()


def papers_of(meeting: Meeting) -> QuerySet[MeetingPaper]:
    """The papers of a meeting and its cases, without the files' contents."""
    rows = MeetingPaper.objects.filter(meeting=meeting).select_related("item", "attachment", "document")
    return rows.defer("attachment__content", "document__content").order_by("added_at", "pk")


def items_hidden_from(user: User, meeting: Meeting) -> set[int]:
    """The cases whose papers the person does not see: disqualified, and the meeting decided so."""
    rows = Declaration.objects.filter(
        item__meeting=meeting, person=user, state=ImpartialityState.RECUSED, sees_papers=False
    )
    return set(rows.values_list("item_id", flat=True))


def paper_of(meeting: Meeting, pk: int) -> MeetingPaper | None:
    """A paper with its file or document, bytes and all, or None."""
    rows = MeetingPaper.objects.filter(meeting=meeting, pk=pk)
    return rows.select_related("item", "attachment", "document").first()


def minutes_of(meeting: Meeting) -> list[Document]:
    """The minutes that were sent, newest first: the ones that hold, and those they replace. Without contents."""
    if meeting.minutes is None:
        return []
    stem = meeting.minutes.number.rpartition("-")[0]
    rows = Document.objects.filter(kind=meeting.minutes.kind, number__startswith=f"{stem}-")
    return list(rows.defer("content").order_by("-issued_at", "-pk"))


def hold_numbers(meeting: Meeting) -> None:
    """Let nobody else take a number for the forum's minutes until the transaction ends."""
    list(Forum.objects.select_for_update().filter(meetings=meeting.pk))


def undecided_declarations(meeting: Meeting) -> int:
    """How many questions of impartiality the meeting has not decided."""
    return Declaration.objects.filter(item__meeting=meeting, state=ImpartialityState.DECLARED).count()


def meetings_called(user: User, *, since: datetime, now: datetime) -> QuerySet[Meeting]:
    """The meetings that the person is called to, and still sees, that end after `since`; not those cancelled."""
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), person=user, is_called=True)
    rows = meetings_visible_to(user, now=now).filter(Exists(mine), ends_at__gte=since)
    states = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)
    answer = Subquery(mine.values("answer")[:1])
    return rows.filter(state__in=states).annotate(my_answer=answer).order_by("starts_at", "pk")
