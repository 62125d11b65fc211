"""Where a network meets through the year, and what stands in its annual wheel beside meetings and deadlines."""

from django.db import models
from django.db.models import F, Q

from networks.models.networks import Network
from networks.models.people import User
from networks.models.places import County, Kindergarten, Municipality, Organisation
from networks.states import ArenaKind

LONG_TEXT = 10_000


class Arena(models.Model):
    """A place where people meet about the work: who, and with which responsibility and purpose.

    For the whole network, or for the part of it that works with one university. The order is the columns' of the
    annual wheel. Source: "Rekom DMMH i Trøndelag sørvest", Årshjul.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="arenas")
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="arenas"
    )
    kind = models.CharField(max_length=20, choices=ArenaKind, default=ArenaKind.OTHER)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    who = models.TextField(blank=True, max_length=LONG_TEXT)
    purpose = models.TextField(blank=True, max_length=LONG_TEXT)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["network", "university", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class WheelEvent(models.Model):
    """Something in the annual wheel that is neither a meeting nor a deadline: a day, some days, or a whole month.

    It belongs to a network (and there to an arena, a municipality or a kindergarten), or to the county.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="wheel_events")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="wheel_events"
    )
    arena = models.ForeignKey(
        Arena, on_delete=models.PROTECT, null=True, blank=True, related_name="wheel_events"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="wheel_events"
    )
    kindergarten = models.ForeignKey(
        Kindergarten, on_delete=models.PROTECT, null=True, blank=True, related_name="wheel_events"
    )
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True, max_length=LONG_TEXT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_whole_month = models.BooleanField(default=False)
    link = models.URLField(max_length=500, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="wheel_events")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [
            models.Index(fields=["network", "starts_on"], name="wheel_event_of_network"),
            models.Index(fields=["county", "starts_on"], name="wheel_event_of_county"),
        ]
        constraints = [
            models.CheckConstraint(
                name="wheel_event_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="wheel_event_arena_of_network",
                condition=Q(arena__isnull=True) | Q(network__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
