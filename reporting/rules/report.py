"""Who may write, send, return and approve a report, and when."""

from datetime import datetime

from django.utils.text import capfirst
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
from reporting.parts import ReportParts
from reporting.states import EDITABLE, Attainment, SpendingKind

MOST_FILES = 10
"""Files in one report, at most."""
FIRST_KIND = f"kind_{SpendingKind.STAFF}"
"""The first field of a line: there the reader begins when nothing is told by kind."""


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


def check_may_submit_report(user: User, report: Report, parts: ReportParts, *, now: datetime) -> None:
    """The recipient sends what is complete, when its own side has approved the facts about its measures."""
    check_may_save_report(user, report.grant, now=now)
    check_complete(report_gaps(parts))


def check_is_editable(report: Report) -> None:
    """A report that is sent is read-only. Raises NotNow."""
    if report.state not in EDITABLE:
        raise NotNow(_("The report has been sent, so it can no longer be changed here."))


def check_may_decide_report(user: User, report: Report, *, now: datetime) -> None:
    """The County Governor's case officers return and approve reports."""
    if not holds(user, Role.CASE_OFFICER, report.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def check_may_attach(user: User, report: Report, *, count: int, adding: int, now: datetime) -> None:
    """The recipient adds files to a draft that has `count`, MOST_FILES in all. Raises NotAllowed, NotNow."""
    check_may_save_report(user, report.grant, now=now)
    check_is_editable(report)
    if count + adding > MOST_FILES:
        raise NotNow(
            _("A report has at most %(most)s files. It has %(count)s already.")
            % {"most": MOST_FILES, "count": count}
        )


def report_gaps(parts: ReportParts) -> list[Gap]:
    """What is missing before the report can be sent, in the order of its pages.

    `form` is "facts-<measure>" or "line-<grant line>" where something is missing in one of them.
    """
    return [
        *_facts_gaps(parts),
        *(gap for line in parts.lines for gap in line_gaps(line)),
        *_text_gaps(parts),
    ]


def _facts_gaps(parts: ReportParts) -> list[Gap]:
    return [
        Gap(
            "approve",
            _("%(measure)s: your side has not approved the shared facts.") % {"measure": one.measure.title},
            f"facts-{one.measure_id}",
        )
        for one in parts.facts
        if one.measure_id in parts.unapproved
    ]


def _text_gaps(parts: ReportParts) -> list[Gap]:
    gaps = []
    if not parts.report.summary.strip():
        gaps.append(Gap("summary", _("Write a summary of what came of the money.")))
    for asked in parts.questions:
        if asked.question.is_required and not parts.answers.get(asked.key, "").strip():
            sentence = _("Answer the question “%(question)s”.") % {"question": asked.text}
            gaps.append(Gap(asked.name, sentence))
    return gaps


def line_gaps(line: ReportLine) -> list[Gap]:
    """What is missing in one line before the report can be sent."""
    name, form = {"line": line.name}, f"line-{line.line_id}"
    found = [*_money_gaps(line), *_unspent_gaps(line), *(_done_gaps(line) if line.tells_itself else [])]
    return [Gap(field, sentence % (name | facts), form) for field, sentence, facts in found]


def own_line_gaps(line: ReportLine) -> list[Gap]:
    """What is missing in one line, as its own page says it: the page names the line already."""
    name = f"{line.name}: "
    return [Gap(gap.field, capfirst(gap.sentence.removeprefix(name))) for gap in line_gaps(line)]


def _money_gaps(line: ReportLine) -> list[tuple[str, str, dict[str, str]]]:
    if line.used_nok is None:
        return [(FIRST_KIND, _("%(line)s: write what the money was used for."), {})]
    gaps, kinds = [], line.by_kind
    if sum(part.amount_nok for part in kinds) != line.used_nok:
        facts = {"used": kroner(line.used_nok)}
        gaps.append((FIRST_KIND, _("%(line)s: say what the %(used)s were used for, by kind."), facts))
    if any(part.kind == SpendingKind.OTHER and not part.note.strip() for part in kinds):
        gaps.append(("note_other", _("%(line)s: write what “Other” is."), {}))
    if any(part.note and not part.amount_nok for part in kinds):
        gaps.append(
            (
                "kind_other",
                _("%(line)s: write the amount of “Other”, or take away the text on what it is."),
                {},
            )
        )
    if line.difference_nok and not line.difference_reason.strip():
        facts = {"budget": kroner(line.budget_nok), "difference": kroner(line.difference_nok)}
        sentence = _(
            "%(line)s: used and unspent do not add up to %(budget)s (difference %(difference)s). Explain why."
        )
        gaps.append(("difference_reason", sentence, facts))
    return gaps


def _unspent_gaps(line: ReportLine) -> list[tuple[str, str, dict[str, str]]]:
    if not line.left_nok:
        return []
    facts = {"left": kroner(line.left_nok)}
    if not line.unspent_wish:
        return [("unspent_wish", _("%(line)s: choose what should become of the %(left)s not used."), facts)]
    if not line.unspent_reason.strip():
        return [("unspent_reason", _("%(line)s: write why %(left)s were not used."), facts)]
    return []


def _done_gaps(line: ReportLine) -> list[tuple[str, str, dict[str, str]]]:
    gaps: list[tuple[str, str, dict[str, str]]] = []
    if not line.done.strip():
        gaps.append(("done", _("%(line)s: write what was done."), {}))
    if not line.attainment:
        gaps.append(("attainment", _("%(line)s: choose how far the goal was reached."), {}))
    if line.attainment in (Attainment.NOT, Attainment.PARTLY) and not line.attainment_text.strip():
        gaps.append(("attainment_text", _("%(line)s: write why the goal was not fully reached."), {}))
    return gaps
