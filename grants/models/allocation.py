"""Allocation runs: what went in, what came out, by whom. They are all kept."""

import pgtrigger
from django.db import models

from grants.models.budget import Budget
from grants.models.scenario import Scenario
from networks.models import Round, User


class AllocationRun(models.Model):
    """One run of the allocation. It never changes: new figures make a new run.

    `names` says what the ids in input and output were called when the run was made (students have no names here).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="allocation_runs")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="runs")
    scenario = models.ForeignKey(
        Scenario, on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    number = models.PositiveSmallIntegerField()
    is_preliminary = models.BooleanField()
    input = models.JSONField()
    output = models.JSONField()
    names = models.JSONField(default=dict)
    input_sha256 = models.CharField(max_length=64)
    run_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="allocation_runs")
    run_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="allocation_run_number_once")]
        triggers = [
            pgtrigger.Protect(
                name="allocation_run_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.number}"
