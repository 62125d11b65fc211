"""The states of what the forum and the governor make, and who may move them from where to where."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.moves import Move


class RecommendationState(TextChoices):
    DRAFT = "draft", _("Draft")
    ADOPTED = "adopted", _("Adopted")


class DecisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PREPARED = "prepared", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Letters issued")


class AdjustmentState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")


R = RecommendationState
RECOMMENDATION_MOVES = {
    "adopt": Move((R.DRAFT,), R.ADOPTED),
    "reopen": Move((R.ADOPTED,), R.DRAFT),
}
RECOMMENDATION_FINAL: set[str] = set()

D = DecisionState
DECISION_MOVES = {
    "prepare": Move((D.DRAFT,), D.PREPARED),
    "send_back": Move((D.PREPARED,), D.DRAFT),
    "approve": Move((D.PREPARED,), D.APPROVED),
    "issue": Move((D.APPROVED,), D.ISSUED),
}
DECISION_FINAL = {D.ISSUED}

A = AdjustmentState
ADJUSTMENT_MOVES = {
    "agree": Move((A.PROPOSED,), A.AGREED),
    "decline": Move((A.PROPOSED,), A.DECLINED),
}
ADJUSTMENT_FINAL = {A.AGREED, A.DECLINED}
