"""The year after: recipients report by 15 June, and the case officer approves."""

from datetime import date, datetime, timedelta
from functools import partial

from common.clock import oslo
from common.drafts import Shown
from grants.models import Grant
from grants.queries import issued_grants
from networks.deadlines import returned_until
from networks.models import User
from rekom.demo_county import texts
from rekom.demo_county.play.bases import RETURNED
from rekom.demo_county.play.stage import Event, Stage, chance, moment
from reporting.models import Report, ReportLine
from reporting.queries import lines_of
from reporting.queries.report_parts import asked
from reporting.services import approve_report, return_report, save_answers, save_line, submit_report
from reporting.states import Attainment, UnspentWay


NOTHING_SHOWN = Shown(0)


def report_events(stage: Stage, year: int) -> list[Event]:
    """Each recipient writes, sends and is approved; one is asked to explain more. The last is approved by 14 June.

    Who has received something is known when the letters are issued, so the recipients are asked for at each event.
    """
    recipients = [("network", network.pk) for network in stage.networks]
    recipients += [("university", row.pk) for row in stage.owners.values() if row.kind == "university"]
    return [event for recipient in recipients for event in _script(stage, year, *recipient)]


def _script(stage: Stage, year: int, kind: str, pk: int) -> list[Event]:
    luck = chance(year, "grant report", kind, pk)
    sent = moment(luck, date(year + 1, 4, 8), date(year + 1, 6, 5), most=date(year + 1, 5, 25))
    begun = sent - timedelta(days=luck.randint(3, 40))
    approved = max(sent + timedelta(days=luck.randint(3, 8)), oslo(year + 1, 5, 2, 10))
    bind = partial(partial, stage=stage, year=year, kind=kind, pk=pk)
    events = [Event(begun, bind(_save)), Event(sent, bind(_submit))]
    if kind == "network" and pk == _returned(stage):
        events += [
            Event(sent + timedelta(hours=2), bind(_return)),
            Event(sent + timedelta(days=2), bind(_submit)),
        ]
    return [*events, Event(min(approved, oslo(year + 1, 6, 14, 12)), bind(_approve))]


def _returned(stage: Stage) -> int | None:
    return next((network.pk for network in stage.networks if network.name == RETURNED), None)


def _grant(stage: Stage, year: int, kind: str, pk: int) -> Grant | None:
    grant = issued_grants(stage.round(year)).filter(**{kind: pk}).first()
    if grant is not None:
        grant.decision.round = stage.round(year)
    return grant


def _writer(stage: Stage, grant: Grant) -> User:
    if grant.network:
        return stage.leader(grant.network)
    assert grant.university is not None  # noqa: S101 -- a grant has one of the two
    return stage.university_person(grant.university)


def _save(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    grant = _grant(stage, year, kind, pk)
    if grant is None:
        return
    where = {"grant": grant, "shown": NOTHING_SHOWN, "by": _writer(stage, grant), "now": now}
    for row in lines_of(Report(grant=grant)):
        save_line(line=row.line_id, typed=_line(year, row), **where)
    answers = {asked_one.name: texts.DONE for asked_one in asked(grant)}
    save_answers(typed={"summary": texts.REPORT_SUMMARY, **answers}, **where)


def _line(year: int, row: ReportLine) -> dict[str, object]:
    luck = chance(year, "line", row.line_id)
    unspent = row.budget_nok * luck.choice((0, 0, 0, 0, 5, 12)) // 100
    used = row.budget_nok - unspent
    travel = used * luck.choice((0, 5, 10)) // 100
    attainment = luck.choice((Attainment.FULLY, Attainment.MOSTLY, Attainment.MOSTLY, Attainment.PARTLY))
    return {
        "kind_teaching": used - travel,
        "kind_travel": travel or None,
        "unspent_wish": UnspentWay.CARRY_OVER if unspent else "",
        "unspent_reason": texts.PARTLY if unspent else "",
        "done": texts.DONE,
        "attainment": attainment,
        "attainment_text": texts.PARTLY if attainment == Attainment.PARTLY else "",
    }


def _report(stage: Stage, year: int, kind: str, pk: int) -> Report | None:
    grant = _grant(stage, year, kind, pk)
    report = Report.objects.filter(grant=grant).first() if grant else None
    if report is not None and grant is not None:
        report.grant = grant
    return report


def _submit(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    report = _report(stage, year, kind, pk)
    if report is not None:
        submit_report(report=report, by=_writer(stage, report.grant), now=now)


def _return(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    report = _report(stage, year, kind, pk)
    if report is not None:
        return_report(
            report=report,
            comment=texts.REPORT_RETURNED,
            due_at=returned_until(now=now),
            by=stage.case_officer,
            now=now,
        )
        stage.forget(year)


def _approve(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    report = _report(stage, year, kind, pk)
    if report is not None:
        approve_report(report=report, by=stage.case_officer, now=now)
