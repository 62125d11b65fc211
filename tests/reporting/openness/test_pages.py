"""The open pages: who was given what, in both languages, without cookies, and kept by any cache."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from rekom.open_pages import ADDRESSES
from tests.reporting import stage
from tests.reporting.access_openness import PAGES, ROWS
from tests.world import NEXT_SPRING

SPACES = {"open": "nb", "open_en": "en"}


@pytest.fixture
def open_world(world, at):
    stage.network_grant(world)
    at(NEXT_SPRING)
    return world


def read(path: str, **headers):
    return Client().get(path, headers=headers)


def addresses(world):
    return [(row.url, reverse(row.url, kwargs=dict(row.make(world)))) for row in ROWS]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(("name", "make"), PAGES, ids=[name for name, _make in PAGES])
def test_a_page_is_there_in_both_languages(open_world, space, name, make):
    answer = read(reverse(f"{space}:{name}", kwargs=dict(make(open_world))))
    assert answer.status_code == 200
    assert answer["Content-Language"] == SPACES[space]
    assert f'<html lang="{SPACES[space]}">' in answer.content.decode()
