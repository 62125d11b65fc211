"""Nominations for individual measures, and the network's prioritised list of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from common.moves import guarded
from needs.models.tables import LONG_TEXT, StudyType
from needs.models.terms import term_label
from needs.states import NominationListState, NominationState
from networks.models import Dispensation, Kindergarten, Network, Organisation, Round, User


class Nomination(models.Model):
    """One employee who is proposed for a study with support. Name and e-mail are personal data.

    A draft may have gaps; what is submitted has none.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="nominations")
    kindergarten = models.ForeignKey(Kindergarten, on_delete=models.PROTECT, related_name="nominations")
    student_name = models.CharField(blank=True, max_length=120)
    student_email = models.EmailField(blank=True)
    study_type = models.ForeignKey(
        StudyType, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    study_name = models.CharField(blank=True, max_length=200)
    institution = models.CharField(blank=True, max_length=200)
    ects = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    position_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    amount_nok = models.PositiveIntegerField(default=0)
    year_of_study = models.PositiveSmallIntegerField(null=True, blank=True)
    start_on = models.DateField(null=True, blank=True)
    end_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="proposed_nominations"
    )
    network_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    network_note = models.TextField(blank=True, max_length=LONG_TEXT)
    moved_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations_taken_over"
    )
    # Changing it makes the student's earlier personal links useless.
    link_secret = models.CharField(blank=True, max_length=40)
    anonymised_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=NominationState, default=NominationState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", models.F("network_rank").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["round", "state"], name="nomination_of_round")]
        constraints = [
            models.CheckConstraint(
                name="nomination_sent_has_time",
                condition=Q(state__in=["draft", "proposed"], submitted_at__isnull=True)
                | Q(state="withdrawn")
                | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nomination_sent_is_whole",
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(anonymised_at__isnull=False)
                | Q(study_type__isnull=False, amount_nok__gt=0) & ~Q(student_name="") & ~Q(student_email=""),
            ),
            models.CheckConstraint(
                name="nomination_ranked_is_sent",
                condition=Q(network_rank__isnull=True) | ~Q(state__in=["draft", "proposed", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="nomination_rank_from_one",
                condition=Q(network_rank__isnull=True) | Q(network_rank__gte=1),
            ),
            models.CheckConstraint(
                name="nomination_position_is_percent",
                condition=Q(position_percent__isnull=True) | Q(position_percent__lte=100),
            ),
            models.CheckConstraint(
                name="nomination_ends_after_start",
                condition=Q(start_on__isnull=True)
                | Q(end_on__isnull=True)
                | Q(end_on__gt=models.F("start_on")),
            ),
            models.CheckConstraint(
                name="nomination_anonymised_is_empty",
                condition=Q(anonymised_at__isnull=True) | Q(student_name="", student_email=""),
            ),
        ]
        triggers = guarded(NominationState.DRAFT)

    def __str__(self) -> str:
        return f"{self.study_name} ({self.kindergarten})"

    @property
    def period(self) -> str:
        """'Autumn 2026 – Spring 2030'; what is not decided is '…', and '' when nothing is."""
        ends = [term_label(day) if day else "…" for day in (self.start_on, self.end_on)]
        return " – ".join(ends) if self.start_on or self.end_on else ""

    @property
    def outcome_or_none(self) -> "NominationOutcome | None":
        """What it was granted, once that is told."""
        return getattr(self, "outcome", None)


class NominationCorrection(models.Model):
    """The student has corrected these fields by the personal link. What stood there before is not kept."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="corrections")
    fields = ArrayField(models.CharField(max_length=40))
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {', '.join(self.fields)}"


class NominationOutcome(models.Model):
    """What a nomination was granted (0: nothing), and why not more. Told by the app that grants."""

    nomination = models.OneToOneField(Nomination, on_delete=models.CASCADE, related_name="outcome")
    granted_nok = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, max_length=LONG_TEXT)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nomination_refused_says_why", condition=Q(granted_nok__gt=0) | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.granted_nok}"


class NominationTerms(models.Model):
    """What the county says about nominations in a round: how many a kindergarten can have (None: no limit)."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="nomination_terms")
    most_per_kindergarten = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nomination_terms_from_one",
                condition=Q(most_per_kindergarten__isnull=True) | Q(most_per_kindergarten__gte=1),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class StudyAmount(models.Model):
    """The amount that a nomination for a kind of study begins with in a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="study_amounts")
    study_type = models.ForeignKey(StudyType, on_delete=models.PROTECT, related_name="amounts")
    amount_nok = models.PositiveIntegerField()

    class Meta:
        ordering = ["round", "study_type"]
        constraints = [
            models.UniqueConstraint(fields=["round", "study_type"], name="study_amount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_type}: {self.amount_nok}"


class NominationList(models.Model):
    """The network's ranking of the nominations from its kindergartens, as its proposal to the forum."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="nomination_lists")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="nomination_lists")
    note = models.TextField(blank=True, max_length=LONG_TEXT)
    state = models.CharField(max_length=20, choices=NominationListState, default=NominationListState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="nomination_lists"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["round", "network"]
        constraints = [
            models.UniqueConstraint(fields=["round", "network"], name="nomination_list_once"),
            models.CheckConstraint(
                name="nomination_list_sent_has_time",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | Q(state="draft", submitted_at__isnull=True),
            ),
        ]
        triggers = guarded(NominationListState.DRAFT)

    def __str__(self) -> str:
        return f"{self.network} {self.round.grant_year}"
