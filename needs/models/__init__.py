"""What is wanted: assessments, needs reports, decision bases, nominations."""

from needs.models.assessment import Assessment, AssessmentItem
from needs.models.decision_basis import (
    BasisApproval,
    Contributor,
    DecisionBasis,
    Measure,
    MeasureCriterion,
    MeasureOutcome,
    MeasureUniversity,
    UnansweredNeed,
)
from needs.models.development import DevelopmentLog, DevelopmentWork, Gathering, UsedDays
from needs.models.expected import ExpectedAmount
from needs.models.involvement import PptPart, StaffGroup
from needs.models.needs_report import (
    AuthorityNote,
    Need,
    NeedComment,
    NeedsReport,
    ReportAttachment,
    ReportComment,
)
from needs.models.nomination import (
    Nomination,
    NominationCorrection,
    NominationList,
    NominationOutcome,
    NominationTerms,
    StudyAmount,
)
from needs.models.tables import LONG_TEXT, StudyType, Theme
from needs.models.terms import term_label, term_of, terms
from needs.models.workbook import WorkbookMemory, WorkbookUpload

__all__ = [
    "Assessment",
    "AssessmentItem",
    "AuthorityNote",
    "BasisApproval",
    "Contributor",
    "DecisionBasis",
    "DevelopmentLog",
    "DevelopmentWork",
    "ExpectedAmount",
    "Gathering",
    "LONG_TEXT",
    "Measure",
    "MeasureCriterion",
    "MeasureOutcome",
    "MeasureUniversity",
    "Need",
    "NeedComment",
    "NeedsReport",
    "Nomination",
    "NominationCorrection",
    "NominationList",
    "NominationOutcome",
    "NominationTerms",
    "PptPart",
    "ReportAttachment",
    "ReportComment",
    "StaffGroup",
    "StudyAmount",
    "StudyType",
    "Theme",
    "UnansweredNeed",
    "UsedDays",
    "WorkbookMemory",
    "WorkbookUpload",
    "term_label",
    "term_of",
    "terms",
]
