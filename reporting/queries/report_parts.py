"""Reads of what belongs to a report beside its lines: facts, questions and answers, files, versions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from common.history import history_of
from common.kept import versions_of
from common.models import Attachment, ContentVersion
from common.places import place_of
from grants.models import Grant
from networks.models import User, WrittenForm
from networks.queries.written_form import body_written_form
from networks.roles import is_staff_of
from reporting.models import Report, ReportAnswer, ReportFile, ReportLine, ReportQuestion
from reporting.parts import Asked, ReportParts
from reporting.queries.facts import facts_of, is_approved_by
from reporting.queries.questions import questions_for, wording
from reporting.queries.report_lines import lines_to_write
from reporting.rules.report import writes
from reporting.states import MET, Audience, FactsState, ReportState


def parts_of(
    report: Report, *, lines: Sequence[ReportLine] | None = None, questions: Sequence[Asked] | None = None
) -> ReportParts:
    """All that the report consists of, in a constant number of reads. A line that is not begun starts as it would.

    `lines` and `questions` where they are loaded already.
    """
    grant = report.grant
    facts = facts_of(grant)
    return ReportParts(
        report=report,
        lines=lines_to_write(report) if lines is None else lines,
        facts=facts,
        unapproved=frozenset(
            one.measure_id
            for one in facts
            if one.state != FactsState.AGREED and not is_approved_by(one, grant.university_id)
        ),
        questions=asked(grant) if questions is None else questions,
        answers=answers_of(report),
        files=files_of(report),
    )


def asked(grant: Grant) -> list[Asked]:
    """The questions that the recipient answers beside those about its measures, in its written form."""
    kind, form = Audience.UNIVERSITY if grant.university_id else Audience.NETWORK, _form_of(grant)
    rows = questions_for(grant.decision.round, Audience.RECIPIENT, kind)
    return [_asked(question, form) for question in rows]


def _form_of(grant: Grant) -> str:
    body = grant.university or grant.network
    return body_written_form(body) if body else WrittenForm.NB.value


def _asked(question: ReportQuestion, form: str) -> Asked:
    text, help_text = wording(question, form)
    return Asked(question=question, text=text, help_text=help_text)


def answers_of(report: Report) -> dict[str, str]:
    """The texts of the report's answers, by the question's key."""
    if report.pk is None:
        return {}
    rows = ReportAnswer.objects.filter(report=report).order_by()
    return dict(rows.values_list("question__key", "text"))


def answer_values(report: Report, questions: Iterable[Asked]) -> dict[str, str]:
    """The answers to these questions, by the name of their field."""
    texts = answers_of(report)
    return {question.name: texts.get(question.key, "") for question in questions}


def files_of(report: Report) -> list[ReportFile]:
    """The report's files in the order they came, without their bytes."""
    if report.pk is None:
        return []
    rows = ReportFile.objects.filter(report=report).select_related("attachment").order_by("pk")
    return list(rows.defer("attachment__content"))


def was_sent(report: Report, attachment: int) -> bool:
    """Whether a version that has been sent names the attachment (a key)."""
    named = {"facts": {"attachments": [{"pk": attachment}]}}
    return versions_of(report).filter(content__contains=named).exists()


def file_of(report: Report, attachment: int) -> Attachment | None:
    """One file (a key) with its bytes: the report's own, or one that was sent with an earlier version."""
    found = Attachment.objects.filter(pk=attachment)
    if found.filter(report_file__report=report).exists() or was_sent(report, attachment):
        return found.first()
    return None


def about(grant: Grant) -> str:
    """What a writing place is about: the report, also while it is not begun."""
    return f"report:{grant.pk}"


def writing_place(user: User, grant: Grant) -> str:
    """The step at which the person last wrote on the report; '' when they have not."""
    return place_of(user, about(grant))


def returned_with(report: Report) -> str:
    """What the office asked to have amended, while the report is returned; else ''."""
    if report.state != ReportState.RETURNED:
        return ""
    last = history_of(report).filter(verb="return").last()
    return last.comment if last else ""


def reads_content(user: User, report: Report, *, now: datetime) -> bool:
    """Whether the person may read what stands in the report now: its writers always, others when it is sent.

    Ask `grants_with_reports_for` first.
    """
    return report.state in MET or writes(user, report.grant, now=now)


def readable_versions(user: User, report: Report, *, now: datetime) -> list[ContentVersion]:
    """What has been sent, oldest first: for its writers and the County Governor's staff; for others while it is sent.

    Ask `grants_with_reports_for` first.
    """
    is_staff = is_staff_of(user, report.grant.decision.round.county, now=now)
    return list(versions_of(report)) if is_staff or reads_content(user, report, now=now) else []
