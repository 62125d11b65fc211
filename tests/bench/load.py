"""Requests against gunicorn: one client, submissions, eight clients."""

import http.client
import re
import statistics
import threading
import time
import urllib.parse
from itertools import cycle
from pathlib import Path

from django.conf import settings

from tests.bench.pages import Page
from tests.bench.stage import Place

WARM_UP = 5
CLIENTS = 8
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def get(place: Place, path: str, session: str) -> tuple[int, float, str, str]:
    """One GET: status, milliseconds, body, the csrf cookie."""
    return _ask(place, "GET", path, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}, None)


def _ask(place: Place, method: str, path: str, headers: dict[str, str], body: str | None):
    started = time.perf_counter()
    line = http.client.HTTPConnection(place.host, place.port, timeout=30)
    line.request(method, path, body=body, headers=headers)
    answer = line.getresponse()
    text = answer.read().decode("utf-8", "replace")
    took = (time.perf_counter() - started) * 1000
    cookie = re.search(rf"{settings.CSRF_COOKIE_NAME}=([^;]+)", answer.headers.get("Set-Cookie", "") or "")
    line.close()
    return answer.status, took, text, cookie.group(1) if cookie else ""


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def _row(label: str, times: list[float]) -> str:
    return (
        f"| {label} | {len(times)} | {statistics.median(times):.1f} | {_p95(times):.1f} | {max(times):.1f} |"
    )


HEAD = ["| page | n | median ms | p95 ms | worst ms |", "|---|---|---|---|---|"]


def one_client(place: Place, pages: list[Page], *, times: int) -> str:
    """Each page name once, as the role for which it takes most queries."""
    heaviest: dict[str, Page] = {}
    for page in pages:
        if page.name not in heaviest or page.queries > heaviest[page.name].queries:
            heaviest[page.name] = page
    rows, every = [], []
    for page in sorted(heaviest.values(), key=lambda page: page.name):
        for _turn in range(WARM_UP):
            get(place, page.path, page.session)
        took = [get(place, page.path, page.session)[1] for _turn in range(times)]
        every += took
        rows.append((_p95(took), _row(f"{page.name} ({page.role})", took)))
    rows.sort(reverse=True)
    return "\n".join(["## One client\n", *HEAD, *(row for _p, row in rows), _row("**all**", every), ""])


def submissions(place: Place, *, times: int) -> str:
    """Saving a draft, and sending and taking back an assessment: moves, history lines and mail included."""
    from tests.bench import work

    lines = ["## Writing, one client\n", *HEAD]
    for label, took in work.measure(place, times=times):
        lines.append(_row(label, took))
    return "\n".join([*lines, ""])


def post(place: Place, path: str, session: str, data: dict[str, str], *, page: str) -> tuple[int, float]:
    """One POST with the token of `page`: status and milliseconds of the POST alone."""
    _status, _took, html, cookie = get(place, page, session)
    token = TOKEN.search(html)
    if token is None:
        raise RuntimeError(f"no form on {page}")
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://{place.host}:{place.port}{page}",
    }
    body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token.group(1)})
    status, took, _body, _cookie = _ask(place, "POST", path, headers, body)
    return status, took


def eight_clients(place: Place, pages: list[Page], *, seconds: int) -> str:
    """Eight clients that read all pages in turn for some seconds."""
    times: list[float] = []
    ends = time.perf_counter() + seconds

    def read(offset: int) -> None:
        turn = cycle(pages[offset:] + pages[:offset])
        while time.perf_counter() < ends:
            page = next(turn)
            times.append(get(place, page.path, page.session)[1])

    threads = [threading.Thread(target=read, args=(n * len(pages) // CLIENTS,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = f"{len(times) / seconds:.0f} pages a second; memory of the web processes: {_memory(place)} MiB"
    return "\n".join(
        ["## Eight clients, gunicorn with 2 workers\n", *HEAD, _row("**all**", times), "", rate, ""]
    )


def _memory(place: Place) -> str:
    family = [place.web.pid]
    children = Path(f"/proc/{place.web.pid}/task/{place.web.pid}/children").read_text("ascii").split()
    family += [int(pid) for pid in children]
    return ", ".join(str(_rss(pid)) for pid in family)


def _rss(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) // 1024 if found else 0
