"""Inquiries: a question to chosen bodies with a date, and one answer for each body that is asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from common.models import Attachment
from common.moves import guarded
from networks.models.people import User
from networks.models.rounds import Body, Reminding, Round
from networks.states import AnswerKind, InquiryAnswerState, InquiryState


class Inquiry(Reminding):
    """A question from the case officer to chosen bodies. It opens when it is sent.

    Unless it `closes`, what comes after the date is taken and marked late.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="inquiries")
    title = models.CharField(max_length=160)
    question = models.TextField()
    answer_kind = models.CharField(max_length=10, choices=AnswerKind, default=AnswerKind.TEXT)
    choices = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    closes = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=InquiryState, default=InquiryState.DRAFT)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inquiries")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="open"), name="inquiry_open_by_date")]
        constraints = [
            models.CheckConstraint(
                name="inquiry_open_has_opened",
                condition=Q(state="open", opens_at__isnull=False)
                | Q(state="draft", opens_at__isnull=True)
                | Q(state="cancelled"),
            ),
        ]
        triggers = guarded(InquiryState.DRAFT)

    def __str__(self) -> str:
        return self.title


class InquiryAnswer(Body):
    """What one body is asked, and what it answers. While the inquiry is a draft: that the body is chosen.

    Returned answers keep what was written; `own_due_at` is a body's own, later instant.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="answers")
    state = models.CharField(max_length=10, choices=InquiryAnswerState, default=InquiryAnswerState.ASKED)
    version = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    choice = models.CharField(max_length=160, blank=True)
    file = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiry_answer"
    )
    answered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="inquiry_answers"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    own_due_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="inquiry_answer_of_one_body",
                condition=Q(organisation__isnull=False, network__isnull=True, kindergarten__isnull=True)
                | Q(organisation__isnull=True, network__isnull=False, kindergarten__isnull=True)
                | Q(organisation__isnull=True, network__isnull=True, kindergarten__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["inquiry", "organisation", "network", "kindergarten"],
                nulls_distinct=False,
                name="inquiry_asks_a_body_once",
            ),
            models.CheckConstraint(
                name="inquiry_answered_by_somebody",
                condition=Q(state="answered", answered_at__isnull=False, answered_by__isnull=False)
                | Q(state="asked", answered_at__isnull=True, answered_by__isnull=True),
            ),
        ]
        triggers = guarded(InquiryAnswerState.ASKED)

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.get_state_display()}"

    @property
    def body(self) -> models.Model:
        """The organisation, network or kindergarten that is asked."""
        found: models.Model = self.organisation or self.network or self.kindergarten  # type: ignore[assignment]  # -- a constraint names one
        return found
