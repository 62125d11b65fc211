"""The round's own questions and their answers, and the layout in which the directorate wants them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from needs.models import LONG_TEXT
from networks.models import Round, User
from reporting.models.facts import MeasureReport
from reporting.models.report import Report
from reporting.states import Audience


class ReportQuestion(models.Model):
    """A question of a round's reports in both written forms. It begins as the scheme's; the governor edits it.

    `key` stays the same from round to round, so that answers can be laid side by side.
    """

    has_answers: bool = False  # read by `queries.questions.questions_to_keep` in the same statement

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="report_questions")
    key = models.SlugField(max_length=40)
    audience = models.CharField(max_length=12, choices=Audience)
    text_nb = models.CharField(max_length=300)
    text_nn = models.CharField(max_length=300, blank=True)
    help_nb = models.CharField(max_length=500, blank=True)
    help_nn = models.CharField(max_length=500, blank=True)
    is_required = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="report_question_once"),
            models.CheckConstraint(name="report_question_asks_something", condition=~Q(text_nb="")),
        ]

    def __str__(self) -> str:
        return self.text_nb


class ReportAnswer(models.Model):
    """The answer to one question, in a recipient's report or in the shared facts about a measure."""

    question = models.ForeignKey(ReportQuestion, on_delete=models.PROTECT, related_name="answers")
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    facts = models.ForeignKey(
        MeasureReport, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    text = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["question__order", "pk"]
        indexes = [GinIndex(SearchVector("text", config="norwegian"), name="report_answer_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "report", "facts"], nulls_distinct=False, name="report_answer_once"
            ),
            models.CheckConstraint(
                name="report_answer_of_one_thing",
                condition=Q(report__isnull=False, facts__isnull=True)
                | Q(report__isnull=True, facts__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.text[:40]}"


class RowsPer(models.TextChoices):
    """What one row of the directorate's layout is about."""

    RECIPIENT = "recipient", _("One row for each recipient")
    LINE = "line", _("One row for each line of a letter")
    MEASURE = "measure", _("One row for each measure")


class DirectorateLayout(models.Model):
    """How the directorate wants the round's reports laid out, as the governor has set it up from its template."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="directorate_layout")
    title = models.CharField(max_length=200, blank=True)
    rows_per = models.CharField(max_length=10, choices=RowsPer, default=RowsPer.RECIPIENT)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="directorate_layouts")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["round"]

    def __str__(self) -> str:
        return f"{self.round}: {self.title}"


class ExportColumn(models.Model):
    """One column of the layout: the directorate's heading, and what stands under it (a key of the portal's list).

    A question's answer has the source "question:<key>".
    """

    layout = models.ForeignKey(DirectorateLayout, on_delete=models.CASCADE, related_name="columns")
    order = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(max_length=200)
    source = models.CharField(max_length=60)

    class Meta:
        ordering = ["layout", "order", "pk"]
        constraints = [
            models.CheckConstraint(name="export_column_has_heading", condition=~Q(heading="", source=""))
        ]

    def __str__(self) -> str:
        return self.heading
