"""The decision, the grants it makes, their lines and letters, and later adjustments between the lines."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Document
from common.moves import guarded
from grants.models.allocation import AllocationRun
from grants.models.budget import one_recipient, tracked
from grants.models.money_triggers import grant_adds_up
from grants.models.recommendation import Recommendation
from grants.states import AdjustmentState, DecisionState
from needs.models import LONG_TEXT, Measure, Nomination
from networks.models import Network, Organisation, Round, User


class Decision(models.Model):
    """The governor's decision of a round. One person prepares it, another approves it."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="decisions")
    run = models.ForeignKey(AllocationRun, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    reasons = models.TextField(blank=True, max_length=LONG_TEXT)
    prepared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="prepared_decisions"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_decisions"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-round__grant_year"]
        constraints = [
            models.CheckConstraint(
                name="decision_four_eyes",
                condition=Q(approved_by__isnull=True)
                | (Q(prepared_by__isnull=False) & ~Q(prepared_by=F("approved_by"))),
            ),
            models.CheckConstraint(
                name="decision_prepared_is_signed",
                condition=Q(state="draft") | Q(prepared_by__isnull=False, prepared_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_approved_is_signed",
                condition=~Q(state__in=["approved", "issued"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_issued_has_time", condition=~Q(state="issued") | Q(issued_at__isnull=False)
            ),
        ]
        triggers = guarded(DecisionState.DRAFT)

    def __str__(self) -> str:
        return f"{self.round} {self.get_state_display()}"


@tracked()
class Grant(models.Model):
    """What one network or one university is granted in a round. A network's money goes to its payee."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="grants")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    amount_nok = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_recipient("grant_one_recipient", is_required=True),
            models.UniqueConstraint(fields=["decision", "network"], name="grant_once_per_network"),
            models.UniqueConstraint(fields=["decision", "university"], name="grant_once_per_university"),
        ]
        triggers = [grant_adds_up("id")]

    def __str__(self) -> str:
        return f"{self.network or self.university}: {self.amount_nok}"


class LineKind(models.TextChoices):
    FIXED = "fixed", _("Fixed post")
    COMMITTED = "committed", _("Individual measures promised beforehand")
    INDIVIDUAL = "individual", _("Individual measure")
    COLLECTIVE = "collective", _("Collective measure")


@tracked()
class GrantLine(models.Model):
    """One line of a letter. `budget_nok` is what the partners later agreed on; the sum per grant stays.

    A collective line belongs to one network: `network` says which, also in a university's grant. A measure that the
    money did not reach has a line of 0, so that the partners can move money to it; it is not in the letter.
    `recommended_nok` is what the recommendation's run gives (None for lines made before it was kept); another amount
    has a `deviation_reason`. Less than requested has a `ground`, a key of the scheme's grounds.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=LineKind)
    label = models.CharField(max_length=300)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="grant_lines"
    )
    nomination = models.ForeignKey(
        Nomination, on_delete=models.PROTECT, null=True, blank=True, related_name="grant_lines"
    )
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="grant_lines"
    )
    requested_nok = models.PositiveIntegerField(null=True, blank=True)
    recommended_nok = models.PositiveIntegerField(null=True, blank=True)
    amount_nok = models.PositiveIntegerField()
    deviation_reason = models.TextField(blank=True, max_length=LONG_TEXT)
    ground = models.CharField(max_length=30, blank=True)
    ground_text = models.TextField(blank=True, max_length=LONG_TEXT)
    budget_nok = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_line_collective_has_network",
                condition=Q(kind="collective", network__isnull=False)
                | (~Q(kind="collective") & Q(network__isnull=True)),
            )
        ]
        triggers = [grant_adds_up()]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount_nok}"


class GrantLetter(models.Model):
    """The letter of a grant: the document as issued, and the facts it was made from. Never changes."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="letter")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="grant_letter")
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    snapshot = models.JSONField()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        triggers = [
            pgtrigger.Protect(
                name="grant_letter_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            grant_adds_up(),
        ]

    def __str__(self) -> str:
        return self.number


class BudgetAdjustment(models.Model):
    """New amounts for a network's and its universities' lines, proposed by one side, answered by the other.

    `lines` maps a changed line's key (as text) to its proposed amount in kroner. `is_from_network` says which side
    proposed: the network's leader, or a university.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="adjustments")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="adjustments")
    state = models.CharField(max_length=10, choices=AdjustmentState, default=AdjustmentState.PROPOSED)
    is_from_network = models.BooleanField()
    lines = models.JSONField(default=dict)
    reason = models.TextField(blank=True, max_length=LONG_TEXT)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed_adjustments")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="answered_adjustments"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "network"], condition=Q(state="proposed"), name="adjustment_one_open"
            ),
            models.CheckConstraint(
                name="adjustment_two_people",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="adjustment_answer_is_signed",
                condition=Q(state="proposed") | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]
        triggers = guarded(AdjustmentState.PROPOSED)

    def __str__(self) -> str:
        return f"{self.network} {self.round}: {self.get_state_display()}"
