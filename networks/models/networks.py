"""Networks, their municipalities and partners by period, and the cooperation forum."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from networks.models.periods import Period, ends_after_start, period
from networks.models.places import County, Municipality, Organisation


class Network(models.Model):
    """A regional competence network. It is not a legal person: its money goes to the payee organisation."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="networks")
    name = models.CharField(max_length=120)
    payee = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="paid_for_networks"
    )
    leader_amount_nok = models.PositiveIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="network_name_once")]

    def __str__(self) -> str:
        return self.name


class NetworkMunicipality(Period):
    """A municipality belongs to one network at a time."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        ordering = ["network", "municipality"]
        constraints = [
            ExclusionConstraint(
                name="municipality_in_one_network",
                expressions=[("municipality", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
            ends_after_start("membership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} in {self.network}"


class Partnership(Period):
    """A university works with a network, in the whole of it or in one municipality, for a period."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="partnerships")
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="partnerships"
    )
    is_first_partner = models.BooleanField(default=False)

    class Meta:
        ordering = ["network", "-is_first_partner", "university", "municipality"]
        constraints = [
            ExclusionConstraint(
                name="partnership_once",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("university", RangeOperators.EQUAL),
                    ("municipality", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(municipality__isnull=False),
            ),
            ExclusionConstraint(
                name="partnership_whole_network_once",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("university", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(municipality__isnull=True),
            ),
            ends_after_start("partnership_period"),
        ]

    def __str__(self) -> str:
        return f"{self.network} – {self.university}"


class Forum(models.Model):
    """The county's cooperation forum."""

    county = models.OneToOneField(County, on_delete=models.PROTECT, related_name="forum")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name
