"""A code by e-mail: who is known gets one, who is not sees the same page, and nobody registers."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.urls import reverse

from rekom.middleware import chosen_language

pytestmark = pytest.mark.django_db


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    answer = ask_for_code(client, "nobody@example.no")
    assert (answer.status_code, answer.url) == (302, reverse("account_confirm_login_code"))
    assert mail.outbox == []


def test_nobody_registers_freely(client):
    answer = client.get(reverse("account_signup"))
    assert [template.name for template in answer.templates][0] == "account/signup_closed.html"


def test_there_are_no_password_pages(client):
    assert client.get("/accounts/login/").status_code == 404
    assert client.get("/accounts/password/reset/").status_code == 404


def test_the_browsers_language_is_not_asked(client):
    answer = client.get(reverse("account_login"), headers={"accept-language": "en"})
    assert answer["Content-Language"] == "nb"


def test_a_chosen_language_is_kept_in_a_cookie(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert client.get(reverse("account_login"))["Content-Language"] == "en"


def test_an_unknown_language_in_the_cookie_is_bokmål(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get(reverse("account_login"))["Content-Language"] == "nb"


def test_the_persons_own_choice_stands_above_the_cookie(rf, settings):
    request = rf.get("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "nb"
    request.user = SimpleNamespace(is_authenticated=True, language="en")
    assert chosen_language(request) == "en"
