"""Rounds, their deadlines, and dispensations from them."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from common.moves import guarded
from networks.models.networks import Network
from networks.models.people import User
from networks.models.places import County, Kindergarten, Organisation
from networks.schemes import SCHEMES, Scheme, scheme
from networks.states import DeadlineState, Duty


class Round(models.Model):
    """One county's grant year, pinned to the scheme it is run under."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="rounds")
    grant_year = models.PositiveSmallIntegerField()
    scheme_key = models.CharField(max_length=30, choices=[(key, key) for key in SCHEMES])

    class Meta:
        ordering = ["-grant_year"]
        constraints = [models.UniqueConstraint(fields=["county", "grant_year"], name="round_once_a_year")]

    def __str__(self) -> str:
        return f"{self.county} {self.grant_year}"

    @property
    def reference_on(self) -> date:
        """The day on which memberships and partnerships count for this round: 1 January of the grant year."""
        return date(self.grant_year, 1, 1)

    @property
    def scheme(self) -> Scheme:
        """What the law and the scheme say for this round."""
        return scheme(self.scheme_key)


class Deadline(models.Model):
    """When a duty of a round opens and is due. Whether it is open is answered by `networks.deadlines` alone."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="deadlines")
    duty = models.CharField(max_length=20, choices=Duty)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes = models.BooleanField()
    state = models.CharField(max_length=10, choices=DeadlineState, default=DeadlineState.PLANNED)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "duty"], name="deadline_once_a_round"),
            models.CheckConstraint(condition=Q(due_at__gt=F("opens_at")), name="deadline_due_after_opening"),
        ]
        triggers = guarded(DeadlineState.PLANNED)

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.round}"


class Dispensation(models.Model):
    """A later instant for one body and one duty, with a reason. It expires by itself."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="dispensations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="dispensations"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="dispensations"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="dispensations"
    )
    due_at = models.DateTimeField()
    reason = models.TextField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="dispensations")
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="dispensation_names_a_body",
                condition=Q(organisation__isnull=False)
                | Q(network__isnull=False)
                | Q(kindergarten__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.due_at}"
