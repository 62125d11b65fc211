"""What two do at the same time, in real threads: calls that start together, and calls that wait for one another."""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from common.refusals import MovedOn, NotAllowed, NotNow

Call = Callable[[], object]


def at_once(*calls: Call) -> list[str]:
    """Run calls in threads that start together; returns what came of each, in order of their names."""
    gate, outcomes = threading.Barrier(len(calls)), []

    def run(call: Call) -> None:
        gate.wait(10)
        outcomes.append(_outcome(call))

    _run([lambda call=call: run(call) for call in calls])
    return sorted(outcomes)


def while_it_waits(first: Call, second: Call) -> tuple[str, str]:
    """Do `first`, and commit it when `second` waits in the database for what it has locked; what came of each."""
    locked, outcomes = threading.Event(), {}

    def hold() -> None:
        with transaction.atomic():
            outcomes["first"] = _outcome(first)
            locked.set()
            _wait_until_somebody_waits()

    def follow() -> None:
        locked.wait(30)
        outcomes["second"] = _outcome(second)

    _run([hold, follow])
    return outcomes["first"], outcomes["second"]


def _run(calls: list[Call]) -> None:
    def closing(call: Call) -> None:
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=closing, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def _outcome(call: Call) -> str:
    try:
        call()
    except (NotNow, NotAllowed, MovedOn) as refusal:
        return type(refusal).__name__
    return "done"


def _wait_until_somebody_waits() -> None:
    """Until somebody waits for a lock of this transaction; at most 30 seconds."""
    for _turn in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("nobody waited")
