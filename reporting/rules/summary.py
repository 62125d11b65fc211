"""Who may do what with the county's summary, and when."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import AgendaItem, County, Round, User
from networks.roles import Role, holds
from reporting.models import CountySummary, SummarySection
from reporting.states import SummaryState
from reporting.summary_parts import is_own

BEING_FROZEN = gettext_lazy("The summary is being frozen. Wait until its documents are ready.")


def check_may_make_summary(
    user: User,
    round: Round,
    summary: CountySummary | None,
    *,
    is_issued: bool,
    is_being_frozen: bool,
    now: datetime,
) -> None:
    """A case officer of the county makes the summary, and makes it again, while it is not frozen (nor about to be)
    and when the round's letters are issued. Source: "Langsiktig plan", Statsforvalterens oppgaver.
    """
    _check_is_officer(user, round.county, now=now)
    if not is_issued:
        raise NotNow(_("The letters of the round are not issued yet, so nobody has reported."))
    if summary is not None:
        _check_is_draft(summary, is_being_frozen=is_being_frozen)


def check_may_save_summary(
    user: User, summary: CountySummary, *, is_being_frozen: bool, now: datetime
) -> None:
    """A case officer of the county writes in the summary until it is frozen, or the freezing is under way."""
    _check_is_officer(user, summary.round.county, now=now)
    _check_is_draft(summary, is_being_frozen=is_being_frozen)


def check_may_remove_section(
    user: User, section: SummarySection, *, is_being_frozen: bool, now: datetime
) -> None:
    """A part that the office has added itself can be taken away; the scheme's own stay."""
    check_may_save_summary(user, section.summary, is_being_frozen=is_being_frozen, now=now)
    if not is_own(section.key):
        raise NotNow(_("This part belongs to every summary. Leave it empty if there is nothing to say."))


def check_may_freeze_summary(
    user: User, summary: CountySummary, *, is_being_made: bool, is_being_frozen: bool, now: datetime
) -> None:
    """A case officer freezes a summary that has its numbers, when no making or freezing is under way."""
    _check_is_officer(user, summary.round.county, now=now)
    if summary.state != SummaryState.DRAFT:
        raise MovedOn
    if is_being_frozen:
        raise NotNow(BEING_FROZEN)
    if is_being_made:
        raise NotNow(_("The summary is being made. Wait until it is ready."))
    if not summary.numbers.get("this"):
        raise NotNow(_("The summary has no numbers yet. Make it first."))


def check_may_reopen_summary(user: User, summary: CountySummary, *, now: datetime) -> None:
    """A case officer opens a frozen summary again; what was frozen stays as a version."""
    _check_is_officer(user, summary.round.county, now=now)
    if summary.state != SummaryState.FROZEN:
        raise MovedOn


def check_may_lay_summary(
    user: User, summary: CountySummary, item: AgendaItem | None, *, now: datetime
) -> None:
    """A case officer lays the frozen summary before the forum, when a meeting with the findings is planned."""
    _check_is_officer(user, summary.round.county, now=now)
    if summary.state != SummaryState.FROZEN:
        raise NotNow(_("Freeze the summary first. The forum gets what is frozen."))
    if item is None:
        raise NotNow(_("The forum has no meeting ahead about the findings of the reports. Plan it first."))


def _check_is_officer(user: User, county: County, *, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only the county's case officers work on the summary."))


def _check_is_draft(summary: CountySummary, *, is_being_frozen: bool) -> None:
    if is_being_frozen:
        raise NotNow(BEING_FROZEN)
    if summary.state != SummaryState.DRAFT:
        raise NotNow(_("The summary is frozen. Open it again to change it."))
