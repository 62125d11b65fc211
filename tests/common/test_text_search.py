"""Search in Norwegian text: what is found is asked of PostgreSQL itself; what is shown is escaped."""

import pytest
from django.contrib.postgres.search import SearchVector
from django.db.models import TextField, Value

from common.text_search import START, STOP, excerpt, marked, text_query
from networks.models import County
from tests import factories as f

TEXT = "Vi vil styrke språkmiljøet i barnehagene, og barns lek ute."


@pytest.fixture
def county(db) -> County:
    return f.CountyFactory()


def is_found(typed: str) -> bool:
    text = Value(TEXT, output_field=TextField())
    rows = County.objects.annotate(found=SearchVector(text, config="norwegian"))
    return rows.filter(found=text_query(typed)).exists()


@pytest.mark.parametrize(
    "typed", ["språkmiljø", "språk", "barnehage", "leker", '"barns lek"', "lek -inne", "lek or x"]
)
def test_words_are_found_in_any_form_and_as_the_beginning_of_joined_words(county, typed):
    assert is_found(typed)


@pytest.mark.parametrize("typed", ["miljø", "matte", '"lek barns"', "lek -ute", "og"])
def test_what_does_not_stand_there_is_not_found(county, typed):
    assert not is_found(typed)


@pytest.mark.parametrize("typed", ["", "  ", "!!", "&|"])
def test_nothing_typed_asks_for_nothing(typed):
    assert text_query(typed) is None


@pytest.mark.parametrize("typed", ["'", "lek'; drop", "a:* & b", "\\", "(", "<->", "_", "æ'ø"])
def test_odd_signs_never_break_the_search(county, typed):
    query = text_query(typed)
    if query is not None:
        assert is_found(typed) in (True, False)


def test_the_words_found_are_marked_and_everything_else_is_escaped(county):
    text = Value("<b>Lek</b> & læring ute, lek inne", output_field=TextField())
    row = County.objects.annotate(words=excerpt(text, text_query("lek"))).get(pk=county.pk)
    shown = marked(row.words)
    assert "<mark>Lek</mark>" in shown
    assert "<mark>lek</mark>" in shown
    assert "<b>" not in shown


def test_signs_that_stand_alone_are_taken_away():
    assert marked(f"a {STOP}b{START} <i>") == "a b &lt;i&gt;"
