"""The pages on which a case officer keeps a network's municipalities and universities."""

from datetime import date

import pytest
from django.urls import reverse

from networks.models import Network, NetworkMunicipality, Partnership
from tests import factories as f
from tests.networks.pages import queries_of
from tests.world import AUTUMN


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


@pytest.fixture
def officer(sign_in):
    return sign_in("case_officer")


def address(world, name: str = "membership_list", **more) -> str:
    return reverse(f"networks:{name}", kwargs={"network": world.network.pk, **more})


def text(response) -> str:
    return response.content.decode()


def outside(world) -> dict[str, object]:
    """The other municipality belongs to no network; what is typed to let it in."""
    NetworkMunicipality.objects.filter(network=world.other_network).delete()
    return {
        "network": world.network.pk,
        "municipality": world.other_municipality.pk,
        "valid_from": "2026-12-01",
    }


def test_the_list_shows_what_is_and_what_was(world, officer):
    f.NetworkMunicipalityFactory(
        network=world.network,
        municipality=f.MunicipalityFactory(name_nb="Gamledal"),
        valid_to=date(2024, 1, 1),
    )
    page = text(officer.get(address(world)))
    assert [name in page for name in ("Prøvedal", "Gamledal", "31. desember 2023", "Prøve høgskole")] == [
        True
    ] * 4


def test_joining_says_which_rounds_change_and_saves_when_that_is_seen(world, officer):
    typed, page = outside(world), address(world, "membership_create")
    asked = officer.post(page, typed)
    assert (asked.status_code, asked.context["seen"]) == (200, "2027-1")
    assert world.network.memberships.count() == 1
    saved = officer.post(page, typed | {"seen": "2027-1"})
    assert saved.url == address(world)
    assert world.network.memberships.count() == 2


def test_joining_asks_again_when_the_day_is_changed_to_one_that_reaches_another_round(world, officer):
    typed, page = outside(world), address(world, "membership_create")
    assert officer.post(page, typed | {"seen": "2026-1"}).status_code == 200
    assert officer.post(page, typed | {"valid_from": "2027-01-02"}).status_code == 302


def test_joining_twice_is_refused_with_the_way_on(world, officer):
    page = address(world, "membership_create")
    typed = {"municipality": world.other_municipality.pk, "valid_from": "2027-02-01"}
    answer = officer.post(page, typed)
    other = NetworkMunicipality.objects.get(network=world.other_network)
    way_on = reverse("networks:membership_end", kwargs={"network": world.other_network.pk, "pk": other.pk})
    assert (answer.status_code, way_on in text(answer)) == (409, True)


def test_a_gap_leads_to_the_choice_of_a_network(world, officer):
    typed = outside(world)
    way = f"{reverse('networks:membership_place')}?kommune={world.other_municipality.pk}"
    assert text(officer.get(reverse("networks:gap_list"))).count(way) == 2
    form = officer.get(way).context["form"]
    assert form.initial["municipality"] == world.other_municipality.pk
    assert f'value="{world.other_municipality.pk}" selected' in text(officer.get(way))
    saved = officer.post(way, typed | {"valid_from": "2026-11-20", "seen": "2027-1"})
    assert saved.url == address(world)
    assert way not in text(officer.get(reverse("networks:gap_list")))


def test_a_gap_leads_the_approver_to_where_it_can_be_looked_into(world, sign_in):
    outside(world)
    page = text(sign_in("approver").get(reverse("networks:gap_list")))
    assert reverse("networks:membership_place") not in page
    assert reverse("networks:organisation_detail", kwargs={"pk": world.other_owner.pk}) in page


def test_leaving_says_which_rounds_change_between_the_days(world, officer):
    row = world.network.memberships.get()
    page = address(world, "membership_end", pk=row.pk)
    asked = officer.post(page, {"last_on": "2026-12-31"})
    assert (asked.status_code, asked.context["seen"]) == (200, "2027-2")
    assert officer.post(page, {"last_on": "2026-12-31", "seen": "2027-2"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to == date(2027, 1, 1)


def test_a_partnership_is_begun_and_ended(world, officer):
    typed = {"university": world.other_university.pk, "valid_from": "2027-02-01"}
    assert officer.post(address(world, "partnership_create"), typed).status_code == 302
    made = Partnership.objects.get(network=world.network, university=world.other_university)
    page = address(world, "partnership_end", pk=made.pk)
    assert officer.post(page, {"last_on": "2027-01-31"}).status_code == 302
    assert not Partnership.objects.filter(pk=made.pk).exists()
    assert "Andre universitet" in text(officer.get(address(world)))


def test_a_new_network_is_made_and_its_list_shown(world, officer):
    page = reverse("networks:network_create")
    assert page in text(officer.get(reverse("networks:network_list")))
    answer = officer.post(page, {"name": "Tredje nettverk"}, follow=True)
    made = Network.objects.get(name="Tredje nettverk")
    assert answer.redirect_chain[0][0] == reverse("networks:membership_list", kwargs={"network": made.pk})
    assert officer.post(page, {"name": "Tredje nettverk"}).status_code == 409


def test_the_network_page_leads_case_officers_there(world, officer, sign_in):
    page = reverse("networks:network_detail", kwargs={"pk": world.network.pk})
    assert address(world) in text(officer.get(page))
    assert address(world) not in text(sign_in("leader").get(page))


def test_the_list_asks_as_much_for_three_as_for_one(world, officer):
    before = queries_of(officer, address(world))
    for _number in range(2):
        f.NetworkMunicipalityFactory(
            network=world.network, municipality=f.MunicipalityFactory(county=world.county)
        )
        f.PartnershipFactory(
            network=world.network, university=f.OrganisationFactory(county=world.county, kind="university")
        )
    assert queries_of(officer, address(world)) == before
