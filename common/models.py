"""What all apps share: history lines, the outbox and what stops it, issued documents, heartbeats."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
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
        indexes = [
            models.Index(fields=["content_type", "object_id", "at"], name="state_change_of_object"),
            models.Index(fields=["-at"], name="state_change_newest_first"),
        ]
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


class MailPriority(models.IntegerChoices):
    """Who goes first: what somebody waits for, then what goes to many."""

    PROMPT = 0, _("At once")
    BULK = 1, _("In its turn")


class OutboxMail(models.Model):
    """One mail to one person. The key is unique: what is planned twice is sent once.

    `topics` name what it is about ("round:5", "county:1"); only their equality means something here.
    `attachments` are numbers of documents: a mail never goes out without them. `handover_at` is written just before
    the mail server is given the text: without it, a mail whose worker died has certainly not been sent.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    language = models.CharField(max_length=8, default="nb")
    context = models.JSONField(default=dict)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    attachments = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    priority = models.PositiveSmallIntegerField(choices=MailPriority, default=MailPriority.PROMPT)
    resends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="resent_as"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mails_asked_for",
    )
    asked_because = models.TextField(blank=True)
    planned_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=MailStatus, default=MailStatus.PLANNED)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    handover_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)

    class Meta:
        ordering = ["planned_at", "pk"]
        indexes = [
            models.Index(
                fields=["priority", "next_try_at", "id"], condition=Q(status="planned"), name="outbox_due"
            ),
            models.Index(fields=["lease_until"], condition=Q(status="sending"), name="outbox_leased"),
            models.Index(F("planned_at").desc(), F("id").desc(), name="outbox_newest_first"),
            models.Index(fields=["status", "-planned_at", "-id"], name="outbox_of_status"),
            models.Index(fields=["kind", "-planned_at", "-id"], name="outbox_of_kind"),
            GinIndex(fields=["topics"], name="outbox_topics"),
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
            models.CheckConstraint(
                name="outbox_resent_says_who_and_why",
                condition=Q(resends__isnull=True) | (Q(asked_by__isnull=False) & ~Q(asked_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"


class SendingPause(models.Model):
    """Somebody has stopped the mail about one topic, or all mail (scope ""). What it stops stays planned."""

    scope = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pauses_begun"
    )
    paused_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="pauses_ended"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-paused_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope"], condition=Q(ended_at__isnull=True), name="one_open_pause_for_each_scope"
            ),
            models.CheckConstraint(
                name="pause_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Pause of {self.scope or 'all mail'}"


class SendingPace(models.Model):
    """When the next mail may leave, for all workers together (machine time)."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class RefusedAddress(models.Model):
    """A mail server has refused an address for good. Cleared when a mail to it gets through."""

    email = models.EmailField()
    since = models.DateTimeField()
    answer = models.TextField()
    mail = models.ForeignKey(OutboxMail, on_delete=models.PROTECT, related_name="refusals")
    told_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(cleared_at__isnull=True),
                name="one_open_refusal_for_each_address",
            ),
            models.CheckConstraint(name="refused_address_in_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.email


class PlanningRun(models.Model):
    """A step of planning that is done. The unique key keeps two schedulers from planning the same step."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    letters = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.key


class ContentVersion(models.Model):
    """What something said when it was sent: kept as plain data, numbered from 1 for each object. Never changes."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="content_versions")
    object_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=60)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sent_versions")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="content_version_numbered_once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="version_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} version {self.number}"


class WritingPlace(models.Model):
    """Where a person was when they last wrote on something, so that coming back lands there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="writing_places"
    )
    about = models.CharField(max_length=80)
    step = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "about"], name="writing_place_once")]

    def __str__(self) -> str:
        return f"{self.about}: {self.step}"


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


class Attachment(models.Model):
    """A file that somebody has uploaded. Its bytes never change; a new file is a new row. Lists defer `content`."""

    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(name="attachment_is_not_empty", condition=Q(size__gt=0)),
        ]
        triggers = [pgtrigger.Protect(name="attachment_never_changes", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.filename
