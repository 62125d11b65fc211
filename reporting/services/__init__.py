"""What can be done to reports, one file per object; the report's own actions can be called from here."""

from reporting.services.control import approve_report
from reporting.services.report import (
    hold_for_overdue_reports,
    return_report,
    submit_report,
)
from reporting.services.report_draft import save_answers, save_line
from reporting.services.report_files import attach_to_report, remove_file

__all__ = [
    "approve_report",
    "attach_to_report",
    "hold_for_overdue_reports",
    "remove_file",
    "return_report",
    "save_answers",
    "save_line",
    "submit_report",
]
