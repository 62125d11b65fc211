"""A network's member list with 2,000 seats: the whole list, its last page, filters, and the workbook.

The seats are the bench's own and are taken away again.
"""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from networks.models import Network, Seat, User
from networks.roles import Interest, Role
from tests.bench import load
from tests.bench.outbox import with_test_client
from tests.bench.stage import Place
from tests.factories import LONG_AGO

SEATS = 2_000
MARK = "benk.sete."
LIMIT_MS = 100
INTERESTS = tuple(Interest)


def table(place: Place, *, times: int) -> str:
    """Milliseconds and queries of each page, one client, as the network's leader."""
    leader = Seat.objects.filter(role=Role.NETWORK_LEADER).select_related("user", "network__county").first()
    if leader is None or leader.network is None:
        raise RuntimeError("The bench needs a network with a leader.")
    client = Client()
    client.force_login(leader.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    try:
        fill(leader.network)
        rows = measure(place, client, session, pages(leader.network), times=times)
    finally:
        clean()
        client.logout()
    head = "| page | queries | median ms | p95 ms |\n|---|---|---|---|"
    return "\n".join([f"## People: {SEATS} seats (p95 ≤ {LIMIT_MS} ms)\n", head, *rows, ""])


def pages(network: Network) -> list[tuple[str, str]]:
    """What is measured: a label and an address."""
    path = f"/nettverk/{network.pk}/personer/"
    return [
        ("people of a network", path),
        ("the last page", f"{path}?page={SEATS // 25}"),
        ("one interest", f"{path}?interest={Interest.UNION}"),
        ("a name", f"{path}?name=Benk+1999"),
        ("by name", f"{path}?sort=-name"),
    ]


def measure(
    place: Place, client: Client, session: str, found: list[tuple[str, str]], *, times: int
) -> list[str]:
    """One row of the table for each page."""
    ask = with_test_client(client)
    rows = []
    for label, path in found:
        ask(path)
        with CaptureQueriesContext(connection) as queries:
            ask(path)
        took = sorted(load.get(place, path, session)[1] for _turn in range(times))
        rows.append(
            f"| {label} | {len(queries)} | {took[times // 2]:.1f} | {took[round(0.95 * times) - 1]:.1f} |"
        )
    return rows


def fill(network: Network) -> None:
    """Seat the people, and let the database learn about them."""
    clean()
    people = User.objects.bulk_create(
        User(email=f"{MARK}{number}@example.no", name=f"Benk {number}") for number in range(SEATS)
    )
    Seat.objects.bulk_create(
        Seat(
            user=person,
            role=Role.NETWORK_MEMBER,
            network=network,
            interest=INTERESTS[number % len(INTERESTS)],
            valid_from=LONG_AGO,
        )
        for number, person in enumerate(people)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE networks_seat, networks_user")


def clean() -> None:
    """Take the bench's people away."""
    Seat.objects.filter(user__email__startswith=MARK).delete()
    User.objects.filter(email__startswith=MARK).delete()
