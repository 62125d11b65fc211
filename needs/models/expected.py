"""The amounts that networks and universities can expect, on the frame as it is known."""

from django.db import models
from django.db.models import Q

from networks.models import Network, Organisation, Round


class ExpectedAmount(models.Model):
    """What a network, a university, or a university in one network can expect in a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expected_amounts")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="expected_amounts"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="expected_amounts"
    )
    amount_nok = models.PositiveIntegerField()
    is_preliminary = models.BooleanField(default=True)
    note = models.CharField(blank=True, max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "network", "university"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "network", "university"], nulls_distinct=False, name="expected_amount_once"
            ),
            models.CheckConstraint(
                name="expected_amount_has_recipient",
                condition=Q(network__isnull=False) | Q(university__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network or self.university}: {self.amount_nok}"
