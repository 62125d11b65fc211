"""Who may let a recipient use unspent money next year, and when; and what can be claimed of it later."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import CarryOver, Grant, GrantLine
from grants.states import DecisionState
from networks.models import User
from networks.roles import Role, holds


def check_may_carry_over(user: User, grant: Grant, *, now: datetime) -> None:
    """A case officer of the grant's county lets money be carried over."""
    if not holds(user, Role.CASE_OFFICER, grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can let money be used next year."))


def check_carry_over(line: GrantLine, amount_nok: int, reason: str, *, paid_nok: int, is_known: bool) -> None:
    """Once for each line, no more than the line had and than what is paid, and why.

    `paid_nok` is what is paid of the whole grant, and neither claimed back nor carried over.
    """
    if is_known:
        raise MovedOn(_("Money of %(line)s is carried over already.") % {"line": line.label})
    if amount_nok <= 0:
        raise NotNow(_("Write how many kroner are carried over."))
    most = min(line.budget_nok, paid_nok)
    if amount_nok > most:
        raise NotNow(_("No more than %(most)s can be carried over.") % {"most": kroner(most)})
    if not reason.strip():
        raise NotNow(_("Write why the money can be used next year."))


def check_is_next(grant: Grant, to_grant: Grant | None) -> Grant:
    """Money is carried over to the same recipient's grant of the year after, when that letter is issued.

    Gives back that grant.
    """
    if to_grant is None or not _is_next(grant, to_grant):
        raise NotNow(
            _(
                "%(name)s has no issued grant for %(year)s that the money can be carried over to. Claim it back, or "
                "wait until that letter is issued."
            )
            % {"name": grant.network or grant.university, "year": grant.decision.round.grant_year + 1}
        )
    return to_grant


def _is_next(grant: Grant, other: Grant) -> bool:
    before, after = grant.decision.round, other.decision.round
    is_same = (grant.network_id, grant.university_id) == (other.network_id, other.university_id)
    is_year_after = before.county_id == after.county_id and after.grant_year == before.grant_year + 1
    return is_same and is_year_after and other.decision.state == DecisionState.ISSUED and other.amount_nok > 0


def check_claim_of_carried(carried: CarryOver, amount_nok: int, reason: str, *, left_nok: int) -> None:
    """No more is claimed of carried money than what is not claimed already, and the recipient is told why."""
    if amount_nok <= 0:
        raise NotNow(_("Write how many kroner are to come back."))
    if amount_nok > left_nok:
        raise NotNow(
            _("No more than %(left)s of the money that was carried over is left to claim.")
            % {"left": kroner(left_nok)}
        )
    if not reason.strip():
        raise NotNow(_("Write why the money is to come back."))
