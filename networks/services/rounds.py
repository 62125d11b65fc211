"""What can be done to rounds and deadlines: one function per action."""

from datetime import datetime

from django.db import transaction

from common.clock import oslo
from common.moves import move
from networks import rules
from networks.deadlines import answer_with
from networks.models import County, Deadline, Dispensation, Kindergarten, Network, Organisation, Round, User
from networks.schemes import Scheme, When, scheme
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
def open_round(*, county: County, grant_year: int, scheme_key: str, by: User, now: datetime) -> Round:
    """Open a county's round with the scheme's default dates. Opening a round sends no mail.

    Raises NotAllowed, and NotNow when the county has a round for that year.
    """
    rules.check_may_open_round(by, county, now=now)
    County.objects.select_for_update().get(pk=county.pk)
    rules.check_is_new_round(grant_year, Round.objects.filter(county=county, grant_year=grant_year).first())
    round = Round.objects.create(county=county, grant_year=grant_year, scheme_key=scheme_key)
    Deadline.objects.bulk_create(default_deadlines(round, scheme(scheme_key)))
    return round


def default_deadlines(round: Round, rules_of: Scheme) -> list[Deadline]:
    """The round's deadlines as the scheme dates them: opening at 00:00, due at 23:59:59, in Norway."""
    return [
        Deadline(
            round=round,
            duty=dates.duty,
            opens_at=_instant(dates.opens, round, 0, 0, 0),
            due_at=_instant(dates.due, round, 23, 59, 59),
            closes=dates.closes,
            reminds_at_opening=dates.reminds_at_opening,
            remind_before=list(dates.remind_before),
            remind_after=list(dates.remind_after),
        )
        for dates in rules_of.duties
    ]


def _instant(when: When, round: Round, hour: int, minute: int, second: int) -> datetime:
    return oslo(round.grant_year + when.years, when.month, when.day, hour, minute, second)


@transaction.atomic
def grant_dispensation(
    *,
    deadline: Deadline,
    due_at: datetime,
    reason: str,
    by: User,
    now: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
) -> Dispensation:
    """Give one body a later instant for one duty. Returning something for amendment gives one too."""
    rules.check_may_grant_dispensation(by, deadline, network, due_at=due_at, now=now)
    return Dispensation.objects.create(
        deadline=deadline,
        organisation=organisation,
        network=network,
        kindergarten=kindergarten,
        due_at=due_at,
        reason=reason,
        granted_by=by,
        granted_at=now,
    )


def mark_deadlines(*, round: Round, by: User, now: datetime) -> list[tuple[Deadline, str]]:
    """Note which duties have opened or passed since the last time; a long silence is caught up in one go.

    A date that has been moved is followed in both directions. Returns the (deadline, verb) pairs that were noted.
    The answer to "is it open?" never waits for this.
    """
    noted = []
    for deadline in round.deadlines.all():
        for verb in _steps_behind(deadline, round, now=now):
            move(deadline, verb, by=by, moves=MOVES, now=now)
            noted.append((deadline, verb))
    return noted


def _steps_behind(deadline: Deadline, round: Round, *, now: datetime) -> list[str]:
    """The verbs that bring a deadline's state to what the clock says."""
    found = answer_with(deadline, round, None, now=now)
    is_now = S.PLANNED if not found.has_opened else S.PASSED if found.is_past else S.OPEN
    return STEPS.get((S(deadline.state), is_now), [])
