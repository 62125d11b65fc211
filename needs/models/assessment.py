"""The kindergarten's own assessment (virksomhetens egen vurdering)."""

from django.db import models
from django.db.models import Q

from common.moves import guarded
from needs.models.involvement import Involvement
from needs.models.tables import LONG_TEXT, Theme
from needs.states import AssessmentState
from networks.models import Kindergarten, Round, User


class Assessment(Involvement):
    """What one kindergarten sees that it needs in one round, theme by theme."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assessments")
    kindergarten = models.ForeignKey(Kindergarten, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=20, choices=AssessmentState, default=AssessmentState.DRAFT)
    shared_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_assessments"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "kindergarten"]
        constraints = [
            models.UniqueConstraint(fields=["round", "kindergarten"], name="assessment_once"),
            models.CheckConstraint(
                name="assessment_shared_has_time",
                condition=Q(state="shared", shared_at__isnull=False)
                | Q(state="draft", shared_at__isnull=True),
            ),
        ]
        triggers = guarded(AssessmentState.DRAFT)

    def __str__(self) -> str:
        return f"{self.kindergarten} {self.round.grant_year}"


class AssessmentItem(models.Model):
    """What the kindergarten writes on one theme."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="items")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="assessment_items")
    text = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["assessment", "theme__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "theme"], name="assessment_theme_once")]

    def __str__(self) -> str:
        return f"{self.theme}"
