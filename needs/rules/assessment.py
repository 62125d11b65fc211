"""Who may write, share and take back a kindergarten's assessment, and when."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from common.gaps import Gap, check_complete
from common.refusals import NotAllowed, NotNow
from needs.models import Assessment
from needs.rules.involvement import involvement_gaps
from needs.states import AssessmentState
from networks import deadlines
from networks.models import Kindergarten, User
from networks.roles import Role, holds
from networks.states import Duty


def writes_for(user: User, kindergarten: Kindergarten, *, now: datetime) -> bool:
    """Whether the person is the kindergarten's head or a contact of its owner (often the same person)."""
    is_head = holds(user, Role.HEAD, kindergarten, now=now)
    return is_head or holds(user, Role.OWNER, kindergarten.owner, now=now)


def check_may_save_assessment(
    user: User, assessment: Assessment, *, is_combined: bool, now: datetime
) -> None:
    """The head, or the owner's contact, writes while the assessment is a draft and the duty has opened.

    `is_combined`: the needs report is the kindergarten's only form, and there is nothing to write here.
    """
    _check_writer(user, assessment, now=now)
    check_has_own_form(is_combined=is_combined)
    if assessment.state != AssessmentState.DRAFT:
        raise NotNow(
            _("The assessment is already shared with the owner. Take it back if you want to change it.")
        )


def check_has_own_form(*, is_combined: bool) -> None:
    """Where the needs report is the only form, no assessment is written or shared by hand. Raises NotNow."""
    if is_combined:
        raise NotNow(_("For your kindergarten the needs report is the only form. Write there what you need."))


def check_may_share_assessment(
    user: User, assessment: Assessment, items: Mapping[int, str], *, now: datetime
) -> None:
    """Shared when it says who took part and something on at least one theme. It never closes."""
    _check_writer(user, assessment, now=now)
    check_complete(assessment_gaps(assessment, items))


def check_may_take_back_assessment(
    user: User, assessment: Assessment, *, is_report_sent: bool, now: datetime
) -> None:
    """Taken back by those who write it, as long as the owner has not sent the needs report."""
    _check_writer(user, assessment, now=now)
    if is_report_sent:
        raise NotNow(
            _(
                "The owner has sent the needs report that builds on this assessment, so it can no longer be changed."
            )
        )


def check_may_carry_over(
    user: User, assessment: Assessment, items: Mapping[int, str], *, now: datetime
) -> None:
    """Last year's texts can be taken into an assessment on which nothing has been written."""
    check_may_save_assessment(user, assessment, is_combined=False, now=now)
    if any(text.strip() for text in items.values()):
        raise NotNow(
            _("You have already begun to write. Last year's texts are taken in only where there are none.")
        )


def assessment_gaps(assessment: Assessment, items: Mapping[int, str]) -> list[Gap]:
    """What is missing before the assessment can be shared. `items` is the text for each theme's key."""
    gaps = []
    if not any(text.strip() for text in items.values()):
        first = next(iter(items), 0)
        gaps.append(Gap(f"theme_{first}", _("Write something on at least one theme.")))
    return gaps + involvement_gaps(assessment)


def _check_writer(user: User, assessment: Assessment, *, now: datetime) -> None:
    if not writes_for(user, assessment.kindergarten, now=now):
        raise NotAllowed(_("Only the head of the kindergarten or its owner can write the assessment."))
    deadlines.check_open(Duty.ASSESSMENT, assessment.round, now=now, kindergarten=assessment.kindergarten)
