"""Whatever the scheduler does, nobody who owes is left without a reminder, and nobody is told twice."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import oslo
from common.dates import oslo_date
from common.models import OutboxMail
from common.refusals import may
from needs.queries import needs_report_of
from needs.services.needs_report import declare_no_needs, resume_needs_report
from networks.states import Duty
from rekom.planning import reminders
from rekom.planning.dues import dues_of
from rekom.planning.offsets import window_at
from rekom.planning.reminders import catch_up

YEAR_BEGINS = oslo(2026, 8, 10)
"""Before the first duty opens; a walk goes on over the closings of the autumn and the winter."""
DISTANCE = st.one_of(
    st.integers(0, 20),  # the tick again, at once or within a few minutes
    st.integers(20, 24 * 60),
    st.integers(24 * 60, 12 * 24 * 60),
    st.integers(12 * 24 * 60, 45 * 24 * 60),  # silence
)
"""Minutes until the next tick."""
ACTION = st.sampled_from(["", "", "", "declare", "resume"])
"""What the owner does just before it."""
Told = tuple[str, str, str, str]
"""The duty, the body, the offset and the address."""


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(DISTANCE, ACTION), min_size=12, max_size=18))
def test_everybody_who_owes_is_told_once_in_each_window_that_a_tick_fell_into(world, steps):
    mark = transaction.savepoint()
    try:
        check(walk(world, steps))
    finally:
        transaction.savepoint_rollback(mark)


def test_a_planted_silence_is_seen(world, monkeypatch):
    whole = reminders.plan
    monkeypatch.setattr(
        reminders,
        "plan",
        lambda kind, *args, **more: 0 if kind == Duty.ASSESSMENT else whole(kind, *args, **more),
    )
    expected = walk(world, [(80 * 24 * 60, ""), (20 * 24 * 60, "")])
    with pytest.raises(AssertionError):
        check(expected)


def test_a_planted_second_letter_is_seen(world):
    expected = walk(world, [(80 * 24 * 60, "")])
    check(expected)
    twin = OutboxMail.objects.filter(key__startswith="own:").first()
    twin.pk, twin.key = None, f"{twin.key}:again"
    twin.save()
    with pytest.raises(AssertionError):
        check(expected)


def walk(world, steps: Sequence[tuple[int, str]]) -> set[Told]:
    """Let the owner act and the scheduler tick; the last tick is repeated, as two schedulers would.

    Returns who is to be told of what: those who owe at the first tick that falls into a window.
    """
    now, expected, seen = YEAR_BEGINS, set(), set()
    for distance, action in steps:
        now += timedelta(minutes=distance)
        act(world, action, now)
        expected |= wanted_at(world, now, seen)
        catch_up(now=now)
    assert catch_up(now=now) == 0
    return expected


def act(world, action: str, now: datetime) -> None:
    """The owner says "no new needs", or thinks again, where that is possible."""
    owner, round = world.person("owner"), world.fresh_round()
    body = {"owner": world.owner, "network": world.network}
    if action == "declare":
        may(declare_no_needs, round=round, **body, by=owner, now=now)
    if action == "resume":
        report = needs_report_of(**body, round=round)
        if report.pk:
            may(resume_needs_report, report=report, by=owner, now=now)


def wanted_at(world, now: datetime, seen: set[tuple[str, str]]) -> set[Told]:
    """Who owes what in the windows that this tick is the first to fall into."""
    found: set[Told] = set()
    for due in dues_of(world.fresh_round()):
        window = window_at(due.answer(None, now=now), due.row)
        if window is None or (due.key, str(window.offset)) in seen:
            continue
        seen.add((due.key, str(window.offset)))
        is_opening = window.offset.is_opening
        for debt in due.debts(is_opening=is_opening, now=now):
            people = debt.everybody if is_opening else debt.people
            found |= {(due.key, debt.key, str(window.offset), user.email) for user in people}
    return found


def check(expected: set[Told]) -> None:
    """Each is told exactly once, nobody else is, and nobody twice a day about one kind of duty."""
    mails = OutboxMail.objects.filter(key__startswith="own:")
    told = Counter(
        (body["due"], body["key"], mail.context["offset"], mail.to)
        for mail in mails
        for body in mail.context["bodies"]
    )
    assert told == Counter(expected)
    days = Counter((mail.to, mail.context["duty"], oslo_date(mail.planned_at)) for mail in mails)
    assert {day for day, times in days.items() if times > 1} == set()
    assert [mail for mail in mails if mail.useful_until and mail.planned_at > mail.useful_until] == []
