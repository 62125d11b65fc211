"""Letters: 200 made and issued by two worker processes, with their memory; and a zip of 500 letters.

The recipients are networks of a county of its own. What is issued cannot be deleted, so each run uses a new year.
"""

import subprocess
import sys
import time
import tracemalloc
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from common import clock
from common.archive import zip_stream
from common.documents.issue import issue
from common.moves import move
from grants.models import (
    AllocationRun,
    Budget,
    Decision,
    Grant,
    GrantLetter,
    GrantLine,
    LetterBatch,
    Recommendation,
)
from grants.queries.letter_delivery import letters_to_archive
from grants.services.letter_archive import archive_entries
from grants.services.letter_batch import begin_letters
from grants.states import DECISION_MOVES
from networks.models import County, Deadline, Network, Organisation, Round, User
from networks.queries import rounds
from networks.schemes import REKOM_2021
from networks.services import default_deadlines

BASE = Path(__file__).resolve().parent.parent.parent
WORKERS = 2
LETTERS = 200
ARCHIVED = 500
LINES = 6
FIRST_YEAR = 2060
COUNTY = "98"
ORG_NUMBER, ACCOUNT = "980000028", "98010000017"
MIB = 1024 * 1024

WORKER = """
import django, sys, time
django.setup()
from common import clock
from grants.models import LetterBatch
from grants.services.letter_jobs import make_next_letters

def resident() -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024

batch = LetterBatch.objects.get(pk=int(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
print("start", resident(), flush=True)
while make_next_letters(batch=batch, seconds=5, now=clock.now()):
    print("on", resident(), flush=True)
print("end", resident(), flush=True)
print("cpu", round(time.process_time()), flush=True)
"""


def table() -> str:
    """Seconds from the ring to the last mail planned, memory of each worker on the way, and the zip."""
    round, officer = _decided(LETTERS)
    batch = begin_letters(decision=Decision.objects.get(round=round), by=officer, now=clock.now())
    seconds, said = _work(batch)
    batch.refresh_from_db()
    issued = GrantLetter.objects.filter(grant__decision__round=round).count()
    rows = [f"| {issued} letters made and issued ({batch.state}), {WORKERS} workers | {seconds:.1f} s |"]
    for number, words in enumerate(said, start=1):
        said_so = [line.split() for line in words.splitlines() if line.startswith(("start ", "on ", "end "))]
        memory = [int(parts[1]) for parts in said_so]
        middle = memory[len(memory) // 2]
        rows.append(f"| worker {number}: MiB at start, middle, end | {memory[0]}, {middle}, {memory[-1]} |")
        cpu = next((line.split()[1] for line in words.splitlines() if line.startswith("cpu ")), "-")
        rows.append(f"| worker {number}: seconds of processor | {cpu} |")
    return "\n".join(["## Letters\n", "| what | figure |", "|---|---|", *rows, *_zip(round, officer), ""])


def _work(batch: LetterBatch) -> tuple[float, list[str]]:
    """Two processes make letters side by side until all are issued: seconds, and what each said of its memory."""
    command = [sys.executable, "-c", WORKER, str(batch.pk)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers: list[Any] = [subprocess.Popen(command, cwd=BASE, **pipes) for _turn in range(WORKERS)]
    for worker in workers:
        worker.stdout.readline()  # it is ready
    began = time.perf_counter()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate()[0] for worker in workers]
    return time.perf_counter() - began, said


def _zip(round: Round, officer: User) -> list[str]:
    """How long the zip of five hundred letters takes, and what it keeps in memory meanwhile."""
    _archive_more(round, ARCHIVED)
    full = rounds().get(pk=round.pk)
    tracemalloc.start()
    began, size, chunks = time.perf_counter(), 0, 0
    first = 0.0
    letters = letters_to_archive(full)
    for part in zip_stream(archive_entries(letters, full, now=clock.now())):
        first = first or time.perf_counter() - began
        size, chunks = size + len(part), chunks + 1
    seconds = time.perf_counter() - began
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return [
        f"| zip of {len(letters)} letters, {size / MIB:.0f} MiB in {chunks} parts | {seconds:.1f} s |",
        f"| zip: first bytes after | {first * 1000:.0f} ms |",
        f"| zip: peak of memory in Python | {peak / MIB:.1f} MiB |",
    ]


# --- A county with a decision that is ready ----------------------------------------------------------------


@transaction.atomic
def _decided(count: int) -> tuple[Round, User]:
    """A round of its own year with an approved decision for so many networks."""
    county, networks, officer, approver = _county(count)
    now = clock.now()
    newest = Round.objects.filter(county=county).aggregate(newest=Max("grant_year"))["newest"]
    year = (newest or FIRST_YEAR) + 1
    round = Round.objects.create(county=county, grant_year=year, scheme_key=REKOM_2021.key)
    Deadline.objects.bulk_create(default_deadlines(round, REKOM_2021))
    decision = _decision(round, officer, count * LINES * 100_000, now=now)
    for network in networks:
        _grant(decision, network)
    fields: dict[str, Any] = {"prepared_by": officer, "prepared_at": now}
    move(decision, "prepare", by=officer, moves=DECISION_MOVES, now=now, fields=fields)
    fields = {"approved_by": approver, "approved_at": now}
    move(decision, "approve", by=approver, moves=DECISION_MOVES, now=now, fields=fields)
    return round, officer


def _county(count: int) -> tuple[County, list[Network], User, User]:
    facts = {
        "name": "Benkfylket",
        "office_name": "Statsforvalteren i Benkfylket",
        "office_org_number": ORG_NUMBER,
        "postal_address": "Postboks 1, 7000 Benkby",
        "email": "benk@example.no",
        "phone": "00 00 00 00",
    }
    county, _made = County.objects.get_or_create(number=COUNTY, defaults=facts)
    numbers = {
        "org_number": ORG_NUMBER,
        "account_number": ACCOUNT,
        "postal_address": "Benkveien 1, 7000 Benkby",
    }
    payee, _made = Organisation.objects.get_or_create(
        county=county, name="Benk kommune", kind="municipality", defaults=numbers
    )
    people = [
        User.objects.get_or_create(email=f"bench-{who}@example.no", defaults={"name": f"Benk {who}"})[0]
        for who in ("officer", "approver")
    ]
    for person in people:
        role = "approver" if person.email.startswith("bench-approver") else "case_officer"
        _seat(person, county, role)
    networks = [
        Network.objects.get_or_create(county=county, name=f"Benknettverk {n:03d}", defaults={"payee": payee})[
            0
        ]
        for n in range(count)
    ]
    return county, networks, people[0], people[1]


def _seat(person: User, county: County, role: str) -> None:
    person.seats.get_or_create(role=role, county=county, defaults={"valid_from": datetime(2020, 1, 1).date()})


def _decision(round: Round, officer: User, frame: int, *, now: datetime) -> Decision:
    budget = Budget.objects.create(
        round=round,
        frame_nok=frame,
        is_preliminary=False,
        flat_percent=100,
        individual_cap_percent=30,
        recorded_by=officer,
        recorded_at=now,
    )
    output = {"held": 0, "unallocated": 0, "individual": {"granted": []}}
    run = AllocationRun.objects.create(
        round=round,
        budget=budget,
        number=1,
        is_preliminary=False,
        input={"frame": frame, "individual": {"requests": [], "committed": []}, "fixed": []},
        output=output,
        input_sha256=sha256(b"").hexdigest(),
        run_by=officer,
        run_at=now,
    )
    recommendation = Recommendation.objects.create(round=round)
    reasons = "Vi følger samarbeidsforumets innstilling. " * 5
    return Decision.objects.create(round=round, recommendation=recommendation, run=run, reasons=reasons)


def _grant(decision: Decision, network: Network) -> None:
    grant = Grant.objects.create(decision=decision, network=network, amount_nok=LINES * 100_000)
    GrantLine.objects.bulk_create(
        GrantLine(
            grant=grant,
            kind="fixed",
            label=f"Tiltak {n}: lek, språk og medvirkning i {network.name}",
            amount_nok=100_000,
            budget_nok=100_000,
            order=n,
        )
        for n in range(1, LINES + 1)
    )


@transaction.atomic
def _archive_more(round: Round, wanted: int) -> None:
    """More letters in the same year, so that the zip has as many as wanted; their files are copies."""
    first = (
        GrantLetter.objects.filter(grant__decision__round=round).select_related("document", "grant").first()
    )
    if first is None:
        raise RuntimeError("no letter was issued")
    content, snapshot = bytes(first.document.content), first.snapshot
    have = GrantLetter.objects.filter(grant__decision__round=round).count()
    for turn in range(have, wanted):
        network = Network.objects.get_or_create(
            county=round.county,
            name=f"Benknettverk {turn:03d}",
            defaults={"payee": first.grant.network.payee if first.grant.network else None},
        )[0]
        number = f"{round.grant_year}-{COUNTY}-{turn + 1:03d}-B"
        grant = Grant.objects.create(decision=first.grant.decision, network=network, amount_nok=0)
        document = issue(
            kind="grant_letter",
            number=number,
            title=snapshot["title"],
            filename=f"tilsagnsbrev-{number}.pdf",
            content=content,
            now=clock.now(),
        )
        GrantLetter.objects.create(
            grant=grant,
            document=document,
            number=number,
            issued_at=clock.now(),
            snapshot={**snapshot, "amount_nok": 0, "number": number},
        )
