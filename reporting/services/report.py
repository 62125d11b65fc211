"""What can be done to a report: save, submit, return, approve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.moves import move
from common.versions import check_version
from grants.models import Grant
from grants.queries.payment import held_recipients
from grants.services.holds import lift_hold, place_hold
from networks.deadlines import deadline
from networks.models import User
from networks.services import grant_dispensation
from networks.states import Duty
from reporting import rules
from reporting.emails import report as emails
from reporting.models import Report, ReportLine
from reporting.queries import lines_of, unreported
from reporting.states import MOVES

RETURNED = {"submitted_at": None, "dispensation": None}


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """What is typed for one line of the letter; amounts in whole kroner."""

    used_nok: int | None = None
    unspent_nok: int | None = None
    done: str = ""
    attainment: str = ""
    attainment_text: str = ""
    difference_reason: str = ""


@transaction.atomic
def save_report(
    *, grant: Grant, summary: str, lines: Mapping[int, LineInput], version: int, by: User, now: datetime
) -> Report:
    """Save the recipient's draft, with gaps if need be. `lines` is keyed by grant line.

    `version` is what the page showed (0: not begun). Raises NotNow when somebody else has saved since.
    """
    rules.check_may_save_report(by, grant, now=now)
    report = _locked_or_begun(grant)
    rules.check_is_editable(report)
    check_version(report.version, version)
    report.summary, report.version = summary, version + 1
    report.save(update_fields=["summary", "version"])
    for row in lines_of(report):
        if row.line_id in lines:
            _write_line(row, lines[row.line_id])
    return report


def _locked_or_begun(grant: Grant) -> Report:
    Report.objects.bulk_create([Report(grant=grant, version=0)], ignore_conflicts=True)
    report = Report.objects.select_for_update().get(grant=grant)
    report.grant = grant
    return report


def _write_line(row: ReportLine, typed: LineInput) -> None:
    for name, value in vars(typed).items():
        setattr(row, name, value)
    row.save()


@transaction.atomic
def submit_report(*, report: Report, by: User, now: datetime) -> Report:
    """Hand the report over to the County Governor. After the deadline it is taken, and marked late."""
    rules.check_may_submit_report(by, report, lines_of(report), now=now)
    answer = rules.answer(report.grant, now=now)
    fields = {"submitted_at": now, "is_late": answer.is_late, "dispensation": answer.let_in_by}
    move(report, "submit", by=by, moves=MOVES, now=now, fields=fields)
    lift_hold(
        round=report.grant.decision.round,
        network=report.grant.network,
        university=report.grant.university,
        now=now,
    )
    emails.report_submitted(report, by=by, now=now)
    return report


@transaction.atomic
def return_report(*, report: Report, comment: str, due_at: datetime, by: User, now: datetime) -> Report:
    """Send the report back with a comment and a new instant."""
    rules.check_may_decide_report(by, report, now=now)
    move(report, "return", by=by, moves=MOVES, now=now, comment=comment, fields=RETURNED)
    grant_dispensation(
        deadline=deadline(Duty.REPORT, report.grant.decision.round),
        due_at=due_at,
        reason=comment,
        by=by,
        now=now,
        organisation=report.grant.university,
        network=report.grant.network,
    )
    emails.report_returned(report, comment=comment, due_at=due_at, now=now)
    return report


@transaction.atomic
def approve_report(*, report: Report, by: User, now: datetime, comment: str = "") -> Report:
    """Accept the report. After this nobody can change it."""
    rules.check_may_decide_report(by, report, now=now)
    fields = {"approved_at": now, "approved_by": by}
    move(report, "approve", by=by, moves=MOVES, now=now, comment=comment, fields=fields)
    emails.report_approved(report, now=now)
    return report


def hold_for_overdue_reports(*, now: datetime) -> int:
    """Hold the governor's next payments to those whose report is overdue, and let go where a later date was given.

    Dispensations count. Returns how many holds were placed or lifted.
    """
    grants = list(unreported())
    held, changed = held_recipients() if grants else set(), 0
    for grant in grants:
        round, network, university = grant.decision.round, grant.network, grant.university
        is_held = (round.pk, grant.network_id, grant.university_id) in held
        if rules.answer(grant, now=now).is_past == is_held:
            continue
        act = lift_hold if is_held else place_hold
        changed += act(round=round, network=network, university=university, now=now)
    return changed
