"""The play from the first event to the last: rounds open, deadlines pass, people act, in the order of time."""

from datetime import date, datetime, timedelta

from common.clock import oslo
from common.dates import oslo_date
from networks.schemes import REKOM_2021
from networks.services import mark_deadlines, open_round, system_user
from rekom.demo_county.play.bases import decision_basis_events
from rekom.demo_county.play.comments import comment_events
from rekom.demo_county.play.completions import completion_events
from rekom.demo_county.play.development import development_events
from rekom.demo_county.play.facts import facts_events
from rekom.demo_county.play.frames import frame_events
from rekom.demo_county.play.grants import grant_events
from rekom.demo_county.play.history import history_events
from rekom.demo_county.play.inquiries import inquiry_events
from rekom.demo_county.play.meetings import meeting_events
from rekom.demo_county.play.messages import message_events
from rekom.demo_county.play.needs import assessment_events, needs_report_events
from rekom.demo_county.play.network_meetings import network_meeting_events
from rekom.demo_county.play.nominations import nomination_events, nomination_list_events
from rekom.demo_county.play.payouts import payout_events
from rekom.demo_county.play.plans import plan_events
from rekom.demo_county.play.reports import report_events
from rekom.demo_county.play.scenarios import scenario_events
from rekom.demo_county.play.stage import Event, Stage
from rekom.demo_county.play.summaries import summary_events
from rekom.demo_county.play.wheel import wheel_events

SCRIPTS = (
    assessment_events,
    needs_report_events,
    comment_events,
    nomination_events,
    decision_basis_events,
    nomination_list_events,
    inquiry_events,
    frame_events,
    meeting_events,
    network_meeting_events,
    message_events,
    scenario_events,
    grant_events,
    payout_events,
    completion_events,
    facts_events,
    report_events,
    summary_events,
    plan_events,
    history_events,
    development_events,
    wheel_events,
)


def grant_years(now: datetime) -> range:
    """The newest round whose report date has passed, and every later one that has begun."""
    today = oslo_date(now)
    complete = today.year - 1 if today > date(today.year, 6, 15) else today.year - 2
    newest = today.year + 1 if today >= date(today.year, 8, 15) else today.year
    return range(complete, newest + 1)


def play(stage: Stage, *, now: datetime) -> int:
    """Play everything that has happened until `now`. Returns the number of events."""
    years = grant_years(now)
    opened = [_opening(year) for year in years]
    for year, at in zip(years, opened, strict=True):
        open_round(
            county=stage.county,
            grant_year=year,
            scheme_key=REKOM_2021.key,
            by=stage.case_officer,
            now=at,
        )
    events = [event for year in years for event in _year_events(stage, year) if event.at <= now]
    for event in sorted(events, key=lambda event: event.at):
        event.act(event.at)
    return len(events)


def _opening(year: int) -> datetime:
    return oslo(year - 1, 6, 20, 10)


def _year_events(stage: Stage, year: int) -> list[Event]:
    return [*_deadline_events(stage, year), *(event for script in SCRIPTS for event in script(stage, year))]


def _deadline_events(stage: Stage, year: int) -> list[Event]:
    """What the scheduler noted in its time."""
    by = system_user()

    def note(now: datetime) -> None:
        mark_deadlines(round=stage.round(year), by=by, now=now)
        stage.forget(year)

    rows = stage.round(year).deadlines.all()
    instants = {row.opens_at for row in rows} | {row.due_at + timedelta(seconds=1) for row in rows}
    return [Event(at, note) for at in instants]
