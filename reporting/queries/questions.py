"""Reads of a round's questions. Nothing here writes."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import override

from networks.models import Round, WrittenForm
from reporting.models import ReportAnswer, ReportQuestion
from reporting.rules.questions import wording
from reporting.states import Audience

__all__ = ["wording"]  # asked here by pages; the answer is a rule


def questions_for(round: Round, *audiences: str) -> list[ReportQuestion]:
    """The round's questions to these audiences that are asked, in order; the scheme's, unsaved, where it has none.

    One statement.
    """
    rows = list(ReportQuestion.objects.filter(round=round).order_by("order", "pk"))
    for row in rows:
        row.round = round
    return [row for row in rows or scheme_questions(round) if row.is_active and row.audience in audiences]


def scheme_questions(round: Round) -> list[ReportQuestion]:
    """The questions that the round's scheme begins with, unsaved, in both written forms, audience by audience."""
    audiences = list(Audience)
    asked = sorted(round.scheme.report_questions, key=lambda one: audiences.index(Audience(one.audience)))
    with override(WrittenForm.NB):
        bokmaal = [(str(one.text), str(one.help_text)) for one in asked]
    with override(WrittenForm.NN):
        nynorsk = [(str(one.text), str(one.help_text)) for one in asked]
    return [
        ReportQuestion(
            round=round,
            key=one.key,
            audience=one.audience,
            text_nb=nb[0],
            help_nb=nb[1],
            text_nn=nn[0],
            help_nn=nn[1],
            is_required=one.is_required,
            order=order,
        )
        for order, (one, nb, nn) in enumerate(zip(asked, bokmaal, nynorsk, strict=True), start=1)
    ]


def questions_to_keep(round: Round) -> QuerySet[ReportQuestion]:
    """All the round's questions in order, also the hidden, each with `has_answers`."""
    answers = ReportAnswer.objects.filter(question=OuterRef("pk"))
    rows = ReportQuestion.objects.filter(round=round).annotate(**{"has_answers": Exists(answers)})
    return rows.select_related("round__county").order_by("order", "pk")


def question_of(round: Round, pk: int) -> ReportQuestion | None:
    """One of the round's questions, with `has_answers`, or None."""
    return questions_to_keep(round).filter(pk=pk).first()


def rounds_without_questions() -> Sequence[Round]:
    """The rounds that have no question yet, not even a hidden one."""
    asked = ReportQuestion.objects.filter(round=OuterRef("pk"))
    return list(Round.objects.filter(~Exists(asked)).order_by("pk"))
