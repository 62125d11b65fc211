"""The report on one grant: what each line of the letter was used for, and what came of it."""

from django.db import models
from django.db.models import Q

from common.moves import guarded
from grants.models import Grant, GrantLine
from needs.models import LONG_TEXT
from networks.models import Dispensation, User
from reporting.states import Attainment, ReportState


class Report(models.Model):
    """One recipient's report on its grant (Langsiktig plan, Saksgang: 15 June the year after)."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    summary = models.TextField(blank=True, max_length=LONG_TEXT)
    is_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_reports"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["grant"]
        indexes = [models.Index(fields=["state"], name="report_in_state")]
        constraints = [
            models.CheckConstraint(
                name="report_sent_has_time",
                condition=Q(state__in=["submitted", "approved"], submitted_at__isnull=False)
                | Q(state__in=["draft", "returned"], submitted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="report_approved_is_signed",
                condition=Q(state="approved", approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True, approved_by__isnull=True)),
            ),
        ]
        triggers = guarded(ReportState.DRAFT)

    def __str__(self) -> str:
        return f"{self.grant}: {self.get_state_display()}"


class ReportLine(models.Model):
    """What one line of the letter was used for, in whole kroner. A draft may have gaps (None)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(GrantLine, on_delete=models.PROTECT, related_name="report_lines")
    used_nok = models.PositiveIntegerField(null=True, blank=True)
    unspent_nok = models.PositiveIntegerField(null=True, blank=True)
    done = models.TextField(blank=True, max_length=LONG_TEXT)
    attainment = models.CharField(max_length=10, choices=Attainment, blank=True)
    attainment_text = models.TextField(blank=True, max_length=LONG_TEXT)
    difference_reason = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["line__order", "line"]
        constraints = [models.UniqueConstraint(fields=["report", "line"], name="report_line_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.used_nok}"

    @property
    def difference_nok(self) -> int | None:
        """Used plus unspent, less what the line had; None while a figure is missing."""
        if self.used_nok is None or self.unspent_nok is None:
            return None
        return self.used_nok + self.unspent_nok - self.line.budget_nok
