"""The leader's weekly letter while the needs reports are open: who has answered, who has begun, who has not."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from common import dates
from common.models import MailPriority, OutboxMail
from common.outbox import Memory, Planned
from common.outbox.planning import post_many
from common.outbox.runs import note_steps, steps_done, wait_for_turn
from needs.states import NEEDS_REPORT_FINAL
from networks import deadlines
from networks.models import Network, Round, User
from networks.queries import letter_language
from networks.states import Duty
from networks.topics import topics
from rekom.calendar import BY_DUTY
from rekom.planning.debts import leaders_by_network
from rekom.planning.offsets import in_the_morning
from rekom.planning.reasons import CLOSED, NOT_IN_SEAT
from rekom.queries import report_states

logger = logging.getLogger(__name__)

DIGEST_KIND = "rekom/week_digest"
FIRST_AFTER = timedelta(days=7)  # a leader is not told in the first week that nobody has begun
USEFUL_FOR = timedelta(days=4)


@dataclass
class Standing:
    """How the owners of one network stand: their names, in Norwegian order."""

    done: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    not_begun: list[str] = field(default_factory=list)


def week_of(round: Round, *, now: datetime) -> date | None:
    """The Monday whose digest is due at `now`, or None outside the open time of the needs reports."""
    if not any(row.duty == Duty.NEEDS_REPORT for row in round.deadlines.all()):
        return None
    answer = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
    today = dates.oslo_date(now)
    monday = today - timedelta(days=today.weekday())
    send_at = in_the_morning(monday)
    is_open = answer.opens_at + FIRST_AFTER <= send_at <= answer.due_at and answer.is_open
    return monday if is_open and send_at <= now <= send_at + USEFUL_FOR else None


def key_of(round: Round, monday: date) -> str:
    """The planning step of one round's digests of one week."""
    return f"digest:{round.pk}:{monday.isoformat()}"


def steps_of_weeks(rounds: Iterable[Round], *, now: datetime) -> dict[str, tuple[Round, date]]:
    """The digests whose time is now, run or not, by the key of their step."""
    found = ((round, week_of(round, now=now)) for round in rounds)
    return {key_of(round, monday): (round, monday) for round, monday in found if monday is not None}


@transaction.atomic
def plan_digests(round: Round, monday: date, *, now: datetime) -> int:
    """Plan the week's letters to the leaders of a round's networks, once. Returns how many are new."""
    wait_for_turn("digest")
    key = key_of(round, monday)
    if steps_done([key]):
        return 0
    letters = list(_letters(round, monday, now=now))
    note_steps({key: len(letters)}, now=now)
    return post_many(letters)


def standings(round: Round) -> dict[int, Standing]:
    """How the owners of each network stand, by the network's key."""
    found: dict[int, Standing] = defaultdict(Standing)
    for network, owner, state in report_states(round):
        mine = found[network]
        (mine.done if state in NEEDS_REPORT_FINAL else mine.begun if state else mine.not_begun).append(owner)
    return found


def unanswered(round: Round) -> dict[int, Standing]:
    """The standings of the networks in which somebody has not answered: their leaders get the letter."""
    return {pk: row for pk, row in standings(round).items() if row.begun or row.not_begun}


def led_by(networks: Iterable[int], *, now: datetime) -> dict[User, list[Network]]:
    """The leaders and coordinators of the networks, each with their own of them."""
    found = Network.objects.select_related("payee").in_bulk(networks)
    mine: dict[User, list[Network]] = defaultdict(list)
    for pk, people in leaders_by_network(found, now=now).items():
        for user in people:
            mine[user].append(found[pk])
    return mine


def _letters(round: Round, monday: date, *, now: datetime) -> Iterator[Planned]:
    standing = unanswered(round)
    for user, led in led_by(standing, now=now).items():
        language = letter_language(user, led)
        with translation.override(language):
            context = _context(round, led, standing, now=now)
        yield Planned(
            kind=DIGEST_KIND,
            to=user,
            context=context,
            key=f"{key_of(round, monday)}:{user.pk}",
            planned_at=now,
            useful_until=in_the_morning(monday) + USEFUL_FOR,
            topics=topics(round, Duty.NEEDS_REPORT, *led),
            priority=MailPriority.BULK,
            language=language,
        )


def _context(
    round: Round, led: Iterable[Network], standing: dict[int, Standing], *, now: datetime
) -> dict[str, Any]:
    answer = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
    return {
        "round": round.pk,
        "duty": Duty.NEEDS_REPORT.value,
        "year": round.grant_year,
        "due": dates.instant(answer.due_at),
        "days": answer.days_left,
        "path": BY_DUTY[Duty.NEEDS_REPORT].path_to_follow(round),
        "networks": [
            {"key": n.pk, "name": n.name, **vars(standing[n.pk])}
            for n in sorted(led, key=lambda network: network.name)
        ],
    }


def still_led(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """Is the time still open, and does the person still lead one of the networks? Else why not."""
    led = {network["key"] for network in mail.context["networks"]}
    place = "leaders", tuple(sorted(led))
    if place not in memory:
        memory[place] = leaders_by_network(led, now=now)
    if not any(mail.recipient in people for people in memory[place].values()):
        return NOT_IN_SEAT
    round = Round.objects.prefetch_related("deadlines__dispensations").get(pk=mail.context["round"])
    return "" if deadlines.answer(Duty.NEEDS_REPORT, round, now=now).is_open else CLOSED
