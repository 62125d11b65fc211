"""What a report's own page says about its control: findings for the office, questions for those who report."""

from datetime import datetime
from typing import Any

from common.refusals import may
from networks.models import User
from reporting.models import Report
from reporting.queries.control import controls_of
from reporting.queries.remarks import questions_to
from reporting.queries.settlement import settlements_of
from reporting.rules.control import check_may_see_control
from reporting.rules.report import writes
from reporting.states import ReportState


def control_panel(report: Report, user: User, *, now: datetime) -> dict[str, Any]:
    """`control` (None unless the reader is staff and the report is sent), `talks` and `settlements`, for the include

    reporting/_control.html. `talks` are the questions to the recipient, for its writers and for staff.
    """
    is_sent = report.pk is not None and report.state != ReportState.DRAFT
    is_staff = is_sent and may(check_may_see_control, user, report, now=now) is None
    is_writer = is_sent and writes(user, report.grant, now=now)
    return {
        "control": _control(report, now=now) if is_staff else None,
        "talks": questions_to(report) if is_staff or is_writer else [],
        "settlements": settlements_of(report) if is_staff or is_writer else [],
        "is_asked": is_writer and report.state != ReportState.APPROVED,
    }


def _control(report: Report, *, now: datetime) -> dict[str, Any]:
    findings = controls_of([report], now=now)[report.pk]
    return {"count": len(findings), "must": sum(finding.is_must for finding in findings)}
