"""Reads of meetings and their cases."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When

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
    Network,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.rules.meetings import MUNICIPAL, authority_seats
from networks.states import AgendaKind, ImpartialityState, MeetingState

ABOUT = (
    "forum__county",
    "network__county",
    "arena__university",
    "municipality",
    "kindergarten__municipality",
    "round__county",
    "chair",
    "minutes",
)
"""What a meeting is loaded with."""


def meetings_visible_to(user: User, *, now: datetime) -> QuerySet[Meeting]:
    """The forum's meetings for its members (not drafts) and for the County Governor's staff (also drafts); a
    network's for those who do its work, for staff, and for those who are called. Its drafts only for those who
    prepare them.
    """
    staff = bodies(user, STAFF, now=now)
    is_called = ~Q(state=MeetingState.DRAFT)
    rows = Meeting.objects.filter(
        Q(forum__in=bodies(user, Role.FORUM_MEMBER, now=now)) & is_called
        | Q(forum__county__in=staff)
        | Q(network__county__in=staff) & is_called
        | _inside(user, now=now) & is_called
        | Q(network__isnull=False) & Exists(_called_to(user, now=now)) & is_called
        | _prepared_by(user, now=now)
    )
    return rows.select_related(*ABOUT).defer("minutes__content")


def _inside(user: User, *, now: datetime) -> Q:
    own = bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now)
    return Q(network__in=own) | Q(network__in=_partnered(user, now=now))


def _partnered(user: User, *, now: datetime) -> Any:
    """The networks that the person's universities work with."""
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if not universities:
        return []
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), university__in=universities)
    return rows.order_by().values("network")


def _called_to(user: User, *, now: datetime) -> QuerySet[Attendance]:
    """The person's rows in a meeting that they are called to, or were in, by a seat that has not ended."""
    holds_still = Q(seat__valid_to__isnull=True) | Q(seat__valid_to__gt=oslo_date(now))
    is_there = Q(is_called=True) | Q(is_present=True)
    return Attendance.objects.filter(
        holds_still, is_there, meeting=OuterRef("pk"), person=user, seat__isnull=False
    )


def _prepared_by(user: User, *, now: datetime) -> Q:
    """The meetings of networks that the person prepares: see `networks.rules.meetings.prepares`."""
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    own = Q(arena__isnull=True) | Q(arena__university__isnull=True) | Q(arena__university__in=universities)
    found = Q(network__in=bodies(user, LEADERS, now=now)) | Q(network__in=_partnered(user, now=now)) & own
    for seat in authority_seats(user, now=now):
        found |= Q(network=seat.network_id, municipality=seat.municipality_id, arena__kind__in=MUNICIPAL)
    return found


def meetings_of_network(user: User, network: Network, *, today: datetime, now: datetime) -> QuerySet[Meeting]:
    """The network's meetings that the person sees: those ahead first, then those that are over."""
    return meetings_ahead_first(user, today=today, now=now).filter(network=network)


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
    return rows.select_related(*ABOUT).get(pk=meeting.pk)


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
        .select_related("meeting__forum__county", "meeting__network__county", "meeting__chair", "recorded_by")
        .order_by("order", "pk")
    )


def item_of(meeting: Meeting, pk: int) -> AgendaItem | None:
    """One case of a meeting, or None."""
    return items_of(meeting).filter(pk=pk).first()


def is_item_used(item: AgendaItem) -> bool:
    """Whether somebody has declared a question of impartiality in the case, or voted on it."""
    return item.declarations.exists() or item.ballots.exists()


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who is called or was there, with the person and the seat, in Norwegian order of their names."""
    about = ("seat__organisation", "seat__kindergarten", "stands_in_for", "added_by", "taken_off_by")
    rows = Attendance.objects.filter(meeting=meeting).select_related("person", "seat", *about)
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
    """Let nobody else take a number for this body's minutes until the transaction ends."""
    body: Any = Forum if meeting.forum_id else Network
    list(body.objects.select_for_update(of=("self",)).filter(meetings=meeting.pk))


def undecided_declarations(meeting: Meeting) -> int:
    """How many questions of impartiality the meeting has not decided."""
    return Declaration.objects.filter(item__meeting=meeting, state=ImpartialityState.DECLARED).count()


def meetings_called(user: User, *, since: datetime, now: datetime) -> QuerySet[Meeting]:
    """The meetings that the person is called to, and still sees, that end after `since`; not those cancelled.

    With `my_answer`, and `my_seat`: the key of the seat by which they are called.
    """
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), person=user, is_called=True)
    rows = meetings_visible_to(user, now=now).filter(Exists(mine), ends_at__gte=since)
    states = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)
    answer, seat = Subquery(mine.values("answer")[:1]), Subquery(mine.values("seat")[:1])
    return rows.filter(state__in=states).annotate(my_answer=answer, my_seat=seat).order_by("starts_at", "pk")


def people_of_network(network: Network, *, now: datetime) -> list[User]:
    """Who gets each of the network's minutes, called or not: leaders, members and the universities' coordinators."""
    today = oslo_date(now)
    partners = Partnership.objects.filter(valid_on(today), network=network).values("university")
    seats = Q(role__in=(*LEADERS, Role.NETWORK_MEMBER), network=network) | Q(
        role=Role.UH_COORDINATOR, organisation__in=partners
    )
    mine = Seat.objects.filter(seats, valid_on(today), user=OuterRef("pk"))
    return list(User.objects.filter(Exists(mine), is_active=True).order_by(norwegian("name"), "pk"))
