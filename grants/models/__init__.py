"""What is given: frame and key, scenarios, recommendation, decision, letters, payments and payouts."""

from grants.models.allocation import AllocationRun
from grants.models.budget import Budget, Commitment, CommittedPost, FixedPost
from grants.models.chain_fault import ChainFault
from grants.models.complaint import Complaint, Correction, CorrectionLetter, Recusal
from grants.models.decision import BudgetAdjustment, Decision, Grant, GrantLetter, GrantLine, LineKind
from grants.models.letter import (
    DocumentOpening,
    LetterBatch,
    LetterClause,
    LetterJob,
    LetterTemplate,
    RecipientKind,
)
from grants.models.payment import (
    Account,
    CarryOver,
    Instalment,
    MoneyBack,
    MoneyFault,
    PaymentBasis,
    PaymentHold,
    PaymentUpload,
    Posting,
    PostingKind,
    PostingLine,
)
from grants.models.payout import Half, Payout, StudyAnswer, StudyConfirmation
from grants.models.recommendation import NominationRank, Recommendation
from grants.models.scenario import Scenario, ScenarioOverride

__all__ = [
    "Account",
    "AllocationRun",
    "Budget",
    "BudgetAdjustment",
    "CarryOver",
    "ChainFault",
    "Commitment",
    "CommittedPost",
    "Complaint",
    "Correction",
    "CorrectionLetter",
    "Decision",
    "DocumentOpening",
    "FixedPost",
    "Grant",
    "GrantLetter",
    "GrantLine",
    "Half",
    "Instalment",
    "LetterBatch",
    "LetterClause",
    "LetterJob",
    "LetterTemplate",
    "LineKind",
    "MoneyBack",
    "MoneyFault",
    "NominationRank",
    "PaymentBasis",
    "PaymentHold",
    "PaymentUpload",
    "Payout",
    "Posting",
    "PostingKind",
    "PostingLine",
    "RecipientKind",
    "Recommendation",
    "Recusal",
    "Scenario",
    "ScenarioOverride",
    "StudyAnswer",
    "StudyConfirmation",
]
