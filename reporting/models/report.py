"""The report on one grant: what each line of the letter was used for, and what came of it."""

from django.db import models
from django.db.models import Q

from common.models import Attachment, Document
from common.moves import guarded
from grants.models import CarryOver, Grant, GrantLine, LineKind, MoneyBack
from needs.models import LONG_TEXT
from networks.models import Dispensation, User
from reporting.states import Attainment, RemarkKind, ReportState, SpendingKind, UnspentWay


class Report(models.Model):
    """One recipient's report on its grant (Langsiktig plan, Saksgang: 15 June the year after).

    `public_text` is what everybody may read, as the case officer approved it; `document` the receipt.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    summary = models.TextField(blank=True, max_length=LONG_TEXT)
    is_late = models.BooleanField(default=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    dispensation = models.ForeignKey(
        Dispensation, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="approved_reports"
    )
    public_text = models.TextField(blank=True, max_length=LONG_TEXT)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="report_as_letter"
    )
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_reports"
    )
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["grant"]
        indexes = [models.Index(fields=["state"], name="report_in_state")]
        constraints = [
            models.CheckConstraint(
                name="report_sent_has_time",
                condition=Q(state__in=["submitted", "approved"], submitted_at__isnull=False)
                | Q(state__in=["draft", "returned"], submitted_at__isnull=True),
            ),
            models.CheckConstraint(
                name="report_approved_is_signed",
                condition=Q(state="approved", approved_at__isnull=False, approved_by__isnull=False)
                | (~Q(state="approved") & Q(approved_at__isnull=True, approved_by__isnull=True)),
            ),
        ]
        triggers = guarded(ReportState.DRAFT)

    def __str__(self) -> str:
        return f"{self.grant}: {self.get_state_display()}"


class ReportLine(models.Model):
    """What one line of the letter was used for, in whole kroner. A draft may have gaps (None).

    `carry_over` is set where the line tells of money that an earlier grant's line left for this year. What was done
    for a measure stands in its shared facts (`MeasureReport`); `done` and `attainment` here are for other lines.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(GrantLine, on_delete=models.PROTECT, related_name="report_lines")
    carry_over = models.ForeignKey(
        CarryOver, on_delete=models.PROTECT, null=True, blank=True, related_name="report_lines"
    )
    used_nok = models.PositiveIntegerField(null=True, blank=True)
    unspent_nok = models.PositiveIntegerField(null=True, blank=True)
    unspent_wish = models.CharField(max_length=12, choices=UnspentWay, blank=True)
    unspent_reason = models.TextField(blank=True, max_length=LONG_TEXT)
    done = models.TextField(blank=True, max_length=LONG_TEXT)
    attainment = models.CharField(max_length=10, choices=Attainment, blank=True)
    attainment_text = models.TextField(blank=True, max_length=LONG_TEXT)
    difference_reason = models.TextField(blank=True, max_length=LONG_TEXT)

    class Meta:
        ordering = ["line__order", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "line", "carry_over"], nulls_distinct=False, name="report_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.used_nok}"

    @property
    def budget_nok(self) -> int:
        """What the line had: the letter's amount as the partners adjusted it, or what was carried over."""
        return self.carry_over.amount_nok if self.carry_over else self.line.budget_nok

    @property
    def difference_nok(self) -> int | None:
        """Used plus unspent, less what the line had; None while a figure is missing."""
        if self.used_nok is None or self.left_nok is None:
            return None
        return self.used_nok + self.left_nok - self.budget_nok

    @property
    def left_nok(self) -> int | None:
        """What is unspent: as it is said, else what the line had less what is used; None while neither is known."""
        if self.unspent_nok is not None or self.used_nok is None:
            return self.unspent_nok
        return max(self.budget_nok - self.used_nok, 0)

    @property
    def by_kind(self) -> "list[ReportSpending]":
        """What the money was used for, in the order of the kinds; what a row that is not stored begins with."""
        rows = list(self.spending.all()) if self.pk else getattr(self, "begun_spending", [])
        order = {kind: place for place, kind in enumerate(SpendingKind)}
        return sorted(rows, key=lambda row: order[SpendingKind(row.kind)])

    @property
    def note_of_other(self) -> str:
        """What the recipient says that “Other” is; '' where nothing went to it."""
        return next((part.note for part in self.by_kind if part.kind == SpendingKind.OTHER), "")

    @property
    def name(self) -> str:
        """What the line is called where it stands alone: a university may have the same title in several networks."""
        if self.line.network and self.report.grant.university_id:
            return f"{self.line.label} ({self.line.network})"
        return self.line.label

    @property
    def tells_itself(self) -> bool:
        """Whether the line says itself what was done: no shared facts tell of it, and no payout.

        Money that was carried over was used after the facts about its measure were approved.
        """
        return self.carry_over_id is not None or self.line.kind in (LineKind.FIXED, LineKind.COMMITTED)


class ReportSpending(models.Model):
    """What a line's money was used for, by kind. The kinds of a line add up to what it says is used.

    A draft may say what “Other” is before it says how much: then its amount is 0.
    """

    report_line = models.ForeignKey(ReportLine, on_delete=models.CASCADE, related_name="spending")
    kind = models.CharField(max_length=12, choices=SpendingKind)
    amount_nok = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["report_line", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report_line", "kind"], name="report_spending_kind_once"),
            models.CheckConstraint(
                name="report_spending_of_something", condition=Q(amount_nok__gt=0) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount_nok}"


class ReportFile(models.Model):
    """A file that belongs to a report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="report_file")

    class Meta:
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.attachment.filename


class ReportRemark(models.Model):
    """A note of the office, a question to the recipient, or its answer. `finding` is the control's key, or ""."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=10, choices=RemarkKind)
    finding = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=LONG_TEXT)
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="report_remarks")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report", "at", "pk"]
        constraints = [
            models.CheckConstraint(name="report_remark_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="report_remark_answers_a_question",
                condition=Q(kind="answer", answers__isnull=False)
                | (~Q(kind="answer") & Q(answers__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:40]}"


class Settlement(models.Model):
    """What became of a line's unused money when the report was approved: claimed back, or carried over."""

    report_line = models.OneToOneField(ReportLine, on_delete=models.PROTECT, related_name="settlement")
    way = models.CharField(max_length=12, choices=UnspentWay)
    amount_nok = models.PositiveIntegerField()
    reason = models.TextField(blank=True, max_length=LONG_TEXT)
    claim = models.ForeignKey(
        MoneyBack, on_delete=models.PROTECT, null=True, blank=True, related_name="settlements"
    )
    carry_over = models.OneToOneField(
        CarryOver, on_delete=models.PROTECT, null=True, blank=True, related_name="settlement"
    )
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="settlements")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["report_line"]
        constraints = [
            models.CheckConstraint(name="settlement_of_something", condition=Q(amount_nok__gt=0)),
            models.CheckConstraint(
                name="settlement_is_one_thing",
                condition=Q(way="return", claim__isnull=False, carry_over__isnull=True)
                | Q(way="carry_over", claim__isnull=True, carry_over__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.amount_nok}"
