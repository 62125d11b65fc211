"""The governor's payments: the plan of each letter, payment bases, what holds a payment, returns, and the ledger."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Document
from common.moves import guarded
from grants.models.budget import one_recipient, tracked
from grants.models.complaint import Correction
from grants.models.decision import Grant, GrantLine
from grants.models.money_triggers import grant_adds_up, posting_adds_up
from grants.states import InstalmentState
from needs.models import LONG_TEXT
from networks.models import Network, Organisation, Round, User


class PaymentBasis(models.Model):
    """A list of instalments handed to the office's accounts, as Excel and CSV. It never changes."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="payment_bases")
    number = models.PositiveSmallIntegerField()
    sum_nok = models.PositiveIntegerField()
    workbook = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="payment_basis_as_workbook"
    )
    table = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="payment_basis_as_table")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="payment_bases")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="payment_basis_number_once")]
        triggers = [
            pgtrigger.Protect(
                name="payment_basis_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.number}"


class PaymentUpload(models.Model):
    """A file that told what is paid. The same file is taken once."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="payment_uploads")
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="payment_uploads")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["round", "sha256"], name="payment_upload_once")]

    def __str__(self) -> str:
        return self.filename


@tracked()
class Instalment(models.Model):
    """One payment of a grant. `reference` stands on the payment and finds it again; `basis` is the list it is in.

    A payment that is held needs `override_reason` to be put in a basis. Instalments that are not cancelled add up to
    the grant, and to what a correction claims back of it.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    amount_nok = models.PositiveIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=10, choices=InstalmentState, default=InstalmentState.PLANNED)
    basis = models.ForeignKey(
        PaymentBasis, on_delete=models.PROTECT, null=True, blank=True, related_name="instalments"
    )
    paid_on = models.DateField(null=True, blank=True)
    upload = models.ForeignKey(
        PaymentUpload, on_delete=models.PROTECT, null=True, blank=True, related_name="instalments"
    )
    override_reason = models.TextField(blank=True, max_length=LONG_TEXT)
    overridden_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="holds_overridden"
    )
    overridden_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="instalment_number_once"),
            models.CheckConstraint(name="instalment_of_something", condition=Q(amount_nok__gt=0)),
            models.CheckConstraint(
                name="instalment_ordered_is_in_basis",
                condition=Q(state__in=["planned", "cancelled"], basis__isnull=True)
                | Q(state="ordered", basis__isnull=False)
                | Q(state="paid"),
            ),
            models.CheckConstraint(
                name="instalment_paid_has_day",
                condition=Q(state="paid", paid_on__isnull=False)
                | (~Q(state="paid") & Q(paid_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="instalment_override_is_signed",
                condition=Q(override_reason="", overridden_by__isnull=True, overridden_at__isnull=True)
                | (~Q(override_reason="") & Q(overridden_by__isnull=False, overridden_at__isnull=False)),
            ),
        ]
        triggers = [*guarded(InstalmentState.PLANNED), grant_adds_up()]

    def __str__(self) -> str:
        return self.reference


class PaymentHold(models.Model):
    """The governor's payments to a recipient wait, because of what another round's grant still owes.

    Told down by the app that knows (an overdue report).
    """

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="payment_holds"
    )
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="payment_holds"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="payment_holds")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            one_recipient("payment_hold_one_recipient", is_required=True),
            models.UniqueConstraint(
                fields=["network", "university", "round"],
                condition=Q(lifted_at__isnull=True),
                nulls_distinct=False,
                name="payment_hold_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network or self.university}: {self.round}"


class Account(models.TextChoices):
    """The accounts of the ledger. Each posting takes from some and gives to others; its sum is zero."""

    FRAME = "frame", _("From the directorate")
    FREE = "free", _("Not distributed")
    HELD = "held", _("Held by the County Governor")
    GRANTED = "granted", _("Granted, not paid")
    PAID = "paid", _("Paid to recipients")
    OWED_BACK = "owed_back", _("To be paid back")
    CARRIED = "carried", _("Carried over by recipients")


class PostingKind(models.TextChoices):
    FRAME = "frame", _("Frame")
    HELD = "held", _("Held by the County Governor")
    LETTER = "letter", _("Grant letter")
    CORRECTION = "correction", _("Correction")
    PAYMENT = "payment", _("Payment")
    BOUNCE = "bounce", _("Payment that came back")
    CLAIM = "claim", _("Money claimed back")
    RETURN = "return", _("Money paid back")
    CARRY_OVER = "carry_over", _("Money carried over")


class Posting(models.Model):
    """One movement of money in a round. It never changes; a mistake is corrected by another."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="postings")
    kind = models.CharField(max_length=12, choices=PostingKind)
    key = models.CharField(max_length=80, unique=True)
    text = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="postings")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "at", "pk"]
        triggers = [
            pgtrigger.Protect(name="posting_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            posting_adds_up("id"),
        ]

    def __str__(self) -> str:
        return self.text


class PostingLine(models.Model):
    """What a posting adds to (or, below 0, takes from) one account, in kroner."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=12, choices=Account)
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="posting_lines"
    )
    amount_nok = models.IntegerField()

    class Meta:
        ordering = ["posting", "pk"]
        indexes = [models.Index(fields=["account", "grant"], name="posting_line_of_account")]
        constraints = [
            models.CheckConstraint(name="posting_line_moves_something", condition=~Q(amount_nok=0)),
            models.CheckConstraint(
                name="posting_line_has_grant",
                condition=Q(account__in=["granted", "paid", "owed_back", "carried"], grant__isnull=False)
                | Q(account__in=["frame", "free", "held"], grant__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="posting_line_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            posting_adds_up(),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.amount_nok}"


@tracked()
class MoneyBack(models.Model):
    """Money of a grant that is to come back: unused, or paid wrongly; and when it came.

    `correction` is the one that made the grant smaller than what was paid: then the plan is larger by this amount.
    `carry_over` is set where the money was carried over before, and was not used then either.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="money_back")
    correction = models.OneToOneField(
        Correction, on_delete=models.PROTECT, null=True, blank=True, related_name="money_back"
    )
    carry_over = models.ForeignKey(
        "grants.CarryOver", on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    amount_nok = models.PositiveIntegerField()
    reason = models.TextField(max_length=LONG_TEXT)
    claimed_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="money_back_recorded")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-claimed_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="money_back_of_something", condition=Q(amount_nok__gt=0)),
            models.CheckConstraint(name="money_back_says_why", condition=~Q(reason="")),
        ]
        triggers = [grant_adds_up()]

    def __str__(self) -> str:
        return f"{self.grant}: {self.amount_nok}"


@tracked()
class CarryOver(models.Model):
    """Paid money of a line that the recipient did not use, and may use under the next round's grant (`to_grant`)."""

    line = models.OneToOneField(GrantLine, on_delete=models.PROTECT, related_name="carry_over")
    to_grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="carried_over")
    amount_nok = models.PositiveIntegerField()
    reason = models.TextField(max_length=LONG_TEXT)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="carry_overs")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["to_grant", "pk"]
        constraints = [
            models.CheckConstraint(name="carry_over_of_something", condition=Q(amount_nok__gt=0)),
            models.CheckConstraint(name="carry_over_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount_nok}"


class MoneyFault(models.Model):
    """Something that the nightly check found not to add up. `gone_at` is the first check that no longer found it.

    `key` says what it is about; `facts` are the numbers and names for its sentence (`grants.money_faults`).
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="money_faults"
    )
    code = models.CharField(max_length=30)
    key = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(gone_at__isnull=True), name="money_fault_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
