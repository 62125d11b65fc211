"""The pages of networks, kindergartens, people and rounds: what they show, what they take, how much they ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.sorting import norwegian_key
from networks.models import Round
from networks.roles import Interest, Role
from tests import factories as f
from tests.world import AUTUMN

MOST = 12


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "name",
    [
        "network_list",
        "kindergarten_list",
        "person_list",
        "round_list",
        "seat_invite",
        "round_open",
        "profile",
    ],
)
def test_no_page_asks_more_than_twelve_questions(world, sign_in, name):
    assert queries_of(sign_in("case_officer"), reverse(f"networks:{name}")) <= MOST


@pytest.mark.parametrize("name", ["network_list", "kindergarten_list", "person_list", "round_list"])
def test_a_longer_list_asks_no_more(world, sign_in, name):
    client, url = sign_in("case_officer"), reverse(f"networks:{name}")
    before = queries_of(client, url)
    for number in range(3):
        place = f.MunicipalityFactory(county=world.county)
        f.NetworkMunicipalityFactory(network=f.NetworkFactory(county=world.county), municipality=place)
        kindergarten = f.KindergartenFactory(owner=world.owner, municipality=place)
        f.seat(Role.HEAD, kindergarten, f.UserFactory())
        Round.objects.create(county=world.county, grant_year=2030 + number, scheme_key="REKOM_2021")
    assert queries_of(client, url) == before


def test_a_network_with_more_of_everything_asks_no_more(world, sign_in):
    client, url = sign_in("member"), reverse("networks:network_detail", kwargs={"pk": world.network.pk})
    before = queries_of(client, url)
    for _number in range(3):
        f.KindergartenFactory(owner=world.owner, municipality=world.municipality)
        f.seat(Role.NETWORK_MEMBER, world.network, f.UserFactory(), interest=Interest.UNION)
    assert queries_of(client, url) == before <= MOST


def test_a_network_shows_people_partners_kindergartens_and_who_is_missing(world, sign_in):
    page = text_of(sign_in("head").get(reverse("networks:network_detail", kwargs={"pk": world.network.pk})))
    for shown in (
        "Prøve Leader",
        "Prøve Coordinator",
        "Prøve Member",
        "Prøve høgskole",
        "Lekestua",
        "Prøvedal",
    ):
        assert shown in page
    assert "Annenstua" not in page
    assert "leader@example.no" in page
    assert "member@example.no" not in page


def test_kindergartens_are_filtered(world, sign_in):
    url = reverse("networks:kindergarten_list")
    page = text_of(sign_in("head").get(url, {"network": world.other_network.pk}))
    assert "Annenstua" in page
    assert "Lekestua</td>" not in page.replace(" ", "")
    assert "Lillestua" not in page
    nothing = sign_in("head").get(url, {"name": "\u0000"})
    assert nothing.status_code == 200


def test_another_countys_network_does_not_exist(world, sign_in):
    foreign = f.NetworkFactory()
    response = sign_in("case_officer").get(reverse("networks:network_detail", kwargs={"pk": foreign.pk}))
    assert response.status_code == 404


def test_everybody_changes_their_own_page(world, sign_in):
    client = sign_in("head")
    typed = {"name": "Máret Ålund 🌞", "phone": "+47 00 00 00 00", "language": "en"}
    assert client.post(reverse("networks:profile"), typed).status_code == 302
    person = world.person("head")
    assert (person.name, person.phone, person.language) == tuple(typed.values())


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 20_000}, {"name": "a\x00b"}, {"language": "sv"}]
)
def test_a_wrong_page_is_said_and_not_saved(world, sign_in, wrong):
    response = sign_in("head").post(reverse("networks:profile"), {"name": "Ny", "language": "nb", **wrong})
    assert response.status_code == 200
    assert world.person("head").name == "Prøve Head"


def test_a_case_officer_chooses_a_year_that_has_no_round_and_goes_on_to_its_dates(world, sign_in):
    client, typed = sign_in("case_officer"), {"grant_year": "2028", "scheme_key": "REKOM_2021"}
    response = client.post(reverse("networks:round_open"), typed)
    assert (response.status_code, response.url) == (302, "/runde/ny/2028/REKOM_2021/")
    assert Round.objects.count() == 1
    assert client.post(reverse("networks:round_open"), typed | {"grant_year": "2027"}).status_code == 409


@pytest.mark.parametrize("year", ["1999", "99999999999999999999", "x", ""])
def test_a_strange_year_is_refused(world, sign_in, year):
    typed = {"grant_year": year, "scheme_key": "REKOM_2021"}
    assert sign_in("case_officer").post(reverse("networks:round_open"), typed).status_code == 200
    assert Round.objects.count() == 1


@pytest.mark.parametrize("name", ["kindergarten_list", "person_list", "organisation_list"])
@pytest.mark.parametrize("order", ["name", "-name"])
def test_a_list_is_put_in_norwegian_order_both_ways(world, sign_in, name, order):
    page = sign_in("case_officer").get(reverse(f"networks:{name}"), {"sort": order})
    shown = [str(row.get_cell_value("name")) for row in page.context["table"].rows]
    assert shown == sorted(shown, key=norwegian_key, reverse=order.startswith("-"))
