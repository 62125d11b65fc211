"""The owner's workbook: made, checked and stored for an owner with many kindergartens. Nothing of it is kept."""

import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.db import transaction
from openpyxl import load_workbook

from common import clock
from common.drafts import fingerprint
from needs.excel import layout
from needs.excel.marking import marked
from needs.excel.writing import workbook_of
from needs.models import WorkbookUpload
from needs.queries import open_kindergartens
from needs.queries.needs_report import known_report
from needs.queries.workbook import Stand, stand_of
from needs.services.workbook import review_workbook, store_workbook, upload_workbook
from networks.deadlines import answer
from networks.models import Network, Organisation, OrganisationKind, Round, Seat, User
from networks.queries import owner_networks, rounds
from networks.roles import Role
from networks.states import Duty

KINDERGARTENS = 72
"""With seven themes: 504 rows of texts."""
TIMES = 5


def table() -> str:
    """Seconds of each step with 500 rows, and how much memory it takes."""
    rows: list[str] = []
    try:
        with transaction.atomic():
            rows = _measure()
            raise _Undo
    except _Undo:
        pass
    head = ["## Workbook\n", "| step | n | median s | worst s | Python's peak, MB |", "|---|---|---|---|---|"]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join([*head, *rows, "", f"The whole process has taken {most:.0f} MB at most.", ""])


class _Undo(Exception):
    """Takes back what the bench has made."""


class _Stage:
    """An owner with many kindergartens in the newest round that is open, and the owner's contact."""

    def __init__(self) -> None:
        self.round = _round_with_open_reports()
        self.now = answer(Duty.NEEDS_REPORT, self.round, now=clock.now()).opens_at
        first = open_kindergartens(self.round)[0]
        self.owner = Organisation.objects.create(
            county=self.round.county,
            name="Måling kommune",
            kind=OrganisationKind.MUNICIPALITY,
            org_number="999999999",
        )
        for number in range(KINDERGARTENS):
            first.pk, first.owner, first.name = None, self.owner, f"Måling barnehage {number}"
            first.org_number = f"{990_000_000 + number}"
            first._state.adding = True
            first.save()
        ((_owner, network),) = owner_networks([self.owner.pk], self.round)
        self.network = Network.objects.get(pk=network)
        user = User.objects.create(name="Måling Kontakt", email="maling@example.no")
        Seat.objects.create(user=user, role=Role.OWNER, organisation=self.owner, valid_from=date(2020, 1, 1))
        self.user = User.objects.get(pk=user.pk)
        self.now = max(self.now, clock.now())

    def stand(self) -> Stand:
        place = {"owner": self.owner.pk, "network": self.network.pk}
        known = known_report(self.user, self.round, **place, now=self.now)
        if known is None:
            raise RuntimeError("The owner's contact cannot see the report.")
        return stand_of(known, self.user, now=self.now)

    def upload(self, content: bytes) -> WorkbookUpload:
        report = self.stand().report
        return upload_workbook(report=report, name="Måling.xlsx", content=content, by=self.user, now=self.now)


def _round_with_open_reports() -> Round:
    """The newest round in which needs reports can be written now, else the newest."""
    found = list(rounds().order_by("-grant_year"))
    is_open = [r for r in found if answer(Duty.NEEDS_REPORT, r, now=clock.now()).is_open]
    return (is_open or found)[0]


def _measure() -> list[str]:
    stage = _Stage()
    empty = workbook_of(stage.stand(), "0" * 32)
    content = _filled(empty, "Vi trenger et felles språk om lek og læring. ")
    upload = stage.upload(content)
    found = review_workbook(upload=upload, by=stage.user, now=stage.now)
    if found.faults or len(found.outcome.changed) < KINDERGARTENS:
        raise RuntimeError(f"The bench's workbook is wrong: {found.faults[:3]}")
    turn = iter(range(1000))

    def store() -> None:
        """Each turn another text, so that each row is written."""
        again = stage.upload(_filled(empty, f"Runde {next(turn)}: vi trenger mer. "))
        started = time.perf_counter()
        store_workbook(upload=again, choices={}, by=stage.user, now=stage.now)
        stored.append(time.perf_counter() - started)

    stored: list[float] = []
    size = f"{len(content) / 1024:.0f} kB"
    rows = [
        _row(f"make the workbook ({size})", lambda: workbook_of(stage.stand(), "0" * 32)),
        _row("check it", lambda: review_workbook(upload=upload, by=stage.user, now=stage.now)),
        _row("mark its faults", lambda: marked(content, [])),
    ]
    peak = _peak(store)
    stored.clear()
    for _turn in range(TIMES):
        store()
    rows.append(_line("check and store 504 rows", stored, peak))
    return rows


def _row(label: str, call: Callable[[], object]) -> str:
    peak, took = _peak(call), []
    for _turn in range(TIMES):
        started = time.perf_counter()
        call()
        took.append(time.perf_counter() - started)
    return _line(label, took, peak)


def _line(label: str, took: list[float], peak: float) -> str:
    middle, worst = statistics.median(took), max(took)
    return f"| {label} | {len(took)} | {middle:.2f} | {worst:.2f} | {peak:.0f} |"


def _peak(call: Callable[[], object]) -> float:
    """Megabytes that Python takes for it at most."""
    tracemalloc.start()
    call()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1024 / 1024


def _filled(empty: bytes, text: str) -> bytes:
    """The workbook with a text of some sentences in each row of the assessments, and x for who took part."""
    book: Any = load_workbook(BytesIO(empty))
    for sheet in book.worksheets:
        if sheet.cell(1, 1).value == layout.MARK + layout.ASSESSMENTS:
            for row in range(layout.FIRST_ROW, sheet.max_row + 1):
                sheet.cell(row, 4).value = f"{text * 8}{fingerprint(row)}"
        if sheet.cell(1, 1).value == layout.MARK + layout.INVOLVEMENT:
            for row in range(layout.FIRST_ROW, sheet.max_row + 1):
                sheet.cell(row, 3).value = "x"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
