"""Themes, kinds of study and amounts in the browser."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.models import StudyType, Theme
from needs.queries.nomination import most_per_kindergarten, usual_amounts
from needs.queries.tables import themes
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World

MOST_QUERIES = 12


@pytest.fixture
def client(world, at, sign_in):
    chain.theme(world)
    chain.study_type(world)
    at(AUTUMN)
    return sign_in("case_officer")


def url(name: str, row: Any = None) -> str:
    return reverse(f"needs:{name}", kwargs={"pk": row.pk} if row else {})


def names(world: World) -> list[str]:
    return [theme.name for theme in themes(world.county)]


@pytest.mark.parametrize(("kind", "model"), [("theme", Theme), ("study_type", StudyType)])
def test_add_rename_take_out_and_back_in(world, client, kind, model):
    client.post(url(f"{kind}_create"), {"name": "Uteliv"})
    row = model.objects.get(name="Uteliv")
    client.post(url(f"{kind}_edit", row), {"name": "Friluftsliv <b>"})
    client.post(url(f"{kind}_retire", row))

    page = client.get(url(f"{kind}_list"))
    assert [row["name"] for row in page.context["retired"]] == ["Friluftsliv <b>"]
    assert "Friluftsliv &lt;b&gt;" in page.text
    client.post(url(f"{kind}_restore", row))
    assert client.get(url(f"{kind}_list")).context["retired"] == []


def test_the_order_is_moved_by_a_button_and_by_the_field_that_script_fills(world, client):
    keys = [row.pk for row in themes(world.county)]
    before = names(world)

    client.post(url("theme_list"), {"order": ",".join(map(str, keys)), "move": f"{keys[1]}:up"})
    assert names(world)[:2] == [before[1], before[0]]
    client.post(url("theme_list"), {"order": ",".join(map(str, keys))})
    assert names(world) == before


@pytest.mark.parametrize("name", ["", "   ", "x" * 200, "nul\x00", "Språk, lek og miljø"])
def test_a_name_that_cannot_be_used_is_refused_and_stays_typed(world, client, name):
    answer = client.post(url("theme_create"), {"name": name})

    assert answer.status_code in (200, 409)
    assert answer.context["form"]["name"].value() == name
    assert answer.context["form"].errors


def test_the_approver_reads_the_tables_and_changes_nothing(world, client, sign_in):
    approver = sign_in("approver")

    assert not approver.get(url("theme_list")).context["may_keep"]
    assert approver.post(url("theme_list"), {"order": "1"}).status_code == 404
    assert approver.post(url("theme_create"), {"name": "Ny"}).status_code == 404
    assert "Ny" not in names(world)


def test_amounts_are_suggested_saved_and_shown(world, client):
    sami = StudyType.objects.get(code="ablu_sami")
    page = reverse("needs:study_terms", kwargs={"year": world.round.grant_year})
    form = client.get(client.get(url("study_terms_newest")).url).context["form"]
    assert form[f"amount_{sami.pk}"].value() == "80\xa0000"

    client.post(page, {f"amount_{sami.pk}": "80 000", "most_per_kindergarten": "2"})

    assert (usual_amounts(world.round), most_per_kindergarten(world.round)) == ({sami.pk: 80_000}, 2)


@pytest.mark.parametrize(
    ("field", "value"), [("most_per_kindergarten", "0"), ("amount", "-1"), ("amount", "mye")]
)
def test_an_amount_that_is_none_is_said_at_its_field(world, client, field, value):
    name = field if field != "amount" else f"amount_{chain.study_type(world).pk}"

    answer = client.post(reverse("needs:study_terms", kwargs={"year": 2027}), {name: value})

    assert answer.context["form"].errors.keys() == {name}


def test_amounts_are_turned_away_when_nominations_have_closed(world, client, at):
    at(FEBRUARY)

    answer = client.get(reverse("needs:study_terms", kwargs={"year": 2027}))

    assert answer.url == url("study_type_list")


@pytest.mark.parametrize("name", ["theme_list", "study_type_list"])
def test_a_table_takes_the_same_few_queries_however_long_it_is(world, client, name):
    one = count(client, url(name))
    for n in range(3):
        Theme.objects.create(county=world.county, name=f"Tema {n}")
        StudyType.objects.create(county=world.county, name=f"Studie {n}", code=f"s{n}")

    assert count(client, url(name)) == one
    assert one <= MOST_QUERIES


def count(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)
