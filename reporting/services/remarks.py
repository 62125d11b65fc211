"""What is written beside a report while it is controlled: notes, questions to the recipient, and answers."""

from datetime import datetime

from django.db import transaction

from networks.models import User
from reporting.emails import remarks as emails
from reporting.models import Report, ReportRemark
from reporting.queries.remarks import is_answered
from reporting.rules import remarks as rules
from reporting.states import RemarkKind


@transaction.atomic
def note_report(*, report: Report, text: str, by: User, now: datetime, finding: str = "") -> ReportRemark:
    """Write a note for the office, on the whole report or on what the control saw (`finding` is its key).

    Raises NotAllowed, NotNow.
    """
    rules.check_may_note(by, report, text, now=now)
    return _write(report, RemarkKind.NOTE, text, by=by, now=now, finding=finding)


@transaction.atomic
def ask_recipient(*, report: Report, text: str, by: User, now: datetime, finding: str = "") -> ReportRemark:
    """Ask those who report for the recipient; they get a mail and answer in the portal. Raises NotAllowed, NotNow."""
    rules.check_may_ask(by, report, text, now=now)
    question = _write(report, RemarkKind.QUESTION, text, by=by, now=now, finding=finding)
    emails.report_question_asked(question, now=now)
    return question


@transaction.atomic
def answer_question(*, question: ReportRemark, text: str, by: User, now: datetime) -> ReportRemark:
    """Answer the office's question; who asked gets a mail. Raises NotAllowed, NotNow, MovedOn when it is answered."""
    ReportRemark.objects.select_for_update(of=("self",)).get(pk=question.pk)
    rules.check_may_answer(by, question, is_answered=is_answered(question), now=now)
    rules.check_answer(text)
    answer = ReportRemark.objects.create(
        report=question.report,
        kind=RemarkKind.ANSWER,
        finding=question.finding,
        text=text.strip(),
        answers=question,
        by=by,
        at=now,
    )
    emails.report_question_answered(question, answer, now=now)
    return answer


def _write(
    report: Report, kind: RemarkKind, text: str, *, by: User, now: datetime, finding: str
) -> ReportRemark:
    return ReportRemark.objects.create(
        report=report, kind=kind, finding=finding[:80], text=text.strip(), by=by, at=now
    )
