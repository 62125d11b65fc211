"""The language switch: kept on the person and in a cookie, and back to one of our own pages."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def choose(client, language, before="/inn/"):
    return client.post(reverse("set_language"), {"language": language, "next": before})


def test_the_signed_out_keep_their_choice_in_a_cookie(client, settings):
    answer = choose(client, "en")
    assert (answer.status_code, answer.url) == (302, "/inn/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.get("/inn/")["Content-Language"] == "en"


def test_a_person_keeps_the_choice(client):
    user = UserFactory()
    client.force_login(user)
    choose(client, "en")
    user.refresh_from_db()
    assert user.language == "en"


def test_an_unknown_language_is_not_found(client):
    assert choose(client, "xx").status_code == 404


def test_another_site_is_never_gone_to(client):
    assert choose(client, "en", "https://example.com/").url == "/"
    assert choose(client, "en", "//example.com/").url == "/"


def test_a_link_cannot_change_the_language(client):
    assert client.get(reverse("set_language")).status_code == 405
