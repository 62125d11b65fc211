"""Every row of every data set is what its schema says, in CSV and in JSON."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client

from reporting.openness.catalogue import DATASETS
from tests.reporting import stage
from tests.world import NEXT_SPRING

keys = pytest.mark.parametrize("key", [dataset.key for dataset in DATASETS])
IN_JSON = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "number": lambda value: type(value) in (int, float),
    "boolean": lambda value: type(value) is bool,
    "date": lambda value: date.fromisoformat(value).isoformat() == value,
}
IN_CSV = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


@pytest.fixture
def open_world(world, at):
    stage.network_grant(world)
    at(NEXT_SPRING)
    return world


def fetched(name: str) -> str:
    answer = Client().get(f"/apne-data/v1/{name}")
    assert answer.status_code == 200, name
    return answer.getvalue().decode("utf-8-sig")


def faults(fields, rows) -> list[str]:
    """Where a JSON row is not what the schema says: fields in their order, values of their type or null."""
    names = [field["name"] for field in fields]
    found = [f"row {number}: other fields" for number, row in enumerate(rows) if list(row) != names]
    found += [
        f"row {number}: {field['name']} is {row[field['name']]!r}"
        for number, row in enumerate(rows)
        for field in fields
        if row.get(field["name"]) is not None and not IN_JSON[field["type"]](row[field["name"]])
    ]
    return found


@keys
def test_each_row_in_json_is_what_the_schema_says(open_world, key):
    fields = json.loads(fetched(f"{key}.schema.json"))["fields"]
    rows = json.loads(fetched(f"{key}.json"))["rows"]
    assert rows
    assert faults(fields, rows) == []


@keys
def test_each_cell_in_csv_is_read_as_the_type_of_its_field(open_world, key):
    fields = json.loads(fetched(f"{key}.schema.json"))["fields"]
    header, *rows = csv.reader(StringIO(fetched(f"{key}.csv"), newline=""), delimiter=";")
    assert header == [field["name"] for field in fields]
    for row in rows:
        assert len(row) == len(fields)
        for field, value in zip(fields, row, strict=True):
            if value != "":
                IN_CSV[field["type"]](value)


def test_a_row_of_another_kind_is_seen():
    fields = [{"name": "aar", "type": "integer"}, {"name": "dag", "type": "date"}]
    assert faults(fields, [{"aar": 2027, "dag": "2027-04-15"}, {"aar": None, "dag": None}]) == []
    assert faults(fields, [{"aar": "2027", "dag": "2027-04-15"}]) == ["row 0: aar is '2027'"]
    assert faults(fields, [{"dag": None, "aar": 1}]) == ["row 0: other fields"]


@keys
def test_one_who_keeps_a_json_file_can_find_its_schema(open_world, settings, key):
    settings.PORTAL_URL = "https://rekom.example.no"
    found = json.loads(fetched(f"{key}.json"))
    assert found["schema"] == f"https://rekom.example.no/apne-data/v1/{key}.schema.json"
