"""After the letters: complaints, corrected amounts, and who at the office is not impartial."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from common.models import Attachment, Document
from common.moves import guarded
from grants.models.budget import tracked
from grants.models.decision import Grant
from grants.models.money_triggers import corrected_grant_adds_up
from grants.states import ComplaintState, CorrectionState
from needs.models import LONG_TEXT
from networks.models import Network, Organisation, Round, User


@tracked()
class Recusal(models.Model):
    """Somebody at the governor's office takes no part in a decision: in all of it, or in one recipient's grant.

    Whoever takes no part in one recipient's grant neither prepares nor approves the decision.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recusals")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals"
    )
    reason = models.TextField(max_length=LONG_TEXT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recusals_recorded")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="recusals_ended"
    )

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "user", "network", "university"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="recusal_once",
            ),
            models.CheckConstraint(
                name="recusal_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.network or self.university or self.round}"


class Complaint(models.Model):
    """A complaint about a grant letter: when it came, whether in time, to whom it goes, and what came of it.

    `due_at` is the last instant of the scheme's period as it stood for this letter; `forwarded_to` the appeal body.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="complaints")
    complainant = models.CharField(max_length=200)
    received_on = models.DateField()
    due_at = models.DateTimeField()
    is_in_time = models.BooleanField()
    about = models.TextField(max_length=LONG_TEXT)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    state = models.CharField(max_length=10, choices=ComplaintState, default=ComplaintState.RECEIVED)
    forwarded_to = models.CharField(max_length=200, blank=True)
    forwarded_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, max_length=LONG_TEXT)
    decided_on = models.DateField(null=True, blank=True)
    is_granted = models.BooleanField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="complaints_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="complaint_forwarded_to_somebody",
                condition=~Q(state__in=["forwarded", "settled"])
                | (~Q(forwarded_to="") & Q(forwarded_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="complaint_ended_has_outcome",
                condition=~Q(state__in=["dismissed", "upheld", "settled"])
                | (~Q(outcome="") & Q(decided_on__isnull=False)),
            ),
        ]
        triggers = guarded(ComplaintState.RECEIVED)

    def __str__(self) -> str:
        return f"{self.complainant} {self.received_on}"


class Correction(models.Model):
    """New amounts of an issued grant. One person prepares, another approves; then a new letter names the old one.

    `lines` maps a line's key (as text) to its new amount in kroner; what is not there stays.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="corrections")
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.DRAFT)
    lines = models.JSONField(default=dict)
    reason = models.TextField(blank=True, max_length=LONG_TEXT)
    before_nok = models.PositiveIntegerField()
    after_nok = models.PositiveIntegerField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrections")
    created_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="prepared_corrections"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_corrections"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["grant", "created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(state__in=["draft", "prepared"]),
                name="correction_one_open",
            ),
            models.CheckConstraint(
                name="correction_four_eyes",
                condition=Q(approved_by__isnull=True)
                | (Q(prepared_by__isnull=False) & ~Q(prepared_by=F("approved_by"))),
            ),
            models.CheckConstraint(
                name="correction_issued_is_signed",
                condition=~Q(state="issued") | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]
        triggers = guarded(CorrectionState.DRAFT)

    def __str__(self) -> str:
        return f"{self.grant}: {self.before_nok} -> {self.after_nok}"


class CorrectionLetter(models.Model):
    """The letter of a correction. Its document replaces the one before. Never changes."""

    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="letter")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="correction_letter")
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    snapshot = models.JSONField()

    class Meta:
        ordering = ["issued_at", "pk"]
        triggers = [
            pgtrigger.Protect(
                name="correction_letter_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            corrected_grant_adds_up(),
        ]

    def __str__(self) -> str:
        return self.number
