"""The reports that wait for the County Governor, with what the control sees: a constant number of reads."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from networks.models import Round
from reporting.controlled import Finding
from reporting.models import Report
from reporting.queries.control import controls_of, reports_sent
from reporting.queries.remarks import waiting_questions
from reporting.queries.report import lines_of


@dataclass(frozen=True, kw_only=True)
class ToControl:
    """A report that waits, its findings, which of them have a note, and how many questions have no answer."""

    report: Report
    findings: list[Finding]
    waiting: int

    @property
    def name(self) -> str:
        """The recipient."""
        grant = self.report.grant
        return str(grant.network or grant.university)

    @property
    def must(self) -> int:
        """How many findings must be answered, or approved by a side, before the report can be approved."""
        return sum(finding.is_must for finding in self.findings)


def to_control(round: Round, *, now: datetime) -> list[ToControl]:
    """The round's reports that wait, those that came first on top."""
    reports = reports_sent(round)
    findings = controls_of(reports, now=now)
    questions = waiting_questions().filter(report__in=[report.pk for report in reports]).order_by()
    waiting = Counter(questions.values_list("report", flat=True))
    return [
        ToControl(report=report, findings=findings[report.pk], waiting=waiting[report.pk])
        for report in reports
    ]


def codes_in(found: Iterable[ToControl]) -> Mapping[str, int]:
    """In how many of the reports each kind of finding is seen, most first."""
    counts = Counter(code for row in found for code in {finding.code for finding in row.findings})
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def rows_to_control(found: Iterable[ToControl], code: str = "") -> list[dict[str, Any]]:
    """The rows of the list; with `code` only those reports in which that is seen."""
    return [
        {
            "grant": row.report.grant_id,
            "name": row.name,
            "submitted_at": row.report.submitted_at,
            "granted_nok": row.report.grant.amount_nok,
            "unspent_nok": sum(line.left_nok or 0 for line in lines_of(row.report)),
            "must": row.must,
            "count": len(row.findings),
            "waiting": row.waiting,
        }
        for row in found
        if not code or any(finding.code == code for finding in row.findings)
    ]
