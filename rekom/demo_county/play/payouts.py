"""The payouts to those who study: spring in May, the question in September, autumn for those who go on.

Each year one has stopped, and one does not answer; that is settled in December.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial

from grants.models import Half, Payout, StudyAnswer
from grants.queries.payout import has_payouts, payouts_in, to_decide
from grants.queries.study_confirmation import autumn_waiting
from grants.rules.payout import why_not_payable
from grants.services import payout_stop
from grants.services.payout import pay_payouts
from grants.services.study_confirmation import answer_as_employer, answer_as_student, follow_payouts
from grants.states import PayoutState
from needs.queries.student import student_token
from networks.models import Network
from networks.queries import people_with
from networks.roles import Role
from rekom.demo_county import texts
from rekom.demo_county.play.stage import Event, Stage, chance, moment

NUMBER_STOPPED, NUMBER_SILENT = 3, 5
"""Of the round's autumn payouts, which one has stopped and which one is not answered."""


def payout_events(stage: Stage, year: int) -> list[Event]:
    """What happens from May to September; who has payouts is known when the letters are issued."""
    days: list[tuple[str, date, date, Callable[..., None]]] = [
        ("spring", date(year, 5, 5), date(year, 5, 28), _pay_spring),
        ("autumn", date(year, 9, 22), date(year, 9, 29), _pay_autumn),
    ]
    events = [
        Event(
            moment(chance(year, f"payout {what}", network.pk), first, last),
            partial(act, stage, year, network),
        )
        for what, first, last, act in days
        for network in stage.networks
    ]
    asked = moment(chance(year, "asked"), date(year, 9, 1), date(year, 9, 1))
    answered = moment(chance(year, "answered"), date(year, 9, 4), date(year, 9, 15))
    decided = moment(chance(year, "decided"), date(year, 9, 18), date(year, 9, 20))
    settled = moment(chance(year, "settled"), date(year, 12, 2), date(year, 12, 10))
    return [
        *events,
        Event(asked, _ask),
        Event(answered, partial(_answer, stage, year)),
        Event(decided, partial(_decide, stage, year)),
        Event(settled, partial(_settle, stage, year)),
    ]


def _pay_spring(stage: Stage, year: int, network: Network, now: datetime) -> None:
    _pay(stage, year, network, Half.SPRING, now)


def _pay_autumn(stage: Stage, year: int, network: Network, now: datetime) -> None:
    _pay(stage, year, network, Half.AUTUMN, now)


def _pay(stage: Stage, year: int, network: Network, half: str, now: datetime) -> None:
    """The leader pays what can be paid."""
    if not has_payouts(network, stage.round(year)):
        return
    rows = list(payouts_in(network, stage.round(year)).filter(half=half, state=PayoutState.PLANNED))
    if half == Half.SPRING:
        _stop_the_undecided(stage, to_decide(stage.round(year), half, network), now)
    shown = {row.pk: row.version for row in rows if not why_not_payable(row)}
    if shown:
        pay_payouts(
            network=network,
            round=stage.round(year),
            half=half,
            shown=shown,
            paid_on=now.date(),
            by=stage.leader(network),
            now=now,
        )


def _ask(now: datetime) -> None:
    follow_payouts(now=now)


def _answer(stage: Stage, year: int, now: datetime) -> None:
    """Student and head say yes; one pair says no, and one says nothing."""
    settled = to_decide(stage.round(year), Half.AUTUMN)
    for number, row in enumerate(_waiting(stage, year), start=1):
        if number == NUMBER_SILENT or row in settled:
            continue
        answer = StudyAnswer.STOPPED if number == NUMBER_STOPPED else StudyAnswer.GOES_ON
        answer_as_student(token=student_token(row.nomination), answer=answer, now=now)
        heads = people_with([Role.HEAD], now=now, kindergarten=[row.nomination.kindergarten_id])
        contact = heads[0] if heads else stage.owner_contact(row.owner)
        answer_as_employer(payout=row, answer=answer, by=contact, now=now)


def _decide(stage: Stage, year: int, now: datetime) -> None:
    _stop_the_undecided(stage, to_decide(stage.round(year), Half.AUTUMN), now)


def _settle(stage: Stage, year: int, now: datetime) -> None:
    """Before the year ends, who did not answer has shown that the study goes on, and the rest is given back."""
    for row in _waiting(stage, year):
        by = stage.leader(row.network)
        payout_stop.decide_study(payout=row, reason=texts.STUDY_SHOWN, by=by, now=now)
        _pay(stage, year, row.network, Half.AUTUMN, now)
    for network in stage.networks:
        for row in payouts_in(network, stage.round(year)).filter(state=PayoutState.STOPPED):
            by = stage.leader(network)
            payout_stop.give_back_payout(payout=row, reason=texts.STUDY_STOPPED, by=by, now=now)


def _stop_the_undecided(stage: Stage, rows: Iterable[Payout], now: datetime) -> None:
    for row in rows:
        by = stage.leader(row.network)
        payout_stop.stop_payout(payout=row, reason=texts.STUDY_STOPPED, by=by, now=now)


def _waiting(stage: Stage, year: int) -> list[Payout]:
    return list(autumn_waiting(stage.round(year)).order_by("pk"))
