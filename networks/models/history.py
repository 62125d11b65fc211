"""What has become of bodies over time: mergers, splits, moves, renames, new owners; and the register's import."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from common.moves import guarded
from networks.models.history_triggers import newest_is_as_kindergarten
from networks.models.people import User
from networks.models.periods import Period, ends_after_start, period
from networks.models.places import County, Kindergarten, Municipality, Organisation
from networks.states import RegisterChangeKind, RegisterImportState, RegisterRowKind, RegisterSource


class KindergartenPeriod(Period):
    """How a kindergarten was registered in a period: its name, its owner, its municipality. One row at a time.

    The newest row says what `Kindergarten` says.
    """

    kindergarten = models.ForeignKey(Kindergarten, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=160)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="kindergarten_periods")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="kindergarten_periods"
    )

    class Meta:
        ordering = ["kindergarten", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="kindergarten_one_period_at_a_time",
                expressions=[("kindergarten", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
            ends_after_start("kindergarten_period"),
        ]
        triggers = [newest_is_as_kindergarten()]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"


class RegisterChange(models.Model):
    """A dated event in the life of an organisation, a kindergarten or a municipality.

    What it happened to is one of the first three; what it became is the same kind in `to_…` (a merger, a split, a
    move), or a new owner or municipality of a kindergarten. `name_before` is what it was called until then.
    Mergers, splits and moves between municipalities stand in `MunicipalityChange` as well, which tells sums per year
    where a municipality has gone. While it `is_planned` nothing has followed from it: the tick carries it out.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="register_changes")
    kind = models.CharField(max_length=20, choices=RegisterChangeKind)
    on = models.DateField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_into"
    )
    to_kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_into"
    )
    to_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="changes_into"
    )
    name_before = models.CharField(max_length=160, blank=True)
    name_after = models.CharField(max_length=160, blank=True)
    note = models.CharField(max_length=300, blank=True)
    is_planned = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=RegisterSource, default=RegisterSource.OFFICE)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="register_changes"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["on"], name="register_change_planned", condition=Q(is_planned=True))]
        constraints = [
            models.CheckConstraint(
                name="register_change_of_one_thing",
                condition=Q(organisation__isnull=False, kindergarten__isnull=True, municipality__isnull=True)
                | Q(organisation__isnull=True, kindergarten__isnull=False, municipality__isnull=True)
                | Q(organisation__isnull=True, kindergarten__isnull=True, municipality__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class RegisterImport(models.Model):
    """A file from the national kindergarten register: what it would change, and what has been accepted of it."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="register_imports")
    filename = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    of_day = models.DateField()
    read = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=RegisterImportState, default=RegisterImportState.PREVIEW)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="register_imports")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        triggers = guarded(RegisterImportState.PREVIEW)

    def __str__(self) -> str:
        return self.filename


class RegisterImportRow(models.Model):
    """One proposed change. `before` and `after` hold what differs: {"name", "owner", "municipality", "children"}."""

    batch = models.ForeignKey(RegisterImport, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=10, choices=RegisterRowKind)
    org_number = models.CharField(max_length=9)
    name = models.CharField(max_length=160)
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="register_rows"
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="register_rows_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["batch", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "org_number", "kind"], name="register_row_once"),
            models.CheckConstraint(
                name="register_row_decided_by_somebody",
                condition=Q(is_accepted__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"
