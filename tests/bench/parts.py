"""Parts by themselves: one letter's PDF, the allocation with 1,000 networks."""

import random
import statistics
import time
from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader

from grants.allocation import allocate
from grants.models import GrantLetter
from grants.services.letter_pdf import letter_pdf

ROWS = 15


def table() -> str:
    """Median and p95 of each part, warm."""
    content = _letter()
    pages = len(PdfReader(BytesIO(letter_pdf(content))).pages)
    data = _problem(1000)
    rows = [
        _row(f"letter PDF, {pages} pages, {len(content['lines'])} rows", lambda: letter_pdf(content), 20),
        _row("allocation, 1,000 networks", lambda: allocate(data), 20),
    ]
    return "\n".join(["## Parts\n", "| part | n | median ms | p95 ms |", "|---|---|---|---|", *rows, ""])


def _row(label: str, call: Callable[[], object], times: int) -> str:
    call()
    took = []
    for _turn in range(times):
        started = time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
    worst = sorted(took)[round(0.95 * times) - 1]
    return f"| {label} | {times} | {statistics.median(took):.1f} | {worst:.1f} |"


def _letter() -> dict:
    """The demo's longest letter, its lines repeated to fifteen."""
    letters = GrantLetter.objects.values_list("snapshot", flat=True)
    content = max(letters, key=lambda snapshot: len(snapshot["lines"]))
    lines = (content["lines"] * ROWS)[:ROWS]
    return {**content, "lines": lines}


def _problem(size: int) -> dict:
    chance = random.Random(1)  # noqa: S311 -- figures for a bench, not secrets
    networks = [
        {
            "id": f"n{n:04d}",
            "children": chance.randint(100, 5000),
            "staff": chance.randint(30, 900),
            "requested": 2_000_000,
            "universities": [{"id": f"u{n % 7}", "requested": chance.randint(0, 900_000)}],
        }
        for n in range(size)
    ]
    return {
        "frame": 1_450_000_000,
        "fixed": [],
        "individual": {"cap_percent": 30, "committed": [], "requests": []},
        "collective": {
            "flat_percent": 40,
            "weights": {"children": 1, "staff": 2},
            "round_to": 1,
            "cap_at_requested": True,
            "networks": networks,
        },
    }
