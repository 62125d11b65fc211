"""The tick: with nothing to do, and planning the letters of 10,000 owed duties. All of it is rolled back."""

import statistics
import time
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common import clock
from common.models import OutboxMail
from networks.models import County, Deadline, Kindergarten, Municipality, Organisation, Round, Seat, User
from networks.roles import Role
from networks.schemes import REKOM_2021
from networks.services import default_deadlines
from networks.states import Duty
from rekom.planning.reminders import catch_up

OWED = 10_000
OWNERS = 2_000
TIMES = 50
YEAR = 2040
OPENS = clock.oslo(YEAR - 1, 8, 15)
WEEK_AFTER = clock.oslo(YEAR - 1, 11, 22, 8, 5)


def table() -> str:
    """Planning with 1,000 and 10,000 owed duties, and the tick after it."""
    rows = [row for owed in (OWED // 10, OWED) for row in _measured(owed)]
    head = [
        "## The tick\n",
        "| what | owed duties | letters | queries | median ms | p95 ms |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def _measured(owed: int) -> list[str]:
    with transaction.atomic():
        round = _county_with(owed)
        rows = [
            _planning(owed, "planning the opening", OPENS + timedelta(minutes=5)),
            _planning(owed, "planning a week after the date, one step up", WEEK_AFTER),
            _idle(owed, round),
        ]
        transaction.set_rollback(True)
    return rows


def _planning(owed: int, label: str, now: datetime) -> str:
    before = OutboxMail.objects.count()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        catch_up(now=now)
    took = (time.perf_counter() - started) * 1000
    return f"| {label} | {owed} | {OutboxMail.objects.count() - before} | {len(asked)} | {took:.0f} | |"


def _idle(owed: int, round: Round) -> str:
    took = []
    for turn in range(TIMES):
        now = WEEK_AFTER + timedelta(minutes=5 * (turn + 1))
        started = time.perf_counter()
        assert catch_up(now=now) == 0, "the tick had something to do"
        took.append((time.perf_counter() - started) * 1000)
    with CaptureQueriesContext(connection) as asked:
        catch_up(now=now)
    worst = sorted(took)[round_up(0.95 * TIMES) - 1]
    return f"| nothing to do | {owed} | 0 | {len(asked)} | {statistics.median(took):.1f} | {worst:.1f} |"


def round_up(number: float) -> int:
    """The next whole number."""
    return -int(-number // 1)


def _county_with(owed: int) -> Round:
    """A county of its own: `owed` kindergartens with heads, none of which has shared its assessment."""
    county = County.objects.create(
        number="99", name="Prøvefylket", office_name="Statsforvalteren i Prøvefylket"
    )
    place = Municipality.objects.create(
        county=county, number="9999", name_nb="Prøvedal", valid_from=date(2020, 1, 1)
    )
    owners = Organisation.objects.bulk_create(
        Organisation(county=county, name=f"Prøve eier {n}", municipality=place, kind="private_owner")
        for n in range(OWNERS * owed // OWED)
    )
    kindergartens = Kindergarten.objects.bulk_create(
        Kindergarten(owner=owners[n % len(owners)], municipality=place, name=f"Prøve barnehage {n}")
        for n in range(owed)
    )
    heads = User.objects.bulk_create(
        User(email=f"bench-head-{n}@example.no", name=f"Prøve Styrer {n}") for n in range(owed)
    )
    contacts = User.objects.bulk_create(
        User(email=f"bench-owner-{n}@example.no", name=f"Prøve Eier {n}") for n in range(len(owners))
    )
    since = date(2020, 1, 1)
    Seat.objects.bulk_create(
        Seat(user=user, role=Role.HEAD, kindergarten=place_of, valid_from=since)
        for user, place_of in zip(heads, kindergartens, strict=True)
    )
    Seat.objects.bulk_create(
        Seat(user=user, role=Role.OWNER, organisation=owner, valid_from=since)
        for user, owner in zip(contacts, owners, strict=True)
    )
    round = Round.objects.create(county=county, grant_year=YEAR, scheme_key=REKOM_2021.key)
    rows = default_deadlines(round, REKOM_2021)
    Deadline.objects.bulk_create(row for row in rows if row.duty == Duty.ASSESSMENT)
    return round
