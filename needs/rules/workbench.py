"""Who opens the workbench of a network."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import County, Network, User
from networks.roles import Role, holds, is_staff_of, leads


def check_may_see_workbench(user: User, network: Network, county: County, *, now: datetime) -> None:
    """The network's leader and coordinators, and the staff of its county, see who owes what."""
    if not (leads(user, network, now=now) or is_staff_of(user, county, now=now)):
        raise NotAllowed(_("Only the network's leaders and the County Governor's staff can see this."))


def reminds(user: User, network: Network, county: County, *, now: datetime) -> bool:
    """Whether the person reminds those of the network: its leaders, and the county's case officers."""
    return leads(user, network, now=now) or holds(user, Role.CASE_OFFICER, county, now=now)
