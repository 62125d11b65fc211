"""What can be done to reports, one file per object; the report's own actions can be called from here."""

from reporting.services.report import (
    LineInput,
    approve_report,
    hold_for_overdue_reports,
    return_report,
    save_report,
    submit_report,
)

__all__ = [
    "LineInput",
    "approve_report",
    "hold_for_overdue_reports",
    "return_report",
    "save_report",
    "submit_report",
]
