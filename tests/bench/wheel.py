"""The annual wheel with 300 events: the page with its picture, list and table, and its files. Nothing is kept."""

from datetime import date, timedelta
from http import HTTPStatus

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from common.dates import oslo_date
from networks.models import Arena, Network, Seat, WheelEvent
from networks.roles import Role
from networks.states import ArenaKind
from networks.wheel.year import year_of
from tests.bench.parts import _row

EVENTS, ARENAS = 300, 5
OK = HTTPStatus.OK
AIM_MS = 100


def table(*, times: int) -> str:
    """What the issue promises, measured: ≤ 100 ms of the server's time for the page."""
    with transaction.atomic():
        seat = Seat.objects.filter(role=Role.NETWORK_LEADER).select_related("user", "network").first()
        if seat is None or seat.network is None:
            return "## Annual wheel\n\nThe data has no network with a leader.\n"
        _fill(seat.network, seat)
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(seat.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = f"/nettverk/{seat.network.pk}/arshjul/"

        def read(path: str) -> bytes:
            answer = client.get(path, secure=True)
            assert answer.status_code == OK, f"{path}: {answer.status_code}"
            return bytes(answer.content)

        with CaptureQueriesContext(connection) as queries:
            content = read(page)
        asked = len(queries)  # later requests forget them
        rows = [
            _row(f"page, {len(content) // 1024} KiB", lambda: read(page), times),
            _row("SVG", lambda: read(f"{page}fil/svg/"), 10),
            _row("PDF on A3", lambda: read(f"{page}fil/pdf/?ark=A3"), 3),
        ]
        marks = content.count(b'class="wheel-mark ')
        transaction.set_rollback(True)
    return "\n".join(
        [
            f"## Annual wheel: {EVENTS} events, {marks} marks, {asked} queries; aim {AIM_MS} ms\n",
            "| part | n | median ms | p95 ms |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _fill(network: Network, seat: Seat) -> None:
    """Events over the whole year, in five arenas: days, some of them long, and a month each now and then."""
    now = clock.now()
    arenas = [
        Arena.objects.create(network=network, order=order, name=f"Arena {order}", kind=ArenaKind.OTHER)
        for order in range(1, ARENAS + 1)
    ]
    first = year_of(oslo_date(now)).begins_on
    days = [first + timedelta(days=turn * 364 // EVENTS) for turn in range(EVENTS)]
    WheelEvent.objects.bulk_create(
        WheelEvent(
            county=network.county,
            network=network,
            arena=arenas[turn % ARENAS],
            title=f"Hendelse {turn}",
            text="- Evaluering\n- Planlegging",
            starts_on=day,
            ends_on=_last(day, turn),
            created_by=seat.user,
            created_at=now,
        )
        for turn, day in enumerate(days)
    )


def _last(day: date, turn: int) -> date | None:
    return day + timedelta(days=3) if turn % 7 == 0 else None
