"""Who may ask, who may answer, and when."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import instant
from common.refusals import NotAllowed, NotNow
from networks.deadlines import answer_of_inquiry
from networks.models import Inquiry, InquiryAnswer, Round, User
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import AnswerKind, InquiryAnswerState, InquiryState


def check_may_create_inquiry(user: User, round: Round, *, now: datetime) -> None:
    """A case officer asks the bodies of their county."""
    if round.county_id not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def check_may_save_inquiry(user: User, inquiry: Inquiry, *, now: datetime) -> None:
    """What is asked, and whom, can be changed until it is sent."""
    check_may_create_inquiry(user, inquiry.round, now=now)
    if inquiry.state != InquiryState.DRAFT:
        raise NotNow(_("The inquiry has been sent, or is cancelled. It can no longer be changed."))


def check_may_send_inquiry(user: User, inquiry: Inquiry, *, asked: int, now: datetime) -> None:
    """Sent once, to somebody, with a date that lies ahead."""
    check_may_save_inquiry(user, inquiry, now=now)
    if not asked:
        raise NotNow(_("Choose whom to ask first."))
    if inquiry.due_at <= now:
        raise NotNow(_("The date must lie ahead."))
    if inquiry.answer_kind == AnswerKind.CHOICE and len(inquiry.choices) < 2:
        raise NotNow(_("Give at least two choices."))


def check_may_cancel_inquiry(user: User, inquiry: Inquiry, *, now: datetime) -> None:
    """A case officer cancels a draft, or an inquiry that was sent."""
    check_may_create_inquiry(user, inquiry.round, now=now)
    if inquiry.state == InquiryState.CANCELLED:
        raise NotNow(_("The inquiry is cancelled already."))


def check_may_change_date_of_inquiry(
    user: User, inquiry: Inquiry, *, due_at: datetime | None = None, now: datetime
) -> None:
    """A case officer moves the date of an inquiry that was sent to one that lies ahead."""
    check_may_create_inquiry(user, inquiry.round, now=now)
    if inquiry.state != InquiryState.OPEN:
        raise NotNow(_("Only the date of an inquiry that is sent can be changed here."))
    if due_at is not None and due_at <= now:
        raise NotNow(_("The date must lie ahead."))
    if due_at == inquiry.due_at:
        raise NotNow(_("That is the date already."))


def may_answer_for(user: User, row: InquiryAnswer, *, now: datetime) -> bool:
    """Whether the person speaks for the body; an owner speaks for its kindergartens too."""
    if row.kindergarten is not None:
        is_head = row.kindergarten.pk in bodies(user, Role.HEAD, now=now)
        return is_head or row.kindergarten.owner_id in bodies(user, Role.OWNER, now=now)
    if row.network_id:
        return row.network_id in bodies(user, LEADERS, now=now)
    return row.organisation_id in bodies(user, [Role.OWNER, Role.UH_COORDINATOR], now=now)


def check_may_answer_inquiry(user: User, row: InquiryAnswer, *, now: datetime) -> None:
    """Those who are asked answer, and change their answer, as long as the inquiry is open."""
    inquiry = row.inquiry
    if inquiry.state == InquiryState.DRAFT or not may_answer_for(user, row, now=now):
        raise NotAllowed(_("This inquiry is for others."))
    if inquiry.state == InquiryState.CANCELLED:
        raise NotNow(_("The inquiry is cancelled. You need not answer."))
    stand = answer_of_inquiry(inquiry, now=now, row=row)
    if not stand.is_open:
        raise NotNow(
            _("The date for answering was %(when)s. Ask the case officer if you still need to answer.")
            % {"when": instant(stand.due_at)}
        )


def check_may_read_inquiry_answer(user: User, row: InquiryAnswer, *, now: datetime) -> None:
    """The answer is read by the body itself and by the county governor's office; leaders see only its state."""
    if row.inquiry.state == InquiryState.DRAFT:
        raise NotAllowed(_("This inquiry is for others."))
    is_staff = row.inquiry.round.county_id in bodies(user, STAFF, now=now)
    if not is_staff and not may_answer_for(user, row, now=now):
        raise NotAllowed(_("This inquiry is for others."))


def check_may_return_inquiry_answer(user: User, row: InquiryAnswer, *, now: datetime) -> None:
    """A case officer asks again for what was answered."""
    check_may_create_inquiry(user, row.inquiry.round, now=now)
    if row.inquiry.state != InquiryState.OPEN:
        raise NotNow(_("The inquiry is cancelled."))
    if row.state != InquiryAnswerState.ANSWERED:
        raise NotNow(_("There is no answer to return."))


def check_are_asked(unknown: int) -> None:
    """Only bodies of the county can be asked."""
    if unknown:
        raise NotNow(
            ngettext(
                "%(n)s of those you chose is not in the county.",
                "%(n)s of those you chose are not in the county.",
                unknown,
            )
            % {"n": unknown}
        )
