"""What letters are made of, how they are made in batch, and who has opened them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Document
from common.moves import guarded
from grants.models.decision import Decision, Grant
from grants.states import BatchState
from needs.models import LONG_TEXT
from networks.models import County, User, WrittenForm
from networks.schemes import SCHEMES


class RecipientKind(models.TextChoices):
    NETWORK = "network", _("Networks")
    UNIVERSITY = "university", _("Universities")


class LetterTemplate(models.Model):
    """The words of the letters to one kind of recipient in one written form, under one scheme."""

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="letter_templates")
    scheme_key = models.CharField(max_length=30, choices=[(key, key) for key in SCHEMES])
    recipient_kind = models.CharField(max_length=12, choices=RecipientKind)
    written_form = models.CharField(max_length=2, choices=WrittenForm)
    lead = models.TextField(blank=True, max_length=LONG_TEXT)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letter_templates")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["county", "scheme_key", "recipient_kind", "written_form"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "scheme_key", "recipient_kind", "written_form"], name="letter_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme_key} {self.recipient_kind} {self.written_form}"


class LetterClause(models.Model):
    """One clause of a template: the scheme's own (`key` is its), or one the governor has written (`key` is "")."""

    template = models.ForeignKey(LetterTemplate, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=160)
    text = models.TextField(max_length=LONG_TEXT)
    is_included = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["template", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "key"], condition=~Q(key=""), name="letter_clause_of_scheme_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class LetterBatch(models.Model):
    """The letters of a decision while they are made. All are issued together, when the last one is made."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.MAKING)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="letter_batches")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(state="making"), name="letter_batch_one_at_a_time"
            )
        ]
        triggers = guarded(BatchState.MAKING)

    def __str__(self) -> str:
        return f"{self.decision}: {self.get_state_display()}"


class LetterJob(models.Model):
    """One letter of a batch: what it will say, and its PDF once that is made."""

    batch = models.ForeignKey(LetterBatch, on_delete=models.CASCADE, related_name="jobs")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="letter_jobs")
    number = models.CharField(max_length=40)
    content = models.JSONField()
    pdf = models.BinaryField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True)

    class Meta:
        ordering = ["batch", "pk"]
        indexes = [
            models.Index(fields=["batch"], condition=Q(made_at__isnull=True), name="letter_job_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "grant"], name="letter_job_once"),
            models.CheckConstraint(
                name="letter_job_made_has_pdf",
                condition=Q(pdf__isnull=True, made_at__isnull=True)
                | Q(pdf__isnull=False, made_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentOpening(models.Model):
    """When somebody first opened an issued document in the portal."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="openings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="documents_opened")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="document_opened_once")]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.user_id}"
