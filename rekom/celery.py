"""The Celery app: a worker that does the work, a beat that rings, and the sign of life of each.

A task is only a doorbell. What must be done stands in the database, and the next tick finds it.
"""

import logging
import os
import time
from typing import Any

from celery import Celery, signals
from celery.beat import Scheduler

from rekom.heartbeat import beat_is_alive, worker_is_alive

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekom.settings")

app = Celery("rekom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_max_loop_interval = 10  # seconds between two looks of beat, and so between its signs of life

SECONDS_BETWEEN_SIGNS = 10
_last_sign = 0.0


@signals.heartbeat_sent.connect
def give_sign_of_life(**kwargs: Any) -> None:
    """The worker's sign of life; Celery calls this every other second, so most calls do nothing."""
    global _last_sign  # noqa: PLW0603 -- one worker process, one moment of the last sign
    if time.monotonic() - _last_sign >= SECONDS_BETWEEN_SIGNS:
        _last_sign = time.monotonic()
        worker_is_alive()


@signals.worker_ready.connect
def give_first_sign_of_life(**kwargs: Any) -> None:
    """The worker takes tasks from now on."""
    worker_is_alive()


@signals.setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Celery leaves the log as the settings made it."""
    logging.captureWarnings(True)


class LivingScheduler(Scheduler):
    """Beat's schedule in memory (the tick catches up from the database), with a sign of life at each look.

    Everything is due at start, so that a portal that comes back does not first wait one interval.
    """

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at -= entry.schedule.run_every

    def tick(self, *args: Any, **kwargs: Any) -> float:
        beat_is_alive()
        return super().tick(*args, **kwargs)
