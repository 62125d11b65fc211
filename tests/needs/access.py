"""Who gets which answer at the addresses of this app."""

from tests.needs import (
    access_assessments,
    access_bases,
    access_beginnings,
    access_development,
    access_lists,
    access_nominations,
    access_plan_goals,
    access_report_sent,
    access_report_writing,
    access_reports,
    access_workbench,
    access_workbook,
)

ROWS = [
    *access_assessments.ROWS,
    *access_beginnings.ROWS,
    *access_reports.ROWS,
    *access_report_writing.ROWS,
    *access_plan_goals.ROWS,
    *access_report_sent.ROWS,
    *access_bases.ROWS,
    *access_development.ROWS,
    *access_nominations.ROWS,
    *access_lists.ROWS,
    *access_workbench.ROWS,
    *access_workbook.ROWS,
]
