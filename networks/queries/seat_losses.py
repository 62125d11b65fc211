"""What somebody would lose with a seat: said before it is ended or handed over."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import oslo_date
from networks.models import Attendance, Meeting, Seat
from networks.models.periods import valid_on
from networks.queries.seats import others_with, substitutes_of
from networks.roles import LEADERS, STAFF, Role
from networks.states import Duty, MeetingState

PAGES: dict[str, list[Any]] = {
    Role.HEAD: [gettext_lazy("the kindergarten's assessments"), gettext_lazy("its students and payouts")],
    Role.OWNER: [
        gettext_lazy("the owner's needs reports"),
        gettext_lazy("nominations of employees who study"),
        gettext_lazy("letters and reports of the owner"),
    ],
    Role.REPORT_WRITER: [gettext_lazy("the needs report the person was asked to write")],
    Role.NETWORK_LEADER: [
        gettext_lazy("the network's workbench and decision bases"),
        gettext_lazy("the network's list of students"),
        gettext_lazy("the network's letters, payments and report"),
        gettext_lazy("the network's people, meetings, plan and documents"),
    ],
    Role.NETWORK_MEMBER: [
        gettext_lazy("the network's needs and decision bases"),
        gettext_lazy("the network's meetings, plan and documents"),
    ],
    Role.UH_COORDINATOR: [
        gettext_lazy("the decision bases of the networks that the university works with"),
        gettext_lazy("the meetings, plans and documents of these networks"),
    ],
    Role.FORUM_MEMBER: [
        gettext_lazy("the forum's meetings, papers and votes"),
        gettext_lazy("the county's decision bases and allocation"),
    ],
    Role.CASE_OFFICER: [gettext_lazy("all pages of the County Governor's office")],
}
PAGES[Role.COORDINATOR] = PAGES[Role.NETWORK_LEADER]
PAGES[Role.APPROVER] = PAGES[Role.CASE_OFFICER]
"""Which pages a role opens."""

DUTIES: dict[str, tuple[Duty, ...]] = {
    Role.HEAD: (Duty.ASSESSMENT,),
    Role.OWNER: (Duty.NEEDS_REPORT, Duty.NOMINATION),
    Role.NETWORK_LEADER: (Duty.DECISION_BASIS, Duty.NOMINATION_LIST, Duty.REPORT),
    Role.COORDINATOR: (Duty.DECISION_BASIS, Duty.NOMINATION_LIST, Duty.REPORT),
    Role.UH_COORDINATOR: (Duty.DECISION_BASIS,),
    Role.CASE_OFFICER: (Duty.RECOMMENDATION, Duty.DECISION, Duty.PAYMENT),
    Role.APPROVER: (Duty.DECISION,),
}
TOGETHER = {Role.NETWORK_LEADER: LEADERS, Role.COORDINATOR: LEADERS}
"""Roles that can do each other's duties."""


@dataclass(frozen=True)
class Losses:
    """What goes with a seat, and what stays.

    `pages` are no longer opened, `duties` are left without anybody, `meetings` the person is called to; `others` go
    on with the duties; `kept` are the person's other roles; `substitutes` end with the seat.
    """

    pages: list[Any] = field(default_factory=list)
    duties: list[str] = field(default_factory=list)
    warning: str = ""
    meetings: list[Meeting] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    kept: list[Seat] = field(default_factory=list)
    substitutes: list[Seat] = field(default_factory=list)


def losses_of(seat: Seat, *, now: datetime) -> Losses:
    """What the holder of the seat would lose if it ended now. Five statements."""
    others = others_with(seat, TOGETHER.get(Role(seat.role), (Role(seat.role),)), now=now)
    kept = _kept(seat, now=now)
    has_the_same = any(row.role == seat.role and row.body_pk == seat.body_pk for row in kept)
    is_alone = not others and not has_the_same and seat.substitute_for_id is None
    duties = [str(duty.label) for duty in DUTIES.get(seat.role, ())] if is_alone else []
    return Losses(
        pages=[] if has_the_same else PAGES.get(seat.role, []),
        duties=duties,
        warning=_warning(seat, others, is_alone=is_alone),
        meetings=_meetings(seat, now=now),
        others=sorted({row.user.name for row in others}),
        kept=kept,
        substitutes=substitutes_of(seat, now=now),
    )


def _warning(seat: Seat, others: list[Seat], *, is_alone: bool) -> str:
    """The sentence about a body that nobody speaks for any more; "" where somebody does."""
    said = {"body": str(seat.body)}
    if is_alone and seat.role == Role.OWNER:
        return _("%(body)s then has no contact in the portal. Nobody is reminded of what it owes.") % said
    if is_alone and seat.role in LEADERS:
        return _("%(body)s then has no leader in the portal. Nobody is reminded of what it owes.") % said
    if is_alone and seat.role in (*STAFF, Role.HEAD, Role.UH_COORDINATOR):
        return _("%(body)s then has nobody in this role.") % said
    speaks_alone = seat.interest and seat.interest not in {row.interest for row in others}
    if speaks_alone and seat.role in (Role.NETWORK_MEMBER, Role.FORUM_MEMBER):
        said |= {"interest": str(seat.get_interest_display())}
        return _("Nobody else in %(body)s then speaks for: %(interest)s.") % said
    return ""


def _kept(seat: Seat, *, now: datetime) -> list[Seat]:
    rows = Seat.objects.filter(valid_on(oslo_date(now)), user=seat.user_id).exclude(pk=seat.pk)
    bodies = ("county", "kindergarten", "organisation", "network", "forum")
    return list(rows.select_related(*bodies).order_by("valid_from", "pk"))


def _meetings(seat: Seat, *, now: datetime) -> list[Meeting]:
    called = Attendance.objects.filter(seat=seat, is_called=True).values("meeting")
    rows = Meeting.objects.filter(pk__in=called, state=MeetingState.CALLED, ends_at__gte=now)
    return list(rows.defer("minutes_text").order_by("starts_at", "pk"))
