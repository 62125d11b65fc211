"""Duties of a round, and the states of a deadline."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Move


class Duty(TextChoices):
    ASSESSMENT = "assessment", _("Assessment")
    NEEDS_REPORT = "needs_report", _("Needs report")
    NOMINATION = "nomination", _("Nominations for individual measures")
    DECISION_BASIS = "decision_basis", _("Decision basis")
    NOMINATION_LIST = "nomination_list", _("The network's prioritised list")
    RECOMMENDATION = "recommendation", _("Recommendation")
    DECISION = "decision", _("Decision and grant letters")
    REPORT = "report", _("Report")


class DeadlineState(TextChoices):
    PLANNED = "planned", _("Not yet open")
    OPEN = "open", _("Open")
    PASSED = "passed", _("Deadline passed")


S = DeadlineState
MOVES = {
    "open": Move((S.PLANNED,), S.OPEN),
    "pass": Move((S.OPEN,), S.PASSED),
}
FINAL = {S.PASSED}
