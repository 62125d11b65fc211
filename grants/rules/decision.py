"""Who may prepare, approve and issue the decision, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.decided import OTHER, deviates, needs_ground
from grants.models import Decision, GrantLine, Recommendation
from grants.rules.recusal import check_takes_part
from grants.states import DecisionState, RecommendationState
from networks.models import Round, User
from networks.roles import STAFF, Role, holds
from networks.schemes import Scheme


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
    is_recused: bool,
    now: datetime,
) -> None:
    """A case officer makes the grants from the adopted recommendation, again for as long as it is a draft."""
    _check_is_case_officer(user, round, now=now)
    check_takes_part(is_recused=is_recused)
    if decision is not None and decision.state != DecisionState.DRAFT:
        raise MovedOn
    if recommendation is None or recommendation.state != RecommendationState.ADOPTED:
        raise NotNow(_("The decision is made from the forum's recommendation, and it is not adopted yet."))


def check_may_save_decision(user: User, decision: Decision, *, is_recused: bool, now: datetime) -> None:
    """A case officer writes reasons and amounts while the decision is a draft, unless recused."""
    _check_is_case_officer(user, decision.round, now=now)
    check_takes_part(is_recused=is_recused)
    if decision.state != DecisionState.DRAFT:
        raise MovedOn


def missing_in_decision(
    decision: Decision,
    adopted: Recommendation | None,
    lines: Iterable[GrantLine],
    *,
    is_preparer_recused: bool = False,
) -> list[str]:
    """One sentence for each thing that the decision lacks before it can be prepared or approved.

    `lines` are those of all its grants, each with its grant.
    """
    rows, scheme = list(lines), decision.round.scheme
    missing = []
    if not decision.reasons.strip():
        missing.append(_("Write the reasons for the decision."))
    if not rows:
        missing.append(_("There are no grants to decide."))
    if adopted is None or (adopted.pk, adopted.run_id) != (decision.recommendation_id, decision.run_id):
        missing.append(_("The recommendation has been changed since the grants were made. Make them again."))
    for line in rows:
        name = {"recipient": line.grant.network or line.grant.university, "line": line.label}
        place = _("%(recipient)s, %(line)s:") % name
        missing += [f"{place} {what}" for what in missing_at_line(line, scheme)]
    if is_preparer_recused and decision.prepared_by:
        missing.append(
            _(
                "%(name)s, who prepared the decision, is not impartial. Send it back, so that another prepares it."
            )
            % {"name": decision.prepared_by.name}
        )
    return missing


def missing_at_line(line: GrantLine, scheme: Scheme) -> list[str]:
    """What must be written about a line's amount before it can stand."""
    missing = []
    if deviates(line) and not line.deviation_reason.strip():
        missing.append(_("Write why the amount is another than recommended."))
    if scheme.grounds and needs_ground(line.amount_nok, line.requested_nok):
        if line.ground not in {ground.key for ground in scheme.grounds}:
            missing.append(_("Choose why it is less than what was asked for."))
        elif line.ground == OTHER and not line.ground_text.strip():
            missing.append(_("Write the ground in your own words."))
    return missing


def check_within_frame(total_nok: int, before_nok: int, *, frame_nok: int, held_nok: int) -> None:
    """All grants together stay within the frame and what the County Governor holds of it.

    Sums in kroner; a sum that was too large before may be made smaller.
    """
    most = frame_nok - held_nok
    if total_nok > most and total_nok > before_nok:
        raise NotNow(
            _(
                "The grants would add up to %(total)s. The frame is %(frame)s, and %(held)s of it is held by the "
                "County Governor, so %(most)s can be granted. That is %(over)s too much."
            )
            % {
                "total": kroner(total_nok),
                "frame": kroner(frame_nok),
                "held": kroner(held_nok),
                "most": kroner(most),
                "over": kroner(total_nok - most),
            }
        )


def check_amounts(amounts: Iterable[int]) -> None:
    """No amount is below zero."""
    if any(amount < 0 for amount in amounts):
        raise NotNow(_("An amount cannot be below zero."))


def check_knows_what_is_lost(deviating: int, shown: int) -> None:
    """Whoever makes the grants anew has seen how many changed amounts go back to the recommendation."""
    if deviating and deviating != shown:
        raise NotNow(
            _("Amounts that differ from the recommendation are lost. Read which ones, and confirm again.")
        )


def check_may_prepare_decision(
    user: User, decision: Decision, *, missing: list[str], is_recused: bool, now: datetime
) -> None:
    """A case officer hands a decision that lacks nothing to the approver."""
    check_may_save_decision(user, decision, is_recused=is_recused, now=now)
    if missing:
        raise NotNow(" ".join(missing))


def check_may_send_back_decision(
    user: User, decision: Decision, *, comment: str, is_recused: bool, now: datetime
) -> None:
    """An approver sends a prepared decision back, saying why."""
    _check_is_approver(user, decision, now=now)
    check_takes_part(is_recused=is_recused)
    if decision.state != DecisionState.PREPARED:
        raise MovedOn
    if not comment.strip():
        raise NotNow(_("Write what must be changed."))


def check_may_approve_decision(
    user: User,
    decision: Decision,
    *,
    missing: list[str] | None = None,
    is_recused: bool,
    now: datetime,
) -> None:
    """An approver who is not recused approves what another person has prepared (four eyes)."""
    _check_is_approver(user, decision, now=now)
    check_takes_part(is_recused=is_recused)
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
