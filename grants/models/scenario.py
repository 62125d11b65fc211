"""Scenarios of the allocation: a key, the figures it weighs, and amounts set by hand, tried before any decision."""

from django.db import models
from django.db.models import Q

from common.moves import guarded
from grants.models.budget import tracked
from grants.states import Leftover, ScenarioState
from networks.models import Network, Round, User


class Scenario(models.Model):
    """One way to share the money of a round. Percents run from 0 to 100.

    `figures` is a snapshot, one row for each network: {"network": key, "name", "children", "staff" (decimal text),
    "kindergartens"}; `figures_on` is the day it was taken and `figures_source` where from.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(max_length=80)
    note = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=ScenarioState, default=ScenarioState.DRAFT)
    frame_nok = models.PositiveIntegerField()
    individual_cap_percent = models.DecimalField(max_digits=5, decimal_places=2)
    flat_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    weight_children = models.DecimalField(max_digits=6, decimal_places=2, default=1)
    weight_staff = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    weight_kindergartens = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    round_to = models.PositiveIntegerField(default=1)
    cap_at_requested = models.BooleanField(default=False)
    leftover = models.CharField(max_length=10, choices=Leftover, default=Leftover.COLLECTIVE)
    recomputes_rest = models.BooleanField(default=True)
    figures = models.JSONField(default=list)
    figures_on = models.DateField()
    figures_source = models.CharField(max_length=200)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="scenarios_shared"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scenarios")
    created_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scenarios_saved")
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="scenario_name_once"),
            models.CheckConstraint(
                name="scenario_percents_within_100",
                condition=Q(flat_percent__gte=0, flat_percent__lte=100)
                & Q(individual_cap_percent__gte=0, individual_cap_percent__lte=100),
            ),
            models.CheckConstraint(
                name="scenario_weights_not_negative",
                condition=Q(weight_children__gte=0, weight_staff__gte=0, weight_kindergartens__gte=0),
            ),
            models.CheckConstraint(name="scenario_rounds_to_something", condition=Q(round_to__gte=1)),
            models.CheckConstraint(
                name="scenario_shared_by_somebody",
                condition=Q(shared_at__isnull=True, shared_by__isnull=True)
                | Q(shared_at__isnull=False, shared_by__isnull=False),
            ),
        ]
        triggers = guarded(ScenarioState.DRAFT)

    def __str__(self) -> str:
        return self.name


@tracked()
class ScenarioOverride(models.Model):
    """A network's collective amount set by hand in a scenario, with a reason."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="overrides")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="scenario_overrides")
    amount_nok = models.PositiveIntegerField()
    reason = models.TextField(max_length=2000)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="scenario_overrides")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["scenario", "network"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "network"], name="scenario_override_once"),
            models.CheckConstraint(name="scenario_override_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.network}: {self.amount_nok}"
