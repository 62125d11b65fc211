"""docs/states.md shows what the MOVES tables say."""

from django.conf import settings

from rekom.states_drawing import OBJECTS, draw, tables


def test_pictures_are_current():
    drawn = (settings.BASE_DIR / "docs" / "states.md").read_text(encoding="utf-8")
    assert drawn == draw(), "run `manage.py draw_states`"


def test_every_table_is_drawn():
    assert {(table.app, table.name) for table in tables()} == set(OBJECTS)
