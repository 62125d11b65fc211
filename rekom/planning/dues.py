"""What is due: a duty of a round, or an inquiry, in the one shape that letters are planned from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from networks import deadlines
from networks.deadlines import Answer, InquiryStand, OwnDate
from networks.models import Deadline, Dispensation, Inquiry, Round
from networks.queries import inquiries_in_play, own_dates_of_inquiries
from networks.states import Duty
from rekom.calendar import YEAR, YearDuty
from rekom.planning import owing
from rekom.planning.debts import BodyKey, Debt
from rekom.planning.offsets import Reminding, Stand


class Due(Protocol):
    """Something with a date that bodies owe. `kind` is what a person gets one letter a day about at most."""

    @property
    def kind(self) -> str: ...

    @property
    def key(self) -> str:
        """The same text for the same duty of the same round, whenever it is asked for."""
        ...

    @property
    def duty(self) -> Duty | None: ...

    @property
    def round(self) -> Round: ...

    @property
    def row(self) -> Reminding:
        """When one is reminded."""
        ...

    @property
    def given(self) -> Mapping[BodyKey, Any]:
        """The own date that counts for each body that has one."""
        ...

    def answer(self, given: Any, *, now: datetime) -> Stand:
        """How it stands for those who have this date of their own, or None."""
        ...

    def debts(self, *, is_opening: bool, now: datetime) -> list[Debt]:
        """The bodies to write to: when it opens, or later on."""
        ...

    def title(self) -> str: ...

    def ask(self) -> str: ...

    def path_for(self, debts: list[Debt]) -> str: ...

    def path_to_decline(self, debts: list[Debt]) -> str: ...

    def path_to_ask(self, debt: Debt) -> str:
        """Where a body asks for a later date; '' where it cannot."""
        ...

    def path_to_follow(self) -> str: ...


@dataclass(frozen=True)
class RoundDuty:
    """One duty of one round, by its deadline."""

    entry: YearDuty
    round: Round
    row: Deadline
    given: Mapping[BodyKey, Dispensation]

    @property
    def duty(self) -> Duty:
        return self.entry.duty

    @property
    def kind(self) -> str:
        return self.entry.duty.value

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.round.pk}"

    def answer(self, given: Dispensation | None, *, now: datetime) -> Answer:
        return deadlines.answer_with(self.row, self.round, given, now=now)

    def debts(self, *, is_opening: bool, now: datetime) -> list[Debt]:
        return self.entry.debts(self.round, is_opening=is_opening, now=now)

    def title(self) -> str:
        return self.entry.title_for(self.round)

    def ask(self) -> str:
        return str(self.entry.ask)

    def path_for(self, debts: list[Debt]) -> str:
        return self.entry.path_for(debts, self.round)

    def path_to_decline(self, debts: list[Debt]) -> str:
        return self.entry.path_to_decline(debts, self.round)

    def path_to_ask(self, debt: Debt) -> str:
        owed = deadlines.Owed(
            self.duty,
            self.round,
            organisation=debt.organisation,
            network=debt.network,
            kindergarten=debt.kindergarten,
        )
        way = deadlines.way_to_ask(owed)
        return str(way.url) if way else ""

    def path_to_follow(self) -> str:
        return reverse("follow_up", kwargs={"year": self.round.grant_year, "duty": self.kind})


@dataclass(frozen=True)
class NoOpening:
    """The reminders of an inquiry: its opening letter leaves when it is sent."""

    remind_before: Sequence[int]
    remind_after: Sequence[int]
    reminds_at_opening: bool = False


@dataclass(frozen=True)
class RoundInquiry:
    """One inquiry that has been sent."""

    inquiry: Inquiry
    round: Round
    given: Mapping[BodyKey, OwnDate]
    duty: None = None
    kind: str = "inquiry"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.inquiry.pk}"

    @property
    def row(self) -> Reminding:
        return NoOpening(self.inquiry.remind_before, self.inquiry.remind_after)

    def answer(self, given: OwnDate | None, *, now: datetime) -> InquiryStand:
        return deadlines.stand_of_inquiry(self.inquiry, given, now=now)

    def debts(self, *, is_opening: bool, now: datetime) -> list[Debt]:
        return owing.inquiry_answers(self.inquiry, now=now)

    def title(self) -> str:
        return self.inquiry.title

    def ask(self) -> str:
        return _("The County Governor asks. Answer in the portal.")

    def path_for(self, debts: list[Debt]) -> str:
        return reverse("networks:inquiry_mine", kwargs={"pk": self.inquiry.pk})

    def path_to_decline(self, debts: list[Debt]) -> str:
        return ""

    def path_to_ask(self, debt: Debt) -> str:
        return ""

    def path_to_follow(self) -> str:
        return reverse("networks:inquiry_detail", kwargs={"pk": self.inquiry.pk})


def dues_of(round: Round) -> list[RoundDuty]:
    """The duties of the round in the order of the year; a round from before a duty existed does not have it."""
    rows = {row.duty: row for row in round.deadlines.all()}
    return [
        RoundDuty(entry, round, rows[entry.duty], _given(rows[entry.duty]))
        for entry in YEAR
        if entry.duty in rows
    ]


def due_of(round: Round, duty: str) -> RoundDuty | None:
    """The round's duty by its code, or None when the round does not have it."""
    return next((due for due in dues_of(round) if due.kind == duty), None)


def all_dues(rounds: Iterable[Round], *, now: datetime) -> list[Due]:
    """Everything in the rounds that somebody may owe, the inquiries in play included."""
    known = list(rounds)
    duties: list[Due] = [due for round in known for due in dues_of(round)]
    return [*duties, *inquiries_of(known, now=now)]


def inquiries_of(known: Iterable[Round], *, now: datetime) -> list[RoundInquiry]:
    """The inquiries of the rounds that are sent and not long past."""
    by_key = {round.pk: round for round in known}
    found = [row for row in inquiries_in_play(now=now) if row.round_id in by_key]
    own = own_dates_of_inquiries(found)
    return [RoundInquiry(row, by_key[row.round_id], own.get(row.pk, {})) for row in found]


def _given(row: Deadline) -> dict[BodyKey, Dispensation]:
    return {given.body_key: given for given in deadlines.dispensations_of(row)}


def answers(due: Due, *, now: datetime) -> Iterator[Stand]:
    """How a duty stands: for all, and for each body with its own date."""
    for given in (None, *due.given.values()):
        yield due.answer(given, now=now)


def debts_at(due: Due, answer: Stand, debts: Sequence[Debt]) -> list[Debt]:
    """Those of the debts for which this answer holds: by their own date, or by the date for all."""
    wanted = answer.dispensation.pk if answer.dispensation else None
    found = []
    for debt in debts:
        given = due.given.get(debt.body_key)
        if (given.pk if given else None) == wanted:
            found.append(debt)
    return found
