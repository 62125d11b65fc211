"""What differs between two versions: nothing is lost, nothing is invented, and people can read it."""

from hypothesis import given
from hypothesis import strategies as st

from common.differences import (
    ADDED,
    REMOVED,
    SAME,
    SKIPPED,
    Part,
    compare,
    shortened,
    word_parts,
)
from common.kept import KeptRow, KeptSection

texts = st.text(alphabet="abæ .,\n", max_size=120)


def said(parts: list[Part], *hows: str) -> str:
    return "".join(part.text for part in parts if part.how in hows)


def section(key: str, *rows: KeptRow, title: str = "", number: int = 0) -> KeptSection:
    return KeptSection(key, title or key, rows, number)


@given(texts, texts)
def test_the_parts_give_both_texts_back(before: str, after: str) -> None:
    parts = word_parts(before, after)
    assert said(parts, SAME, REMOVED) == before
    assert said(parts, SAME, ADDED) == after


def test_equal_texts_are_one_part() -> None:
    assert word_parts("Felles språk.", "Felles språk.") == [Part(SAME, "Felles språk.")]


def test_an_added_word_is_added_alone() -> None:
    assert word_parts("Et felles språk.", "Et godt felles språk.") == [
        Part(SAME, "Et "),
        Part(ADDED, "godt "),
        Part(SAME, "felles språk."),
    ]


def test_a_very_long_rewriting_is_told_as_one() -> None:
    before, after = " ".join(["a"] * 3000), " ".join(["b"] * 3000)
    assert word_parts(before, after) == [Part(REMOVED, before), Part(ADDED, after)]


def test_long_unchanged_stretches_are_left_out() -> None:
    words = " ".join(str(n) for n in range(200))
    parts = shortened(word_parts(f"Før {words} midt {words} slutt", f"Nå {words} midt {words} slutten"))
    assert [part.how for part in parts] == [REMOVED, ADDED, SAME, SKIPPED, SAME, REMOVED, ADDED]
    assert said(parts, SAME).startswith(" 0 1 2")


def test_the_same_twice_differs_in_nothing() -> None:
    one = [section("a", KeptRow("why", "Hvorfor", "Tekst"))]
    assert compare(one, one) == []


def test_a_field_is_compared_by_its_key_and_named_as_now() -> None:
    (found,) = compare(
        [section("a", KeptRow("why", "Why", "En ting"), KeptRow("goal", "Goal", "Mål"))],
        [section("a", KeptRow("goal", "Mål", "Mål"), KeptRow("why", "Hvorfor", "To ting"))],
    )
    assert [(row.label, row.parts) for row in found.rows] == [
        ("Hvorfor", (Part(REMOVED, "En"), Part(ADDED, "To"), Part(SAME, " ting")))
    ]


def test_sections_are_added_removed_and_moved() -> None:
    rows = (KeptRow("why", "Why", "Fordi"), KeptRow("goal", "Goal", ""))
    before = [section("need:1", *rows, number=1), section("need:2", *rows, number=2)]
    after = [section("need:3", *rows, number=1), section("need:1", *rows, number=2)]
    found = compare(before, after)
    assert [(one.title, one.how, one.number_before, len(one.rows)) for one in found] == [
        ("need:3", ADDED, 0, 1),
        ("need:1", SAME, 1, 0),
        ("need:2", REMOVED, 0, 1),
    ]


def test_names_are_compared_as_whole_things() -> None:
    (found,) = compare(
        [section("a", KeptRow("k", "Kindergartens", names=("Lekestua", "Lillestua", "Storstua")))],
        [section("a", KeptRow("k", "Kindergartens", names=("Lekestua", "Storstua", "Nystua")))],
    )
    (row,) = found.rows
    assert (row.is_list, row.unchanged) == (True, 2)
    assert row.parts == (Part(REMOVED, "Lillestua"), Part(ADDED, "Nystua"))


def test_a_field_that_is_no_longer_asked_is_shown_as_removed() -> None:
    (found,) = compare([section("a", KeptRow("old", "Old", "Tekst"))], [section("a")])
    assert found.rows[0].parts == (Part(REMOVED, "Tekst"),)


def test_names_in_another_order_differ_in_nothing() -> None:
    before = [section("a", KeptRow("k", "Kindergartens", names=("B", "A")))]
    after = [section("a", KeptRow("k", "Kindergartens", names=("A", "B")))]
    assert compare(before, after) == []
