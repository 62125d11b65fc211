"""What came of it: reports, the shared facts about measures, questions, settlements, and the county's summary."""

from reporting.models.facts import MeasureReport, MeasureReportApproval
from reporting.models.questions import DirectorateLayout, ExportColumn, ReportAnswer, ReportQuestion, RowsPer
from reporting.models.report import Report, ReportFile, ReportLine, ReportRemark, ReportSpending, Settlement
from reporting.models.summary import CountySummary, SummaryJob, SummarySection

__all__ = [
    "CountySummary",
    "DirectorateLayout",
    "ExportColumn",
    "MeasureReport",
    "MeasureReportApproval",
    "Report",
    "ReportAnswer",
    "ReportFile",
    "ReportLine",
    "ReportQuestion",
    "ReportRemark",
    "ReportSpending",
    "RowsPer",
    "Settlement",
    "SummaryJob",
    "SummarySection",
]
