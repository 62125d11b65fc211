"""How networks and the forum were composed, year by year."""

from django.db import models
from django.db.models import Q

from networks.models.networks import Forum, Network


class CompositionYear(models.Model):
    """The check of who takes part in a network or in the forum, as it stood in a year. Never changed.

    `checks` is a list of {"rule", "label", "is_recommended", "is_met", "people", "missing"}.
    """

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="composition_years"
    )
    forum = models.ForeignKey(
        Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="composition_years"
    )
    year = models.PositiveSmallIntegerField()
    checks = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "forum", "year"], nulls_distinct=False, name="composition_once_a_year"
            ),
            models.CheckConstraint(
                name="composition_of_one_body",
                condition=Q(forum__isnull=False, network__isnull=True)
                | Q(forum__isnull=True, network__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network or self.forum} {self.year}"
