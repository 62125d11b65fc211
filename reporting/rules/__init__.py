"""Who may do what with reports, and when."""

from reporting.rules.report import (
    answer,
    check_is_editable,
    check_may_attach,
    check_may_decide_report,
    check_may_save_report,
    check_may_submit_report,
    line_gaps,
    own_line_gaps,
    report_gaps,
    writes,
)

__all__ = [
    "answer",
    "check_is_editable",
    "check_may_attach",
    "check_may_decide_report",
    "check_may_save_report",
    "check_may_submit_report",
    "line_gaps",
    "own_line_gaps",
    "report_gaps",
    "writes",
]
