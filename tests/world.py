"""A small county in which every role is held by one person: the stage of most tests.

`world.people["leader"]` leads `world.network`; `world.people["other_leader"]` leads `world.other_network`, and so on.
"""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from common.clock import oslo
from networks import queries
from networks.models import (
    County,
    Deadline,
    Forum,
    Kindergarten,
    Municipality,
    Network,
    Organisation,
    OrganisationKind,
    Round,
    Seat,
    User,
)
from networks.roles import BODY_FIELD, Interest, Role
from networks.services import default_deadlines
from tests import factories as f

AUTUMN = oslo(2026, 11, 20, 12)  # assessments, needs reports and nominations are open
WINTER = oslo(2027, 1, 15, 12)  # needs reports have closed; bases are open
FEBRUARY = oslo(2027, 2, 10, 12)  # bases and nominations have closed; lists are open
MARCH = oslo(2027, 3, 10, 12)  # recommendation
APRIL = oslo(2027, 4, 10, 12)  # decision and letters
NEXT_SPRING = oslo(2028, 5, 10, 12)  # reports

ROLES = (
    "head",
    "owner",
    "leader",
    "coordinator",
    "member",
    "uh",
    "forum",
    "case_officer",
    "approver",
    "other_head",
    "other_owner",
    "other_leader",
    "other_uh",
    "foreign_officer",
    "nobody",
)


@dataclass
class World:
    county: County
    municipality: Municipality
    other_municipality: Municipality
    network: Network
    other_network: Network
    university: Organisation
    other_university: Organisation
    owner: Organisation
    other_owner: Organisation
    payee: Organisation
    kindergarten: Kindergarten
    sister: Kindergarten
    other_kindergarten: Kindergarten
    forum: Forum
    round: Round
    people: dict[str, User] = field(default_factory=dict)

    def person(self, role: str) -> User:
        """The person of a role, fresh from the database (so that no seats are remembered)."""
        return User.objects.get(pk=self.people[role].pk)

    def fresh_round(self) -> Round:
        """The round as services want it: with its deadlines and dispensations loaded."""
        return queries.rounds().get(pk=self.round.pk)


def make_round(county: County, grant_year: int) -> Round:
    """A round with the scheme's default dates."""
    round = Round.objects.create(county=county, grant_year=grant_year, scheme_key="REKOM_2021")
    Deadline.objects.bulk_create(default_deadlines(round, round.scheme))
    return queries.rounds().get(pk=round.pk)


def make_world() -> World:
    """Two networks, each with a municipality, a university and owners; a round for 2027."""
    county = f.CountyFactory(name="Prøvefylket", number="50")
    places = [f.MunicipalityFactory(county=county, name_nb=name) for name in ("Prøvedal", "Annendal")]
    payee = f.OrganisationFactory(county=county, name="Prøvedal kommune", kind=OrganisationKind.MUNICIPALITY)
    networks = [
        f.NetworkFactory(county=county, name="Prøvenettverket", payee=payee),
        f.NetworkFactory(county=county, name="Annet nettverk", payee=payee),
    ]
    universities = [
        f.OrganisationFactory(county=county, name=name, kind=OrganisationKind.UNIVERSITY)
        for name in ("Prøve høgskole", "Andre universitet")
    ]
    for network, place, university in zip(networks, places, universities, strict=True):
        f.NetworkMunicipalityFactory(network=network, municipality=place)
        f.PartnershipFactory(network=network, university=university, is_first_partner=True)
    owners = [
        f.OrganisationFactory(county=county, name=name) for name in ("Lekestua Prøve SA", "Annen eier AS")
    ]
    world = World(
        county=county,
        municipality=places[0],
        other_municipality=places[1],
        network=networks[0],
        other_network=networks[1],
        university=universities[0],
        other_university=universities[1],
        owner=owners[0],
        other_owner=owners[1],
        payee=payee,
        kindergarten=f.KindergartenFactory(name="Lekestua", owner=owners[0], municipality=places[0]),
        sister=f.KindergartenFactory(name="Lillestua", owner=owners[0], municipality=places[0]),
        other_kindergarten=f.KindergartenFactory(name="Annenstua", owner=owners[1], municipality=places[1]),
        forum=f.ForumFactory(county=county),
        round=make_round(county, 2027),
    )
    _seat_everybody(world)
    return world


def _seat_everybody(world: World) -> None:
    foreign = f.CountyFactory(name="Fremmedfylket", number="99")
    seats = {
        "head": (Role.HEAD, world.kindergarten, {}),
        "owner": (Role.OWNER, world.owner, {}),
        "leader": (Role.NETWORK_LEADER, world.network, {}),
        "coordinator": (Role.COORDINATOR, world.network, {}),
        "member": (Role.NETWORK_MEMBER, world.network, {"interest": Interest.PPT}),
        "uh": (Role.UH_COORDINATOR, world.university, {}),
        "forum": (Role.FORUM_MEMBER, world.forum, {"interest": Interest.UNION}),
        "case_officer": (Role.CASE_OFFICER, world.county, {}),
        "approver": (Role.APPROVER, world.county, {}),
        "other_head": (Role.HEAD, world.other_kindergarten, {}),
        "other_owner": (Role.OWNER, world.other_owner, {}),
        "other_leader": (Role.NETWORK_LEADER, world.other_network, {}),
        "other_uh": (Role.UH_COORDINATOR, world.other_university, {}),
        "foreign_officer": (Role.CASE_OFFICER, foreign, {}),
    }
    people = User.objects.bulk_create(
        User(name=f"Prøve {key.replace('_', ' ').title()}", email=f"{key}@example.no")
        for key in (*seats, "nobody")
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people
    )
    world.people = dict(zip((*seats, "nobody"), people, strict=True))
    Seat.objects.bulk_create(
        Seat(user=world.people[key], role=role, valid_from=f.LONG_AGO, **{BODY_FIELD[role]: body}, **fields)
        for key, (role, body, fields) in seats.items()
    )
