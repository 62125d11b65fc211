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
    "take_back": Move((N.SUBMITTED,), N.DRAFT),
    "return": Move((N.SUBMITTED,), N.RETURNED),
}
NEEDS_REPORT_EDITABLE = {N.DRAFT, N.RETURNED}
NEEDS_REPORT_FINAL = {N.SUBMITTED, N.NO_NEEDS}


class BasisState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for amendment")
    ACCEPTED = "accepted", _("Accepted by the county governor")


BASIS_MOVES = {
    "submit": Move((BasisState.DRAFT, BasisState.RETURNED), BasisState.SUBMITTED),
    "return": Move((BasisState.SUBMITTED,), BasisState.RETURNED),
    "accept": Move((BasisState.SUBMITTED,), BasisState.ACCEPTED),
}
BASIS_EDITABLE = {BasisState.DRAFT, BasisState.RETURNED}
BASIS_FINAL = {BasisState.SUBMITTED, BasisState.ACCEPTED}


class NominationState(TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waiting for the owner")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ON_LEAVE = "on_leave", _("On leave from the study")
    MOVED = "moved", _("Moved to another owner")
    FINISHED = "finished", _("Finished the study")
    STOPPED = "stopped", _("Stopped the study")


M = NominationState
NOMINATION_STUDYING = {M.SUBMITTED, M.ON_LEAVE}
NOMINATION_HANDED_OVER = {M.SUBMITTED, M.ON_LEAVE, M.MOVED, M.FINISHED, M.STOPPED}
"""The network has got it: whatever came of the study afterwards."""
NOMINATION_NOT_STUDYING = (M.ON_LEAVE, M.FINISHED, M.STOPPED)
"""The student does not study now, so a person decides about the next payout."""
NOMINATION_UNSENT = {M.DRAFT, M.PROPOSED}
"""Begun, and not yet with the network."""
NOMINATION_MOVES = {
    "propose": Move((M.DRAFT,), M.PROPOSED),
    "confirm": Move((M.PROPOSED,), M.SUBMITTED),
    "send_back": Move((M.PROPOSED,), M.DRAFT),
    "submit": Move((M.DRAFT,), M.SUBMITTED),
    "take_back": Move((M.PROPOSED, M.SUBMITTED), M.DRAFT),
    "withdraw": Move((M.DRAFT, M.PROPOSED, M.SUBMITTED), M.WITHDRAWN),
    "go_on_leave": Move((M.SUBMITTED,), M.ON_LEAVE),
    "come_back": Move((M.ON_LEAVE,), M.SUBMITTED),
    "move_to_owner": Move((M.SUBMITTED, M.ON_LEAVE), M.MOVED),
    "finish": Move((M.SUBMITTED, M.ON_LEAVE), M.FINISHED),
    "stop": Move((M.SUBMITTED, M.ON_LEAVE), M.STOPPED),
}
NOMINATION_FINAL = {M.SUBMITTED, M.WITHDRAWN, M.MOVED, M.FINISHED, M.STOPPED}


class DevelopmentState(TextChoices):
    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Under way")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")


D = DevelopmentState
DEVELOPMENT_MOVES = {
    "start": Move((D.PLANNED,), D.ONGOING),
    "finish": Move((D.ONGOING,), D.FINISHED),
    "stop": Move((D.PLANNED, D.ONGOING), D.STOPPED),
    "resume": Move((D.FINISHED, D.STOPPED), D.ONGOING),
}
DEVELOPMENT_FINAL = {D.FINISHED, D.STOPPED}


class NominationListState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


NOMINATION_LIST_MOVES = {
    "submit": Move((NominationListState.DRAFT,), NominationListState.SUBMITTED),
}
NOMINATION_LIST_FINAL = {NominationListState.SUBMITTED}
