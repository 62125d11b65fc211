"""Who tells what was granted."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import Round, User
from networks.roles import is_staff_of


def check_may_tell_outcomes(user: User, round: Round, *, now: datetime) -> None:
    """The county governor's staff, by issuing the letters."""
    if not is_staff_of(user, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can tell what is granted."))
