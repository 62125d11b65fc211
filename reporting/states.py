"""The states of a report on a grant, and who may move it from where to where."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Move


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")


class Attainment(TextChoices):
    """How far the goal of a line was reached, in the recipient's own judgement."""

    FULLY = "fully", _("Reached")
    MOSTLY = "mostly", _("Mostly reached")
    PARTLY = "partly", _("Partly reached")
    NOT = "not", _("Not reached")
    TOO_EARLY = "too_early", _("Too early to say")


R = ReportState
MOVES = {
    "submit": Move((R.DRAFT, R.RETURNED), R.SUBMITTED),
    "return": Move((R.SUBMITTED,), R.RETURNED),
    "approve": Move((R.SUBMITTED,), R.APPROVED),
}
FINAL = {R.APPROVED}
EDITABLE = {R.DRAFT, R.RETURNED}
