"""The pages of those who compile needs, in a network of 150 kindergartens and a county of 800."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import User
from tests.bench import load
from tests.bench.county import BigCounty, big_county
from tests.bench.stage import Place

Get = Callable[[str], tuple[int, float]]
MOST_QUERIES, MOST_MS = 12, 100
HEAD = ["| page | queries | n | median ms | p95 ms | worst ms |", "|---|---|---|---|---|---|"]


def table(place: Place, *, times: int) -> str:
    """Queries and milliseconds of each page through gunicorn, one client, as the leader of the large network."""
    county = big_county()
    client, session = signed_in(county.leader)
    rows = measure(county, client, lambda path: load.get(place, path, session)[:2], times=times)
    client.logout()
    aim = f"The aim: p95 at most {MOST_MS} ms and at most {MOST_QUERIES} queries."
    return "\n".join(["## Needs in a network of 150 kindergartens\n", *HEAD, *rows, "", aim, ""])


def signed_in(user: User) -> tuple[Client, str]:
    """A client for this person, and the key of its session."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


def measure(county: BigCounty, client: Client, get: Get, *, times: int) -> list[str]:
    """One row of the table for each page: its queries, counted by `client`, and the time that `get` takes."""
    rows = []
    for label, path in pages(county):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            status = client.get(path).status_code
        took = [get(path) for _turn in range(times + load.WARM_UP)][load.WARM_UP :]
        if {status} | {one for one, _ms in took} != {200}:
            raise RuntimeError(f"{path} answers {status}")
        figures = load._row(label, [milliseconds for _status, milliseconds in took])
        rows.append(figures.replace(f"| {label} |", f"| {label} | {len(queries)} |"))
    return rows


def pages(county: BigCounty) -> list[tuple[str, str]]:
    """What is measured: a label and an address."""
    place = {"network": county.network.pk, "year": county.round.grant_year}
    bench, across = reverse("needs:workbench", kwargs=place), reverse("needs:needs_across")
    return [
        ("workbench", bench),
        ("workbench, all kindergartens open", f"{bench}?apne=1"),
        ("workbench, owes an assessment", f"{bench}?mangler=assessment"),
        ("workbench, sorted", f"{bench}?sort=-last"),
        ("needs across", across),
        ("needs across, all years", f"{across}?aar=alle"),
        ("needs across, search", f"{across}?q=spr%C3%A5kmilj%C3%B8"),
        ("needs across, page 2", f"{across}?page=2"),
    ]
