"""Roles and the one question about them: does this person hold this role, in this body, now?"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.clock import OSLO

if TYPE_CHECKING:
    from networks.models import Seat, User


class Role(models.TextChoices):
    HEAD = "head", _("Head of kindergarten")
    OWNER = "owner", _("Kindergarten owner")
    REPORT_WRITER = "report_writer", _("Writes the needs report")
    NETWORK_LEADER = "network_leader", _("Network leader")
    COORDINATOR = "coordinator", _("Coordinator")
    NETWORK_MEMBER = "network_member", _("Network member")
    UH_COORDINATOR = "uh_coordinator", _("University coordinator")
    FORUM_MEMBER = "forum_member", _("Cooperation forum member")
    CASE_OFFICER = "case_officer", _("Case officer")
    APPROVER = "approver", _("Approver at the county governor")


class Interest(models.TextChoices):
    """Whom a network or forum member speaks for."""

    MUNICIPAL_OWNER = "municipal_owner", _("Municipal owners")
    PRIVATE_OWNER = "private_owner", _("Private owners")
    AUTHORITY = "authority", _("Kindergarten authority")
    PPT = "ppt", _("Educational psychological service (PPT)")
    UNIVERSITY = "university", _("Universities and university colleges")
    STAFF = "staff", _("Kindergarten staff")
    UNION = "union", _("Unions")
    STATPED = "statped", _("Statped")
    KS = "ks", _("KS (association of municipalities)")
    PBL = "pbl", _("PBL (private kindergartens)")
    GOVERNOR = "governor", _("The County Governor")
    OTHER = "other", _("Other")


LEADERS = (Role.NETWORK_LEADER, Role.COORDINATOR)
REPORTERS = (Role.OWNER, Role.REPORT_WRITER)
"""Who writes an organisation's needs report: its contacts, and those they have asked."""
STAFF = (Role.CASE_OFFICER, Role.APPROVER)
SINGLE = (Role.HEAD, Role.NETWORK_LEADER, Role.UH_COORDINATOR)
"""The roles that one person at a time holds in a body; others stand in for them."""
BODY_FIELD = {
    Role.HEAD: "kindergarten",
    Role.OWNER: "organisation",
    Role.REPORT_WRITER: "organisation",
    Role.NETWORK_LEADER: "network",
    Role.COORDINATOR: "network",
    Role.NETWORK_MEMBER: "network",
    Role.UH_COORDINATOR: "organisation",
    Role.FORUM_MEMBER: "forum",
    Role.CASE_OFFICER: "county",
    Role.APPROVER: "county",
}
"""Which column of a seat names the body that the role is held in."""


def seats_of(user: Any, *, now: datetime) -> list["Seat"]:
    """The person's seats that are valid at `now`, loaded once for each request (kept on the user object)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_seats"):
        # Put in order here: the database would have to compare every column that is joined in.
        seats = user.seats.order_by().select_related(
            "kindergarten__owner__county",
            "organisation__county",
            "network__county",
            "forum__county",
            "county",
        )
        user._seats = sorted(seats, key=lambda seat: (seat.valid_from, seat.pk))
    today = now.astimezone(OSLO).date()
    return [seat for seat in user._seats if seat.is_valid_on(today)]


def holds(
    user: "User", roles: Role | Iterable[Role], body: models.Model | None = None, *, now: datetime
) -> bool:
    """Whether the person holds one of `roles` at `now`: in `body`, or anywhere when no body is given."""
    wanted = {roles} if isinstance(roles, Role) else set(roles)
    return any(
        seat.role in wanted and (body is None or seat.body_pk == body.pk and seat.body_model is type(body))
        for seat in seats_of(user, now=now)
    )


def bodies(user: "User", roles: Role | Iterable[Role], *, now: datetime) -> list[int]:
    """The primary keys of the bodies in which the person holds one of `roles` (roles of one kind of body)."""
    wanted = {roles} if isinstance(roles, Role) else set(roles)
    return [seat.body_pk for seat in seats_of(user, now=now) if seat.role in wanted]


def leads(user: "User", network: models.Model, *, now: datetime) -> bool:
    """Whether the person is leader or coordinator of the network."""
    return holds(user, LEADERS, network, now=now)


def is_staff_of(user: "User", county: models.Model, *, now: datetime) -> bool:
    """Whether the person works at the county governor's office (case officer or approver)."""
    return holds(user, STAFF, county, now=now)
