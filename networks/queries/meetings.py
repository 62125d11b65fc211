"""Reads of meetings and their cases."""

from datetime import datetime

from django.db.models import QuerySet

from networks.models import AgendaItem, Declaration, Meeting, Round, User
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
