"""The year after: recipients report by 15 June; the case officer asks, settles what is unused and approves."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from common.clock import oslo
from common.drafts import Shown
from grants.models import Grant, LineKind
from grants.queries import issued_grants
from networks.deadlines import returned_until
from networks.models import User
from rekom.demo_county import report_texts, texts
from rekom.demo_county.play.bases import RETURNED
from rekom.demo_county.play.stage import Event, Stage, chance, moment
from reporting.models import Report, ReportLine, ReportSpending
from reporting.queries.control import controls_of
from reporting.queries.report_lines import KIND, NOTE, line_values, lines_to_write
from reporting.queries.report_parts import answer_values, asked
from reporting.queries.settlement import unsettled
from reporting.services import return_report, save_answers, save_line, submit_report
from reporting.services.control import approve_report
from reporting.services.remarks import answer_question, ask_recipient, note_report
from reporting.services.settlement import Choice
from reporting.states import Attainment, SpendingKind, UnspentWay

SPENT_ON = {
    True: (SpendingKind.STAFF, SpendingKind.TEACHING, SpendingKind.TRAVEL),
    False: (SpendingKind.SUBSTITUTES, SpendingKind.MEETINGS, SpendingKind.MATERIALS),
}
"""What universities, and networks, use most of their money for."""


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
    approved = min(approved, oslo(year + 1, 6, 14, 12))
    return [*events, Event(approved - timedelta(hours=6), bind(_ask)), Event(approved, bind(_approve))]


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
    writer = _writer(stage, grant)
    report = Report(grant=grant)
    for row in lines_to_write(report):
        values = line_values(row)
        typed = _line(year, row, values)
        save_line(grant=grant, line=row.line_id, typed=typed, shown=Shown.of(values, 0), by=writer, now=now)
    questions = asked(grant)
    stored = {"summary": "", **answer_values(report, questions)}
    answers = {question.name: _answer(year, pk, question.key) for question in questions}
    typed = {"summary": texts.REPORT_SUMMARY, **answers}
    save_answers(grant=grant, typed=typed, shown=Shown.of(stored, 0), by=writer, now=now)


def _answer(year: int, pk: int, key: str) -> str:
    return chance(year, key, pk).choice(report_texts.ANSWERS.get(key, (report_texts.OTHER_DONE,)))


def _line(year: int, row: ReportLine, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is typed for one line; of an individual measure the portal knows what was paid on."""
    luck = chance(year, "line", row.line_id)
    typed: dict[str, Any] = {}
    if row.line.measure_id is None:
        is_study = row.line.kind in (LineKind.INDIVIDUAL, LineKind.COMMITTED)
        typed["done"] = report_texts.STUDY_DONE if is_study else report_texts.OTHER_DONE
        typed |= {"attainment": Attainment.FULLY, "attainment_text": report_texts.OTHER_SIGNS}
    if values[f"{KIND}{SpendingKind.PAID_ON}"] is not None:
        return typed
    if row.line.kind in (LineKind.INDIVIDUAL, LineKind.COMMITTED):
        return typed | {f"{KIND}{SpendingKind.PAID_ON}": row.budget_nok, "unspent_nok": 0}
    unspent = row.budget_nok * luck.choice((0, 0, 0, 0, 5, 12)) // 100
    most, some, least = SPENT_ON[row.report.grant.university_id is not None]
    used = row.budget_nok - unspent
    typed |= {f"{KIND}{most}": used * 6 // 10, f"{KIND}{some}": used * 3 // 10, "unspent_nok": unspent}
    rest = used - used * 6 // 10 - used * 3 // 10
    if luck.random() < 0.1:
        typed |= {f"{KIND}{SpendingKind.OTHER}": rest, NOTE: report_texts.OTHER_SPENDING}
    else:
        typed[f"{KIND}{least}"] = rest
    if unspent:
        way = luck.choice((UnspentWay.CARRY_OVER, UnspentWay.RETURN))
        typed |= {"unspent_wish": way, "unspent_reason": report_texts.UNSPENT}
    return typed


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


def _ask(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    """The case officer asks about what was used for something else; it is answered the same day."""
    report = _report(stage, year, kind, pk)
    if report is None or not ReportSpending.objects.filter(report_line__report=report, note__gt="").exists():
        return
    question = ask_recipient(report=report, text=report_texts.QUESTION, by=stage.case_officer, now=now)
    later = now + timedelta(hours=2)
    answer_question(question=question, text=report_texts.ANSWER, by=_writer(stage, report.grant), now=later)


def _approve(now: datetime, *, stage: Stage, year: int, kind: str, pk: int) -> None:
    """What must be answered gets a note, what is unused becomes as the recipient wishes, where that can be."""
    report = _report(stage, year, kind, pk)
    if report is None:
        return
    officer = stage.case_officer
    for finding in controls_of([report], now=now)[report.pk]:
        if finding.is_must:
            note_report(report=report, text=report_texts.NOTE, by=officer, now=now, finding=finding.key)
    choices = {
        line.key: Choice(way=line.default_way, reason=report_texts.SETTLED)
        for line in unsettled(report).to_settle
    }
    approve_report(report=report, by=officer, now=now, public_text=report.summary, choices=choices)
