"""What can be done to rounds and deadlines: one function per action."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from common.moves import move
from common.refusals import MovedOn
from networks import rules
from networks.deadlines import answer_with
from networks.models import County, Deadline, Round, User
from networks.schemes import Scheme
from networks.services.round_dates import DutyPlan, planned_deadlines, proposed_plans
from networks.states import MOVES
from networks.states import DeadlineState as S

STEPS: dict[tuple[S, S], list[str]] = {
    (S.PLANNED, S.OPEN): ["open"],
    (S.PLANNED, S.PASSED): ["open", "pass"],
    (S.OPEN, S.PASSED): ["pass"],
    (S.PASSED, S.OPEN): ["reopen"],
    (S.OPEN, S.PLANNED): ["postpone"],
    (S.PASSED, S.PLANNED): ["postpone"],
}
"""The verbs from the state that is written down to the one that the clock says."""


@transaction.atomic
def open_round(
    *,
    county: County,
    grant_year: int,
    scheme_key: str,
    plans: Iterable[DutyPlan] = (),
    moves_to_working_day: bool = False,
    by: User,
    now: datetime,
) -> Round:
    """Open a county's round with these plans, and the scheme's for duties left out. Opening a round sends no mail.

    Raises NotAllowed, and NotNow when the county has a round for that year.
    """
    rules.check_may_open_round(by, county, now=now)
    County.objects.select_for_update().get(pk=county.pk)
    rules.check_is_new_round(grant_year, Round.objects.filter(county=county, grant_year=grant_year).first())
    round = Round.objects.create(
        county=county,
        grant_year=grant_year,
        scheme_key=scheme_key,
        moves_to_working_day=moves_to_working_day,
    )
    usual = {plan.duty: plan for plan in proposed_plans(grant_year, round.scheme, None)}
    chosen = usual | {plan.duty: plan for plan in plans}
    Deadline.objects.bulk_create(planned_deadlines(round, round.scheme, chosen.values()))
    return round


def default_deadlines(round: Round, scheme: Scheme) -> list[Deadline]:
    """The round's deadlines as the scheme dates them: opening at 00:00, due at 23:59:59, in Norway."""
    return planned_deadlines(round, scheme, proposed_plans(round.grant_year, scheme, None))


def mark_deadlines(*, round: Round, by: User, now: datetime) -> list[tuple[Deadline, str]]:
    """Note which duties have opened or passed since the last time; a long silence is caught up in one go.

    A date that has been moved is followed in both directions. Returns the (deadline, verb) pairs that were noted.
    The answer to "is it open?" never waits for this. Where two schedulers do it at once, the second leaves it.
    """
    noted = []
    for deadline in round.deadlines.all():
        for verb in _steps_behind(deadline, round, now=now):
            try:
                move(deadline, verb, by=by, moves=MOVES, now=now)
            except MovedOn:  # the other scheduler goes on with this one
                break
            noted.append((deadline, verb))
    return noted


def _steps_behind(deadline: Deadline, round: Round, *, now: datetime) -> list[str]:
    """The verbs that bring a deadline's state to what the clock says."""
    found = answer_with(deadline, round, None, now=now)
    is_now = S.PLANNED if not found.has_opened else S.PASSED if found.is_past else S.OPEN
    return STEPS.get((S(deadline.state), is_now), [])
