"""Keys of others' bodies, sent where the form offers one's own: refused or overlooked, and nothing points to them."""

from typing import Any

import pytest
from django.urls import reverse

from tests.access import Row
from tests.needs import chain
from tests.test_access_matrix import ROWS
from tests.web_forms import forms_of
from tests.world import FEBRUARY, World


def row_of(url: str) -> Row:
    """The first page of the matrix with this name."""
    return next(row for row in ROWS if row.url == url and row.method == "get")


CASES = [
    ("needs:need_edit", "kindergartens", "other_kindergarten"),
    ("needs:nomination_create", "kindergarten", "other_kindergarten"),
    ("needs:nomination_edit", "kindergarten", "other_kindergarten"),
    ("needs:measure_create", "kindergartens", "other_kindergarten"),
    ("needs:measure_edit", "kindergartens", "other_kindergarten"),
    ("needs:measure_create", "university_{}", "other_university"),
    ("needs:measure_edit", "university_{}", "other_university"),
]


@pytest.mark.parametrize(("url", "field", "foreign"), CASES)
def test_nothing_comes_to_point_to_a_foreign_body(url, field, foreign, world, sign_in, at):
    row, body = row_of(url), getattr(world, foreign)
    at(row.now)
    address = reverse(url, kwargs=dict(row.make(world)))
    client = sign_in(row.allowed[0])
    form = next(form for form in forms_of(client.get(address).content.decode()) if form.method == "post")
    before = pointers(body)
    client.post(form.action or address, form.data(**{field.format(body.pk): str(body.pk)}))
    assert pointers(body) == before


def pointers(body: Any) -> dict[str, int]:
    """How many rows point to the body, by relation."""
    found = {}
    for relation in body._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: body.pk})
        found[relation.related_model.__name__] = rows.count()
    return found


def test_a_nomination_of_another_network_gets_no_rank_from_this_ones_leader(world, sign_in, at):
    mine, theirs = _two_nominations(world)
    at(FEBRUARY)
    address = reverse(
        "needs:nomination_list_rank", kwargs={"network": world.network.pk, "year": world.round.grant_year}
    )
    leader = sign_in("leader")
    form = next(f for f in forms_of(leader.get(address).content.decode()) if f.method == "post")
    leader.post(address, form.data(order=f"{theirs.pk},{mine.pk}", **{f"why_{theirs.pk}": "Vår"}))
    leader.post(address, form.data(order=f"{theirs.pk},{mine.pk}", move=f"{theirs.pk}:up"))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert theirs.network_rank is None
    assert theirs.network_note == ""
    assert mine.network_rank in (None, 1)


def _two_nominations(world: World):
    mine = chain.submitted_nomination(world)
    theirs = chain.submitted_nomination(world, "other_head", kindergarten=world.other_kindergarten)
    return mine, theirs


def test_the_network_in_the_address_is_the_one_that_is_changed(world, sign_in, at):
    """A measure's key from another network under one's own address is not found, and stays as it is."""
    row = row_of("needs:measure_edit")
    at(row.now)
    place = dict(row.make(world))
    stranger = sign_in("other_leader")
    elsewhere = reverse(row.url, kwargs={**place, "network": world.other_network.pk})
    answers = [stranger.get(elsewhere).status_code, stranger.post(elsewhere, {"title": "Kapret"}).status_code]
    assert answers == [404, 404]
    assert chain.basis(world).measures.get().title != "Kapret"
