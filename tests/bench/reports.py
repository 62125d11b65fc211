"""Complete needs reports against gunicorn: open a need, save it while typing, send the report; one client and eight.

Each owner of the large county has a draft with one whole need, made anew before the measure.
"""

import re
import statistics
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.drafts import Shown
from common.moves import FLAG
from needs.models import Need, NeedsReport, StaffGroup, Theme
from networks.models import Kindergarten, Seat, User
from networks.roles import Role
from tests.bench import load
from tests.bench.county import TEXT, BigCounty, big_county
from tests.bench.needs import signed_in
from tests.bench.stage import Place

SHOWN = re.compile(r'name="shown" id="shown" value="([^"]*)"')
LEAST_A_SECOND, SAVE_MS, SUBMIT_MS = 25, 40, 120
STEPS = ("open", "save", "submit")


@dataclass(frozen=True)
class Writer:
    """One owner's contact, signed in, and the addresses of their draft."""

    user: User
    session: str
    open: str
    submit: str
    fields: dict[str, list[str]]


@dataclass
class Times:
    """Milliseconds of each step, gathered by all clients."""

    open: list[float] = field(default_factory=list)
    save: list[float] = field(default_factory=list)
    submit: list[float] = field(default_factory=list)


def table(place: Place) -> str:
    """Each step with one client, complete reports a second with eight, and where the time of one goes."""
    writers = list(_writers(big_county()))
    alone, many, watched = writers[: len(writers) // 3], writers[len(writers) // 3 : -5], writers[-5:]
    times = Times()
    for writer in alone:
        _report(place, writer, times)
    together = Times()
    seconds = _eight(place, iter(many), together)
    lines = ["## Complete needs reports: open, save, submit\n", *load.HEAD]
    lines += [load._row(f"{step}, one client", getattr(times, step)) for step in STEPS]
    lines += [load._row(f"{step}, eight clients", getattr(together, step)) for step in STEPS]
    rate = len(together.submit) / seconds
    said = f"{rate:.1f} complete reports a second with eight clients on two workers ({len(many)} reports)."
    aim = f"The aims: {LEAST_A_SECOND} a second; save p95 {SAVE_MS} ms; submit p95 {SUBMIT_MS} ms."
    Session.objects.filter(session_key__in=[writer.session for writer in writers]).delete()
    return "\n".join([*lines, "", said, aim, "", *_where_time_goes(watched), ""])


def _writers(county: BigCounty) -> Iterator[Writer]:
    """Every owner's contact in the county with a fresh draft of its own."""
    seats = Seat.objects.filter(role=Role.OWNER, organisation__county=county.county)
    theme = Theme.objects.filter(county=county.county).first()
    with transaction.atomic():
        _back_to_drafts(county)
        for seat in seats.select_related("user", "organisation"):
            mine = Kindergarten.objects.filter(owner=seat.organisation)
            first = mine.values_list("pk", "municipality__memberships__network").first()
            if first is None:
                continue
            need = _whole_draft(county, seat, first[1], theme, first[0])
            where = {"owner": seat.organisation_id, "network": first[1], "year": county.round.grant_year}
            yield Writer(
                user=seat.user,
                session=signed_in(seat.user)[1],
                open=reverse("needs:need_edit", kwargs={**where, "pk": need.pk}),
                submit=reverse("needs:needs_report_submit", kwargs=where),
                fields={"theme": [str(theme.pk)], "goal": [TEXT], "kindergartens": [str(first[0])]},
            )


def _back_to_drafts(county: BigCounty) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FLAG])
        NeedsReport.objects.filter(round=county.round).update(state="draft", submitted_at=None)
        cursor.execute("SELECT set_config(%s, '', true)", [FLAG])


def _whole_draft(county: BigCounty, seat: Seat, network: int, theme: Theme, kindergarten: int) -> Need:
    report, _made = NeedsReport.objects.update_or_create(
        round=county.round,
        owner=seat.organisation,
        network_id=network,
        defaults={
            "heads_involvement": TEXT,
            "staff_groups": [StaffGroup.HEADS, StaffGroup.TEACHERS],
            "involved_when": "i oktober",
            "staff_involvement": TEXT,
        },
    )
    Need.objects.filter(report=report).delete()
    need = Need.objects.create(report=report, theme=theme, why=TEXT, goal=TEXT, priority=1)
    need.kindergartens.set([kindergarten])
    return need


def _report(place: Place, writer: Writer, times: Times) -> None:
    """One complete report. Raises RuntimeError when a step is refused."""
    status, took, html, cookie = load.get(place, writer.open, writer.session)
    token, shown = load.TOKEN.search(html), SHOWN.search(html)
    if status != 200 or token is None or shown is None:
        raise RuntimeError(f"{writer.open} answers {status}")
    times.open.append(took)
    ask = _poster(place, writer, token.group(1), cookie)
    typed = writer.fields | {"why": [f"{TEXT} {time.monotonic()}"], "shown": [unescape(shown.group(1))]}
    status, took, answer = ask(writer.open, typed | {"do": ["autosave"]})
    now_shown = SHOWN.search(answer)
    if status != 200 or now_shown is None:
        raise RuntimeError(f"saving answers {status}")
    times.save.append(took)
    version = Shown.read(unescape(now_shown.group(1))).version
    status, took, _answer = ask(writer.submit, {"version": [str(version)]})
    if status != 302:
        raise RuntimeError(f"sending answers {status}")
    times.submit.append(took)


def _poster(
    place: Place, writer: Writer, token: str, cookie: str
) -> Callable[[str, dict[str, list[str]]], tuple[int, float, str]]:
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={writer.session}; {settings.CSRF_COOKIE_NAME}={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://{place.host}:{place.port}{writer.open}",
        "HX-Request": "true",
    }

    def ask(path: str, fields: dict[str, list[str]]) -> tuple[int, float, str]:
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True)
        return load._ask(place, "POST", path, headers, body)[:3]

    return ask


def _eight(place: Place, writers: Iterator[Writer], times: Times) -> float:
    """All these reports by eight clients; how many seconds it took."""
    lock = threading.Lock()

    def work() -> None:
        while True:
            with lock:
                mine = list(islice(writers, 1))
            if not mine:
                return
            _report(place, mine[0], times)

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _n in range(load.CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _where_time_goes(writers: list[Writer]) -> list[str]:
    """Queries, the database's share and the rest of each step, inside one process without the web server."""
    found: dict[str, list[tuple[int, float, float]]] = {step: [] for step in STEPS}
    for writer in writers:
        client, _session = signed_in(writer.user)
        opened = _watched(found["open"], lambda c=client, w=writer: c.get(w.open))
        shown = unescape(SHOWN.search(opened.content.decode()).group(1))
        typed = writer.fields | {"why": [TEXT * 2], "shown": [shown], "do": ["autosave"]}
        saved = _watched(found["save"], lambda c=client, w=writer, t=typed: c.post(w.open, t))
        version = Shown.read(unescape(SHOWN.search(saved.content.decode()).group(1))).version
        _watched(found["submit"], lambda c=client, w=writer, v=version: c.post(w.submit, {"version": v}))
    lines = ["| step | queries | in the database ms | the rest ms |", "|---|---|---|---|"]
    for step, rows in found.items():
        queries = statistics.median(row[0] for row in rows)
        database = statistics.median(row[1] for row in rows)
        rest = statistics.median(row[2] for row in rows)
        lines.append(f"| {step} | {queries:.0f} | {database:.1f} | {rest:.1f} |")
    return lines


def _watched(rows: list[tuple[int, float, float]], call: Callable[[], object]) -> object:
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = call()
    took = (time.perf_counter() - started) * 1000
    database = sum(float(query["time"]) for query in queries) * 1000
    rows.append((len(queries), database, took - database))
    return answer
