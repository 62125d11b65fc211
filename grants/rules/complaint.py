"""Who keeps the register of complaints, and what can be done to a complaint when.

Source: forvaltningsloven chapter VI: the office prepares the case, may itself change its decision, or sends it on.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import day
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Complaint, Grant
from grants.rules.recusal import check_takes_part
from grants.states import COMPLAINT_MOVES, DecisionState
from networks.models import Round, User
from networks.roles import STAFF, Role, holds


def check_may_see_complaints(user: User, round: Round, *, now: datetime) -> None:
    """The register is the County Governor's own; a recipient sees the complaints about its own letter."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see the complaints."))


def check_may_record_complaint(
    user: User, grant: Grant | None, round: Round, *, is_recused: bool, now: datetime
) -> None:
    """A case officer records a complaint about a letter that is issued."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))
    if grant is not None:
        check_takes_part(is_recused=is_recused)
        if grant.decision.state != DecisionState.ISSUED:
            raise NotNow(_("There is no letter to complain about yet."))


def check_received_on(received_on: date, issued_on: date, *, today: date) -> None:
    """A complaint comes after the letter, and not in the future."""
    if received_on < issued_on:
        raise NotNow(
            _("The letter was issued on %(day)s, so the complaint cannot be older.") % {"day": day(issued_on)}
        )
    if received_on > today:
        raise NotNow(_("The day is in the future."))


def _check(user: User, complaint: Complaint, verb: str, *, is_recused: bool, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, complaint.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))
    check_takes_part(is_recused=is_recused)
    if complaint.state not in COMPLAINT_MOVES[verb].sources:
        raise MovedOn


def check_may_dismiss_complaint(user: User, complaint: Complaint, *, is_recused: bool, now: datetime) -> None:
    """A case officer dismisses a complaint that is not to be dealt with, such as one that came too late."""
    _check(user, complaint, "dismiss", is_recused=is_recused, now=now)


def check_may_uphold_complaint(user: User, complaint: Complaint, *, is_recused: bool, now: datetime) -> None:
    """A case officer records that the office itself changes its decision; the amounts follow in a correction."""
    _check(user, complaint, "uphold", is_recused=is_recused, now=now)


def check_may_forward_complaint(user: User, complaint: Complaint, *, is_recused: bool, now: datetime) -> None:
    """A case officer sends the complaint on to the appeal body."""
    _check(user, complaint, "forward", is_recused=is_recused, now=now)


def check_may_settle_complaint(user: User, complaint: Complaint, *, is_recused: bool, now: datetime) -> None:
    """A case officer records what the appeal body has decided."""
    _check(user, complaint, "settle", is_recused=is_recused, now=now)


def check_says_outcome(outcome: str) -> None:
    """Whoever ends a complaint says how and why."""
    if not outcome.strip():
        raise NotNow(_("Write the outcome, and why."))


def check_says_to_whom(forwarded_to: str) -> None:
    """Whoever sends a complaint on says to whom."""
    if not forwarded_to.strip():
        raise NotNow(_("Write whom the complaint is sent to."))


def check_day(value: date, complaint: Complaint, *, today: date) -> None:
    """What is done to a complaint is done after it came (and was sent on), and not in the future."""
    first = complaint.forwarded_on or complaint.received_on
    if value < first:
        raise NotNow(_("The day must be %(day)s or later.") % {"day": day(first)})
    if value > today:
        raise NotNow(_("The day is in the future."))
