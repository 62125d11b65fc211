"""Where a person was when they last wrote on something."""

from common.clock import oslo
from common.models import WritingPlace
from common.places import note_place, place_of
from tests.factories import UserFactory

NOON, LATER = oslo(2026, 11, 20, 12), oslo(2026, 11, 20, 13)


def test_nobody_has_a_place_before_they_write(reader) -> None:
    assert place_of(reader, "report:1") == ""


def test_the_last_place_counts_for_each_person_and_thing(reader) -> None:
    other = UserFactory()
    note_place(reader, "report:1", "needs", now=NOON)
    note_place(reader, "report:1", "send", now=LATER)
    note_place(reader, "report:2", "cooperation", now=NOON)
    note_place(other, "report:1", "needs", now=NOON)
    assert [place_of(reader, "report:1"), place_of(reader, "report:2"), place_of(other, "report:1")] == [
        "send",
        "cooperation",
        "needs",
    ]
    assert WritingPlace.objects.get(user=reader, about="report:1").at == LATER
