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


class ScenarioState(TextChoices):
    DRAFT = "draft", _("Draft")
    LOCKED = "locked", _("Locked")


class Leftover(TextChoices):
    """Where the money for individual measures goes that nobody asked for, up to the cap."""

    COLLECTIVE = "collective", _("To collective measures")
    LOCAL = "local", _("To the networks, for individual measures locally")
    HELD = "held", _("Held by the County Governor")


class BatchState(TextChoices):
    MAKING = "making", _("Letters are being made")
    ISSUED = "issued", _("Letters issued")
    FAILED = "failed", _("Stopped")


class CorrectionState(TextChoices):
    DRAFT = "draft", _("Draft")
    PREPARED = "prepared", _("Waiting for approval")
    ISSUED = "issued", _("Letter issued")
    CANCELLED = "cancelled", _("Cancelled")


class ComplaintState(TextChoices):
    RECEIVED = "received", _("Received")
    DISMISSED = "dismissed", _("Dismissed")
    UPHELD = "upheld", _("Upheld by the County Governor")
    FORWARDED = "forwarded", _("Sent to the appeal body")
    SETTLED = "settled", _("Settled by the appeal body")


class InstalmentState(TextChoices):
    PLANNED = "planned", _("Planned")
    ORDERED = "ordered", _("In a payment basis")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", _("Cancelled")


class PayoutState(TextChoices):
    PLANNED = "planned", _("Planned")
    PAID = "paid", _("Paid")
    STOPPED = "stopped", _("Stopped")
    RETURNED = "returned", _("Returned to the County Governor")
    MOVED = "moved", _("Moved to another")


class AdjustmentState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")


S = ScenarioState
SCENARIO_MOVES = {
    "lock": Move((S.DRAFT,), S.LOCKED),
    "unlock": Move((S.LOCKED,), S.DRAFT),
}
SCENARIO_FINAL = {S.LOCKED}

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

B = BatchState
BATCH_MOVES = {
    "finish": Move((B.MAKING,), B.ISSUED),
    "fail": Move((B.MAKING,), B.FAILED),
}
BATCH_FINAL = {B.ISSUED, B.FAILED}

C = CorrectionState
CORRECTION_MOVES = {
    "prepare": Move((C.DRAFT,), C.PREPARED),
    "send_back": Move((C.PREPARED,), C.DRAFT),
    "approve": Move((C.PREPARED,), C.ISSUED),
    "cancel": Move((C.DRAFT,), C.CANCELLED),
}
CORRECTION_FINAL = {C.ISSUED, C.CANCELLED}

K = ComplaintState
COMPLAINT_MOVES = {
    "dismiss": Move((K.RECEIVED,), K.DISMISSED),
    "uphold": Move((K.RECEIVED,), K.UPHELD),
    "forward": Move((K.RECEIVED,), K.FORWARDED),
    "settle": Move((K.FORWARDED,), K.SETTLED),
}
COMPLAINT_FINAL = {K.DISMISSED, K.UPHELD, K.SETTLED}

I = InstalmentState  # noqa: E741 -- as short as the others
INSTALMENT_MOVES = {
    "order": Move((I.PLANNED,), I.ORDERED),
    "take_back": Move((I.ORDERED,), I.PLANNED),
    "pay": Move((I.ORDERED,), I.PAID),
    "bounce": Move((I.PAID,), I.PLANNED),
    "cancel": Move((I.PLANNED,), I.CANCELLED),
}
INSTALMENT_FINAL = {I.PAID, I.CANCELLED}

P = PayoutState
PAYOUT_MOVES = {
    "pay": Move((P.PLANNED,), P.PAID),
    "stop": Move((P.PLANNED,), P.STOPPED),
    "resume": Move((P.STOPPED,), P.PLANNED),
    "give_back": Move((P.STOPPED,), P.RETURNED),
    "move_on": Move((P.STOPPED,), P.MOVED),
}
PAYOUT_FINAL = {P.PAID, P.RETURNED, P.MOVED}
