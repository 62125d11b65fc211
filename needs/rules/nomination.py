"""Who may nominate and withdraw, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.gaps import Gap, check_complete
from common.refusals import NotAllowed, NotNow
from needs.models import Nomination
from needs.rules.assessment import writes_for
from needs.states import NominationState
from networks import deadlines
from networks.models import User
from networks.states import Duty


def check_may_save_nomination(user: User, nomination: Nomination, *, now: datetime) -> None:
    """The head of the kindergarten or its owner writes a draft while the duty is open."""
    _check_nominator(user, nomination, now=now)
    if nomination.state != NominationState.DRAFT:
        raise NotNow(_("The nomination has been sent. Take it back if you want to change it."))
    check_open(nomination, now=now)


def check_may_submit_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """Sent when it is whole, while the duty is open and the network has not sent its list."""
    _check_nominator(user, nomination, now=now)
    check_open(nomination, now=now)
    _check_list_is_open(is_list_sent)
    check_complete(nomination_gaps(nomination))


def check_may_take_back_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """Taken back for changes while the duty is open and the network has not sent its list."""
    _check_nominator(user, nomination, now=now)
    check_open(nomination, now=now)
    _check_list_is_open(is_list_sent)


def check_may_withdraw_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """Withdrawn, also after the closing, until the network has sent its list."""
    _check_nominator(user, nomination, now=now)
    _check_list_is_open(is_list_sent)


def nomination_gaps(nomination: Nomination) -> list[Gap]:
    """What is missing before the nomination can be sent."""
    missing = {
        "student_name": (not nomination.student_name.strip(), _("Write the employee's name.")),
        "student_email": (not nomination.student_email.strip(), _("Write the employee's e-mail address.")),
        "study_type": (nomination.study_type_id is None, _("Choose the kind of study.")),
        "study_name": (not nomination.study_name.strip(), _("Write the name of the study.")),
        "institution": (not nomination.institution.strip(), _("Write where the employee studies.")),
        "amount_nok": (not nomination.amount_nok, _("Write the amount.")),
    }
    return [Gap(field, sentence) for field, (is_missing, sentence) in missing.items() if is_missing]


def check_open(nomination: Nomination, *, now: datetime) -> deadlines.Answer:
    """The answer for this kindergarten when nominations are open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(
        Duty.NOMINATION, nomination.round, now=now, kindergarten=nomination.kindergarten
    )


def _check_nominator(user: User, nomination: Nomination, *, now: datetime) -> None:
    if not writes_for(user, nomination.kindergarten, now=now):
        raise NotAllowed(_("Only the head of the kindergarten or its owner can do this."))


def _check_list_is_open(is_list_sent: bool) -> None:
    if is_list_sent:
        raise NotNow(_("The network has sent its list, so the nomination can no longer be changed."))
