"""Who may prepare, approve and issue the decision, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Decision, Recommendation
from grants.states import DecisionState, RecommendationState
from networks.models import Round, User
from networks.roles import STAFF, Role, holds


def check_may_see_decision(user: User, round: Round, *, now: datetime) -> None:
    """The decision is seen by the County Governor's staff; recipients read their letters."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see the decision."))


def check_may_build_decision(
    user: User,
    round: Round,
    recommendation: Recommendation | None,
    decision: Decision | None,
    *,
    now: datetime,
) -> None:
    """A case officer makes the grants from the adopted recommendation, again for as long as it is a draft."""
    _check_is_case_officer(user, round, now=now)
    if decision is not None and decision.state != DecisionState.DRAFT:
        raise MovedOn
    if recommendation is None or recommendation.state != RecommendationState.ADOPTED:
        raise NotNow(_("The decision is made from the forum's recommendation, and it is not adopted yet."))


def check_may_save_decision(user: User, decision: Decision, *, now: datetime) -> None:
    """A case officer writes the reasons while the decision is a draft."""
    _check_is_case_officer(user, decision.round, now=now)
    if decision.state != DecisionState.DRAFT:
        raise MovedOn


def missing_in_decision(decision: Decision, adopted: Recommendation | None, *, has_grants: bool) -> list[str]:
    """One sentence for each thing that the decision lacks before it can be prepared."""
    missing = []
    if not decision.reasons.strip():
        missing.append(_("Write the reasons for the decision."))
    if not has_grants:
        missing.append(_("There are no grants to decide."))
    if adopted is None or (adopted.pk, adopted.run_id) != (decision.recommendation_id, decision.run_id):
        missing.append(_("The recommendation has been changed since the grants were made. Make them again."))
    return missing


def check_may_prepare_decision(user: User, decision: Decision, *, missing: list[str], now: datetime) -> None:
    """A case officer hands a decision that lacks nothing to the approver."""
    check_may_save_decision(user, decision, now=now)
    if missing:
        raise NotNow(" ".join(missing))


def check_may_send_back_decision(user: User, decision: Decision, *, comment: str, now: datetime) -> None:
    """An approver sends a prepared decision back, saying why."""
    _check_is_approver(user, decision, now=now)
    if decision.state != DecisionState.PREPARED:
        raise MovedOn
    if not comment.strip():
        raise NotNow(_("Write what must be changed."))


def check_may_approve_decision(
    user: User, decision: Decision, *, missing: list[str] | None = None, now: datetime
) -> None:
    """An approver approves what another person has prepared (four eyes)."""
    _check_is_approver(user, decision, now=now)
    if decision.prepared_by_id == user.pk:
        raise NotAllowed(_("You prepared this decision yourself. Another person must approve it."))
    if decision.state != DecisionState.PREPARED:
        raise MovedOn
    if missing:
        raise NotNow(" ".join(missing))


def check_may_issue_letters(
    user: User, decision: Decision, *, missing: list[str] | None = None, now: datetime
) -> None:
    """The staff issue the letters of an approved decision, when no letter lacks anything."""
    if not holds(user, STAFF, decision.round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can issue grant letters."))
    if decision.state != DecisionState.APPROVED:
        raise NotNow(_("Letters are issued when the decision is approved."))
    if missing:
        raise NotNow(
            _("No letter was issued, for this is missing: %(missing)s") % {"missing": " ".join(missing)}
        )


def _check_is_case_officer(user: User, round: Round, *, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can prepare the decision."))


def _check_is_approver(user: User, decision: Decision, *, now: datetime) -> None:
    if not holds(user, Role.APPROVER, decision.round.county, now=now):
        raise NotAllowed(_("Only an approver at the County Governor can approve or send back the decision."))
