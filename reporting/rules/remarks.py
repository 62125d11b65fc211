"""Who may write notes and questions beside a report that is controlled, and who answers."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import User
from networks.roles import Role, holds
from reporting.models import Report, ReportRemark
from reporting.rules.report import writes
from reporting.states import RemarkKind, ReportState


def check_may_note(user: User, report: Report, text: str, *, now: datetime) -> None:
    """A case officer writes notes for the office, from when the report is sent, also after it is approved."""
    _check_is_case_officer(user, report, now=now)
    if report.state == ReportState.DRAFT:
        raise NotNow(_("The report is not sent yet."))
    _check_says_something(text)


def check_may_ask(user: User, report: Report, text: str, *, now: datetime) -> None:
    """A case officer asks the recipient while the report waits for an answer from the office."""
    _check_is_case_officer(user, report, now=now)
    if report.state != ReportState.SUBMITTED:
        raise NotNow(_("You can ask the recipient while the report waits for you."))
    _check_says_something(text)


def check_may_answer(user: User, question: ReportRemark, *, is_answered: bool, now: datetime) -> None:
    """Those who report for the recipient answer a question, once, until the report is approved."""
    if question.kind != RemarkKind.QUESTION or not writes(user, question.report.grant, now=now):
        raise NotAllowed(_("Only those who report for the recipient can answer."))
    if is_answered:
        raise MovedOn(_("This question is answered already."))
    if question.report.state == ReportState.APPROVED:
        raise NotNow(_("The report is approved, so the question needs no answer."))


def check_answer(text: str) -> None:
    """An answer says something."""
    _check_says_something(text)


def _check_is_case_officer(user: User, report: Report, *, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, report.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def _check_says_something(text: str) -> None:
    if not text.strip():
        raise NotNow(_("Write something first."))
