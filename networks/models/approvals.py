"""An approval by one of the sides that write something together."""

from django.db import models
from django.db.models import Q


class SideApproval(models.Model):
    """One side's approval: `university`'s, or the network's where there is none. A change of what was approved
    withdraws it, and says why (`common.approvals`).
    """

    approved_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["approved_at", "pk"]

    @property
    def changes(self) -> list[str]:
        """What has changed since the side approved, one line for each part."""
        return self.withdrawn_because.split("\n")


def one_per_side(name: str, thing: str) -> models.UniqueConstraint:
    """Each side has one approval of a `thing` that stands."""
    return models.UniqueConstraint(
        fields=[thing, "university"],
        condition=Q(withdrawn_at__isnull=True),
        nulls_distinct=False,
        name=name,
    )
