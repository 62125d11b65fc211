"""The needs report (behovsmelding): one per owner, network and round."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from common.models import Attachment
from common.moves import guarded
from needs.models.involvement import Involvement, PptPart
from needs.models.tables import LONG_TEXT, Theme
from needs.models.terms import term_label
from needs.states import NeedsReportState
from networks.models import (
    Dispensation,
    Kindergarten,
    Municipality,
    Network,
    Organisation,
    Round,
    User,
)


class NeedsReport(Involvement):
    """What one owner reports to one network in one round. A chain has kindergartens in several networks."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="needs_reports")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="needs_reports")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="needs_reports")
    heads_involvement = models.TextField(blank=True, max_length=LONG_TEXT)
    sami_perspectives = models.TextField(blank=True, max_length=LONG_TEXT)
    ppt_part = models.CharField(blank=True, max_length=10, choices=PptPart)
    ppt_involvement = models.TextField(blank=True, max_length=LONG_TEXT)
    own_contribution = models.TextField(blank=True, max_length=LONG_TEXT)
    received_how = models.CharField(blank=True, max_length=500)
    state = models.CharField(max_length=20, choices=NeedsReportState, default=NeedsReportState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="needs_reports"
    )
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_needs_reports"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "network", "owner"]
        indexes = [models.Index(fields=["round", "network", "state"], name="needs_report_of_network")]
        constraints = [
            models.UniqueConstraint(fields=["round", "owner", "network"], name="needs_report_once"),
            models.CheckConstraint(
                name="needs_report_sent_has_time",
                condition=Q(state__in=["submitted", "no_needs"], submitted_at__isnull=False)
                | Q(state__in=["draft", "returned"], submitted_at__isnull=True),
            ),
        ]
        triggers = guarded(NeedsReportState.DRAFT)

    def __str__(self) -> str:
        return f"{self.owner} – {self.network} {self.round.grant_year}"


class Need(models.Model):
    """One need of an owner's kindergartens. A draft may have gaps."""

    report = models.ForeignKey(NeedsReport, on_delete=models.CASCADE, related_name="needs")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    theme_other = models.CharField(blank=True, max_length=120)
    why = models.TextField(blank=True, max_length=LONG_TEXT)
    goal = models.TextField(blank=True, max_length=LONG_TEXT)
    way_of_working = models.TextField(blank=True, max_length=LONG_TEXT)
    start_on = models.DateField(null=True, blank=True)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(null=True, blank=True)
    kindergartens = models.ManyToManyField(Kindergarten, blank=True, related_name="needs")
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    search = models.GeneratedField(
        expression=SearchVector("theme_other", "why", "goal", "way_of_working", config="norwegian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = [models.F("priority").asc(nulls_last=True), "pk"]
        indexes = [GinIndex(fields=["search"], name="need_search")]
        constraints = [
            models.CheckConstraint(
                name="need_one_to_three_years",
                condition=Q(years__isnull=True) | Q(years__gte=1, years__lte=3),
            ),
            models.CheckConstraint(
                name="need_priority_from_one", condition=Q(priority__isnull=True) | Q(priority__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The theme, or the owner's own words where the theme asks for them."""
        if self.theme is None or self.theme.asks_free_text:
            return self.theme_other or (str(self.theme) if self.theme else "")
        return str(self.theme)

    @property
    def start_label(self) -> str:
        """The half-year in which the work is wished to start, or an empty text."""
        return term_label(self.start_on) if self.start_on else ""


class ReportAttachment(models.Model):
    """A file that belongs to a needs report."""

    report = models.ForeignKey(NeedsReport, on_delete=models.CASCADE, related_name="attachments")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="report_attachment")

    class Meta:
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.attachment.filename


class ReportComment(models.Model):
    """What the network's leader wrote at one field when the report was returned. `key` is the field's key."""

    report = models.ForeignKey(NeedsReport, on_delete=models.CASCADE, related_name="comments")
    key = models.CharField(max_length=60)
    text = models.TextField(max_length=LONG_TEXT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="report_comments")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:40]}"


class NeedComment(models.Model):
    """What somebody in the network says about a need that has been sent."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=LONG_TEXT)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="need_comments")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]


class AuthorityNote(models.Model):
    """The kindergarten authority's own note on a municipality's needs, for the network's decision basis."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="authority_notes")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="authority_notes")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="authority_notes")
    text = models.TextField(blank=True, max_length=LONG_TEXT)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authority_notes")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "network", "municipality"]
        constraints = [
            models.UniqueConstraint(fields=["round", "network", "municipality"], name="authority_note_once")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.round.grant_year}"
