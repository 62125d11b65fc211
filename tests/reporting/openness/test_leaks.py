"""Nothing about a person and nothing unfinished is on an open page or in a data set.

Every text column of the portal that is not named here as public gets a mark of its own; no mark may be seen, and no
statement may ask for such a column.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.models import Report
from reporting.openness.catalogue import DATASETS
from tests.grants.stage import STUDENT
from tests.networks import plans_stage
from tests.reporting import stage
from tests.reporting.access_openness import ROWS
from tests.world import NEXT_SPRING

APPS = ("common", "networks", "needs", "grants", "reporting")
PUBLIC = {
    "networks.County": ("name", "number", "office_name", "email"),
    "networks.Network": ("name",),
    "networks.Forum": ("name",),
    "networks.Organisation": ("name", "short_name"),
    "networks.Kindergarten": ("name", "org_number"),
    "networks.KindergartenPeriod": ("name",),
    "networks.Municipality": ("number", "name_nb"),
    "needs.Theme": ("name",),
    "needs.StudyType": ("name",),
    "needs.Measure": ("title", "goal"),
    "grants.GrantLine": ("label",),
    "grants.GrantLetter": ("number",),
    "reporting.Report": ("public_text",),
    "reporting.MeasureReport": ("carried_out", "attainment"),
}
"""Every text column that everybody may read. A new one is put here by somebody who has thought about it."""
OF_PERSONS = {
    "networks.User": ("name", "email"),
    "needs.Nomination": ("student_name", "student_email"),
}
TEXTS = (models.CharField, models.TextField, models.EmailField)
PLANTED_AT_LEAST = 25
"""Columns that the world of the tests has rows in."""


def private_columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """The text columns that nobody has named as public; what is chosen from a list is not a text."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_concrete_fields:
                is_text = isinstance(field, TEXTS) and not field.choices
                if is_text and field.name not in PUBLIC.get(model._meta.label, ()):
                    yield model, field


@pytest.fixture
def marks(world, at) -> dict[str, str]:
    """A world with a sent report, with a mark in every private column: {mark: column}."""
    stage.submitted(world)
    plans_stage.adopted(world)
    at(NEXT_SPRING)
    found = {}
    for number, (model, field) in enumerate(private_columns()):
        mark = f"qz{number}x"
        value = f"{mark}@example.no" if "email" in field.name else mark
        try:
            with transaction.atomic():
                if model._base_manager.update(**{field.name: value}):
                    found[mark] = f"{model._meta.label}.{field.name}"
        except DatabaseError:
            continue  # the database holds it to something: a fixed form, one of each, never changed
    return found


def open_addresses(world) -> list[str]:
    pages = [reverse(row.url, kwargs=dict(row.make(world))) for row in ROWS]
    files = [
        reverse(f"open_data:{kind}_download", kwargs={"dataset": dataset.key})
        for kind in ("csv", "json")
        for dataset in DATASETS
    ]
    return [*pages, *files, "/apent/tiltak/?q=qz"]


def said(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


def test_no_text_that_is_not_named_public_is_seen(world, marks):
    assert len(marks) >= PLANTED_AT_LEAST
    leaks = []
    for path in open_addresses(world):
        page = said(path)
        leaks += [f"{path}: {column}" for mark, column in marks.items() if mark in page]
        leaks += [f"{path}: a student" for name in (STUDENT, "hemmelig.student") if name in page]
    assert leaks == []


def test_persons_are_among_what_is_looked_for(db):
    looked_for = {(model._meta.label, field.name) for model, field in private_columns()}
    wanted = {(label, name) for label, names in OF_PERSONS.items() for name in names}
    assert wanted <= looked_for


def test_no_statement_asks_for_a_column_that_is_not_public(world, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    addresses = open_addresses(world)
    with CaptureQueriesContext(connection) as asked:
        for path in addresses:
            said(path)
    statements = [query["sql"] for query in asked]
    columns = {f'"{model._meta.db_table}"."{field.column}"' for model, field in private_columns()}
    assert sorted(column for column in columns if any(column in sql for sql in statements)) == []
    assert [sql for sql in statements if "networks_user" in sql or "networks_seat" in sql] == []
    assert [sql for sql in statements if "*" in sql.split(" FROM ")[0] and "COUNT(*)" not in sql] == []


def test_a_planted_leak_is_seen(world, marks):
    """A text of a report that is not approved would be found, were it shown."""
    text = Report.objects.get(grant__network=world.network).summary
    assert text in marks


def test_every_field_of_a_data_set_is_written_down_and_filled(world, at):
    stage.network_grant(world)
    at(NEXT_SPRING)
    for dataset in DATASETS:
        header, *rows = said(reverse("open_data:csv_download", kwargs={"dataset": dataset.key})).splitlines()
        assert header.removeprefix("\ufeff").split(";") == list(dataset.names)
        assert rows, dataset.key
