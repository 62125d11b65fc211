"""Following the money over ten years: the page around each kind of thing, of a round and of a network."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Grant, Instalment, Payout
from needs.models import Measure, Need
from networks.models import User
from tests.bench.decade import Decade, decade
from tests.bench.parts import _row

AIM_MS = 150
OK = HTTPStatus.OK


def table(*, times: int) -> str:
    """What the issue promises, measured: ≤ 150 ms of the server's time for a trace page."""
    place = decade()
    officer, leader = _client(place.officer), _client(place.leader)
    rows = []
    for label, client, address in _pages(place, officer, leader):

        def read(client: Client = client, address: str = address) -> bytes:
            answer = client.get(address, secure=True)
            assert answer.status_code == OK, f"{address}: {answer.status_code}"
            return bytes(answer.content)

        rows.append(_measured(label, read, times))
    return "\n".join(
        [
            f"## Following the money: ten years, ten networks, 800 kindergartens; aim {AIM_MS} ms\n",
            "| part | n | median ms | p95 ms |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _measured(label: str, read: Callable[[], bytes], times: int) -> str:
    with CaptureQueriesContext(connection) as queries:
        size = len(read())
    return _row(f"{label}: {size // 1024} KiB, {len(queries)} queries", read, times)


def _pages(place: Decade, officer: Client, leader: Client) -> list[tuple[str, Client, str]]:
    round = place.rounds[-2]
    grant = Grant.objects.get(decision__round=round, network=place.network)
    university = Grant.objects.filter(decision__round=round, university__isnull=False).latest("amount_nok")
    measure = Measure.objects.filter(grant_lines__grant=grant).earliest("pk")
    centres = {
        "need": Need.objects.filter(measures=measure).earliest("pk").pk,
        "measure": measure.pk,
        "letter": grant.pk,
        "payment": Instalment.objects.filter(grant=grant).earliest("pk").pk,
        "payout": Payout.objects.filter(line__grant=grant).earliest("pk").pk,
        "report": grant.pk,
    }
    by_kind = [(kind, officer, _trace(kind, pk)) for kind, pk in centres.items()]
    year = round.grant_year
    network = reverse("reporting:trace_network", kwargs={"network": place.network.pk, "year": year})
    return [
        *by_kind,
        ("a university's letter", officer, _trace("letter", university.pk)),
        ("letter, its leader", leader, _trace("letter", grant.pk)),
        ("network, its leader", leader, network),
        ("round", officer, reverse("reporting:trace_round", kwargs={"year": year})),
    ]


def _trace(kind: str, pk: int) -> str:
    return reverse("reporting:trace_detail", kwargs={"kind": kind, "pk": pk})


def _client(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
