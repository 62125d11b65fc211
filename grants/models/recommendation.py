"""The forum's recommendation and its ranking of the nominations."""

from django.db import models
from django.db.models import Q

from common.models import Document
from common.moves import guarded
from grants.models.allocation import AllocationRun
from grants.states import RecommendationState
from needs.models import LONG_TEXT, Nomination
from networks.models import AgendaItem, Round, User


class Recommendation(models.Model):
    """What the cooperation forum recommends for a round. Adopting pins run, case and PDF."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="recommendation")
    run = models.ForeignKey(
        AllocationRun, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    state = models.CharField(max_length=10, choices=RecommendationState, default=RecommendationState.DRAFT)
    priorities = models.TextField(blank=True, max_length=LONG_TEXT)
    criteria_met = models.TextField(blank=True, max_length=LONG_TEXT)
    cooperation = models.TextField(blank=True, max_length=LONG_TEXT)
    split = models.TextField(blank=True, max_length=LONG_TEXT)
    dissent = models.TextField(blank=True, max_length=LONG_TEXT)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="adopted_recommendations"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-round__grant_year"]
        constraints = [
            models.CheckConstraint(
                name="recommendation_adopted_is_complete",
                condition=~Q(state="adopted")
                | Q(
                    run__isnull=False,
                    number__isnull=False,
                    adopted_at__isnull=False,
                    adopted_by__isnull=False,
                ),
            )
        ]
        triggers = guarded(RecommendationState.DRAFT)

    def __str__(self) -> str:
        return f"{self.round} {self.get_state_display()}"

    @property
    def full_number(self) -> str:
        """The number as it is written: "1/2027"; an empty text before the first adoption."""
        return f"{self.number}/{self.round.grant_year}" if self.number else ""


class NominationRank(models.Model):
    """The forum's rank of one nomination: 1 comes first, no two share a rank."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="ranks")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="county_ranks")
    county_rank = models.PositiveIntegerField()

    class Meta:
        ordering = ["county_rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "nomination"], name="nomination_ranked_once"),
            models.UniqueConstraint(fields=["recommendation", "county_rank"], name="county_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.county_rank}: {self.nomination_id}"
