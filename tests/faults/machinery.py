"""Real workers and beats on the test's database, with their own Redis, clock and mail server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
from django.db import connection

from common import clock
from common.models import Heartbeat, MailStatus, OutboxMail
from rekom.local import processes
from tests.post_office import PostOffice

BASE = Path(__file__).resolve().parent.parent.parent
WAIT = 60.0  # seconds until something that must happen has happened, also on a busy machine
QUIET = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]


def test_database() -> str:
    """The address of the database that this test runs on, for another process."""
    values = connection.settings_dict
    host, secret = str(values["HOST"]), f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    if host.startswith("/"):
        return f"postgresql://{values['USER']}{secret}@/{values['NAME']}?host={host}"
    return f"postgresql://{values['USER']}{secret}@{host}:{values['PORT'] or 5432}/{values['NAME']}"


def until(is_so: Callable[[], object], what: str, seconds: float = WAIT) -> None:
    """Wait until it is so. Raises AssertionError that says what did not happen."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, f"after {seconds:.0f} s: {what}"
        time.sleep(0.05)


class Machinery:
    """Starts, kills and stops real processes; every one of them ends with the test."""

    def __init__(self, var: Path, redis_url: str, office: PostOffice, database: str = "") -> None:
        self.var, self.office = var, office
        self.database = database or test_database()
        self.more = {"EMAIL_URL": office.url}
        self.redis_url = redis_url
        self.running: list[subprocess.Popen[bytes]] = []

    @property
    def log(self) -> Path:
        return self.var / "processes.log"

    def environment(self) -> dict[str, str]:
        """What a process is told: rings every second, of the tick and of the mail."""
        return {
            **os.environ,
            "REKOM_ENV": "test",
            "DATABASE_URL": self.database,
            "REDIS_URL": self.redis_url,
            "CLOCK_FILE": str(self.var / "clock"),
            "REKOM_MAIL_SECONDS": "1",
            "REKOM_TICK_SECONDS": "1",
            "REKOM_MAIL_TIMEOUT": "20",
            **self.more,
        }

    def show(self, instant: datetime) -> None:
        """Let the clock of all processes show this instant."""
        fresh = self.var / "clock.new"
        fresh.write_text(str((instant - clock.machine_now()).total_seconds()), encoding="ascii")
        fresh.replace(self.var / "clock")

    def worker(self) -> subprocess.Popen[bytes]:
        """A worker with one child, as in production. At its start it rings all bells once."""
        return self._start("worker", *QUIET, "--concurrency", "1")

    def beat(self) -> subprocess.Popen[bytes]:
        """A beat that rings all bells every second."""
        return self._start(
            "beat", "--scheduler", "rekom.celery:LivingScheduler", "--pidfile=", "--loglevel", "WARNING"
        )

    def both(self) -> None:
        """A worker and a beat."""
        self.worker()
        self.beat()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """`kill -9`: the process and its children, at once; the database forgets them."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.running.remove(process)

    def stop(self) -> None:
        """End everything, and show what the processes said (pytest prints it where a test failed)."""
        for process in list(self.running):
            self.kill(process)
        if self.log.exists():
            print(self.log.read_text(encoding="utf-8", errors="replace")[-4000:])

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            process = processes.start(
                [sys.executable, "-m", "celery", "-A", "rekom", "--quiet", *words],
                env=self.environment(),
                cwd=BASE,
                output=output,
            )
        self.running.append(process)
        return process


# --- What the outbox says -----------------------------------------------------------------------------------


def states() -> dict[str, int]:
    """How many mails are in each state."""
    found: dict[str, int] = {}
    for status in OutboxMail.objects.values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found


def all_are(*wanted: str) -> bool:
    """Every mail has come to one of these states."""
    return bool(states()) and set(states()) <= set(wanted)


def all_sent() -> bool:
    return all_are(MailStatus.SENT)


def wait_for_ticks(count: int = 2) -> None:
    """Wait until the scheduler has run to its end so many times from now on."""
    for _turn in range(count):
        before = clock.machine_now()
        until(lambda before=before: Heartbeat.objects.filter(name="tick", at__gt=before).exists(), "no tick")


# --- Holding a process still at one place -------------------------------------------------------------------


WHO_WAITS = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND %s = ANY (pg_blocking_pids(pid))
"""


class Hold:
    """A lock in the database that makes a worker wait exactly there, until it is killed."""

    def __init__(self, statement: str) -> None:
        self._statement = statement
        self._line = psycopg.connect(test_database())

    def __enter__(self) -> "Hold":
        self._line.execute(self._statement)  # type: ignore[call-overload]  # -- our own words
        return self

    def __exit__(self, *error: object) -> None:
        self._line.rollback()
        self._line.close()

    def wait_until_somebody_waits(self) -> None:
        """Some process stands at the lock now."""
        until(lambda: self._waiting(), "nobody waits at the lock")

    def forget_the_killed(self) -> None:
        """Let the server drop what killed processes left waiting, as it does when it notices."""
        for pid in self._waiting():
            self._ask("SELECT pg_terminate_backend(%s)", [pid])
        until(lambda: not self._waiting(), "the server still waits for a killed process")

    def _waiting(self) -> list[int]:
        """Who waits for this lock; other tests' databases do not count."""
        rows = self._ask(WHO_WAITS, [self._line.info.backend_pid])
        return [pid for (pid,) in rows]

    def _ask(self, statement: str, values: list[object]) -> list[tuple[int]]:
        with psycopg.connect(test_database(), autocommit=True) as line:
            return line.execute(statement, values).fetchall()  # type: ignore[call-overload,return-value]  # -- our own words
