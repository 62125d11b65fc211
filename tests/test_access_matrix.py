"""Every URL × every role: who gets which answer. A URL without a row fails."""

import importlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access import EVERYBODY, Row, each
from tests.world import World

APPS = ["networks", "needs", "grants", "reporting", "rekom"]
ROWS: list[Row] = [row for app in APPS for row in importlib.import_module(f"tests.{app}.access").ROWS]


def _url_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def test_every_url_has_a_row():
    known = {row.url for row in ROWS}
    assert sorted(set(_url_names(get_resolver())) - known) == []


def test_every_row_is_a_url():
    urls = set(_url_names(get_resolver()))
    assert sorted({row.url for row in ROWS} - urls) == []


@pytest.fixture
def world(scene, db) -> World:
    """The world of the row's scene."""
    return scene.world


@each(ROWS)
def test_url_answers_each_role_as_the_matrix_says(scene, row, sign_in, at):
    at(row.now)
    url, data = row.address(scene), row.sent(scene)
    expected = {role: row.expected(role) for role in EVERYBODY if role not in row.allowed}
    answers = {role: _answer(role, row, url, data, sign_in) for role in expected}
    assert answers == expected


@each(ROWS)
def test_url_lets_in_whom_the_matrix_names(scene, row, sign_in, at, subtests):
    at(row.now)
    url, data = row.address(scene), row.sent(scene)
    for role in row.allowed[:1] if row.method == "post" else row.allowed:
        with subtests.test(role=role):
            assert _answer(role, row, url, data, sign_in) == row.status


def _answer(role: str, row: Row, url: str, data, sign_in) -> int:
    client = Client(raise_request_exception=False) if role == "anonymous" else sign_in(role)
    response = getattr(client, row.method)(url, data=data)
    if response.streaming:
        response.getvalue()  # a download closes its file when it has been read
    return response.status_code
