"""What is wanted: assessments, needs reports, decision bases, nominations."""

from needs.models.assessment import Assessment, AssessmentItem
from needs.models.decision_basis import (
    BasisApproval,
    DecisionBasis,
    Measure,
    MeasureCriterion,
    MeasureUniversity,
)
from needs.models.expected import ExpectedAmount
from needs.models.needs_report import Need, NeedsReport
from needs.models.nomination import Nomination, NominationList
from needs.models.tables import LONG_TEXT, StudyType, Theme
from needs.models.terms import term_label, terms

__all__ = [
    "LONG_TEXT",
    "Assessment",
    "AssessmentItem",
    "BasisApproval",
    "DecisionBasis",
    "ExpectedAmount",
    "Measure",
    "MeasureCriterion",
    "MeasureUniversity",
    "Need",
    "NeedsReport",
    "Nomination",
    "NominationList",
    "StudyType",
    "Theme",
    "term_label",
    "terms",
]
