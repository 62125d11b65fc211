"""The network's payouts to owners for those who study, and whether the study goes on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Document
from common.moves import guarded
from grants.models.budget import tracked
from grants.models.decision import GrantLine
from grants.states import PayoutState
from needs.models import LONG_TEXT, Nomination
from networks.models import Network, Organisation, Round, User


class Half(models.TextChoices):
    SPRING = "spring", _("Spring")
    AUTUMN = "autumn", _("Autumn")


@tracked()
class Payout(models.Model):
    """What a network pays an owner for one who studies, in May or in September. No names stand here.

    `came_from` is the stopped payout whose money this one got.
    """

    line = models.ForeignKey(GrantLine, on_delete=models.PROTECT, related_name="payouts")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="payouts")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="payouts")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="payouts")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payouts")
    half = models.CharField(max_length=6, choices=Half)
    amount_nok = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=PayoutState, default=PayoutState.PLANNED)
    paid_on = models.DateField(null=True, blank=True)
    letter = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="payout"
    )
    stopped_because = models.TextField(blank=True, max_length=LONG_TEXT)
    came_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="went_to"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["network", "owner", "nomination", F("half").desc(), "pk"]
        indexes = [models.Index(fields=["round", "network"], name="payout_of_network")]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "round", "half"],
                condition=Q(came_from__isnull=True),
                name="payout_once_each_half",
            ),
            models.CheckConstraint(name="payout_of_something", condition=Q(amount_nok__gt=0)),
            models.CheckConstraint(
                name="payout_paid_has_letter",
                condition=Q(state="paid", paid_on__isnull=False, letter__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True, letter__isnull=True)),
            ),
            models.CheckConstraint(
                name="payout_stopped_says_why",
                condition=Q(state__in=["planned", "paid"]) | ~Q(stopped_because=""),
            ),
        ]
        triggers = guarded(PayoutState.PLANNED)

    def __str__(self) -> str:
        return self.reference


class StudyAnswer(models.TextChoices):
    GOES_ON = "goes_on", _("The study goes on")
    STOPPED = "stopped", _("The study has stopped")


@tracked()
class StudyConfirmation(models.Model):
    """Before the autumn payout: what student and head say about the study, and what a person decided if they differ,

    said that it has stopped, or did not answer (`is_paid_anyway`).
    """

    payout = models.OneToOneField(Payout, on_delete=models.PROTECT, related_name="confirmation")
    asked_at = models.DateTimeField()
    student_says = models.CharField(max_length=10, choices=StudyAnswer, blank=True)
    student_at = models.DateTimeField(null=True, blank=True)
    head_says = models.CharField(max_length=10, choices=StudyAnswer, blank=True)
    head_at = models.DateTimeField(null=True, blank=True)
    head = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="studies_confirmed"
    )
    is_paid_anyway = models.BooleanField(null=True, blank=True)
    decided_because = models.TextField(blank=True, max_length=LONG_TEXT)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="studies_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["payout"]
        constraints = [
            models.CheckConstraint(
                name="confirmation_student_has_time",
                condition=Q(student_says="", student_at__isnull=True)
                | (~Q(student_says="") & Q(student_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="confirmation_head_has_time",
                condition=Q(head_says="", head_at__isnull=True)
                | (~Q(head_says="") & Q(head_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="confirmation_decided_says_why",
                condition=Q(is_paid_anyway__isnull=True, decided_by__isnull=True)
                | (Q(is_paid_anyway__isnull=False, decided_by__isnull=False) & ~Q(decided_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payout}"
