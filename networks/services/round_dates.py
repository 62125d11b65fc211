"""The dates of a round: proposed from last year's, and moved while the round stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.history import note_change
from common.refusals import NotNow
from networks import rules
from networks.deadlines import end_of_day, start_of_day
from networks.models import Deadline, Round, User
from networks.queries import DATES_CHANGED, REMINDERS_CHANGED, SWITCH_CHANGED
from networks.schemes import DutyDates, Scheme, When
from networks.states import Duty


@dataclass(frozen=True, kw_only=True)
class DutyPlan:
    """When a duty opens and is due, as Norwegian days, and when one is reminded of it."""

    duty: Duty
    opens_on: date
    due_on: date
    reminds_at_opening: bool
    remind_before: tuple[int, ...]
    remind_after: tuple[int, ...]


def proposed_plans(grant_year: int, scheme: Scheme, last: Round | None) -> list[DutyPlan]:
    """The plans for a new round: last year's days and reminders, or the scheme's where last year has none."""
    rows = {row.duty: row for row in last.deadlines.all()} if last else {}
    years = grant_year - last.grant_year if last else 0
    return [
        rolled(plan_of(rows[dates.duty]), years) if dates.duty in rows else usual_plan(dates, grant_year)
        for dates in scheme.duties
    ]


def plan_of(row: Deadline) -> DutyPlan:
    """A deadline as it stands, before any move to a working day."""
    return DutyPlan(
        duty=Duty(row.duty),
        opens_on=oslo_date(row.opens_at),
        due_on=oslo_date(row.due_at),
        reminds_at_opening=row.reminds_at_opening,
        remind_before=tuple(row.remind_before),
        remind_after=tuple(row.remind_after),
    )


def usual_plan(dates: DutyDates, grant_year: int) -> DutyPlan:
    """What the scheme says for a duty in a grant year."""
    return DutyPlan(
        duty=dates.duty,
        opens_on=_day(dates.opens, grant_year),
        due_on=_day(dates.due, grant_year),
        reminds_at_opening=dates.reminds_at_opening,
        remind_before=dates.remind_before,
        remind_after=dates.remind_after,
    )


def rolled(plan: DutyPlan, years: int) -> DutyPlan:
    """The same plan so many years later."""
    return DutyPlan(
        duty=plan.duty,
        opens_on=years_later(plan.opens_on, years),
        due_on=years_later(plan.due_on, years),
        reminds_at_opening=plan.reminds_at_opening,
        remind_before=plan.remind_before,
        remind_after=plan.remind_after,
    )


def years_later(day: date, years: int) -> date:
    """The same day and month so many years later; 29 February becomes 28 where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def planned_deadlines(round: Round, scheme: Scheme, plans: Iterable[DutyPlan]) -> list[Deadline]:
    """Deadlines that are not yet saved: opening at 00:00, due at 23:59:59, in Norway."""
    closes = {dates.duty: dates.closes for dates in scheme.duties}
    return [
        Deadline(round=round, duty=plan.duty, closes=closes[plan.duty], **_columns(plan)) for plan in plans
    ]


def dates_mark(round: Round) -> str:
    """A text that changes whenever a date, a reminder or the working-day switch of the round does."""
    rows = sorted(round.deadlines.all(), key=lambda row: row.duty)
    lines = [f"{row.duty} {_span(plan_of(row))} {_reminders(plan_of(row))}" for row in rows]
    text = "\n".join([_switch(is_on=round.moves_to_working_day), *lines])
    return sha256(text.encode()).hexdigest()


@transaction.atomic
def change_dates(
    *,
    round: Round,
    plans: Collection[DutyPlan],
    moves_to_working_day: bool,
    mark: str,
    reason: str,
    by: User,
    now: datetime,
) -> Round:
    """Move the dates of a round that stands, and note who changed which from what to what, and why. No mail.

    `mark` is `dates_mark` of what the page showed. Raises NotAllowed, NotNow when somebody else has changed the dates
    since then, or when nothing is changed.
    """
    rules.check_may_change_dates(by, round, now=now)
    fresh = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    check_mark(fresh, mark)
    rows = {row.duty: row for row in fresh.deadlines.all()}
    changed = [_change(rows[plan.duty], plan, reason, by, now) for plan in plans if plan.duty in rows]
    if fresh.moves_to_working_day != moves_to_working_day:
        _change_switch(fresh, reason, by, now)
    elif not any(changed):
        raise NotNow(_("You have not changed any date."))
    return fresh


def check_mark(round: Round, mark: str) -> None:
    """Raises NotNow when the dates are not those that the page showed."""
    if dates_mark(round) != mark:
        raise NotNow(
            _(
                "Somebody else has changed the dates since you opened this page. What you typed stands here, but it "
                "is not saved. Look at what happens once more before you save."
            )
        )


def _change(row: Deadline, plan: DutyPlan, reason: str, by: User, now: datetime) -> bool:
    """Write one duty's plan and its lines of history; whether there was anything to change."""
    before = plan_of(row)
    if before == plan:
        return False
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    row.save(update_fields=list(_columns(plan)))
    for verb, text in ((DATES_CHANGED, _span), (REMINDERS_CHANGED, _reminders)):
        if text(before) != text(plan):
            note_change(row, verb, text(before), text(plan), by=by, now=now, comment=reason)
    return True


def _change_switch(round: Round, reason: str, by: User, now: datetime) -> None:
    was_on = round.moves_to_working_day
    round.moves_to_working_day = not was_on
    round.save(update_fields=["moves_to_working_day"])
    before, after = _switch(is_on=was_on), _switch(is_on=not was_on)
    note_change(round, SWITCH_CHANGED, before, after, by=by, now=now, comment=reason)


def _columns(plan: DutyPlan) -> dict[str, object]:
    return {
        "opens_at": start_of_day(plan.opens_on),
        "due_at": end_of_day(plan.due_on),
        "reminds_at_opening": plan.reminds_at_opening,
        "remind_before": list(plan.remind_before),
        "remind_after": list(plan.remind_after),
    }


def _span(plan: DutyPlan) -> str:
    return f"{plan.opens_on.isoformat()}/{plan.due_on.isoformat()}"


def _reminders(plan: DutyPlan) -> str:
    """'1;21,7,1;1,7': at the opening or not, the days before, the days after."""
    before, after = (
        ",".join(str(days) for days in found) for found in (plan.remind_before, plan.remind_after)
    )
    return f"{int(plan.reminds_at_opening)};{before};{after}"


def _switch(*, is_on: bool) -> str:
    return "on" if is_on else "off"


def _day(when: When, grant_year: int) -> date:
    return date(grant_year + when.years, when.month, when.day)
