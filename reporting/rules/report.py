"""Who may write, send, return and approve a report, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.gaps import Gap, check_complete
from common.money import kroner
from common.refusals import NotAllowed, NotNow
from grants.models import Grant
from grants.states import DecisionState
from networks import deadlines
from networks.models import User
from networks.roles import LEADERS, Role, holds
from networks.states import Duty
from reporting.models import Report, ReportLine
from reporting.states import EDITABLE, Attainment


def writes(user: User, grant: Grant, *, now: datetime) -> bool:
    """Whether the person reports for the recipient: the network's leaders and its payee, or the university."""
    if grant.university_id:
        return holds(user, Role.UH_COORDINATOR, grant.university, now=now)
    network = grant.network
    if network is None:
        return False
    is_payee = network.payee is not None and holds(user, Role.OWNER, network.payee, now=now)
    return is_payee or holds(user, LEADERS, network, now=now)


def answer(grant: Grant, *, now: datetime) -> deadlines.Answer:
    """How the duty to report on this grant stands. The round comes with its deadlines loaded."""
    return deadlines.answer(
        Duty.REPORT, grant.decision.round, now=now, organisation=grant.university, network=grant.network
    )


def check_may_save_report(user: User, grant: Grant, *, now: datetime) -> None:
    """The recipient writes from the day the duty opens; it never closes, but is marked late."""
    if not writes(user, grant, now=now):
        raise NotAllowed(_("Only those who received the grant can report on it."))
    if grant.decision.state != DecisionState.ISSUED:
        raise NotNow(_("There is no report to write before the grant letter is issued."))
    deadlines.check_open(
        Duty.REPORT, grant.decision.round, now=now, organisation=grant.university, network=grant.network
    )


def check_may_submit_report(
    user: User, report: Report, lines: Iterable[ReportLine], *, now: datetime
) -> None:
    """The recipient sends what is complete."""
    check_may_save_report(user, report.grant, now=now)
    check_complete(report_gaps(report, lines))


def check_is_editable(report: Report) -> None:
    """A report that is sent is read-only. Raises NotNow."""
    if report.state not in EDITABLE:
        raise NotNow(_("The report has been sent, so it can no longer be changed here."))


def check_may_decide_report(user: User, report: Report, *, now: datetime) -> None:
    """The County Governor's case officers return and approve reports."""
    if not holds(user, Role.CASE_OFFICER, report.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def report_gaps(report: Report, lines: Iterable[ReportLine]) -> list[Gap]:
    """What is missing before the report can be sent. `lines` stand in the order of the page."""
    gaps = [gap for position, line in enumerate(lines) for gap in _line_gaps(line, f"lines-{position}")]
    if not report.summary.strip():
        gaps.append(Gap("summary", _("Write a summary of what came of the money.")))
    return gaps


def _line_gaps(line: ReportLine, form: str) -> list[Gap]:
    name = {"line": line.line.label}
    gaps = []
    if line.used_nok is None:
        gaps.append(Gap("used_nok", _("%(line)s: write how much was used.") % name, form))
    if line.unspent_nok is None:
        gaps.append(Gap("unspent_nok", _("%(line)s: write how much is unspent (0 if nothing).") % name, form))
    if line.difference_nok and not line.difference_reason.strip():
        facts = {**name, "budget": kroner(line.budget_nok), "difference": kroner(line.difference_nok)}
        sentence = _(
            "%(line)s: used and unspent do not add up to %(budget)s (difference %(difference)s). Explain why."
        )
        gaps.append(Gap("difference_reason", sentence % facts, form))
    if not line.done.strip():
        gaps.append(Gap("done", _("%(line)s: write what was done.") % name, form))
    if not line.attainment:
        gaps.append(Gap("attainment", _("%(line)s: choose how far the goal was reached.") % name, form))
    if line.attainment in (Attainment.NOT, Attainment.PARTLY) and not line.attainment_text.strip():
        gaps.append(
            Gap("attainment_text", _("%(line)s: write why the goal was not fully reached.") % name, form)
        )
    return gaps
