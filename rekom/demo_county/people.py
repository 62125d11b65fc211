"""Made-up people and their seats: all who act in the play, and one for each button of the sign-in page."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import models

from networks.models import (
    County,
    Forum,
    Kindergarten,
    Municipality,
    Network,
    Organisation,
    OrganisationKind,
    Seat,
    SeatInvitation,
    User,
)
from networks.models.periods import valid_on
from networks.roles import BODY_FIELD, Interest, Role
from networks.services import invite
from rekom.demo_county import tables
from rekom.demo_county.tables import HOME
from rekom.demo_roles import EMAILS

FORUM = (
    (Interest.MUNICIPAL_OWNER, "Kommunale eiere sør (demo)"),
    (Interest.MUNICIPAL_OWNER, "Kommunale eiere nord (demo)"),
    (Interest.PRIVATE_OWNER, "Private eiere (demo)"),
    (Interest.PBL, "PBL Demo"),
    (Interest.KS, "KS Demo"),
    (Interest.UNION, "Utdanningsforbundet Demo"),
    (Interest.UNION, "Fagforbundet Demo"),
    (Interest.STATPED, "Statped Demo"),
    (Interest.PPT, "PPT Demo"),
    (Interest.AUTHORITY, "Barnehagemyndigheter (demo)"),
)
WITHOUT_PPT = "Ytre Namdal (demo)"
WITHOUT_AUTHORITY = "5020"
"""Gaps on purpose, so that the check of a network's composition has something to find."""


def seat_everybody(county: County, *, since: date, random: Random) -> None:
    """Give the county its people. The order of the seats decides whom the sign-in page shows with what."""
    cast = _Cast(_names(random), since)
    networks = list(Network.objects.filter(county=county).order_by("pk"))
    _seat_office(cast, county)
    _seat_leaders(cast, networks)
    owners = _seat_owners(cast, county)
    _seat_heads(cast, county, random)
    universities = _seat_universities(cast, county)
    for network in networks:
        _seat_members(cast, network, owners, universities)
    _seat_forum(cast, Forum.objects.get(county=county), list(universities.values()))
    _seat_substitute(cast)
    cast.save()


def invite_somebody(county: County, *, now: datetime) -> SeatInvitation:
    """The demo network's leader has invited somebody two days ago, who has not answered yet."""
    leader = Seat.objects.select_related("user", "network").get(
        role=Role.NETWORK_LEADER, network__county=county, network__name=HOME, substitute_for__isnull=True
    )
    return invite(
        email="tillitsvalgt@example.no",
        name="Tillitsvalgt Demo",
        role=Role.NETWORK_MEMBER,
        body=leader.body,
        interest=Interest.UNION,
        represents="Utdanningsforbundet Demo",
        by=leader.user,
        now=now - timedelta(days=2),
    )


@dataclass
class _Cast:
    """The people and seats to be made, in order."""

    names: Iterator[str]
    since: date
    users: list[User] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    def person(self, key: str = "") -> User:
        """A new person; `key` names the button of the sign-in page, if there is one."""
        name = next(self.names)
        email = EMAILS[key] if key else f"{_ascii(name)}@example.no"
        user = User(email=email, name=name, password=make_password(None))
        self.users.append(user)
        return user

    def seat(self, user: User, role: Role, body: models.Model, **fields: Any) -> None:
        """Give a person a role in a body."""
        column = BODY_FIELD[role]
        self.seats.append(Seat(user=user, role=role, valid_from=self.since, **{column: body}, **fields))

    def save(self) -> None:
        """Write everybody down."""
        User.objects.bulk_create(self.users)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in self.users
        )
        Seat.objects.bulk_create(seat for seat in self.seats if seat.substitute_for is None)
        Seat.objects.bulk_create(seat for seat in self.seats if seat.substitute_for is not None)


def _seat_office(cast: _Cast, county: County) -> None:
    for key in ("case_officer", "", ""):
        cast.seat(cast.person(key), Role.CASE_OFFICER, county)
    for key in ("approver", ""):
        cast.seat(cast.person(key), Role.APPROVER, county)


def _seat_leaders(cast: _Cast, networks: list[Network]) -> None:
    for network in networks:
        is_home = network.name == HOME
        cast.seat(cast.person("leader" if is_home else ""), Role.NETWORK_LEADER, network)
        if is_home or network.name.startswith("Trond"):
            cast.seat(cast.person("coordinator" if is_home else ""), Role.COORDINATOR, network)


def _seat_owners(cast: _Cast, county: County) -> dict[int, User]:
    """A contact for every owner that has kindergartens; by the owner's key."""
    kindergartens = Kindergarten.objects.filter(owner__county=county)
    owners = Organisation.objects.filter(pk__in=kindergartens.values("owner")).order_by("pk")
    found = {}
    for owner in owners:
        found[owner.pk] = cast.person("owner" if owner.name == tables.CHAINS[0] else "")
        cast.seat(found[owner.pk], Role.OWNER, owner)
    return found


def _seat_heads(cast: _Cast, county: County, random: Random) -> None:
    """The head of the sign-in page works for that page's owner; a third of the others have a person too."""
    rows = Kindergarten.objects.filter(owner__county=county).select_related("owner").order_by("pk")
    mine = rows.filter(owner__name=tables.CHAINS[0], municipality__memberships__network__name=HOME).first()
    for kindergarten in rows:
        if kindergarten == mine:
            cast.seat(cast.person("head"), Role.HEAD, kindergarten)
        elif random.random() < 0.2:
            cast.seat(cast.person(), Role.HEAD, kindergarten)


def _seat_universities(cast: _Cast, county: County) -> dict[int, User]:
    universities = Organisation.objects.filter(county=county, kind=OrganisationKind.UNIVERSITY).order_by("pk")
    found = {}
    for university in universities:
        found[university.pk] = cast.person("uh" if university.label == tables.DMMH else "")
        cast.seat(found[university.pk], Role.UH_COORDINATOR, university)
    return found


def _seat_members(
    cast: _Cast, network: Network, owners: dict[int, User], universities: dict[int, User]
) -> None:
    """Owners' contacts and university coordinators are members too; authorities and PPT have people of their own."""
    is_home = network.name == HOME
    places = list(
        Municipality.objects.filter(valid_on(cast.since, "memberships__"), memberships__network=network)
    )
    for place in places:
        if place.number != WITHOUT_AUTHORITY:
            key = "authority" if is_home and place.number == "5028" else ""
            _member(cast, cast.person(key), network, Interest.AUTHORITY, place.name_nb, municipality=place)
    if network.name != WITHOUT_PPT:
        _member(cast, cast.person("ppt" if is_home else ""), network, Interest.PPT, f"PPT {network.name}")
    if is_home:
        _member(cast, cast.person("member"), network, Interest.STAFF, "Barnehageansatte")
    for kind, interest, number in (
        (OrganisationKind.MUNICIPALITY, Interest.MUNICIPAL_OWNER, 3),
        (OrganisationKind.PRIVATE_OWNER, Interest.PRIVATE_OWNER, 2),
    ):
        rows = Organisation.objects.filter(kind=kind, kindergartens__municipality__in=places)
        rows = rows.exclude(name=tables.CHAINS[0])  # the sign-in page's owner is an owner and nothing else
        for owner in rows.order_by("pk").distinct()[:number]:
            _member(cast, owners[owner.pk], network, interest, owner.name)
    partners = network.partnerships.order_by("university").values_list("university", flat=True).distinct()
    for pk in partners:
        _member(cast, universities[pk], network, Interest.UNIVERSITY, "")


def _member(
    cast: _Cast, user: User, network: Network, interest: Interest, represents: str, **fields: Any
) -> None:
    cast.seat(user, Role.NETWORK_MEMBER, network, interest=interest, represents=represents, **fields)


def _seat_substitute(cast: _Cast) -> None:
    """Somebody stands in for the demo network's member from the PPT: the same role, body and interest."""
    mains = (
        seat for seat in cast.seats if seat.interest == Interest.PPT and seat.user.email == EMAILS["ppt"]
    )
    main = next(mains)
    fields = {"interest": main.interest, "represents": main.represents, "substitute_for": main}
    cast.seat(cast.person(), Role.NETWORK_MEMBER, main.body, **fields)


def _seat_forum(cast: _Cast, forum: Forum, university_people: list[User]) -> None:
    for number, (interest, represents) in enumerate(FORUM):
        user = cast.person("forum" if number == 0 else "")
        cast.seat(user, Role.FORUM_MEMBER, forum, interest=interest, represents=represents)
    for user in university_people:
        cast.seat(user, Role.FORUM_MEMBER, forum, interest=Interest.UNIVERSITY, represents="")


def _names(random: Random) -> Iterator[str]:
    names = [f"{given} {family}" for given in tables.GIVEN_NAMES for family in tables.FAMILY_NAMES]
    random.shuffle(names)
    return iter(names)


def _ascii(name: str) -> str:
    """'Øyvind Demoås' -> 'oyvind.demoas'."""
    plain = name.lower().replace("ø", "o").replace("æ", "ae").replace("å", "a").replace(" ", ".")
    return unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
