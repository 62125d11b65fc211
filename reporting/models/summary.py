"""The county's summary of a round for the directorate: numbers, texts from the reports, and how it is made."""

from django.db import models
from django.db.models import Q

from common.models import Document
from common.moves import guarded
from needs.models import LONG_TEXT
from networks.models import Round, User
from reporting.states import JobKind, JobState, SummaryState


class CountySummary(models.Model):
    """The summary of one round. `numbers` is what the reports said when it was made; frozen it never changes.

    Source: "Langsiktig plan", Statsforvalterens oppgaver: rapportere årlig til Utdanningsdirektoratet.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="summary")
    state = models.CharField(max_length=10, choices=SummaryState, default=SummaryState.DRAFT)
    numbers = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="summaries_made")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="summaries_frozen"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_as_pdf"
    )
    workbook = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_as_workbook"
    )
    text_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_as_text"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-round__grant_year"]
        constraints = [
            models.CheckConstraint(
                name="summary_frozen_is_signed",
                condition=Q(state="draft", frozen_at__isnull=True, frozen_by__isnull=True)
                | Q(state="frozen", frozen_at__isnull=False, frozen_by__isnull=False),
            )
        ]
        triggers = guarded(SummaryState.DRAFT)

    def __str__(self) -> str:
        return f"{self.round}"


class SummarySection(models.Model):
    """One text of the summary. `collected` is what the reports say, one text for each; `text` is the office's own."""

    summary = models.ForeignKey(CountySummary, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=300)
    collected = models.JSONField(default=list)
    text = models.TextField(blank=True, max_length=LONG_TEXT)
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="summary_sections_saved"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["summary", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["summary", "key"], name="summary_section_once")]

    def __str__(self) -> str:
        return self.title


class SummaryJob(models.Model):
    """Work on a summary in the background: how many steps there are, and how many are done. One at a time."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="summary_jobs")
    kind = models.CharField(max_length=10, choices=JobKind, default=JobKind.MAKE, db_default=JobKind.MAKE)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.MAKING)
    steps = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="summary_jobs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="making"), name="summary_job_one_at_a_time"
            )
        ]
        triggers = guarded(JobState.MAKING)

    def __str__(self) -> str:
        return f"{self.round}: {self.get_state_display()}"
