"""The states of reports, of the facts about measures and of the county's summary; and the words they choose from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.moves import Move


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class FactsState(TextChoices):
    """The shared facts about one measure: being written, or approved by all sides."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Approved by all sides")


class SummaryState(TextChoices):
    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Frozen")


class JobKind(TextChoices):
    """What is done with a summary in the background: it is made, or it is frozen."""

    MAKE = "make", _("Making")
    FREEZE = "freeze", _("Freezing")


class JobState(TextChoices):
    MAKING = "making", _("Is being made")
    READY = "ready", _("Is made")
    FAILED = "failed", _("Stopped by a fault")


class Attainment(TextChoices):
    """How far the goal of a line was reached, in the recipient's own judgement."""

    FULLY = "fully", _("Reached")
    MOSTLY = "mostly", _("Mostly reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", _("Not reached")
    TOO_EARLY = "too_early", _("Too early to say")


class CarriedOut(TextChoices):
    """Whether a measure was carried out."""

    FULLY = "fully", _("Carried out")
    PARTLY = "partly", _("Partly carried out")
    NOT = "not", _("Not carried out")


class SpendingKind(TextChoices):
    """What money was used for."""

    STAFF = "staff", _("Own employees' working time")
    SUBSTITUTES = "substitutes", pgettext_lazy("what money is used for", "Substitutes")
    TEACHING = "teaching", _("Courses, teaching and guidance")
    TRAVEL = "travel", _("Travel")
    MEETINGS = "meetings", _("Meetings and premises")
    MATERIALS = "materials", _("Literature and materials")
    PAID_ON = "paid_on", _("Paid on to owners or others")
    OTHER = "other", _("Other")


class UnspentWay(TextChoices):
    """What becomes of money that is not used: the recipient wishes, the County Governor settles."""

    CARRY_OVER = "carry_over", _("Use it next year")
    RETURN = "return", _("Pay it back")


class Audience(TextChoices):
    """Who answers a question: both together for each measure, every recipient, or one kind of recipient."""

    MEASURE = "measure", _("Network and university together, for each measure")
    RECIPIENT = "recipient", _("Every recipient")
    NETWORK = "network", _("Networks")
    UNIVERSITY = "university", _("Universities")


class RemarkKind(TextChoices):
    """What stands beside a report while it is controlled."""

    NOTE = "note", _("Note for the office")
    QUESTION = "question", _("Question to the recipient")
    ANSWER = "answer", _("Answer")


R = ReportState
MOVES = {
    "submit": Move((R.DRAFT, R.RETURNED), R.SUBMITTED),
    "return": Move((R.SUBMITTED,), R.RETURNED),
    "approve": Move((R.SUBMITTED,), R.APPROVED),
}
FINAL = {R.APPROVED}
EDITABLE = {R.DRAFT, R.RETURNED}
MET = (R.SUBMITTED, R.APPROVED)
"""The report is in."""

F = FactsState
FACTS_MOVES = {
    "agree": Move((F.DRAFT,), F.AGREED),
    "reopen": Move((F.AGREED,), F.DRAFT),
}

SUMMARY_MOVES = {
    "freeze": Move((SummaryState.DRAFT,), SummaryState.FROZEN),
    "reopen": Move((SummaryState.FROZEN,), SummaryState.DRAFT),
}

JOB_MOVES = {
    "finish": Move((JobState.MAKING,), JobState.READY),
    "stop": Move((JobState.MAKING,), JobState.FAILED),
}
