"""Who may do what to people, rounds and deadlines."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import County, Deadline, Network, User
from networks.roles import LEADERS, Role, holds, is_staff_of


def check_may_invite(user: User, county: County, *, now: datetime) -> None:
    """The county governor's staff invite people."""
    if not is_staff_of(user, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can invite people."))


def check_may_open_round(user: User, county: County, *, now: datetime) -> None:
    """A case officer opens a round."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can open a round."))


def check_may_grant_dispensation(
    user: User, deadline: Deadline, network: Network | None, *, due_at: datetime, now: datetime
) -> None:
    """The network's leader for bodies that report to the network, a case officer for all; always a later instant."""
    is_leader = network is not None and holds(user, LEADERS, network, now=now)
    if not is_leader and not holds(user, Role.CASE_OFFICER, deadline.round.county, now=now):
        raise NotAllowed(_("Only the network's leader or a case officer can give a new deadline."))
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))


def check_may_update_profile(user: User, person: User) -> None:
    """People change their own name, phone number and language."""
    if user.pk != person.pk:
        raise NotAllowed(_("You can only change your own page."))
