"""What is sent to many (by the county governor or a network), who has it, and the documents of a network."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from common.models import Attachment, Document
from networks.models.networks import Network
from networks.models.people import User
from networks.models.places import County
from networks.states import DocumentAudience, DocumentKind

LONG_TEXT = 20_000


class Message(models.Model):
    """A letter to many. From the county governor's office (no network), or from a network to its own.

    `passes_on` is the message that a network's leader has sent on to the network.
    """

    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="messages")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    passes_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="passed_on"
    )
    subject = models.CharField(max_length=160)
    text = models.TextField(max_length=LONG_TEXT)
    greeting = models.TextField(blank=True, max_length=LONG_TEXT)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="messages")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages_sent")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [GinIndex(SearchVector("subject", "text", config="norwegian"), name="message_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["passes_on", "network"],
                condition=Q(passes_on__isnull=False),
                name="message_passed_on_once",
            ),
            models.CheckConstraint(
                name="message_passed_on_by_network",
                condition=Q(passes_on__isnull=True) | Q(network__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MessageRecipient(models.Model):
    """One person who was sent a message, for which network, and when they first opened it in the portal."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="messages_received")
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="message_recipients"
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["message", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="message_recipient_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.message}"


class NetworkDocument(models.Model):
    """A document that a network keeps: an uploaded file, or one that the portal has issued. Never deleted."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    audience = models.CharField(max_length=10, choices=DocumentAudience, default=DocumentAudience.MEMBERS)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, max_length=LONG_TEXT)
    dated_on = models.DateField(null=True, blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="network_documents"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="network_documents"
    )
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="kept_as"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="network_documents")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="network_documents_removed"
    )

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="network_document_is_one_thing",
                condition=Q(attachment__isnull=False, document__isnull=True)
                | Q(attachment__isnull=True, document__isnull=False),
            ),
            models.CheckConstraint(
                name="network_document_removed_by_somebody",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
