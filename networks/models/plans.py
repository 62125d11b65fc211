"""Long-term plans: a network's, written by its leader, universities and members; and the county's, by the forum."""

from django.db import models
from django.db.models import F, Q

from common.models import Attachment, Document
from common.moves import guarded
from networks.models.approvals import SideApproval, one_per_side
from networks.models.meetings import AgendaItem
from networks.models.networks import Forum, Network
from networks.models.people import User
from networks.models.places import County, Organisation
from networks.models.rounds import Round
from networks.states import PlanAttachmentKind, PlanState

LONG_TEXT = 20_000
"""The longest part of a plan, in characters."""


class LongTermPlan(models.Model):
    """The plan of a network or of the forum. One of each: what was adopted before stays as versions and documents.

    `parts` maps the key of a part (networks/plan_parts.py) to its text. `document` is what was last adopted; it
    stays public while the plan is revised. Source: "Langsiktig plan", De regionale kompetansenettverkenes oppgaver.
    """

    network = models.OneToOneField(
        Network, on_delete=models.PROTECT, null=True, blank=True, related_name="plan"
    )
    forum = models.OneToOneField(Forum, on_delete=models.PROTECT, null=True, blank=True, related_name="plan")
    title = models.CharField(max_length=160)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    adopted_at = models.DateTimeField(null=True, blank=True)
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plan"
    )
    adopted_in = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_adopted"
    )
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plans_begun")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_of_one_body",
                condition=Q(forum__isnull=False, network__isnull=True)
                | Q(forum__isnull=True, network__isnull=False),
            ),
            models.CheckConstraint(name="plan_years_in_order", condition=Q(last_year__gte=F("first_year"))),
            models.CheckConstraint(
                name="plan_adopted_has_document",
                condition=~Q(state="adopted") | Q(document__isnull=False, adopted_at__isnull=False),
            ),
        ]
        triggers = guarded(PlanState.DRAFT)

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> Network | Forum:
        """The network or the forum whose plan it is."""
        return self.network or self.forum  # type: ignore[return-value]  # -- a constraint: one of them is there

    @property
    def county(self) -> County:
        """The county of the body whose plan it is."""
        return self.body.county


class PlanGoal(models.Model):
    """One goal of a plan. Measures point at it, so one that is taken out stays as a row.

    `adopted_title` is what it was called when the plan was last adopted with it ('' for never): what everybody
    outside the network sees, whatever is written in a draft.
    """

    plan = models.ForeignKey(LongTermPlan, on_delete=models.PROTECT, related_name="goals")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    adopted_title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, max_length=LONG_TEXT)
    reached_by = models.PositiveSmallIntegerField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class PlanApproval(SideApproval):
    """One side's approval of a plan as it stands: the network's leader (no university), or a partner university.

    A change of the plan withdraws it.
    """

    plan = models.ForeignKey(LongTermPlan, on_delete=models.PROTECT, related_name="approvals")
    university = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_approvals"
    )
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plan_approvals")

    class Meta(SideApproval.Meta):
        constraints = [one_per_side("plan_approval_one_per_side", "plan")]

    def __str__(self) -> str:
        return f"{self.university or self.plan.body}: {self.approved_at}"


class PlanRevision(models.Model):
    """That a plan has been gone through for a round: adopted anew (`document`), or found to hold unchanged."""

    plan = models.ForeignKey(LongTermPlan, on_delete=models.PROTECT, related_name="revisions")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="plan_revisions")
    is_unchanged = models.BooleanField(default=False)
    note = models.TextField(blank=True, max_length=LONG_TEXT)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_revisions"
    )
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plan_revisions")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "round"], name="plan_revision_once_a_round")]

    def __str__(self) -> str:
        return f"{self.plan}: {self.round}"


class PlanAttachment(models.Model):
    """What goes with a plan: an uploaded file, or a document that the portal made of the register's figures."""

    plan = models.ForeignKey(LongTermPlan, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=20, choices=PlanAttachmentKind)
    title = models.CharField(max_length=200)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_attachments"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_attachments"
    )
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plan_attachments")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_attachment_is_one_thing",
                condition=Q(attachment__isnull=False, document__isnull=True)
                | Q(attachment__isnull=True, document__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title
