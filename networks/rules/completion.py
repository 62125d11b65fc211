"""Who may mark a duty that is done outside the portal as done."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import day, instant
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.deadlines import answer_with
from networks.models import Completion, Deadline, Network, User
from networks.roles import LEADERS, Role, holds
from networks.states import Duty

DONE_BY_OFFICE = (Duty.PAYMENT,)
DONE_OUTSIDE = (
    *DONE_BY_OFFICE,
    Duty.SPRING_PAYOUT,
    Duty.STILL_STUDYING,
    Duty.AUTUMN_PAYOUT,
    Duty.PLAN_REVISION,
)
"""What is done outside the portal, and marked as done there: by the governor's office, or by each network."""


def check_may_mark_done(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> None:
    """A case officer for all, a network's leader for their own network, from when the duty opens.

    The governor's own duties are marked without a network, all others for one.
    """
    _check_may_mark(user, deadline, network, now=now)
    found = answer_with(deadline, deadline.round, None, now=now)
    if not found.has_opened:
        raise NotNow(
            _("%(duty)s opens on %(when)s.") % {"duty": found.duty.label, "when": instant(found.opens_at)}
        )


def check_is_not_done(known: Completion | None) -> None:
    """One mark is enough."""
    if known is not None:
        raise NotNow(
            _("%(who)s marked it as done on %(when)s.") % {"who": known.done_by, "when": day(known.done_at)}
        )


def check_may_undo_done(user: User, completion: Completion, *, now: datetime) -> None:
    """Whoever may mark it may take the mark back, once."""
    _check_may_mark(user, completion.deadline, completion.network, now=now)
    if completion.undone_at is not None:
        raise MovedOn


def _check_may_mark(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> None:
    is_right_body = (network is None) == (deadline.duty in DONE_BY_OFFICE)
    if deadline.duty not in DONE_OUTSIDE or not is_right_body:
        raise NotAllowed(_("This is not marked as done by hand."))
    if network is not None and network.county_id != deadline.round.county_id:
        raise NotAllowed(_("This belongs to another county."))
    is_leader = network is not None and holds(user, LEADERS, network, now=now)
    if not is_leader and not holds(user, Role.CASE_OFFICER, deadline.round.county, now=now):
        raise NotAllowed(_("Only the network's leader or a case officer can mark this as done."))
