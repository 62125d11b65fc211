"""The rate limit: all workers together send at most so many mails a minute, evenly spread."""

import time

from django.conf import settings
from django.db import connection

# A turn that is further ahead than any queue of workers was given by a clock that has been set back since.
TAKE_TURN = """
INSERT INTO common_sendingpace AS pace (name, next_at)
VALUES ('mail', clock_timestamp() + make_interval(secs => %(step)s))
ON CONFLICT (name) DO UPDATE SET next_at = make_interval(secs => %(step)s) + CASE
    WHEN pace.next_at BETWEEN clock_timestamp() AND clock_timestamp() + interval '5 minutes' THEN pace.next_at
    ELSE clock_timestamp()
END
RETURNING extract(epoch FROM pace.next_at - make_interval(secs => %(step)s) - clock_timestamp())::float
"""


def wait_for_turn() -> None:
    """Wait until the next mail may leave. Without a limit (`MAILS_A_MINUTE` is 0) nobody waits."""
    if settings.MAILS_A_MINUTE:
        time.sleep(max(0.0, seconds_to_turn(60 / settings.MAILS_A_MINUTE)))


def seconds_to_turn(step: float) -> float:
    """Take the next turn, `step` seconds after the one before it. Returns the seconds until it comes."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURN, {"step": step})
        return float(cursor.fetchone()[0])
