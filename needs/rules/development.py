"""Who may lead a kindergarten's development work, write its log and read of it, and when."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.refusals import NotAllowed, NotNow
from needs.models import DevelopmentLog, DevelopmentWork, Measure
from needs.rules.assessment import writes_for
from needs.states import DEVELOPMENT_FINAL, DevelopmentState
from networks.models import Kindergarten, User

USUAL_GATHERINGS = range(2, 5)
"""Two to four gatherings each half-year ("Våre erfaringer med IBSM og REKOM", organisering av BKU)."""


def check_may_begin_development(
    user: User, measure: Measure, kindergarten: Kindergarten, *, is_granted: bool, now: datetime
) -> None:
    """The head or the owner begins, when the measure is granted, names the kindergarten, and it is open.

    `is_granted`: whether money is granted to the measure for this kindergarten among others.
    """
    if not writes_for(user, kindergarten, now=now):
        raise NotAllowed(_("Only the head of the kindergarten or its owner leads the development work."))
    if not is_granted:
        raise NotNow(_("The kindergarten takes part in no granted measure of this name."))
    if kindergarten.closed_on is not None and kindergarten.closed_on <= oslo_date(now):
        raise NotNow(_("The kindergarten is closed."))


def check_leads_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """The head of the kindergarten and its owner's contacts lead its work, also after it has got a new owner."""
    if not writes_for(user, work.kindergarten, now=now):
        raise NotAllowed(_("Only the head of the kindergarten or its owner leads the development work."))


def check_may_save_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """Plan, gatherings and log are written until the work is finished or stopped."""
    check_leads_development(user, work, now=now)
    if work.state in DEVELOPMENT_FINAL:
        raise NotNow(_("The work is over. Take it up again if you want to write more."))


def check_may_start_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """Started by those who lead it, whatever is missing in the plan."""
    check_leads_development(user, work, now=now)
    if work.state != DevelopmentState.PLANNED:
        raise NotNow(_("The work is already started."))


def check_may_finish_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """Finished by those who lead it, when it is under way."""
    check_leads_development(user, work, now=now)
    if work.state != DevelopmentState.ONGOING:
        raise NotNow(_("The work is not under way."))


def check_may_stop_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """Stopped by those who lead it, planned or under way."""
    check_leads_development(user, work, now=now)
    if work.state in DEVELOPMENT_FINAL:
        raise NotNow(_("The work is already over."))


def check_may_resume_development(user: User, work: DevelopmentWork, *, now: datetime) -> None:
    """Taken up again by those who lead it, when it is over."""
    check_leads_development(user, work, now=now)
    if work.state not in DEVELOPMENT_FINAL:
        raise NotNow(_("The work is not over."))


def check_gathering(on: date, *, is_held: bool | None, now: datetime) -> None:
    """Nothing has been held before its day."""
    if is_held is not None and on > oslo_date(now):
        raise NotNow(_("The day has not come yet. Say afterwards whether it was held."))


def check_log_day(on: date, *, now: datetime) -> None:
    """The log is about what has been."""
    if on > oslo_date(now):
        raise NotNow(_("The day has not come yet. The log is about what you have done."))


def check_may_withdraw_log(user: User, entry: DevelopmentLog, *, now: datetime) -> None:
    """An entry is withdrawn by whoever wrote it; nobody changes it."""
    check_leads_development(user, entry.work, now=now)
    if entry.written_by_id != user.pk:
        raise NotAllowed(_("Only the one who wrote it can withdraw it."))
    if entry.withdrawn_at is not None:
        raise NotNow(_("It is already withdrawn."))
