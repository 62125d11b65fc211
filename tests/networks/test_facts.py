"""The facts that letters need: who keeps them, how numbers are read, what stays when two people save."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.refusals import NotAllowed, NotNow, may
from networks import queries, rules, services
from networks.changes import change_lines, person_of
from networks.facts import facts_lacking
from networks.models import Organisation
from tests import factories as f
from tests.world import AUTUMN, ROLES

MOST = 12
ACCOUNT, OTHER_ACCOUNT = "12345670007", "12345670015"
NUMBER = "990000018"
ODD = "Sámi á đ ŋ š ŧ ž ï ö, عربى, 😀 <b>&"


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def url_of(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs=kwargs)


def edit_url(organisation: Organisation) -> str:
    return url_of("organisation_edit", pk=organisation.pk)


def page_data(client, url: str, **typed) -> dict[str, str]:
    """What a browser sends from the page when `typed` is written over what stands there."""
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form}
    first = {field.html_initial_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in (first | shown | typed).items()}


def fresh(organisation: Organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def who_may(world, check, *args, **kwargs) -> set[str]:
    return {role for role in ROLES if may(check, world.person(role), *args, **kwargs, now=AUTUMN) is None}


def test_only_a_case_officer_of_the_county_keeps_its_facts(world):
    assert who_may(world, rules.check_may_update_organisation, world.owner) == {"case_officer"}
    assert who_may(world, rules.check_may_update_network, world.network, payee=None) == {"case_officer"}
    assert who_may(world, rules.check_may_update_office, world.county) == {"case_officer"}


def test_the_money_of_a_network_stays_in_its_county(world):
    stranger = f.OrganisationFactory(county=f.CountyFactory())
    with pytest.raises(NotAllowed):
        services.update_network(
            network=world.network,
            changes={"payee": stranger},
            by=world.person("case_officer"),
            now=AUTUMN,
        )
    world.network.refresh_from_db()
    assert world.network.payee == world.payee


def update(world, by="case_officer", **changes):
    return services.update_organisation(
        organisation=world.owner, changes=changes, by=world.person(by), now=AUTUMN
    )


def test_an_owner_cannot_change_its_own_account_number(world):
    with pytest.raises(NotAllowed):
        update(world, by="owner", account_number=ACCOUNT)
    assert fresh(world.owner).account_number == "12345678911"


def test_a_number_that_another_has_is_refused_and_nothing_is_changed(world):
    with pytest.raises(NotNow):
        update(world, name="Ny", org_number=world.payee.org_number)
    assert fresh(world.owner).name == "Lekestua Prøve SA"


def test_a_change_of_a_number_says_what_and_who(world):
    update(world, account_number=ACCOUNT)
    update(world, account_number="", name="Nytt navn")
    update(world, postal_address="Annen vei 2")
    versions = queries.versions_of(world.owner)
    lines = change_lines(versions, queries.names_of({person_of(row) for row in versions} - {None}))
    assert [(line.text, line.by) for line in lines] == [
        ("Registrert", ""),
        ("Kontonummer: fra 1234.56.78911 til 1234.56.70007", "Prøve Case Officer"),
        (
            "Navn: fra Lekestua Prøve SA til Nytt navn. Kontonummer: fra 1234.56.70007 til ingenting",
            "Prøve Case Officer",
        ),
    ]


def test_what_an_organisation_lacks_is_named(world):
    assert facts_lacking(world.owner) == []
    bare = f.OrganisationFactory(county=world.county, org_number=None, account_number="", postal_address="")
    assert facts_lacking(bare) == ["organisasjonsnummer", "kontonummer", "postadresse"]


def names_on(response) -> list[str]:
    return [row.record.name for row in response.context["table"].rows]


def test_the_list_shows_who_lacks_facts_and_who_of_them_gets_letters(world, sign_in):
    Organisation.objects.filter(pk__in=[world.other_owner.pk, world.university.pk]).update(account_number="")
    Organisation.objects.filter(pk=world.payee.pk).update(org_number=None)
    client, url = sign_in("approver"), url_of("organisation_list")
    assert names_on(client.get(url, {"mangler": "ja"})) == [
        "Annen eier AS",
        "Prøve høgskole",
        "Prøvedal kommune",
    ]
    assert names_on(client.get(url, {"mangler": "brev"})) == ["Prøve høgskole", "Prøvedal kommune"]


def test_the_list_is_searched_by_name_number_and_kind(world, sign_in):
    client, url = sign_in("case_officer"), url_of("organisation_list")
    number = world.owner.org_number
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert names_on(client.get(url, {"name": "lekestua"})) == ["Lekestua Prøve SA"]
    assert names_on(client.get(url, {"name": spaced})) == ["Lekestua Prøve SA"]
    assert names_on(client.get(url, {"kind": "municipality"})) == ["Prøvedal kommune"]
    assert names_on(client.get(url, {"name": "x\x00", "kind": "tull", "sort": "tull"})) is not None


@pytest.mark.parametrize("name", ["organisation_list", "office_detail", "office_edit"])
def test_no_page_asks_more_than_twelve_questions(world, sign_in, name):
    assert asked(sign_in("case_officer"), url_of(name)) <= MOST


def asked(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_more_organisations_networks_and_versions_ask_no_more(world, sign_in):
    client = sign_in("case_officer")
    urls = [
        url_of("organisation_list"),
        url_of("organisation_detail", pk=world.payee.pk),
        edit_url(world.payee),
        url_of("network_edit", pk=world.network.pk),
    ]
    update(world, name="Nytt navn")
    services.update_organisation(
        organisation=world.payee, changes={"name": "Ny"}, by=world.person("case_officer"), now=AUTUMN
    )
    before = [asked(client, url) for url in urls]
    for number in range(3):
        f.OrganisationFactory(county=world.county)
        f.NetworkFactory(county=world.county, payee=world.payee)
        services.update_organisation(
            organisation=world.payee,
            changes={"name": f"Ny {number}"},
            by=world.person("case_officer"),
            now=AUTUMN,
        )
    assert [asked(client, url) for url in urls] == before
    assert max(before) <= MOST


def test_a_case_officer_writes_the_facts_as_people_write_numbers(world, sign_in):
    client, url = sign_in("case_officer"), edit_url(world.owner)
    typed = {
        "name": ODD,
        "org_number": "990 000 018",
        "account_number": " 1234.56.70007 ",
        "postal_address": "Veien 2, 7000 Prøveby",
        "email": "ny@example.no",
        "written_form": "nn",
    }
    answer = client.post(url, page_data(client, url, **typed))
    assert (answer.status_code, answer["Location"]) == (
        302,
        url_of("organisation_detail", pk=world.owner.pk),
    )
    saved = fresh(world.owner)
    assert (saved.name, saved.org_number, saved.account_number) == (ODD, NUMBER, ACCOUNT)
    assert (saved.postal_address, saved.email, saved.written_form) == (
        "Veien 2, 7000 Prøveby",
        "ny@example.no",
        "nn",
    )


def test_a_number_can_be_taken_away_again(world, sign_in):
    client, url = sign_in("case_officer"), edit_url(world.owner)
    assert client.post(url, page_data(client, url, org_number="", account_number="")).status_code == 302
    assert (fresh(world.owner).org_number, fresh(world.owner).account_number) == (None, "")


def test_a_page_that_was_left_open_overwrites_nothing_it_did_not_change(world, sign_in):
    client, url = sign_in("case_officer"), edit_url(world.owner)
    left_open = page_data(client, url, name="Nytt navn")
    client.post(url, page_data(client, url, account_number=ACCOUNT, email="ny@example.no"))
    assert client.post(url, left_open).status_code == 302
    saved = fresh(world.owner)
    assert (saved.name, saved.account_number, saved.email) == ("Nytt navn", ACCOUNT, "ny@example.no")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"org_number": "990000019"}, "990000019 er ikke et organisasjonsnummer"),
        ({"org_number": "99000001"}, "99000001 er ikke et organisasjonsnummer"),
        ({"account_number": "12345670008"}, "12345670008 er ikke et kontonummer"),
        ({"account_number": "1234 56 7000x"}, "Skriv bare sifre."),
        ({"account_number": "1" * 20_000}, "Skriv bare sifre."),
        ({"account_number": "٠١٢٣٤٥٦٧٨٩٠"}, "Skriv bare sifre."),
        ({"org_number": "a\x00"}, "Skriv bare sifre."),
        ({"name": "a\x00"}, "NUL"),
        ({"name": ""}, "Fyll ut: Navn"),
        ({"name": "x" * 20_000}, "160"),
        ({"postal_address": "x" * 20_000}, "200"),
        ({"email": "ingen"}, "e-post"),
        ({"written_form": "sv"}, "sv"),
    ],
)
def test_what_is_wrong_is_said_kept_on_the_page_and_not_saved(world, sign_in, typed, sentence):
    client, url = sign_in("case_officer"), edit_url(world.owner)
    answer = client.post(url, page_data(client, url, **typed))
    page = answer.content.decode()
    assert (answer.status_code, sentence in page) == (200, True)
    assert f"<h1>{world.owner.name}</h1>" in page
    assert fresh(world.owner).name == world.owner.name
    assert fresh(world.owner).account_number == world.owner.account_number


def test_a_number_that_another_has_is_said_at_its_field(world, sign_in):
    client, url = sign_in("case_officer"), edit_url(world.owner)
    answer = client.post(url, page_data(client, url, org_number=world.payee.org_number))
    assert answer.context["form"].errors == {
        "org_number": ["En annen virksomhet har dette organisasjonsnummeret."]
    }


def test_the_organisations_of_another_county_do_not_exist(world, sign_in):
    client, stranger = sign_in("case_officer"), f.OrganisationFactory(county=f.CountyFactory())
    for name in ("organisation_detail", "organisation_edit"):
        assert client.get(url_of(name, pk=stranger.pk)).status_code == 404
    assert client.post(edit_url(stranger), {"name": "Min"}).status_code == 404
    network = f.NetworkFactory(county=stranger.county)
    assert client.get(url_of("network_edit", pk=network.pk)).status_code == 404


def test_a_case_officer_says_who_receives_the_money(world, sign_in):
    client, url = sign_in("case_officer"), url_of("network_edit", pk=world.network.pk)
    typed = page_data(client, url, payee=world.owner.pk, leader_amount_nok="400 000 kr")
    assert client.post(url, typed).status_code == 302
    world.network.refresh_from_db()
    assert (world.network.payee, world.network.leader_amount_nok) == (world.owner, 400_000)


@pytest.mark.parametrize("payee", ["999999", "tull", "99999999999999999999"])
def test_a_strange_recipient_is_refused(world, sign_in, payee):
    client, url = sign_in("case_officer"), url_of("network_edit", pk=world.network.pk)
    assert client.post(url, page_data(client, url, payee=payee)).status_code == 200
    world.network.refresh_from_db()
    assert world.network.payee == world.payee


def test_a_recipient_in_another_county_is_refused(world, sign_in):
    stranger = f.OrganisationFactory(county=f.CountyFactory())
    test_a_strange_recipient_is_refused(world, sign_in, str(stranger.pk))


def test_a_case_officer_writes_how_the_office_is_reached(world, sign_in):
    client, url = sign_in("case_officer"), url_of("office_edit")
    typed = {"office_org_number": "990 000 018", "phone": "00 00 00 01"}
    assert client.post(url, page_data(client, url, **typed)).status_code == 302
    world.county.refresh_from_db()
    assert (world.county.office_org_number, world.county.phone) == (NUMBER, "00 00 00 01")


def test_the_office_page_names_what_is_lacking(world, sign_in):
    world.county.phone = world.county.email = ""
    world.county.save()
    page = " ".join(sign_in("approver").get(url_of("office_detail")).content.decode().split())
    assert "Mangler: e-post, telefon." in page


@pytest.mark.parametrize("role", ["case_officer", "approver"])
def test_only_those_who_may_change_see_the_button(world, sign_in, role):
    client, may_change = sign_in(role), role == "case_officer"
    pages = {
        url_of("organisation_detail", pk=world.owner.pk): edit_url(world.owner),
        url_of("network_detail", pk=world.network.pk): url_of("network_edit", pk=world.network.pk),
        url_of("office_detail"): url_of("office_edit"),
    }
    for page, link in pages.items():
        assert (f'href="{link}"' in client.get(page).content.decode()) is may_change
