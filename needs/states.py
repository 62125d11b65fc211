"""The states of what is wanted: assessments, needs reports, decision bases, nominations and lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Move


class AssessmentState(TextChoices):
    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared with the owner")


ASSESSMENT_MOVES = {
    "share": Move((AssessmentState.DRAFT,), AssessmentState.SHARED),
    "take_back": Move((AssessmentState.SHARED,), AssessmentState.DRAFT),
}
ASSESSMENT_FINAL = {AssessmentState.SHARED}


class NeedsReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for amendment")
    NO_NEEDS = "no_needs", _("No new needs this year")


N = NeedsReportState
NEEDS_REPORT_MOVES = {
    "submit": Move((N.DRAFT, N.RETURNED), N.SUBMITTED),
    "record": Move((N.DRAFT, N.RETURNED), N.SUBMITTED),
    "declare_no_needs": Move((N.DRAFT, N.RETURNED), N.NO_NEEDS),
    "resume": Move((N.NO_NEEDS,), N.DRAFT),
    "return": Move((N.SUBMITTED,), N.RETURNED),
}
NEEDS_REPORT_EDITABLE = {N.DRAFT, N.RETURNED}
NEEDS_REPORT_FINAL = {N.SUBMITTED, N.NO_NEEDS}


class BasisState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for amendment")


BASIS_MOVES = {
    "submit": Move((BasisState.DRAFT, BasisState.RETURNED), BasisState.SUBMITTED),
    "return": Move((BasisState.SUBMITTED,), BasisState.RETURNED),
}
BASIS_EDITABLE = {BasisState.DRAFT, BasisState.RETURNED}
BASIS_FINAL = {BasisState.SUBMITTED}


class NominationState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NOMINATION_MOVES = {
    "submit": Move((NominationState.DRAFT,), NominationState.SUBMITTED),
    "take_back": Move((NominationState.SUBMITTED,), NominationState.DRAFT),
    "withdraw": Move((NominationState.DRAFT, NominationState.SUBMITTED), NominationState.WITHDRAWN),
}
NOMINATION_FINAL = {NominationState.SUBMITTED, NominationState.WITHDRAWN}


class NominationListState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


NOMINATION_LIST_MOVES = {
    "submit": Move((NominationListState.DRAFT,), NominationListState.SUBMITTED),
}
NOMINATION_LIST_FINAL = {NominationListState.SUBMITTED}
