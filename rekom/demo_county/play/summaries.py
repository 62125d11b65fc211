"""The autumn after: the case officer sums up the reports for the directorate, and lays it before the forum."""

from datetime import date, datetime
from functools import partial

from common.drafts import Shown
from rekom.demo_county import report_texts as texts
from rekom.demo_county.play.stage import Event, Stage, chance, moment
from reporting.models import CountySummary
from reporting.queries.summary import section_of, summary_of
from reporting.services.summary import freeze_summary, lay_summary, make_summary, save_section, values_of
from reporting.services.summary_jobs import run_summary_job

OWN_PART = "introduction"


def summary_events(stage: Stage, year: int) -> list[Event]:
    """Made, written and frozen in October; the forum's meeting in November gets it as a paper."""
    luck = chance(year, "summary")
    days = [(5, _make), (7, _write), (12, _freeze), (14, _lay)]
    return [
        Event(
            moment(luck, date(year + 1, 10, day), date(year + 1, 10, day)),
            partial(act, stage=stage, year=year),
        )
        for day, act in days
    ]


def _summary(stage: Stage, year: int) -> CountySummary:
    found = summary_of(stage.round(year))
    if found is None:
        raise LookupError(f"There is no summary of {year}.")
    return found


def _make(now: datetime, *, stage: Stage, year: int) -> None:
    job = make_summary(round=stage.round(year), by=stage.case_officer, now=now)
    run_summary_job(job=job, now=now)


def _write(now: datetime, *, stage: Stage, year: int) -> None:
    """The part that the office writes itself; the others keep what the reports say."""
    section = section_of(_summary(stage, year), OWN_PART)
    if section is not None:
        shown = Shown.of(values_of(section), section.version)
        typed = {"text": texts.SUMMARY_INTRODUCTION}
        save_section(section=section, typed=typed, shown=shown, by=stage.case_officer, now=now)


def _freeze(now: datetime, *, stage: Stage, year: int) -> None:
    summary = _summary(stage, year)
    job = freeze_summary(summary=summary, version=summary.version, by=stage.case_officer, now=now)
    run_summary_job(job=job, now=now)


def _lay(now: datetime, *, stage: Stage, year: int) -> None:
    lay_summary(summary=_summary(stage, year), by=stage.case_officer, now=now)
