"""Who records that somebody at the office takes no part in a decision, and what follows from it.

Source: forvaltningsloven chapter II: whoever is disqualified neither prepares the ground for a decision nor makes it.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Recusal
from networks.models import Round, User
from networks.roles import STAFF, holds


def check_takes_part(*, is_recused: bool) -> None:
    """Whoever has an open recusal neither prepares nor approves, and is told so."""
    if is_recused:
        raise NotNow(_("It is recorded that you are not impartial here. You take no part in the decision."))


def check_may_see_recusals(user: User, round: Round, *, now: datetime) -> None:
    """The County Governor's staff see who takes no part."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see this."))


def check_may_declare_recusal(
    user: User, round: Round, *, who: User | None = None, reason: str = "x", now: datetime
) -> None:
    """The staff record it, for themselves or for a colleague at the same office, saying why."""
    check_may_see_recusals(user, round, now=now)
    if who is not None and not holds(who, STAFF, round.county, now=now):
        raise NotNow(_("%(name)s does not work at the office.") % {"name": who.name})
    if not reason.strip():
        raise NotNow(_("Write why."))


def check_may_end_recusal(user: User, recusal: Recusal, *, now: datetime) -> None:
    """A colleague ends it, never the person it is about."""
    check_may_see_recusals(user, recusal.round, now=now)
    if recusal.user_id == user.pk:
        raise NotAllowed(_("This is about you. A colleague must end it."))
    if recusal.ended_at is not None:
        raise MovedOn
