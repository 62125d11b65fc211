"""Who publishes expected amounts."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import Round, User
from networks.roles import Role, holds


def check_may_publish_expected_amounts(user: User, round: Round, *, now: datetime) -> None:
    """A case officer of the county publishes them, by recording the frame and the key."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can publish expected amounts."))
