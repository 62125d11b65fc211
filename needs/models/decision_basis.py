"""The decision basis (beslutningsgrunnlag): the network's measures, approved by every side."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Deferrable, Q
from django.utils.translation import gettext_lazy as _

from common.models import Document
from common.moves import guarded
from needs.models.needs_report import Need
from needs.models.tables import LONG_TEXT, Theme
from needs.models.terms import term_label
from needs.states import BasisState
from networks.models import (
    Dispensation,
    Kindergarten,
    Network,
    Organisation,
    PlanGoal,
    Round,
    SideApproval,
    User,
    one_per_side,
)


class DecisionBasis(models.Model):
    """What one network and its universities ask for together in one round."""

    # The sent needs that no measure answers, read by `queries.bases` in the same statement.
    free_needs: list[dict[str, Any]]  # {"pk", "theme", "owner", "owner_name", "reason"}

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decision_bases")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="decision_bases")
    overview = models.TextField(blank=True, max_length=LONG_TEXT)
    sami_perspectives = models.TextField(blank=True, max_length=LONG_TEXT)
    ppt_involvement = models.TextField(blank=True, max_length=LONG_TEXT)
    silent_reason = models.TextField(blank=True, max_length=LONG_TEXT)
    state = models.CharField(max_length=20, choices=BasisState, default=BasisState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="decision_bases"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="basis_as_letter"
    )
    workbook = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="basis_as_workbook"
    )
    # Counts every change of content: what an approval was given to.
    version = models.PositiveIntegerField(default=1)
    # Counts changes of the texts above, so that two may work on texts and measures at once.
    texts_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "network"]
        indexes = [
            GinIndex(
                SearchVector("overview", "sami_perspectives", "ppt_involvement", config="norwegian"),
                name="decision_basis_search",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "network"], name="decision_basis_once"),
            models.CheckConstraint(
                name="decision_basis_sent_has_time",
                condition=Q(state__in=["submitted", "accepted"], submitted_at__isnull=False)
                | Q(state__in=["draft", "returned"], submitted_at__isnull=True),
            ),
        ]
        triggers = guarded(BasisState.DRAFT)

    def __str__(self) -> str:
        return f"{self.network} {self.round.grant_year}"


class UnansweredNeed(models.Model):
    """Why no measure answers a need. The owner sees the reason when the basis has been sent."""

    basis = models.ForeignKey(DecisionBasis, on_delete=models.CASCADE, related_name="unanswered")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="unanswered_in")
    reason = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["basis", "need"]
        constraints = [models.UniqueConstraint(fields=["basis", "need"], name="unanswered_need_once")]

    def __str__(self) -> str:
        return f"{self.need_id}: {self.reason[:40]}"


class BasisApproval(SideApproval):
    """One side's approval of a basis: the network's leader (no university) or a partner university."""

    basis = models.ForeignKey(DecisionBasis, on_delete=models.PROTECT, related_name="approvals")
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="basis_approvals"
    )
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="basis_approvals")

    class Meta(SideApproval.Meta):
        constraints = [one_per_side("basis_approval_one_per_side", "basis")]

    def __str__(self) -> str:
        return f"{self.university or self.basis.network}: {self.approved_at}"


class Contributor(models.TextChoices):
    """Who takes part in a measure beside the network and the university."""

    PPT = "ppt", _("PPT (educational psychological service)")
    STATPED = "statped", _("Statped")
    AUTHORITY = "authority", _("The kindergarten authority")
    HEALTH = "health", _("The health station or other municipal service")
    OTHER_INSTITUTION = "other_institution", _("Another institution")


class Measure(models.Model):
    """A collective measure of a basis. It knows the needs it answers."""

    # What pages show of the rows around the measure, read by `queries.measures_with_parts` in the same statement.
    parts: list[dict[str, Any]]  # {"university": key, "name", "amount", "days", "faculty"} by name
    need_rows: list[dict[str, Any]]  # {"pk", "theme", "owner", "owner_name"}
    kindergarten_rows: list[dict[str, Any]]  # {"pk", "name"} by name
    criterion_rows: list[dict[str, Any]]  # {"key", "text"}
    goal_rows: list[dict[str, Any]]  # {"pk", "title"} in the plan's order

    basis = models.ForeignKey(DecisionBasis, on_delete=models.PROTECT, related_name="measures")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    title = models.CharField(max_length=200)
    goal = models.TextField(blank=True, max_length=LONG_TEXT)
    way_of_working = models.TextField(blank=True, max_length=LONG_TEXT)
    participants = models.TextField(blank=True, max_length=LONG_TEXT)
    meeting_points = models.TextField(blank=True, max_length=LONG_TEXT)
    plan_goal = models.TextField(blank=True, max_length=LONG_TEXT)
    contributors = ArrayField(models.CharField(max_length=30, choices=Contributor), default=list, blank=True)
    other_institution = models.CharField(blank=True, max_length=200)
    start_on = models.DateField(null=True, blank=True)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField()
    network_amount_nok = models.PositiveIntegerField(default=0)
    needs = models.ManyToManyField(Need, blank=True, related_name="measures")
    kindergartens = models.ManyToManyField(Kindergarten, blank=True, related_name="measures")
    goals = models.ManyToManyField(PlanGoal, blank=True, related_name="measures")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["basis", "priority", "pk"]
        indexes = [
            GinIndex(
                SearchVector(
                    "title",
                    "goal",
                    "way_of_working",
                    "participants",
                    "meeting_points",
                    "plan_goal",
                    config="norwegian",
                ),
                name="measure_search",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["basis", "priority"], deferrable=Deferrable.DEFERRED, name="measure_priority_once"
            ),
            models.CheckConstraint(name="measure_priority_from_one", condition=Q(priority__gte=1)),
            models.CheckConstraint(
                name="measure_one_to_three_years",
                condition=Q(years__isnull=True) | Q(years__gte=1, years__lte=3),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def university_amount_nok(self) -> int:
        """What the universities ask for, in kroner. Uses the prefetched rows."""
        return sum(part.amount_nok for part in self.universities.all())

    @property
    def requested_nok(self) -> int:
        """What the network and the universities ask for together, in kroner."""
        return self.network_amount_nok + self.university_amount_nok

    @property
    def start_label(self) -> str:
        """The half-year in which the work starts, or an empty text."""
        return term_label(self.start_on) if self.start_on else ""


class MeasureUniversity(models.Model):
    """A university's part in a measure, and what it asks for."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="universities")
    university = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measure_parts")
    amount_nok = models.PositiveIntegerField(default=0)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    faculty = models.CharField(blank=True, max_length=300)

    class Meta:
        ordering = ["measure", "university"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "university"], name="measure_university_once")
        ]

    def __str__(self) -> str:
        return f"{self.university}: {self.amount_nok}"


class MeasureOutcome(models.Model):
    """What was granted to a measure, as the county governor's letters say. Told by the app that grants."""

    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="outcome")
    network_nok = models.PositiveIntegerField(default=0)
    university_nok = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.network_nok} + {self.university_nok}"


class MeasureCriterion(models.Model):
    """How a measure meets one of the scheme's criteria."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.CharField(max_length=40)
    text = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "criterion"], name="measure_criterion_once")
        ]

    def __str__(self) -> str:
        return self.criterion
