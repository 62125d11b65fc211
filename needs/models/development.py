"""Development work in a kindergarten (barnehagebasert kompetanseutvikling): plan, gatherings, log; and days used."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from common.moves import guarded
from needs.models.decision_basis import Measure
from needs.models.tables import LONG_TEXT
from needs.states import DevelopmentState
from networks.models import Kindergarten, Network, Organisation, User


class DevelopmentWork(models.Model):
    """What one kindergarten does for one measure. Led by the head with one or two resource persons.

    Source: "Våre erfaringer med IBSM og REKOM", organisering av BKU.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="development")
    kindergarten = models.ForeignKey(Kindergarten, on_delete=models.PROTECT, related_name="development")
    first_resource = models.CharField(max_length=120, blank=True)
    second_resource = models.CharField(max_length=120, blank=True)
    goal = models.TextField(blank=True, max_length=LONG_TEXT)
    plan = models.TextField(blank=True, max_length=LONG_TEXT)
    between = models.TextField(blank=True, max_length=LONG_TEXT)
    planning_days = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    staff = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DevelopmentState, default=DevelopmentState.PLANNED)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="development_begun")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["measure", "kindergarten"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "kindergarten"], name="development_once"),
            models.CheckConstraint(
                name="development_hours_in_week",
                condition=Q(hours_per_week__isnull=True)
                | Q(hours_per_week__gte=0, hours_per_week__lte=Decimal("37.5")),
            ),
        ]
        triggers = guarded(DevelopmentState.PLANNED)

    def __str__(self) -> str:
        return f"{self.kindergarten}: {self.measure}"


class Gathering(models.Model):
    """A gathering (faglig samling) or planning day of the work; two to four gatherings each half-year are usual."""

    work = models.ForeignKey(DevelopmentWork, on_delete=models.PROTECT, related_name="gatherings")
    on = models.DateField()
    title = models.CharField(max_length=160)
    is_planning_day = models.BooleanField(default=False)
    has_university = models.BooleanField(default=False)
    is_held = models.BooleanField(null=True, blank=True)
    staff_present = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["work", "on", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "on", "title"], name="gathering_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.title}"


class DevelopmentLog(models.Model):
    """A short entry: what was done, and which traces of change are seen, for the children. Only added to."""

    work = models.ForeignKey(DevelopmentWork, on_delete=models.PROTECT, related_name="log")
    on = models.DateField()
    done = models.TextField(blank=True, max_length=LONG_TEXT)
    traces = models.TextField(blank=True, max_length=LONG_TEXT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="development_log")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["work", "-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="development_log_says_something", condition=~Q(done="") | ~Q(traces="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.on}"


class UsedDays(models.Model):
    """Days that a university has used in a network, as it writes them down: for a measure, or for the network."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="used_days")
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="used_days")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="used_days"
    )
    on = models.DateField()
    days = models.DecimalField(max_digits=5, decimal_places=1)
    what = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="used_days")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["university", "network", "on"], name="used_days_of_university")]
        constraints = [models.CheckConstraint(name="used_days_positive", condition=Q(days__gt=0))]

    def __str__(self) -> str:
        return f"{self.university} {self.on}: {self.days}"
