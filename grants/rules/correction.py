"""Who may correct an issued grant, and when: one prepares, another approves, nobody who is recused."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Correction, Grant, GrantLine
from grants.rules.recusal import check_takes_part
from grants.states import CorrectionState, DecisionState
from networks.models import Round, User
from networks.roles import STAFF, Role, holds


def check_may_see_corrections(user: User, round: Round, *, now: datetime) -> None:
    """The County Governor's staff see corrections; recipients read their letters."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see corrections."))


def check_may_begin_correction(
    user: User, grant: Grant, *, is_recused: bool, is_open: bool = False, now: datetime
) -> None:
    """A case officer corrects a grant whose letter is issued, one correction at a time."""
    _check_is_case_officer(user, grant, is_recused=is_recused, now=now)
    if grant.decision.state != DecisionState.ISSUED:
        raise NotNow(_("The letter is not issued yet. Change the amount in the decision instead."))
    if is_open:
        raise NotNow(_("This grant has a correction that is not finished. Finish or cancel that one first."))


def check_may_save_correction(user: User, correction: Correction, *, is_recused: bool, now: datetime) -> None:
    """A case officer changes a correction while it is a draft."""
    _check_is_case_officer(user, correction.grant, is_recused=is_recused, now=now)
    if correction.state != CorrectionState.DRAFT:
        raise MovedOn


def check_may_cancel_correction(
    user: User, correction: Correction, *, is_recused: bool, now: datetime
) -> None:
    """A case officer cancels a draft."""
    check_may_save_correction(user, correction, is_recused=is_recused, now=now)


def missing_in_correction(correction: Correction) -> list[str]:
    """One sentence for each thing that a correction lacks before it can be prepared."""
    missing = []
    if not correction.lines:
        missing.append(_("No amount is changed."))
    if not correction.reason.strip():
        missing.append(_("Write why the grant is corrected."))
    return missing


def check_may_prepare_correction(
    user: User, correction: Correction, *, missing: Sequence[str] = (), is_recused: bool, now: datetime
) -> None:
    """A case officer hands a correction that lacks nothing to the approver."""
    check_may_save_correction(user, correction, is_recused=is_recused, now=now)
    if missing:
        raise NotNow(" ".join(missing))


def check_may_send_back_correction(
    user: User, correction: Correction, *, comment: str, is_recused: bool, now: datetime
) -> None:
    """An approver sends a prepared correction back, saying why."""
    _check_is_approver(user, correction, is_recused=is_recused, now=now)
    if correction.state != CorrectionState.PREPARED:
        raise MovedOn
    if not comment.strip():
        raise NotNow(_("Write what must be changed."))


def check_may_approve_correction(
    user: User,
    correction: Correction,
    *,
    missing: Sequence[str] = (),
    is_recused: bool,
    is_preparer_recused: bool = False,
    now: datetime,
) -> None:
    """An approver who is not recused approves what another person has prepared (four eyes)."""
    _check_is_approver(user, correction, is_recused=is_recused, now=now)
    if correction.prepared_by_id == user.pk:
        raise NotAllowed(_("You prepared this correction yourself. Another person must approve it."))
    if correction.state != CorrectionState.PREPARED:
        raise MovedOn
    if is_preparer_recused and correction.prepared_by:
        raise NotNow(
            _(
                "%(name)s, who prepared the correction, is not impartial. Send it back, so that another prepares it."
            )
            % {"name": correction.prepared_by.name}
        )
    if missing:
        raise NotNow(" ".join(missing))


def check_lines(lines: Sequence[GrantLine], amounts: Mapping[int, int]) -> None:
    """New amounts are for the grant's own lines. Raises MovedOn for another line."""
    if not set(amounts) <= {line.pk for line in lines}:
        raise MovedOn


def check_says_it_comes_back(after_nok: int, paid_nok: int, *, claims_back: bool) -> None:
    """Less than what is paid already is granted only by saying that the rest is to be paid back."""
    if after_nok < paid_nok and not claims_back:
        raise NotNow(
            _(
                "%(paid)s is paid already, and the corrected grant is %(after)s. Tick that %(back)s is to be paid "
                "back, or send the correction back."
            )
            % {"paid": kroner(paid_nok), "after": kroner(after_nok), "back": kroner(paid_nok - after_nok)}
        )


def _check_is_case_officer(user: User, grant: Grant, *, is_recused: bool, now: datetime) -> None:
    if not holds(user, Role.CASE_OFFICER, grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can correct a grant."))
    check_takes_part(is_recused=is_recused)


def _check_is_approver(user: User, correction: Correction, *, is_recused: bool, now: datetime) -> None:
    if not holds(user, Role.APPROVER, correction.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only an approver at the County Governor can approve or send back a correction."))
    check_takes_part(is_recused=is_recused)
