"""Who should be in a network (Langsiktig plan): each demand, met and not met."""

from django.utils.translation import override

from networks.composition import composition
from networks.models import Kindergarten, OrganisationKind
from networks.queries import people_of
from networks.roles import Interest, Role
from tests import factories as f
from tests.world import AUTUMN


def checks(world) -> dict[str, list[str]]:
    with override("en"):
        rows = composition(
            people_of(world.network, now=AUTUMN),
            [world.municipality],
            Kindergarten.objects.filter(municipality=world.municipality),
            [world.university],
        )
    return {row.label: list(row.people) for row in rows}


def test_a_network_with_ppt_alone_lacks_the_rest(world):
    assert checks(world) == {
        "Kindergarten authority in Prøvedal": [],
        "Educational psychological service (PPT)": ["Prøve Member"],
        "Private owners": [],
        "Partner university": [],
    }


def test_municipal_owners_are_asked_for_where_there_is_a_municipal_kindergarten(world):
    municipal = f.OrganisationFactory(county=world.county, kind=OrganisationKind.MUNICIPALITY)
    f.KindergartenFactory(owner=municipal, municipality=world.municipality)
    assert checks(world)["Municipal owners"] == []


def test_an_authority_counts_for_its_own_municipality_alone(world):
    user = f.UserFactory(name="Prøve Myndighet")
    fields = {"interest": Interest.AUTHORITY, "municipality": world.other_municipality}
    seat = f.seat(Role.NETWORK_MEMBER, world.network, user, **fields)
    assert checks(world)["Kindergarten authority in Prøvedal"] == []
    seat.municipality = world.municipality
    seat.save()
    assert checks(world)["Kindergarten authority in Prøvedal"] == ["Prøve Myndighet"]
