"""Mail: two workers through a local SMTP server, their memory over 10,000 mails each, and a ring with nothing due."""

import logging
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock, outbox
from common.models import MailPriority, OutboxMail
from networks.models import User
from tests.post_office import free_port

BASE = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
MAILS = 11_000  # for each worker; each passes 10,000 unless they are very uneven
MARK = "bench:"
SLICE = 1_000

WORKER = """
import django, sys
django.setup()
from common import clock
from common.outbox import send_batch
from rekom.planning.still_due import STILL_DUE

def resident() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

sent, said = 0, set()
while True:
    batch = send_batch(now=clock.now(), still_due=STILL_DUE, limit=500)
    sent += batch.sent
    for mark in (1_000, 10_000):
        if sent >= mark and mark not in said:
            said.add(mark)
            print(mark, resident() // 1024, flush=True)
    if not batch.has_more:
        break
print("sent", sent, flush=True)
"""


class _Sink:
    """Takes every mail and notes when the first and the last came."""

    def __init__(self) -> None:
        self.taken, self.first, self.last = 0, 0.0, 0.0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.taken += 1
        return "250 OK"


def table() -> str:
    """Mails a second, resident memory of each worker, and milliseconds and queries of a ring with nothing due."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the server's word-for-word log of each mail
    _clean()
    try:
        _fill(WORKERS * MAILS)
        sink, said = _send_all()
        pace = sink.taken / (sink.last - sink.first)
        rows = [f"| mails a second, {WORKERS} workers, {sink.taken} mails | {pace:.0f} |"]
        for number, words in enumerate(said, start=1):
            memory = dict(line.split() for line in words.splitlines())
            rows += [
                f"| worker {number}: mails sent | {memory['sent']} |",
                f"| worker {number}: MiB after 1,000 mails | {memory.get('1000', '-')} |",
                f"| worker {number}: MiB after 10,000 mails | {memory.get('10000', '-')} |",
            ]
        rows += _idle()
    finally:
        _clean()
    return "\n".join(["## Mail\n", "| what | figure |", "|---|---|", *rows, ""])


def _clean() -> None:
    OutboxMail.objects.filter(key__startswith=MARK).delete()


def _fill(count: int) -> None:
    person, now = User.objects.filter(is_active=True).order_by("pk")[0], clock.now()
    for start in range(0, count, SLICE):
        outbox.post_many(
            outbox.Planned(
                kind="networks/invited",
                to=person,
                context={"role": "styrer", "body": "Lek & læring"},
                key=f"{MARK}{number}",
                planned_at=now,
                topics=["round:1", "duty:needs_report", "county:1"],
                priority=MailPriority.BULK,
            )
            for number in range(start, start + SLICE)
        )


def _send_all() -> tuple[_Sink, list[str]]:
    sink = _Sink()
    door = Controller(sink, hostname="127.0.0.1", port=free_port())
    door.start()
    environment = {**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{door.port}", "PYTHONPATH": str(BASE)}
    try:
        workers = [
            subprocess.Popen(
                [sys.executable, "-c", WORKER],
                cwd=BASE,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _number in range(WORKERS)
        ]
        return sink, [worker.communicate()[0] for worker in workers]
    finally:
        door.stop()


def _idle() -> list[str]:
    took = []
    with CaptureQueriesContext(connection) as queries:
        outbox.deliver(now=clock.now(), still_due={})
    for _turn in range(50):
        began = time.perf_counter()
        outbox.deliver(now=clock.now(), still_due={})
        took.append((time.perf_counter() - began) * 1000)
    return [
        f"| nothing due: median ms ({OutboxMail.objects.count()} mails kept) | {statistics.median(took):.1f} |",
        f"| nothing due: queries | {len(queries)} |",
    ]
