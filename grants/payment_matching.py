"""What a file says is paid, held against the plan, row by row. Pure: nothing is read here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.money import kroner
from grants.models import Instalment
from grants.states import InstalmentState


@dataclass(frozen=True)
class Told:
    """One row of the file. `amount_nok` and `paid_on` are None where they cannot be read; `row` counts from 1."""

    row: int
    reference: str
    amount_nok: int | None
    paid_on: date | None


@dataclass(frozen=True)
class Match:
    """One row of the file with the payment it is about, and what is wrong with it ("" when nothing is)."""

    told: Told
    instalment: Instalment | None
    problem: str

    @property
    def paid_on(self) -> date:
        """The day of a row that has nothing wrong with it."""
        if self.told.paid_on is None:
            raise ValueError(self.told.reference)
        return self.told.paid_on


def matched(told: Iterable[Told], known: Mapping[str, Instalment], *, now: datetime) -> list[Match]:
    """Each row with its payment. `known` are the round's payments by reference."""
    rows = list(told)
    times = Counter(row.reference for row in rows)
    return [
        Match(row, known.get(row.reference), _problem(row, known.get(row.reference), times, now=now))
        for row in rows
    ]


def _problem(row: Told, instalment: Instalment | None, times: Counter[str], *, now: datetime) -> str:
    if instalment is None:
        return _("No payment of this year has this reference.")
    if times[row.reference] > 1:
        return _("The reference stands more than once in the file.")
    if row.amount_nok is None:
        return _("The amount cannot be read.")
    if row.amount_nok != instalment.amount_nok:
        return _("The payment is %(planned)s, and the file says %(told)s.") % {
            "planned": kroner(instalment.amount_nok),
            "told": kroner(row.amount_nok),
        }
    return _state_problem(instalment) or _day_problem(row, now=now)


def _state_problem(instalment: Instalment) -> str:
    if instalment.state == InstalmentState.PAID and instalment.paid_on:
        return _("It is marked as paid on %(day)s already.") % {"day": day(instalment.paid_on)}
    if instalment.state != InstalmentState.ORDERED:
        return _("It does not stand in a payment basis.")
    return ""


def _day_problem(row: Told, *, now: datetime) -> str:
    if row.paid_on is None:
        return _("The day cannot be read.")
    if row.paid_on > oslo_date(now):
        return _("%(day)s has not come yet.") % {"day": day(row.paid_on)}
    return ""
