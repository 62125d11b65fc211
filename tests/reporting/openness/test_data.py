"""The data files: what they say, to whom, and that they are sent piece by piece."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reporting.openness.catalogue import DATASETS, RESULTS
from reporting.openness.schema import table_schema
from reporting.openness.writing import ROWS, cell, csv_pieces, json_pieces
from tests.reporting import stage
from tests.world import NEXT_SPRING

keys = pytest.mark.parametrize("key", [dataset.key for dataset in DATASETS])


@pytest.fixture
def open_world(world, at):
    stage.network_grant(world)
    at(NEXT_SPRING)
    return world


def fetched(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.getvalue()


def rows_of(path: str) -> list[dict[str, str]]:
    text = fetched(path).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


@keys
def test_csv_and_json_say_the_same(open_world, key):
    rows = rows_of(f"/apne-data/v1/{key}.csv")
    found = json.loads(fetched(f"/apne-data/v1/{key}.json"))
    assert found["dataset"] == key
    assert found["licence"] == "NLOD-2.0"
    as_texts = [{name: cell(value) for name, value in row.items()} for row in found["rows"]]
    assert as_texts == rows


@keys
def test_any_web_page_may_read_a_file_and_each_is_sent_as_it_is_read(open_world, key):
    answer = Client().get(f"/apne-data/v1/{key}.csv")
    assert answer.streaming
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Disposition"] == f'attachment; filename="{key}.csv"'
    answer.getvalue()


@pytest.mark.parametrize("key", [dataset.key for dataset in DATASETS if dataset.has_network])
def test_a_file_is_narrowed_by_year_and_network(open_world, key):
    year, network = open_world.round.grant_year, open_world.network.pk
    whole = rows_of(f"/apne-data/v1/{key}.csv")
    own = rows_of(f"/apne-data/v1/{key}.csv?aar={year}&nettverk={network}")
    assert own == [row for row in whole if row["nettverk_id"] == str(network)]
    assert rows_of(f"/apne-data/v1/{key}.csv?aar=1999") == []


def test_what_is_no_number_is_not_found(open_world):
    for query in ("aar=abc", "nettverk=-1"):
        assert Client().get(f"/apne-data/v1/linjer.csv?{query}").status_code == 404
    assert Client().get("/apne-data/v1/finnes-ikke.csv").status_code == 404


def test_one_student_is_not_counted(open_world):
    """The world has one student: neither number nor money is there, nor what they could be worked out from."""
    (students,) = [
        row for row in rows_of(f"/apne-data/v1/{RESULTS.key}.csv") if row["gruppe"] == "studenter"
    ][:1]
    assert students["antall"] == ""
    grants = rows_of("/apne-data/v1/tildelinger.csv")
    network = next(row for row in grants if row["mottakertype"] == "nettverk")
    assert (network["studenter"], network["individuelle_tiltak"], network["sum"]) == ("", "", "")
    assert int(network["faste_poster"]) > 0


def test_lines_of_individual_measures_are_not_there(open_world):
    assert {row["formal"] for row in rows_of("/apne-data/v1/linjer.csv")} <= {"fast", "felles"}


@keys
def test_the_schema_says_every_field_in_both_languages(open_world, key):
    schema = json.loads(fetched(f"/apne-data/v1/{key}.schema.json"))
    dataset = next(row for row in DATASETS if row.key == key)
    assert [field["name"] for field in schema["fields"]] == list(dataset.names)
    assert all(field["description"]["nb"] and field["description"]["en"] for field in schema["fields"])
    assert schema == json.loads(json.dumps(table_schema(dataset)))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "true"),
        (-5, "-5"),
        (Decimal("12.50"), "12.5"),
        (Decimal("100"), "100"),
        (date(2027, 4, 15), "2027-04-15"),
        ("=1+1", "'=1+1"),
        ("-lek", "'-lek"),
        ("@navn", "'@navn"),
        ("+47", "'+47"),
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ("\n=1+1", "'\n=1+1"),
        ("  =1+1", "'  =1+1"),
        ("Lek & læring", "Lek & læring"),
    ],
)
def test_a_cell_is_data_and_never_a_formula(value, said):
    assert cell(value) == said


@given(st.lists(st.tuples(st.text(), st.one_of(st.none(), st.integers())), max_size=8))
def test_whatever_a_text_holds_the_file_has_its_rows(rows):
    text = b"".join(csv_pieces(("a", "b"), rows)).decode("utf-8-sig")
    found = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert len(found) == len(rows) + 1
    assert all(not row[0].startswith(("=", "+", "-", "@")) for row in found[1:])


def test_a_long_file_is_sent_in_pieces():
    rows = ((number,) for number in range(ROWS * 3))
    assert len(list(csv_pieces(("a",), rows))) == 4


def test_an_empty_file_is_whole():
    assert json.loads(b"".join(json_pieces(RESULTS, [], schema_url="/x")))["rows"] == []
