"""Reads of reports and of what came of the money. Nothing here writes."""

from reporting.queries.report import (
    Overview,
    Total,
    grants_with_reports_for,
    issued,
    lines_of,
    overview,
    own_report_about,
    report_of,
    reportable_by,
    reports_owed,
    unreported,
    years_with_letters,
)

__all__ = [
    "Overview",
    "Total",
    "grants_with_reports_for",
    "issued",
    "lines_of",
    "overview",
    "own_report_about",
    "report_of",
    "reportable_by",
    "reports_owed",
    "unreported",
    "years_with_letters",
]
