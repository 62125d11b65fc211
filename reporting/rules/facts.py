"""Who may write and approve the shared facts about a measure, who its sides are, and what is missing in them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.gaps import Gap
from common.refusals import MovedOn, NotAllowed, NotNow
from networks import deadlines
from networks.models import County, User
from networks.queries.written_form import body_written_form
from networks.roles import LEADERS, Role, bodies, holds
from networks.rules.sides import Side, standing_approval
from networks.states import Duty
from reporting.models import MeasureReport, MeasureReportApproval, ReportQuestion
from reporting.rules.questions import wording
from reporting.states import Attainment, CarriedOut, FactsState

NEEDS_REASON = (CarriedOut.PARTLY, CarriedOut.NOT)


def sides_of(facts: MeasureReport) -> list[Side]:
    """All who approve: the network, and each university that has money for the measure, by name.

    Uses `facts.money`, as `queries.facts` reads it.
    """
    network = Side(None, str(facts.measure.basis.network))
    found = {row["university"]: row["name"] for row in facts.money if row["university"] and row["budget"]}
    universities = [Side(key, name) for key, name in found.items()]
    return [network, *sorted(universities, key=lambda side: side.name)]


def approval_of(facts: MeasureReport, university_id: int | None) -> MeasureReportApproval | None:
    """The side's approval that stands, or None. Uses the prefetched approvals."""
    found: MeasureReportApproval | None = standing_approval(facts, university_id)
    return found


def is_approved_by(facts: MeasureReport, university_id: int | None) -> bool:
    """Whether a side (None: the network) has approved the facts as they stand."""
    return approval_of(facts, university_id) is not None


def sides_missing(facts: MeasureReport) -> list[Side]:
    """The sides that have not approved the facts as they stand."""
    return [side for side in sides_of(facts) if not is_approved_by(facts, side.university_id)]


def speaks_for(user: User, facts: MeasureReport, university_id: int | None, *, now: datetime) -> bool:
    """Whether the person writes and approves for this side: as who reports for it does."""
    if university_id is not None:
        return university_id in bodies(user, Role.UH_COORDINATOR, now=now)
    network = facts.measure.basis.network
    is_payee = network.payee is not None and holds(user, Role.OWNER, network.payee, now=now)
    return is_payee or holds(user, LEADERS, network, now=now)


def writes_facts(user: User, facts: MeasureReport, *, now: datetime) -> bool:
    """Whether the person is one of those who write the facts together: somebody of one of the sides."""
    return any(speaks_for(user, facts, side.university_id, now=now) for side in sides_of(facts))


def check_may_save_facts(user: User, facts: MeasureReport, *, now: datetime) -> None:
    """Both sides write from the day the reports open, until all have approved. It never closes."""
    if not writes_facts(user, facts, now=now):
        raise NotAllowed(
            _("Only the network and the universities that have money for the measure can write about it.")
        )
    _check_has_money(facts)
    if facts.state == FactsState.AGREED:
        raise NotNow(_("All sides have approved this, so it can no longer be changed."))
    _check_open(facts, now=now)


def check_may_approve_facts(
    user: User, facts: MeasureReport, university_id: int | None, gaps: Iterable[Gap], *, now: datetime
) -> None:
    """Each side approves for itself what is whole. `gaps` are what `facts_gaps` finds."""
    _check_speaks_for(user, facts, university_id, now=now)
    _check_has_money(facts)
    if facts.state == FactsState.AGREED or is_approved_by(facts, university_id):
        raise MovedOn
    _check_open(facts, now=now)
    if list(gaps):
        raise NotNow(_("Something is missing. It can be approved when it is whole."))


def check_may_withdraw_facts(
    user: User, facts: MeasureReport, university_id: int | None, *, now: datetime
) -> None:
    """A side takes its own approval back until all have approved."""
    _check_speaks_for(user, facts, university_id, now=now)
    if facts.state == FactsState.AGREED:
        raise NotNow(_("All sides have approved this, so it can no longer be changed."))
    if not is_approved_by(facts, university_id):
        raise MovedOn


def check_may_reopen_facts(user: User, county: County, *, now: datetime) -> None:
    """The County Governor's case officers open facts again when they return a report."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def facts_gaps(
    facts: MeasureReport, answers: Iterable[tuple[ReportQuestion, str]], *, kindergartens: int | None = None
) -> list[Gap]:
    """What is missing before the facts can be approved, in the order of the page.

    `answers` are the questions about measures, each with its answer ("" where there is none); `kindergartens` how
    many are named, when the caller knows. Where nothing was carried out, the reason alone is asked for.
    """
    gaps = []
    if not facts.carried_out:
        gaps.append(Gap("carried_out", _("Choose whether the measure was carried out.")))
    if facts.carried_out in NEEDS_REASON and not facts.why.strip():
        gaps.append(Gap("why", _("Write why it was not fully carried out.")))
    if facts.carried_out == CarriedOut.NOT:
        return gaps
    has = {
        "done": bool(facts.done.strip()),
        "attainment": bool(facts.attainment),
        "signs": bool(facts.signs.strip()) or facts.attainment == Attainment.TOO_EARLY,
        "kindergartens": _reached(facts) if kindergartens is None else kindergartens > 0,
        "staff_reached": facts.staff_reached is not None,
    }
    wanted = {
        "done": _("Write what was done."),
        "attainment": _("Choose how far the goal was reached."),
        "signs": _("Write which signs of change you see."),
        "kindergartens": _("Choose the kindergartens that took part."),
        "staff_reached": _("Write how many employees took part."),
    }
    gaps += [Gap(name, wanted[name]) for name, there in has.items() if not there]
    return gaps + [
        Gap(f"answer_{question.key}", _unanswered(question, facts))
        for question, text in answers
        if question.is_required and not text.strip()
    ]


def _unanswered(question: ReportQuestion, facts: MeasureReport) -> str:
    text, _help = wording(question, body_written_form(facts.measure.basis.network))
    return _("Answer the question “%(question)s”.") % {"question": text}


def _reached(facts: MeasureReport) -> bool:
    return facts.pk is not None and bool(facts.kindergartens.all())


def _check_has_money(facts: MeasureReport) -> None:
    if not any(row["budget"] for row in facts.money):
        raise NotNow(_("The measure has no money, so there is nothing to report about it."))


def _check_open(facts: MeasureReport, *, now: datetime) -> None:
    basis = facts.measure.basis
    deadlines.check_open(Duty.REPORT, basis.round, now=now, network=basis.network)


def _check_speaks_for(user: User, facts: MeasureReport, university_id: int | None, *, now: datetime) -> None:
    is_side = university_id in {side.university_id for side in sides_of(facts)}
    if not is_side or not speaks_for(user, facts, university_id, now=now):
        raise NotAllowed(_("Each side approves for itself."))
