"""The outbox's page with 100,000 mails: the whole list, each filter, one mail, the status page, a network's own."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle, islice
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from common import clock
from common.models import OutboxMail
from networks.models import Kindergarten, Network, Organisation, Round, User
from networks.roles import STAFF
from networks.states import Duty
from networks.topics import topics
from rekom.letter_samples import LETTERS, sample_of
from tests.bench import load
from tests.bench.stage import Place

MAILS = 100_000
MARK = "bench-outbox:"
BATCH = 2_000
FAILED, DOUBT, SKIPPED, PLANNED = 400, 5_000, 90, 60  # one in so many is in this state
Get = Callable[[str], tuple[int, float]]


def table(place: Place, *, times: int) -> str:
    """Milliseconds of each page, one client, with `MAILS` mails of the newest round's county."""
    round = Round.objects.select_related("county").latest("grant_year", "pk")
    officer = User.objects.filter(seats__role__in=STAFF, seats__county=round.county).first()
    client = Client()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    try:
        fill(round)
        rows = measure(round, lambda path: load.get(place, path, session)[:2], times=times)
    finally:
        clean()
        client.logout()
    return "\n".join([f"## The outbox with {MAILS} mails\n", *load.HEAD, *rows, ""])


def measure(round: Round, get: Get, *, times: int) -> list[str]:
    """One row of the table for each page."""
    rows = []
    for label, path in pages(round):
        took = []
        for turn in range(times + load.WARM_UP):
            status, milliseconds = get(path)
            if status != 200:
                raise RuntimeError(f"{path} answers {status}")
            if turn >= load.WARM_UP:
                took.append(milliseconds)
        rows.append(load._row(label, took))
    return rows


def pages(round: Round) -> list[tuple[str, str]]:
    """What is measured: a label and an address."""
    network = Network.objects.filter(county=round.county).first()
    mail = OutboxMail.objects.filter(key__startswith=MARK, status="sent").first()
    person = User.objects.filter(mails__key__startswith=MARK).first()
    since = (clock.now() - timedelta(days=3)).date()
    filters = {
        "all": "",
        "page 20": "page=20",
        "failed": "state=failed",
        "in doubt": "state=in_doubt",
        "planned": "state=planned",
        "sent": "state=sent",
        "a round": f"round=round:{round.pk}",
        "a duty": "duty=needs_report",
        "a network": urlencode({"body": network.name}),
        "a person": urlencode({"person": person.name}),
        "nobody": "person=finnes+ikke",
        "a letter": "kind=grants/letters_issued",
        "three days": f"since={since}",
        "all together": f"round=round:{round.pk}&duty=needs_report&state=failed&since={since}",
    }
    return [
        *((f"outbox, {label}", f"/utboks/?{query}") for label, query in filters.items()),
        ("one mail", f"/utboks/{mail.pk}/"),
        ("status", "/status/"),
        ("a network's own letters", f"/nettverk/{network.pk}/brev/"),
        ("home of staff", "/"),
    ]


def fill(round: Round) -> None:
    """Write the mails, spread over a year, each as long as real ones, and let the database learn about them."""
    clean()
    rows = _rows(round)
    while batch := list(islice(rows, BATCH)):
        OutboxMail.objects.bulk_create(batch)
    _learn()


def clean() -> None:
    """Take the bench's mails away."""
    OutboxMail.objects.filter(key__startswith=MARK).delete()
    _learn()


def _learn() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {OutboxMail._meta.db_table}")


def _rows(round: Round) -> Iterator[OutboxMail]:
    county, now = round.county, clock.now()
    people = cycle(User.objects.filter(is_active=True))
    owners = cycle(Organisation.objects.filter(county=county))
    networks = cycle(Network.objects.filter(county=county))
    kindergartens = cycle(Kindergarten.objects.filter(owner__county=county).select_related("owner"))
    kinds, duties = cycle(LETTERS), cycle(Duty)
    context = dict(sample_of("needs/needs_report_returned", "nb").context)
    for number in range(MAILS):
        person, kindergarten = next(people), next(kindergartens)
        bodies = (next(owners), next(networks)) if number % 3 else (kindergarten.owner, kindergarten)
        at, status = now - timedelta(minutes=5 * number), _status(number)
        yield OutboxMail(
            kind=next(kinds),
            key=f"{MARK}{number}",
            to=person.email,
            recipient=person,
            context=context,
            topics=topics(round, next(duties), *bodies),
            planned_at=at,
            next_try_at=at,
            status=status,
            sent_at=at if status == "sent" else None,
            subject="Behovsmelding for 2030: prøve",
            text=f"{number} " + "Hei. Her er en tekst om kompetanse i barnehager. " * 20,
            html=f"<p>{number}</p>" + "<p>Hei. Her er en tekst om kompetanse.</p>" * 80,
        )


def _status(number: int) -> str:
    states = {"in_doubt": DOUBT, "failed": FAILED, "skipped": SKIPPED, "planned": PLANNED}
    return next((state for state, each in states.items() if number % each == 1), "sent")


def with_test_client(client: Client) -> Get:
    """The same measure without a server: Django alone."""

    def get(path: str) -> tuple[int, float]:
        started = time.perf_counter()
        status = client.get(path).status_code
        return status, (time.perf_counter() - started) * 1000

    return get
