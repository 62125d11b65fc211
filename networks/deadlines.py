"""Is it open? The only file that compares a deadline with now. A dispensation is part of its answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from common.clock import oslo
from common.dates import instant, oslo_date
from common.refusals import NotNow, WayOn
from common.working_days import next_working_day
from networks.models import (
    Deadline,
    Dispensation,
    Inquiry,
    InquiryAnswer,
    Kindergarten,
    Network,
    Organisation,
    Round,
)
from networks.states import BODY_WORDS, DUTY_WORDS, MAY_ASK, Duty

NEAR_DAYS = 7
"""So many days before a date, and at any time after it, the portal offers to ask for a later one."""
RETURNED_FOR = timedelta(days=7)
"""How long a body has at least for what is returned to it."""


class Dated:
    """How something with a date stands at `now`: what all answers share. Instants are in UTC."""

    opens_at: datetime
    due_at: datetime
    closes: bool
    now: datetime

    @property
    def has_opened(self) -> bool:
        """Whether the opening instant is reached."""
        return self.now >= self.opens_at

    @property
    def is_past(self) -> bool:
        """Whether the due instant has passed."""
        return self.now > self.due_at

    @property
    def is_open(self) -> bool:
        """Whether the server takes the duty now: opened, and not yet closed."""
        return self.has_opened and not (self.closes and self.is_past)

    @property
    def is_late(self) -> bool:
        """Whether the duty is past its instant but still taken, marked late."""
        return self.is_past and not self.closes

    @property
    def days_left(self) -> int:
        """Whole days in Norway until the due day: 0 on the day itself, negative after it."""
        return (oslo_date(self.due_at) - oslo_date(self.now)).days


@dataclass(frozen=True)
class Answer(Dated):
    """How a duty stands at `now` for one body. Instants are in UTC."""

    duty: Duty
    opens_at: datetime
    due_at: datetime
    closes: bool
    now: datetime
    dispensation: Dispensation | None = None
    set_at: datetime | None = None
    """The date as it was set, where it has moved to the next working day; else None."""
    common_at: datetime | None = None
    """The instant for everybody without a dispensation."""

    @property
    def let_in_by(self) -> Dispensation | None:
        """The dispensation without which this would be past its instant at `now`; None when it needs none."""
        is_late_for_others = self.common_at is not None and self.now > self.common_at
        return self.dispensation if is_late_for_others and not self.is_past else None

    @property
    def is_near(self) -> bool:
        """Whether the date has passed, or is so near that one may ask for a later one."""
        return self.has_opened and self.days_left <= NEAR_DAYS


@dataclass(frozen=True)
class OwnDate:
    """A body's own, later instant for its answer to an inquiry, known since `granted_at`."""

    pk: int
    due_at: datetime
    granted_at: datetime


@dataclass(frozen=True)
class InquiryStand(Dated):
    """How an inquiry stands at `now`, for one body or for all."""

    opens_at: datetime
    due_at: datetime
    closes: bool
    now: datetime
    dispensation: OwnDate | None = None


@dataclass(frozen=True)
class Owed:
    """One duty of one body in a round: what a request and a dispensation are about.

    A needs report is owed by an owner to a network: both are named.
    """

    duty: Duty
    round: Round
    organisation: Organisation | None = None
    network: Network | None = None
    kindergarten: Kindergarten | None = None

    def __str__(self) -> str:
        named = (self.kindergarten, self.organisation, self.network)
        return " – ".join(str(body) for body in named if body is not None)

    @property
    def body(self) -> dict[str, Any]:
        """The body as columns of a request or a dispensation."""
        return {
            "organisation": self.organisation,
            "network": self.network,
            "kindergarten": self.kindergarten,
        }

    @property
    def body_key(self) -> tuple[int | None, int | None, int | None]:
        """The keys of organisation, network and kindergarten, as in `Body.body_key`."""
        organisation, network, kindergarten = (
            body.pk if body is not None else None for body in self.body.values()
        )
        return organisation, network, kindergarten

    @property
    def row(self) -> Deadline:
        """The round's deadline for the duty. Raises LookupError when the round has none."""
        return deadline(self.duty, self.round)

    @property
    def address(self) -> dict[str, Any]:
        """What names it in an address: the duty, the year and the body."""
        keys = zip(BODY_WORDS, self.body_key, strict=True)
        body = "-".join(f"{word}-{key}" for word, key in keys if key is not None)
        return {"duty": DUTY_WORDS[self.duty], "year": self.round.grant_year, "body": body}

    @property
    def path(self) -> str:
        """The page on which the duty is done."""
        year, key = self.round.grant_year, self.body_key
        if self.duty == Duty.NEEDS_REPORT:
            place = {"owner": key[0], "network": key[1], "year": year}
            return reverse("needs:needs_report_detail", kwargs=place)
        if self.duty == Duty.ASSESSMENT:
            return reverse("needs:assessment_detail", kwargs={"kindergarten": key[2], "year": year})
        pages = {
            Duty.DECISION_BASIS: "needs:decision_basis_detail",
            Duty.NOMINATION_LIST: "needs:nomination_list_detail",
        }
        if self.duty in pages:
            return reverse(pages[self.duty], kwargs={"network": key[1], "year": year})
        lists = {Duty.NOMINATION: "needs:nomination_list", Duty.REPORT: "reporting:report_list"}
        return f"{reverse(lists[self.duty])}?aar={year}"

    def answer(self, *, now: datetime) -> Answer:
        """How the duty stands at `now` for this body."""
        return answer(self.duty, self.round, now=now, **self.body)


def deadline(duty: Duty, round: Round) -> Deadline:
    """The round's deadline for a duty. Uses the prefetched rows. Raises LookupError when the round has none."""
    for row in round.deadlines.all():
        if row.duty == duty:
            return row
    raise LookupError(f"{round} has no deadline for {duty}")


def answer(
    duty: Duty,
    round: Round,
    *,
    now: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
) -> Answer:
    """How the duty stands at `now`, for the body named (none: for everybody without a dispensation).

    A needs report is owed by an owner to a network: name both.
    """
    row = deadline(duty, round)
    body = Owed(duty, round, organisation, network, kindergarten).body_key
    return answer_with(row, round, _latest(row, body), now=now)


def answer_with(row: Deadline, round: Round, dispensation: Dispensation | None, *, now: datetime) -> Answer:
    """How a deadline of the round stands for whoever has this dispensation, or none."""
    common = due_of(row, round)
    due_at = max(common, dispensation.due_at) if dispensation else common
    moved = row.due_at if due_at == common != row.due_at else None
    return Answer(Duty(row.duty), row.opens_at, due_at, row.closes, now, dispensation, moved, common)


def due_of(row: Deadline, round: Round) -> datetime:
    """When the deadline is due for all: as set, or the next working day where the round moves its dates."""
    if not round.moves_to_working_day:
        return row.due_at
    day = oslo_date(row.due_at)
    moved = next_working_day(day)
    return row.due_at if moved == day else end_of_day(moved)


def dispensations_of(row: Deadline) -> list[Dispensation]:
    """The dispensation that counts for each body that has one: its latest. Uses the prefetched rows."""
    return list(_by_body(row).values())


def _latest(row: Deadline, body: tuple[int | None, int | None, int | None]) -> Dispensation | None:
    return _by_body(row).get(body)


def _by_body(row: Deadline) -> dict[tuple[int | None, int | None, int | None], Dispensation]:
    found: dict[tuple[int | None, int | None, int | None], Dispensation] = {}
    for given in sorted(row.dispensations.all(), key=lambda given: given.due_at):
        found[given.body_key] = given
    return found


def answer_of_inquiry(inquiry: Inquiry, *, now: datetime, row: InquiryAnswer | None = None) -> InquiryStand:
    """How an inquiry stands for all, or for the body of `row`. A draft has not opened."""
    return stand_of_inquiry(inquiry, own_date(row) if row is not None else None, now=now)


def stand_of_inquiry(inquiry: Inquiry, own: OwnDate | None, *, now: datetime) -> InquiryStand:
    """How an inquiry stands for those who have this date of their own, or none."""
    due_at = max(inquiry.due_at, own.due_at) if own else inquiry.due_at
    opens_at = inquiry.opens_at or now + timedelta(days=1)
    return InquiryStand(opens_at, due_at, inquiry.closes, now, own)


def own_date(row: InquiryAnswer) -> OwnDate | None:
    """The body's own date; it was given with the return of its answer, which leaves it a week at least."""
    if row.own_due_at is None:
        return None
    return OwnDate(row.pk, row.own_due_at, row.own_due_at - RETURNED_FOR)


def was_late(inquiry: Inquiry, row: InquiryAnswer) -> bool:
    """Whether the body's answer came after its date."""
    return row.answered_at is not None and answer_of_inquiry(inquiry, now=row.answered_at, row=row).is_past


def next_due(round: Round, *, now: datetime) -> Answer | None:
    """The duty of the round that is due next, or None when all have passed. Uses the prefetched rows."""
    answers = [answer(Duty(row.duty), round, now=now) for row in round.deadlines.all()]
    return min(
        (found for found in answers if not found.is_past), key=lambda found: found.due_at, default=None
    )


def check_open(
    duty: Duty,
    round: Round,
    *,
    now: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
) -> Answer:
    """The answer, when the duty is open. Raises NotNow with the date when it is not, and where to ask for a later
    one when it has closed."""
    owed = Owed(duty, round, organisation, network, kindergarten)
    found = owed.answer(now=now)
    if not found.has_opened:
        raise NotNow(
            _("%(duty)s opens on %(when)s.") % {"duty": found.duty.label, "when": instant(found.opens_at)}
        )
    if not found.is_open:
        raise NotNow(
            _(
                "The deadline for %(duty)s was %(when)s. What you have written is kept, and you can still read it."
            )
            % {"duty": str(found.duty.label).lower(), "when": instant(found.due_at)},
            way_on=way_to_ask(owed),
        )
    return found


def way_to_ask(owed: Owed) -> WayOn | None:
    """Where this body asks for a later date; None for what bodies cannot ask about, and where none is named."""
    if owed.duty not in MAY_ASK or not str(owed):
        return None
    return WayOn(reverse("dispensation_ask", kwargs=owed.address), _("Ask for a new deadline"))


def returned_until(*, now: datetime, days: int = RETURNED_FOR.days) -> datetime:
    """The instant until which something returned now may be sent again: the end of the day, `days` days on."""
    return end_of_day(oslo_date(now) + timedelta(days=days))


def end_of_day(day: date) -> datetime:
    """23:59:59 in Norway on `day`, whatever the clock change does."""
    return oslo(day.year, day.month, day.day, 23, 59, 59)


def start_of_day(day: date) -> datetime:
    """00:00 in Norway on `day`."""
    return oslo(day.year, day.month, day.day)
