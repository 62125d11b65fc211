"""What is paid, and what is marked as done outside the portal: payouts promised before."""

from datetime import date, datetime
from functools import partial

from common.dates import oslo_date
from grants import queries as grants
from grants.queries.payment import is_held, planned_instalments
from grants.queries.payout import has_payouts
from grants.services.payment_basis import make_basis
from grants.services.payment_paid import pay_instalments
from networks.deadlines import deadline
from networks.services import mark_done
from networks.states import Duty
from rekom.demo_county.play.stage import Event, Stage, chance, moment

DAYS = {
    Duty.SPRING_PAYOUT: ((5, 5), (5, 28)),
    Duty.STILL_STUDYING: ((9, 4), (9, 18)),
    Duty.AUTUMN_PAYOUT: ((9, 19), (9, 29)),
}
"""The first and the last (month, day) on which networks are done with each."""


def completion_events(stage: Stage, year: int) -> list[Event]:
    """The case officer pays by the end of April; each network does its part within the date.

    Who has money for those who study is known when the letters are issued, so it is asked for at each event.
    """
    luck = chance(year, "payment")
    paid = moment(luck, date(year, 4, 20), date(year, 4, 28))
    events = [Event(paid, partial(_pay, stage=stage, year=year))]
    for duty, (first, last) in DAYS.items():
        for network in stage.networks:
            luck = chance(year, duty.value, network.pk)
            at = moment(luck, date(year, *first), date(year, *last))
            events.append(Event(at, partial(_mark, stage=stage, year=year, duty=duty, network=network.pk)))
    return events


def _pay(now: datetime, *, stage: Stage, year: int) -> None:
    """All that is planned and not held goes into one basis, and is paid the same day."""
    round, officer = stage.round(year), stage.case_officer
    chosen = [row.pk for row in planned_instalments(round) if not is_held(row)]
    if chosen:
        make_basis(round=round, chosen=chosen, by=officer, now=now)
        pay_instalments(round=round, chosen=chosen, paid_on=oslo_date(now), by=officer, now=now)


def _mark(now: datetime, *, stage: Stage, year: int, duty: Duty, network: int) -> None:
    owing = {row.pk: row for row in grants.networks_with_money(stage.round(year))}
    found = owing.get(network)
    if found is None:
        return
    if found.has_individual_money and not has_payouts(found, stage.round(year)):
        row = deadline(duty, stage.round(year))
        mark_done(deadline=row, network=found, note="", by=stage.leader(found), now=now)
