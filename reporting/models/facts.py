"""The facts about one measure that was given money: one record that the network and its universities share."""

from typing import Any

from django.db import models
from django.db.models import Q

from common.moves import guarded
from needs.models import LONG_TEXT, Measure
from networks.models import Kindergarten, Organisation, SideApproval, User, one_per_side
from reporting.states import Attainment, CarriedOut, FactsState


class MeasureReport(models.Model):
    """What came of one measure: written by either side, approved by both. A draft may have gaps.

    Source: "Langsiktig plan", Saksgang: rapportering fra partnerskapene.
    """

    # What the issued letters give to the measure, read by `queries.facts` in the same statement, network first.
    # {"grant", "university" (None: the network's), "name", "requested", "granted", "budget"}
    money: list[dict[str, Any]]

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="facts")
    state = models.CharField(max_length=10, choices=FactsState, default=FactsState.DRAFT)
    carried_out = models.CharField(max_length=10, choices=CarriedOut, blank=True)
    why = models.TextField(blank=True, max_length=LONG_TEXT)
    done = models.TextField(blank=True, max_length=LONG_TEXT)
    attainment = models.CharField(max_length=10, choices=Attainment, blank=True)
    signs = models.TextField(blank=True, max_length=LONG_TEXT)
    kindergartens = models.ManyToManyField(Kindergarten, blank=True, related_name="measure_reports")
    staff_reached = models.PositiveIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_measure_reports"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["measure"]
        constraints = [
            models.CheckConstraint(
                name="measure_report_agreed_has_time",
                condition=Q(state="agreed", agreed_at__isnull=False)
                | Q(state="draft", agreed_at__isnull=True),
            )
        ]
        triggers = guarded(FactsState.DRAFT)

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_state_display()}"


class MeasureReportApproval(SideApproval):
    """One side's approval of the facts: the network's leader (no university) or a university."""

    facts = models.ForeignKey(MeasureReport, on_delete=models.PROTECT, related_name="approvals")
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="measure_report_approvals"
    )
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="measure_report_approvals")

    class Meta(SideApproval.Meta):
        constraints = [one_per_side("measure_report_approval_one_per_side", "facts")]

    def __str__(self) -> str:
        return f"{self.university or 'network'}: {self.approved_at}"
