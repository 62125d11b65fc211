"""The component page, the frame of every page, and the pages that say no."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from networks.models import Seat
from networks.roles import BODY_FIELD, STAFF, Role
from rekom.nav import COUNTY_NAV, NAV, menus_for, nav_for

pytestmark = pytest.mark.django_db


def test_the_component_page_shows_every_part_in_the_demo(client, settings):
    settings.DEMO_MODE = True
    page = client.get(reverse("components")).content.decode()
    for part in (
        "duty",
        "kpis",
        "ds-alert",
        "ds-error-summary",
        "tablewrap",
        "empty",
        "timeline",
        "year",
        "figure",
    ):
        assert f'class="{part}' in page


def test_the_component_page_is_not_there_outside_the_demo(client, settings):
    settings.DEMO_MODE = False
    assert client.get(reverse("components")).status_code == 404


def test_a_page_has_its_language_a_skip_link_and_one_heading(client):
    page = client.get(reverse("account_login")).content.decode()
    assert '<html lang="nb">' in page
    assert 'href="#content"' in page
    assert page.count("<h1") == 1


def test_the_demo_says_that_it_is_one(client, settings):
    settings.DEMO_MODE = True
    assert 'class="demo"' in client.get(reverse("account_login")).content.decode()
    settings.DEMO_MODE = False
    assert 'class="demo"' not in client.get(reverse("account_login")).content.decode()


def test_an_unknown_page_is_shown_in_the_look(client):
    answer = client.get("/finnes-ikke/")
    assert answer.status_code == 404
    assert "site-footer" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_shown_when_all_else_fails_need_nothing(name):
    assert "<h1>" in render_to_string(name)


def seat(role: Role) -> Seat:
    """A seat in the body with the key 7."""
    return Seat(role=role, **{f"{BODY_FIELD[role]}_id": 7})


@pytest.mark.parametrize("entry", [*NAV, *COUNTY_NAV], ids=lambda entry: entry.url_name)
def test_every_entry_of_the_menu_leads_somewhere(entry):
    assert all(nav_for([seat(role)], "/", [entry])[0]["url"].startswith("/") for role in entry.roles)


def test_a_university_is_led_to_its_own_page():
    shown = nav_for([seat(Role.HEAD), seat(Role.UH_COORDINATOR)], "/behov/uh/7/")
    assert [entry["url"] for entry in shown if entry["current"]] == ["/behov/uh/7/"]


def test_the_menu_follows_the_seats():
    assert nav_for([], "/") == []
    assert [entry["current"] for entry in nav_for([seat(Role.OWNER)], "/")][0] is True


def test_only_the_deepest_entry_above_the_page_is_current():
    shown = nav_for([seat(Role.CASE_OFFICER)], reverse("grants:letter_list"))
    assert [entry["url"] for entry in shown if entry["current"]] == [reverse("grants:letter_list")]


@pytest.mark.parametrize("role", list(Role))
def test_the_county_menu_is_for_the_county_governors_staff(role):
    shown = nav_for([seat(role)], reverse("networks:organisation_list"), COUNTY_NAV)
    assert [entry["url"] for entry in shown if entry["current"]] == (
        [reverse("networks:organisation_list")] if role in STAFF else []
    )


@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_the_networks_once(role):
    urls = [entry["url"] for menu in (NAV, COUNTY_NAV) for entry in nav_for([seat(role)], "/", menu)]
    assert urls.count(reverse("networks:network_list")) == 1


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_its_duties_first(role):
    assert nav_for([seat(role)], "/")[0]["url"] == "/"


def test_one_entry_of_both_menus_is_current():
    main, county = menus_for([seat(Role.CASE_OFFICER)], reverse("reporting:dashboard"))

    assert [entry["url"] for entry in (*main, *county) if entry["current"]] == [
        reverse("reporting:dashboard")
    ]
