"""A large county for the bench: 800 kindergartens in six networks, one of them with 150, all in the middle of autumn.

Made once in a database and found again. Everything is open: its dates lie around the moment it is made.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from common import clock
from common.moves import FLAG
from needs.models import Assessment, Need, NeedsReport, Theme
from needs.services.themes import load_study_types, load_themes
from networks import queries
from networks.models import (
    County,
    Deadline,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.roles import Role
from networks.services import default_deadlines
from tests.factories import LONG_AGO, org_number

NUMBER, NAME = "98", "Benkfylket"
KINDERGARTENS = (150, 130, 130, 130, 130, 130)
TOWNS = 3
CHAINS = 2
TEXT = (
    "Vi ser at barn faller utenfor leken, og at de voksne løser det ulikt fra avdeling til avdeling. "
    "Vi vil ha et felles språk for inkludering, og øve sammen på veiledning i hverdagen. "
)
WORDS = ("språkmiljø", "uteliv", "foreldresamarbeid", "realfag", "dokumentasjon", "ledelse", "overganger")


@dataclass(frozen=True)
class BigCounty:
    """What the parts of the bench ask of it. `writers`: contacts of owners that have not sent, and their owners."""

    county: County
    round: Round
    network: Network
    leader: User
    writers: list[tuple[User, Organisation]]


def big_county() -> BigCounty:
    """The county as it stands; made where it is not there."""
    with transaction.atomic():
        if not County.objects.filter(number=NUMBER).exists():
            _make(clock.now())
    county = County.objects.get(number=NUMBER)
    network = Network.objects.get(county=county, name=f"{NAME} 1")
    round = queries.rounds().get(county=county)
    sent = NeedsReport.objects.filter(round=round, submitted_at__isnull=False).values("owner")
    contacts = Seat.objects.filter(
        role=Role.OWNER, organisation__kindergartens__municipality__memberships__network=network
    )
    free = contacts.exclude(organisation__in=sent).select_related("user", "organisation").distinct()
    return BigCounty(
        county=county,
        round=round,
        network=network,
        leader=User.objects.get(seats__network=network, seats__role=Role.NETWORK_LEADER),
        writers=[(seat.user, seat.organisation) for seat in free if seat.organisation],
    )


def _make(now: datetime) -> None:
    county = County.objects.create(number=NUMBER, name=NAME, office_name=f"Statsforvalteren i {NAME}")
    round = _round(county, now)
    load_themes(county)
    load_study_types(county)
    university = Organisation.objects.create(
        county=county, name="Benk høgskole", kind=OrganisationKind.UNIVERSITY, org_number=org_number()
    )
    _seat("uh", Role.UH_COORDINATOR, organisation=university)
    for number, size in enumerate(KINDERGARTENS, start=1):
        network = Network.objects.create(county=county, name=f"{NAME} {number}")
        Partnership.objects.create(
            network=network, university=university, valid_from=LONG_AGO, is_first_partner=True
        )
        _seat(f"leder{number}", Role.NETWORK_LEADER, network=network)
        kindergartens = _kindergartens(network, number, size)
        _assess(kindergartens, round, now)
        _report(kindergartens, network, round, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _round(county: County, now: datetime) -> Round:
    round = Round.objects.create(county=county, grant_year=now.year + 1, scheme_key="REKOM_2021")
    rows = default_deadlines(round, round.scheme)
    for row in rows:
        row.opens_at, row.due_at = now - timedelta(days=30), now + timedelta(days=300)
    Deadline.objects.bulk_create(rows)
    return round


def _seat(key: str, role: Role, **body: object) -> None:
    _seats([(key, role, body)])


def _seats(rows: list[tuple[str, Role, dict[str, object]]]) -> None:
    users = User.objects.bulk_create(
        User(email=f"benk.{key}@example.no", name=f"Benk {key.title()}") for key, _role, _body in rows
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Seat.objects.bulk_create(
        Seat(user=user, role=role, valid_from=LONG_AGO, **body)
        for user, (_key, role, body) in zip(users, rows, strict=True)
    )


def _kindergartens(network: Network, number: int, size: int) -> list[Kindergarten]:
    """Half municipal, a fifth in chains, the others each with an owner of its own; all with figures and people."""
    towns = [
        Municipality(
            county=network.county,
            number=f"98{number}{n}",
            name_nb=f"Benkdal {number}.{n}",
            valid_from=LONG_AGO,
        )
        for n in range(TOWNS)
    ]
    Municipality.objects.bulk_create(towns)
    NetworkMunicipality.objects.bulk_create(
        NetworkMunicipality(network=network, municipality=town, valid_from=LONG_AGO) for town in towns
    )
    owners = _owners(network, number, size)
    rows = Kindergarten.objects.bulk_create(
        Kindergarten(
            name=f"Benkestua {number}-{n:03d}",
            org_number=org_number(),
            owner=owners[n],
            municipality=towns[n % TOWNS],
        )
        for n in range(size)
    )
    KindergartenFigures.objects.bulk_create(
        KindergartenFigures(kindergarten=row, year=year, children=30 + n % 60, staff_fte=12)
        for n, row in enumerate(rows)
        for year in (2025, 2026)
    )
    heads = [(f"styrer{number}-{n}", Role.HEAD, {"kindergarten": row}) for n, row in enumerate(rows) if n % 3]
    _seats(heads)
    return rows


def _owners(network: Network, number: int, size: int) -> list[Organisation]:
    """The owner of each of the kindergartens, in their order."""
    municipal = [
        _organisation(network, f"Benkdal {number}.{n} kommune", is_municipal=True) for n in range(TOWNS)
    ]
    chains = [_organisation(network, f"Benkekjeden {number}.{n} AS") for n in range(CHAINS)]
    single = [
        _organisation(network, f"Benkelaget {number}.{n} SA") for n in range(size - size // 2 - size // 5)
    ]
    everybody = Organisation.objects.bulk_create([*municipal, *chains, *single])
    _seats(
        [
            (f"eier{number}-{n}", Role.OWNER, {"organisation": row})
            for n, row in enumerate(everybody)
            if n != 7
        ]
    )
    first = [municipal[n % TOWNS] for n in range(size // 2)] + [chains[n % CHAINS] for n in range(size // 5)]
    return [*first, *single]


def _organisation(network: Network, name: str, *, is_municipal: bool = False) -> Organisation:
    kind = OrganisationKind.MUNICIPALITY if is_municipal else OrganisationKind.PRIVATE_OWNER
    return Organisation(county=network.county, name=name, kind=kind, org_number=org_number())


def _assess(kindergartens: list[Kindergarten], round: Round, now: datetime) -> None:
    """Three of four have begun, and two of three of those have shared."""
    begun = [row for n, row in enumerate(kindergartens) if n % 4]
    rows = Assessment.objects.bulk_create(
        Assessment(round=round, kindergarten=row, saved_at=now - timedelta(days=n % 20))
        for n, row in enumerate(begun)
    )
    _moved(
        Assessment.objects.filter(pk__in=[row.pk for n, row in enumerate(rows) if n % 3]),
        "shared",
        shared_at=now,
    )


def _report(kindergartens: list[Kindergarten], network: Network, round: Round, now: datetime) -> None:
    """Two of three owners have sent, each with up to three needs; every seventh has a draft alone."""
    themes = list(Theme.objects.filter(county=network.county))
    owners = list({row.owner_id: row.owner for row in kindergartens}.values())
    reports = NeedsReport.objects.bulk_create(
        NeedsReport(
            round=round,
            owner=owner,
            network=network,
            heads_involvement=TEXT,
            staff_involvement=TEXT,
            saved_at=now - timedelta(days=n % 9),
        )
        for n, owner in enumerate(owners)
        if n % 3 or n % 7 == 0
    )
    needs = Need.objects.bulk_create(
        Need(
            report=report,
            theme=themes[(n + turn) % len(themes)],
            why=f"{TEXT * 3} {WORDS[(n + turn) % len(WORDS)]}",
            goal=TEXT,
            way_of_working=TEXT,
            years=1 + turn,
            priority=1 + turn,
        )
        for n, report in enumerate(reports)
        for turn in range(1 + n % 3)
    )
    mine: dict[int, list[int]] = {}
    for row in kindergartens:
        mine.setdefault(row.owner_id, []).append(row.pk)
    through = Need.kindergartens.through
    through.objects.bulk_create(
        through(need_id=need.pk, kindergarten_id=pk)
        for need in needs
        for pk in mine[need.report.owner_id][:5]
    )
    sent = [report.pk for n, report in enumerate(reports) if n % 7]
    _moved(NeedsReport.objects.filter(pk__in=sent), "submitted", submitted_at=now)


def _moved(rows: object, state: str, **fields: object) -> None:
    """Set the state of many rows at once, past `move`: for the bench alone, which shows no history."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [FLAG])
    rows.update(state=state, **fields)  # type: ignore[attr-defined]  # -- any queryset
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, '', true)", [FLAG])
