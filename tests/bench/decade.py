"""Ten years for the bench: ten networks, 800 kindergartens, ten rounds from needs to approved reports.

Made once in a database and found again. The rows of the years (`decade_years`) are written at once, past the
triggers, and still say what they would: lines add up to grants, letters and payments.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from common import clock
from needs.services.themes import load_study_types, load_themes
from networks.models import (
    County,
    Forum,
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
from tests.bench.county import _seats as make_seats
from tests.bench.decade_years import make_year
from tests.factories import org_number

NUMBER, NAME = "97", "Tiårsfylket"
NETWORKS, SIZE, TOWNS, YEARS = 10, 80, 4, 10
SINCE = date(2010, 1, 1)


@dataclass(frozen=True)
class Decade:
    """What the parts of the bench ask of it. `network` is the first; people sit in it or in the office."""

    county: County
    network: Network
    officer: User
    approver: User
    forum_member: User
    leader: User
    university_person: User
    owner: User
    head: User

    @property
    def rounds(self) -> list[Round]:
        """The rounds, oldest first; all but the newest have approved reports."""
        return list(Round.objects.filter(county=self.county).order_by("grant_year"))


def decade() -> Decade:
    """The county as it stands; made where it is not there."""
    if not County.objects.filter(number=NUMBER).exists():
        with transaction.atomic():
            _make(clock.now())
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    county = County.objects.get(number=NUMBER)
    network = Network.objects.get(county=county, name=f"{NAME} 1")
    return Decade(
        county=county,
        network=network,
        officer=_person("saksbehandler"),
        approver=_person("godkjenner"),
        forum_member=_person("forum"),
        leader=_person("leder1"),
        university_person=_person("uh1"),
        owner=_person("eier1-5"),
        head=_person("styrer1-7"),
    )


def _person(key: str) -> User:
    return User.objects.get(email=f"benk.tiår-{key}@example.no")


def _seat_rows(rows: list[tuple[str, Role, dict[str, object]]]) -> None:
    make_seats([(f"tiår-{key}", role, body) for key, role, body in rows])


def _make(now: datetime) -> None:
    county = County.objects.create(
        number=NUMBER,
        name=NAME,
        office_name=f"Statsforvalteren i {NAME}",
        office_org_number=org_number(),
        email="tiar@example.no",
    )
    load_themes(county)
    load_study_types(county)
    forum = Forum.objects.create(county=county, name=f"Samarbeidsforum {NAME}")
    universities = [
        Organisation.objects.create(
            county=county,
            name=f"Tiår høgskole {n}",
            kind=OrganisationKind.UNIVERSITY,
            org_number=org_number(),
        )
        for n in (1, 2)
    ]
    _seat_rows(
        [
            ("saksbehandler", Role.CASE_OFFICER, {"county": county}),
            ("godkjenner", Role.APPROVER, {"county": county}),
            ("forum", Role.FORUM_MEMBER, {"forum": forum}),
            *(
                (f"uh{n}", Role.UH_COORDINATOR, {"organisation": row})
                for n, row in enumerate(universities, 1)
            ),
        ]
    )
    networks = [_network(county, number, universities, now) for number in range(1, NETWORKS + 1)]
    officer, approver = _person("saksbehandler"), _person("godkjenner")
    for year in range(now.year - YEARS + 1, now.year + 1):
        make_year(county, networks, year, is_reported=year < now.year, officer=officer, approver=approver)


def _network(county: County, number: int, universities: list[Organisation], now: datetime) -> Network:
    """Half of the kindergartens are municipal, the others each have an owner of their own."""
    name = f"{NAME} {number}"
    towns = Municipality.objects.bulk_create(
        Municipality(
            county=county, number=f"97{number - 1}{n}", name_nb=f"Tiårdal {number}.{n}", valid_from=SINCE
        )
        for n in range(TOWNS)
    )
    owners = Organisation.objects.bulk_create(
        [
            _organisation(county, f"Tiårdal {number}.{n} kommune", OrganisationKind.MUNICIPALITY)
            for n in range(TOWNS)
        ]
        + [
            _organisation(county, f"Tiårslaget {number}.{n} SA", OrganisationKind.PRIVATE_OWNER)
            for n in range(SIZE // 2)
        ]
    )
    network = Network.objects.create(county=county, name=name, payee=owners[0])
    NetworkMunicipality.objects.bulk_create(
        NetworkMunicipality(network=network, municipality=town, valid_from=SINCE) for town in towns
    )
    first = universities[number % 2]
    Partnership.objects.create(network=network, university=first, valid_from=SINCE, is_first_partner=True)
    kindergartens = Kindergarten.objects.bulk_create(
        Kindergarten(
            name=f"Tiårstua {number}-{n:02d}",
            org_number=org_number(),
            owner=owners[n % TOWNS] if n % 2 else owners[TOWNS + n // 2],
            municipality=towns[n % TOWNS],
        )
        for n in range(SIZE)
    )
    KindergartenFigures.objects.bulk_create(
        KindergartenFigures(kindergarten=row, year=year, children=30 + n % 60, staff_fte=12)
        for n, row in enumerate(kindergartens)
        for year in range(now.year - YEARS, now.year + 1)
    )
    _seat_rows(
        [
            (f"leder{number}", Role.NETWORK_LEADER, {"network": network}),
            *((f"eier{number}-{n}", Role.OWNER, {"organisation": row}) for n, row in enumerate(owners)),
            *(
                (f"styrer{number}-{n}", Role.HEAD, {"kindergarten": row})
                for n, row in enumerate(kindergartens)
            ),
        ]
    )
    Seat.objects.filter(user__email__startswith="benk.tiår-").update(valid_from=SINCE)
    return network


def _organisation(county: County, name: str, kind: OrganisationKind) -> Organisation:
    return Organisation(county=county, name=name, kind=kind, org_number=org_number())
