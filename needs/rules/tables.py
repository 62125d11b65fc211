"""Who keeps the county's code tables, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks import deadlines
from networks.models import County, Round, User
from networks.roles import Role, holds
from networks.states import Duty


def check_may_keep_tables(user: User, county: County, *, now: datetime) -> None:
    """A case officer of the county keeps its themes and kinds of study."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can change the county's tables."))


def check_may_name_entry(user: User, county: County, name: str, *, is_taken: bool, now: datetime) -> None:
    """A theme or kind of study has a name, and no other has the same; `is_taken` says whether another has it."""
    check_may_keep_tables(user, county, now=now)
    if not name.strip():
        raise NotNow(_("Write a name."))
    if is_taken:
        raise NotNow(_("There is one with this name already. It may be out of use: then take it back in."))


def check_may_retire_entry(user: User, county: County, *, others_in_use: int, now: datetime) -> None:
    """Taken out of use, unless nothing would be left to choose; `others_in_use` is how many are left."""
    check_may_keep_tables(user, county, now=now)
    if not others_in_use:
        raise NotNow(_("This is the only one in use. Add another one first."))


def check_may_set_study_terms(user: User, round: Round, *, now: datetime) -> None:
    """The amounts and the number for each kindergarten are set until the round's nominations close for all."""
    check_may_keep_tables(user, round.county, now=now)
    if deadlines.answer(Duty.NOMINATION, round, now=now).is_past:
        raise NotNow(_("The nominations have closed, so what they begin with can no longer be changed."))
