"""What all apps share: history lines, the outbox, issued documents, heartbeats."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class StateChange(models.Model):
    """Who moved what by which verb, from and to which state, and when. Never edited."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="state_changes")
    object_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="state_changes")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="state_change_of_object")]
        triggers = [
            pgtrigger.Protect(name="history_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.before} -> {self.after}"


class MailStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    IN_DOUBT = "in_doubt", _("In doubt")
    SKIPPED = "skipped", _("Skipped")


class OutboxMail(models.Model):
    """One mail to one person. The key is unique: what is planned twice is sent once."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    language = models.CharField(max_length=8, default="nb")
    context = models.JSONField(default=dict)
    planned_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=MailStatus, default=MailStatus.PLANNED)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["planned_at", "pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="planned"), name="outbox_due"),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="outbox_leased"),
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_has_time",
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="outbox_sending_has_lease",
                condition=Q(status="sending", lease_until__isnull=False)
                | (~Q(status="sending") & Q(lease_until__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"


class Document(models.Model):
    """An issued document with its SHA-256. It never changes: a correction is a new one that names the old."""

    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100, default="application/pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ["-issued_at", "-pk"]
        triggers = [
            pgtrigger.Protect(name="document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Heartbeat(models.Model):
    """When a recurring job last finished (machine time)."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
