"""Who may open a round."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import County, Round, User
from networks.roles import Role, holds


def check_may_open_round(user: User, county: County, *, now: datetime) -> None:
    """A case officer opens a round."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can open a round."))


def check_is_new_round(grant_year: int, known: Round | None) -> None:
    """A county has one round a year."""
    if known is not None:
        raise NotNow(_("The round for %(year)s is open already.") % {"year": grant_year})


def check_may_change_dates(user: User, round: Round, *, now: datetime) -> None:
    """A case officer moves the dates of a round of the county."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can change the dates of a round."))
