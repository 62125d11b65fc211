"""Who may give a later instant, and until when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import Deadline, Network, User
from networks.roles import LEADERS, Role, holds
from networks.states import Duty

GOES_TO_NETWORK = (Duty.ASSESSMENT, Duty.NEEDS_REPORT, Duty.NOMINATION)
"""What kindergartens and owners owe; a network's own duties are the case officer's to extend."""


def check_may_grant_dispensation(
    user: User, deadline: Deadline, network: Network | None, *, due_at: datetime, now: datetime
) -> None:
    """The network's leader for what goes to the network, a case officer for all; always a later instant."""
    is_leader = (
        network is not None
        and deadline.duty in GOES_TO_NETWORK
        and network.county_id == deadline.round.county_id
        and holds(user, LEADERS, network, now=now)
    )
    if not is_leader and not holds(user, Role.CASE_OFFICER, deadline.round.county, now=now):
        raise NotAllowed(_("Only the network's leader or a case officer can give a new deadline."))
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))
