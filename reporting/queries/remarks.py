"""Reads of what stands beside a report: notes of the office, questions to the recipient, and answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from grants.models import Grant
from reporting.models import Report, ReportRemark
from reporting.states import RemarkKind, ReportState


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A note, or a question with its answer (None: it waits)."""

    remark: ReportRemark
    answer: ReportRemark | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it is a question that nobody has answered."""
        return self.remark.kind == RemarkKind.QUESTION and self.answer is None


def talks_of(report: Report) -> list[Talk]:
    """All that is written beside the report, oldest first, each question with its answer. For the office."""
    rows = list(ReportRemark.objects.filter(report=report).select_related("by").order_by("at", "pk"))
    answers = {row.answers_id: row for row in rows if row.kind == RemarkKind.ANSWER}
    return [Talk(remark=row, answer=answers.get(row.pk)) for row in rows if row.kind != RemarkKind.ANSWER]


def questions_to(report: Report) -> list[Talk]:
    """The questions to the recipient with their answers. What the office notes for itself is not among them."""
    return [talk for talk in talks_of(report) if talk.remark.kind == RemarkKind.QUESTION]


def noted_findings(report: Report) -> set[str]:
    """The keys of the findings that the office has written a note to."""
    rows = ReportRemark.objects.filter(report=report, kind=RemarkKind.NOTE).exclude(finding="").order_by()
    return set(rows.values_list("finding", flat=True))


def question_for(report: Report, pk: int) -> ReportRemark | None:
    """One question to the recipient (a key), with its report loaded, or None."""
    found = ReportRemark.objects.filter(report=report, kind=RemarkKind.QUESTION, pk=pk).select_related("by")
    question = found.first()
    if question is not None:
        question.report = report
    return question


def is_answered(question: ReportRemark) -> bool:
    """Whether the question has an answer."""
    return ReportRemark.objects.filter(answers=question).exists()


def waiting_questions() -> QuerySet[ReportRemark]:
    """The questions that wait for an answer from the recipient of a report that is not approved."""
    answers = ReportRemark.objects.filter(answers=OuterRef("pk")).order_by()
    return ReportRemark.objects.filter(~Exists(answers), kind=RemarkKind.QUESTION).exclude(
        report__state=ReportState.APPROVED
    )


def asked_grants(grants: Iterable[Grant]) -> set[int]:
    """Those of the grants (as keys) whose recipient has a question to answer. One read."""
    rows = waiting_questions().filter(report__grant__in=[grant.pk for grant in grants]).order_by()
    return set(rows.values_list("report__grant", flat=True))
