"""A running portal for the journeys: its own copy of the demo county, web server, worker, and a mail server."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis
from aiosmtpd.controller import Controller

from common.clock import oslo
from tests.migrated import address, migrated

BASE = Path(__file__).resolve().parent.parent.parent
TODAY = oslo(2026, 11, 22, 12)  # the day on which the journeys' demo county stands
WAIT = 120  # seconds until something that must happen has happened, also on a busy machine
OWN_REDIS = range(7, 16)  # of sixteen databases in one Redis
WORKERS = 2  # of pytest-xdist, which may each run journeys at the same time
CODE = r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$"


class MailServer:
    """A real SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self._door = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        self.received.append(BytesParser(policy=modern).parsebytes(envelope.content))  # type: ignore[arg-type]  # -- modern policy
        return "250 OK"

    def start(self) -> str:
        """Start, and give the address for EMAIL_URL."""
        self._door.start()
        return f"smtp://127.0.0.1:{self._door.port}"

    def stop(self) -> None:
        """Stop."""
        self._door.stop()

    def wait_for(
        self, to: str, subject: str, *, after: int = 0, saying: str = "", seconds: float = WAIT
    ) -> EmailMessage:
        """The newest mail to `to` among those that came after the first `after`.

        Its subject holds `subject`, its text the pattern `saying`. Fails after so many seconds with what did come.
        """
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for mail in reversed(self.received[after:]):
                is_it = to in str(mail["To"]) and subject in str(mail["Subject"])
                if is_it and re.search(saying, self.text_of(mail), re.MULTILINE):
                    return mail
            time.sleep(0.2)
        came = [str(mail["Subject"]) for mail in self.received if to in str(mail["To"])]
        raise AssertionError(f"no mail to {to} about {subject!r}; there came {came}")

    @staticmethod
    def text_of(mail: EmailMessage) -> str:
        """What a mail says, without its markup."""
        return str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # -- every mail has text

    def code_for(self, to: str, *, after: int = 0) -> str:
        """The sign-in code that was last sent to a person, after the first `after` mails."""
        text = self.text_of(self.wait_for(to, "", after=after, saying=CODE))
        return re.findall(CODE, text, re.MULTILINE)[0]


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Template:
    """The demo county, built once by the demo's own commands; each journey gets a copy."""

    def __init__(self, server: dict[str, Any], var: Path) -> None:
        self.server, self.var = server, var
        self.name = f"journey_template_{os.getpid()}"
        self.copies: list[str] = []
        self.free_numbers = own_numbers()

    def build(self) -> None:
        """Make the database and play the demo county into it."""
        self._sql(f'CREATE DATABASE "{self.name}" TEMPLATE "{migrated(self.server)}"')
        (self.var / "clock").write_text(str(TODAY.timestamp() - time.time()), encoding="ascii")
        self._manage(["make_demo"])
        self._sql("ANALYZE", self.name)  # each copy then knows its own size, however soon it is used

    def copy(self) -> str:
        """The address of a fresh copy."""
        name = f"journey_{os.getpid()}_{len(self.copies)}"
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        self.copies.append(name)
        return address(self.server, name)

    def drop(self) -> None:
        """Leave nothing behind."""
        for name in [*self.copies, self.name]:
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def environment(self) -> dict[str, str]:
        """What a process of the journeys' portal is told."""
        return {
            **os.environ,
            "REKOM_ENV": "demo",
            "REKOM_VAR": str(self.var),
            "CLOCK_FILE": str(self.var / "clock"),
            "DATABASE_URL": address(self.server, self.name),
            "SECRET_KEY": "only-for-the-journeys",
        }

    def _manage(self, words: list[str]) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=BASE,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def _sql(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(address(self.server, database), autocommit=True) as line:
            line.execute(statement)  # type: ignore[arg-type]  # -- names of our own databases


def own_numbers() -> list[int]:
    """The Redis databases of this worker's portals: no portal's worker may hear another portal's doorbell."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return list(OWN_REDIS[worker % WORKERS :: WORKERS])


def with_number(redis_url: str, number: int) -> str:
    """The same Redis with another database in it."""
    url = urlsplit(redis_url)
    return (
        f"unix://{url.path}?db={number}" if url.scheme == "unix" else f"{url.scheme}://{url.netloc}/{number}"
    )


class RunningPortal:
    """Web server and worker on one copy of the demo county, with real mail."""

    def __init__(self, template: Template, redis_url: str) -> None:
        self.template, self.redis_url = template, redis_url
        self.mail = MailServer()
        self.address = f"http://127.0.0.1:{free_port()}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self._all = ExitStack()

    def start(self) -> None:
        """Start everything, and wait until the portal answers."""
        mail = self.mail.start()
        self._all.callback(self.mail.stop)
        (self.template.var / "clock").write_text(str(TODAY.timestamp() - time.time()), encoding="ascii")
        number = self.template.free_numbers.pop()
        self._all.callback(self.template.free_numbers.append, number)
        redis_url = with_number(self.redis_url, number)
        with redis.Redis.from_url(redis_url, protocol=2) as nothing_rings:
            nothing_rings.flushdb()
        self.environment = {
            **self.template.environment(),
            "DATABASE_URL": self.template.copy(),
            "REDIS_URL": redis_url,
            "EMAIL_URL": mail,
            "PORTAL_URL": self.address,
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        self._start_processes()
        if (missing := self._missing_in_time()) and (missing := self._once_more(missing)):
            raise AssertionError(f"the portal is not well after {WAIT} seconds: {missing}")

    def _start_processes(self) -> None:
        web = ["gunicorn", "rekom.wsgi", "--bind", self.address.removeprefix("http://"), "--workers", "2"]
        self._run([*web, "--threads", "2", "--log-level", "warning", "--no-control-socket"])
        quiet = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING", "--concurrency", "1"]
        self._run(["celery", "-A", "rekom", "--quiet", "worker", *quiet])
        self._run(["celery", "-A", "rekom", "--quiet", "beat", "--scheduler", "rekom.celery:LivingScheduler",
                   "--pidfile=", "--loglevel", "WARNING"])  # fmt: skip

    def _once_more(self, missing: str) -> str:
        """Say what hangs and where (each process writes its stacks), and start the processes again."""
        print(f"The portal is not well after {WAIT} seconds: {missing}. It is started again.")
        for process in self.processes:
            os.killpg(process.pid, signal.SIGABRT)
            process.wait()
        self._start_processes()
        return self._missing_in_time()

    def stop(self) -> None:
        """Stop everything, last started first."""
        self._all.close()

    def ring_mail(self) -> None:
        """Ring the doorbell that beat rings each minute, so that nobody has to wait for it."""
        done = subprocess.run(
            [sys.executable, "-m", "celery", "-A", "rekom", "--quiet", "call", "rekom.tasks.deliver_mail"],
            cwd=BASE,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def _run(self, words: list[str]) -> None:
        words = [sys.executable, "-X", "faulthandler", "-m", *words]
        process = subprocess.Popen(words, cwd=BASE, env=self.environment, start_new_session=True)
        self.processes.append(process)
        self._all.callback(_end, process)

    def _missing_in_time(self) -> str:
        """What is still missing when there has been time enough; nothing as soon as the portal is well."""
        ends, missing = time.monotonic() + WAIT, "no answer yet"
        while time.monotonic() < ends:
            try:
                urllib.request.urlopen(f"{self.address}/helse/", timeout=2).close()
                return ""
            except urllib.error.HTTPError as answer:
                missing = answer.read().decode()
            except OSError as error:
                missing = str(error)
            time.sleep(0.3)
        return missing


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
