"""Junk at every address: the answer is a page and a sentence, never a fault, and what is typed is not lost."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import resolve, reverse

from common.models import OutboxMail, StateChange
from tests import junk
from tests.access import FORBIDDEN, MISSING, MOVED, OK, Row, each
from tests.test_access_matrix import ROWS
from tests.web_forms import Form, forms_of
from tests.world import World

APPS = ("common", "networks", "needs", "grants", "reporting")
ELSEWHERE = ("account_", "demo_", "health", "components")
"""Addresses of the sign-in and of the demo, and those that are closed in a test."""
ASKED = ("page", "sort", "mangler", "ny", "behov", "tema", "eier", "ledige", "rolle")
"""What pages look for in a query string besides what their filters name."""
NO_METHOD = 405
CALM = {200, 302, 400, 403, 404, 409}

OURS = [row for row in ROWS if not row.url.startswith(ELSEWHERE)]
PAGES = [row for row in OURS if row.method == "get" and row.status == OK]


def one_of_each(rows: list[Row]) -> list[Row]:
    """The first row of each address."""
    return list({row.url: row for row in reversed(rows)}.values())


@pytest.fixture
def world(scene, db) -> World:
    """The world of the row's scene."""
    return scene.world


@pytest.fixture
def visit(scene, sign_in, at) -> Callable[[Row], tuple[Client, str]]:
    """`visit(row)` gives a client in which an allowed person is signed in, and the address."""

    def visited(row: Row) -> tuple[Client, str]:
        at(row.now)
        return sign_in(row.allowed[0]), row.address(scene)

    return visited


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is taken back, whatever the database thinks of it."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def content(response: Any) -> str:
    """The page's own part, without the portal's header and footer."""
    page = response.getvalue().decode(errors="replace")
    found = re.search(r"<main\b.*</main>", page, re.DOTALL)
    return found.group() if found else ""


def status_of(response: Any) -> int:
    """The answer's status; a download is read, so that its file is closed."""
    if response.streaming:
        response.getvalue()
    return response.status_code


def forms_in(response: Any, method: str = "post") -> list[Form]:
    """The forms of a page that are sent by `method`."""
    return [form for form in forms_of(content(response)) if form.method == method]


@each(one_of_each(PAGES))
def test_page_takes_any_query_string(row, visit):
    client, url = visit(row)
    filters = {field.name for form in forms_in(client.get(url), "get") for field in form.fields} - {"aar"}
    kinds = junk.TYPED if filters else ("digits", "nul", "raised")
    answers = {}
    for kind in kinds:
        query = dict.fromkeys([*ASKED, *filters], junk.TYPED[kind])
        answers[kind] = status_of(client.get(url, query))
    for kind in ("digits", "nul", "huge"):
        answers[f"aar: {kind}"] = status_of(client.get(url, {"aar": junk.TYPED[kind]}))
    assert {kind: status for kind, status in answers.items() if status not in CALM} == {}


@each(PAGES)
def test_form_takes_any_junk_once_and_loses_nothing(row, visit, subtests):
    client, url = visit(row)
    for number, form in enumerate(forms_in(client.get(url))):
        with subtests.test("junk", form=number):
            assert restless(client, form, url) == {}
        with subtests.test("text", form=number):
            assert lost(client, form, url) == {}
        with subtests.test("twice", form=number), undone():
            check_is_done_once(client, form, url)


def restless(client: Client, form: Form, url: str) -> dict[str, int]:
    """The answers that no junk may get, by what was sent."""
    answers, sent = {}, []
    for what, data in spoiled(form):
        if data not in sent:
            with undone():
                answers[what] = client.post(form.action or url, data).status_code
            sent.append(data)
    return {what: status for what, status in answers.items() if status not in CALM}


def spoiled(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """The form with each kind of junk typed everywhere, and put where the portal has put something itself."""
    for kind, text in junk.TYPED.items():
        yield kind, form.data(**{field.name: text for field in form.fields if not field.is_chosen})
    chosen = [field.name for field in form.fields if field.is_chosen]
    for kind, key in junk.KEYS.items():
        yield f"all {kind}", form.data(**dict.fromkeys(chosen, key))
    for name in alike(chosen):
        for kind in ("unknown", "digits"):
            yield f"{name} {kind}", form.data(**{name: junk.KEYS[kind]})
    for name, value in form.buttons:
        yield f"{name} {value}", form.data(**{name: value})
    yield "nothing", {}


def alike(names: Iterable[str]) -> list[str]:
    """One name of each sort: of rank_7 and rank_8 one."""
    return list({re.sub(r"\d+", "", name): name for name in names}.values())


def lost(client: Client, form: Form, url: str) -> dict[str, str]:
    """Strange texts in all fields at once, then one too long in each: what is neither stored nor still there."""
    strange = {one.name: f"{junk.STRANGE} {n}" for n, one in enumerate(form.fields) if one.is_free_text}
    found: dict[str, str] = {}
    for texts in [strange, *({name: junk.LONG} for name in alike(strange))]:
        with undone():
            found |= lost_texts(client.post(form.action or url, form.data(**texts)), texts)
    return found


def lost_texts(response: Any, texts: dict[str, str]) -> dict[str, str]:
    """What is neither stored nor shown again with a sentence, by field."""
    if response.status_code == MOVED:
        return {name: "not stored" for name, text in texts.items() if not is_stored(text)}
    page = content(response)
    shown = {value for form in forms_of(page) for field in form.fields for value in field.values}
    lost = {
        name: f"gone from the page ({response.status_code})"
        for name, text in texts.items()
        if text not in shown
    }
    return lost if "ds-error-summary" in page else lost | dict.fromkeys(texts, "no sentence")


@cache
def search() -> tuple[str, int]:
    """SQL that looks for a text in every column of text and in the parts of plans, and how many times it asks."""
    columns = [
        (model._meta.db_table, field.column)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    asked = [f'SELECT 1 FROM "{table}" WHERE "{column}" = %s' for table, column in columns]
    asked.append("SELECT 1 FROM networks_longtermplan, jsonb_each_text(parts) AS part WHERE part.value = %s")
    return " UNION ALL ".join(asked), len(asked)


def is_stored(text: str) -> bool:
    """Whether the text stands somewhere in the database, sign by sign."""
    sql, times = search()
    with connection.cursor() as cursor:
        cursor.execute(sql, [text.strip()] * times)
        return cursor.fetchone() is not None


def check_is_done_once(client: Client, form: Form, url: str) -> None:
    """Sent again from the page it was sent from, it does nothing more, and a state that has moved on is told."""
    address, before = form.action or url, StateChange.objects.count()
    client.post(address, form.data(), headers={"referer": url})
    done = StateChange.objects.count(), OutboxMail.objects.count()
    again = client.post(address, form.data(), headers={"referer": url}, follow=True)
    assert (StateChange.objects.count(), OutboxMail.objects.count()) == done
    assert again.status_code in CALM
    if done[0] > before:
        assert "ds-alert" in content(again) or "ds-error-summary" in content(again)


@each(one_of_each(OURS))
def test_address_answers_only_what_it_is_for(row, visit):
    client, url = visit(row)
    assert found_nothing(client, row, url) == {}
    answers = {method: getattr(client, method)(url).status_code for method in ("put", "delete")}
    assert answers == {"put": NO_METHOD, "delete": NO_METHOD}
    if row.method == "get":
        head = client.head(url)
        assert (head.status_code, head.getvalue()) == (row.status, b"")
    forged = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forged.cookies = client.cookies
    refused = forged.post(url)
    assert (refused.status_code, "<h1" in content(refused)) == (FORBIDDEN, True)


def found_nothing(client: Client, row: Row, url: str) -> dict[tuple[str, int], int]:
    """What is answered otherwise than "not found" where the address names nothing."""
    place = resolve(url).kwargs
    answers = {}
    for name in [name for name, value in place.items() if isinstance(value, int)]:
        for key in junk.NO_KEYS:
            with undone():
                elsewhere = reverse(row.url, kwargs={**place, name: key})
                answers[name, key] = getattr(client, row.method)(elsewhere).status_code
    return {what: status for what, status in answers.items() if status != MISSING}
