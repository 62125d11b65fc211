"""What can be done to a report that is written: submit, return. It is approved in `services.control`."""

from datetime import datetime

from django.db import transaction

from common.kept import keep_version
from common.moves import move
from common.versions import check_version
from grants.queries.payment import held_recipients
from grants.services.holds import lift_hold, place_hold
from networks.deadlines import deadline
from networks.models import User
from networks.services import grant_dispensation
from networks.states import Duty
from reporting import rules
from reporting.emails import report as emails
from reporting.models import Report
from reporting.queries import unreported
from reporting.queries.report_parts import parts_of
from reporting.report_content import report_content
from reporting.services.facts import reopen_facts, settle_facts
from reporting.services.report_draft import settle_lines
from reporting.services.report_receipt import issue_receipt
from reporting.states import MOVES

RETURNED = {"submitted_at": None, "dispensation": None}


@transaction.atomic
def submit_report(*, report: Report, by: User, now: datetime, version: int | None = None) -> Report:
    """Hand the report over to the County Governor, and keep what it says. After the deadline it is marked late.

    `version` is what the page showed. Raises NotAllowed, NotNow, and MovedOn when it has been sent meanwhile.
    """
    parts = parts_of(_locked(report, version))
    rules.check_may_submit_report(by, report, parts, now=now)
    answer = rules.answer(report.grant, now=now)
    fields = {"submitted_at": now, "is_late": answer.is_late, "dispensation": answer.let_in_by}
    move(report, "submit", by=by, moves=MOVES, now=now, fields=fields)
    settle_lines(parts.lines)
    settle_facts(grant=report.grant, by=by, now=now)
    kept = keep_version(report, "submit", report_content(parts, by=by), by=by, now=now)
    report.document = issue_receipt(report=report, version=kept, now=now)
    report.save(update_fields=["document"])
    lift_hold(
        round=report.grant.decision.round,
        network=report.grant.network,
        university=report.grant.university,
        now=now,
    )
    emails.report_submitted(report, by=by, now=now)
    return report


def _locked(report: Report, version: int | None) -> Report:
    """The report as it stands, locked for this transaction, with the grant that is loaded already."""
    stands = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if version is not None:
        check_version(stands.version, version)
    report.summary = stands.summary
    return report


@transaction.atomic
def return_report(*, report: Report, comment: str, due_at: datetime, by: User, now: datetime) -> Report:
    """Send the report back with a comment and a new instant; the facts about its measures can be changed again."""
    rules.check_may_decide_report(by, report, now=now)
    move(report, "return", by=by, moves=MOVES, now=now, comment=comment, fields=RETURNED)
    reopen_facts(grant=report.grant, comment=comment, by=by, now=now)
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
