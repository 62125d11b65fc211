"""What a university has promised a network: agreements, days per year, and the teachers who follow a region."""

from django.db import models
from django.db.models import Q

from common.models import Attachment
from networks.models.networks import Network
from networks.models.people import User
from networks.models.periods import Period, ends_after_start
from networks.models.places import Organisation


class PartnershipAgreement(Period):
    """An agreement between a network and a university for a period, and how many days a year it promises."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="agreements")
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=160)
    days_per_year = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True, max_length=10_000)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="agreements_recorded")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["network", "university", "-valid_from", "pk"]
        constraints = [ends_after_start("agreement_period")]

    def __str__(self) -> str:
        return self.title


class Teacher(Period):
    """Somebody at a university who follows a network (the teacher team of the region), and what they know best."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="teachers")
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teachers")
    name = models.CharField(max_length=120)
    field = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    is_team_leader = models.BooleanField(default=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="teachers_added")

    class Meta:
        ordering = ["network", "university", "-is_team_leader", "name", "pk"]
        constraints = [
            models.CheckConstraint(name="teacher_has_name", condition=~Q(name="")),
            ends_after_start("teacher_period"),
        ]

    def __str__(self) -> str:
        return self.name
