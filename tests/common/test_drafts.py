"""Merging a draft field by field: what is taken, what must be chosen, and that nothing typed is ever lost."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.drafts import Conflict, Saved, Shown, fingerprint, merge, plain
from tests.factories import UserFactory

KEYS = ["why", "goal", "groups"]
TEXTS = st.sampled_from(["", "a", "b", "c", "a\r\nb", "a\nb", " a "])
LISTS = st.lists(st.sampled_from(["heads", "teachers", "union"]), unique=True)
VALUES = st.fixed_dictionaries({"why": TEXTS, "goal": TEXTS, "groups": LISTS})


@pytest.mark.parametrize(
    ("some", "other"),
    [
        (None, ""),
        ([], None),
        ("a\r\nb", "a\nb"),
        (" a ", "a"),
        (100, Decimal("100.00")),
        (True, 1),
        (["b", "a"], ("a", "b")),
        ([3, 10], ["10", "3"]),
        (date(2027, 8, 1), "2027-08-01"),
    ],
)
def test_values_that_people_read_as_the_same_are_the_same(some: Any, other: Any) -> None:
    assert plain(some) == plain(other)
    assert fingerprint(some) == fingerprint(other)


@pytest.mark.parametrize(
    ("some", "other"), [(0, None), (False, None), ("a", "b"), (["a"], ["a", "b"]), ("0", "")]
)
def test_values_that_differ_differ(some: Any, other: Any) -> None:
    assert fingerprint(some) != fingerprint(other)


def test_an_object_is_compared_by_its_key(db) -> None:
    user = UserFactory()
    assert plain(user) == plain(user.pk)
    assert plain([user]) == plain([user.pk])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"fields": []}', '{"version": "x", "fields": {}}', "1" * 50_000]
)
def test_what_a_page_sends_back_wrongly_counts_as_nothing_shown(text: str) -> None:
    assert Shown.read(text) == Shown(0)


def test_what_a_page_shows_is_read_back() -> None:
    shown = Shown.of({"why": "æøå 🌱", "groups": ["heads"]}, 7)
    assert Shown.read(shown.text) == shown


def test_a_field_that_only_i_have_changed_is_taken() -> None:
    merged = merge(shown=Shown.of({"why": "a"}, 1), typed={"why": "b"}, stored={"why": "a"})
    assert (merged.changed, merged.conflicts) == ({"why": "b"}, [])


def test_a_field_that_only_another_has_changed_is_left() -> None:
    merged = merge(shown=Shown.of({"why": "a"}, 1), typed={"why": "a"}, stored={"why": "b"})
    assert (merged.changed, merged.conflicts) == ({}, [])


def test_a_field_that_both_have_changed_is_given_back() -> None:
    merged = merge(shown=Shown.of({"why": "a"}, 1), typed={"why": "b"}, stored={"why": "c"})
    assert (merged.changed, merged.conflicts) == ({}, [Conflict("why", "b", "c")])


def test_both_wrote_the_same_and_nobody_must_choose() -> None:
    merged = merge(shown=Shown.of({"why": "a"}, 1), typed={"why": "b"}, stored={"why": "b"})
    assert (merged.changed, merged.conflicts) == ({}, [])


def test_a_field_that_was_not_shown_is_taken_only_where_nothing_stands() -> None:
    typed = {"why": "a", "goal": "b", "groups": ["heads"]}
    merged = merge(shown=Shown(0), typed=typed, stored={"why": "", "goal": "c", "groups": []})
    assert merged.changed == {"why": "a", "groups": ["heads"]}
    assert merged.conflicts == [Conflict("goal", "b", "c")]


def test_a_field_that_does_not_belong_is_left_out() -> None:
    merged = merge(shown=Shown(0), typed={"state": "shared"}, stored={"why": ""})
    assert (merged.changed, merged.conflicts) == ({}, [])


def test_who_keeps_their_own_has_seen_the_others_text_and_no_later_one() -> None:
    shown = Shown.of({"why": "a"}, 1)
    conflict = merge(shown=shown, typed={"why": "b"}, stored={"why": "c"}).conflicts[0]
    chosen = shown.accepting({"why": conflict.print})
    assert merge(shown=chosen, typed={"why": "b"}, stored={"why": "c"}).changed == {"why": "b"}
    assert merge(shown=chosen, typed={"why": "b"}, stored={"why": "d"}).conflicts == [
        Conflict("why", "b", "d")
    ]


def test_an_untouched_field_keeps_what_it_showed_so_that_a_later_save_puts_no_old_text_back() -> None:
    page = Shown.of({"why": "a", "goal": "x"}, 1)
    saved = Saved(3, {"why": "b", "goal": "y"})  # I wrote why, somebody else has written goal
    page = saved.shown(page, {"why": "b", "goal": "x"})
    again = merge(shown=page, typed={"why": "bb", "goal": "x"}, stored={"why": "b", "goal": "y"})
    assert (again.changed, again.conflicts) == ({"why": "bb"}, [])


def test_what_a_service_stores_in_its_own_way_is_no_conflict_with_oneself() -> None:
    page = Shown.of({"why": ""}, 1)
    page = Saved(2, {"why": "A"}).shown(page, {"why": "a"})
    assert merge(shown=page, typed={"why": "a b"}, stored={"why": "A"}).conflicts == []


@given(before=VALUES, typed=VALUES, stored=VALUES)
def test_nothing_typed_is_ever_lost(
    before: dict[str, Any], typed: dict[str, Any], stored: dict[str, Any]
) -> None:
    merged = merge(shown=Shown.of(before, 1), typed=typed, stored=stored)
    given_back = {conflict.key: conflict.mine for conflict in merged.conflicts}
    for key, mine in typed.items():
        is_untouched = plain(mine) == plain(before[key])
        stands = plain(stored[key]) == plain(mine)
        assert is_untouched or stands or merged.changed.get(key) == mine or given_back.get(key) == mine


@given(before=VALUES, typed=VALUES, stored=VALUES)
def test_nothing_stored_is_written_over_that_the_writer_has_not_seen(
    before: dict[str, Any], typed: dict[str, Any], stored: dict[str, Any]
) -> None:
    merged = merge(shown=Shown.of(before, 1), typed=typed, stored=stored)
    assert all(plain(stored[key]) == plain(before[key]) for key in merged.changed)


@given(before=VALUES, mine=VALUES, theirs=VALUES)
def test_where_two_do_not_touch_the_same_field_the_order_of_saves_does_not_matter(
    before: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    both = [
        key
        for key in KEYS
        if plain(mine[key]) != plain(before[key]) and plain(theirs[key]) != plain(before[key])
    ]
    mine, theirs = {**mine, **{k: before[k] for k in both}}, {**theirs, **{k: before[k] for k in both}}
    shown = Shown.of(before, 1)
    ends = []
    for first, second in ((mine, theirs), (theirs, mine)):
        stands = {**before, **merge(shown=shown, typed=first, stored=before).changed}
        merged = merge(shown=shown, typed=second, stored=stands)
        assert merged.conflicts == []
        ends.append({key: plain(value) for key, value in {**stands, **merged.changed}.items()})
    assert ends[0] == ends[1]


@dataclass
class Window:
    """A page that somebody writes in: what is typed, what it says it showed, and what its writer has really seen."""

    typed: dict[str, Any]
    shown: Shown
    seen: dict[str, Any] = field(default_factory=dict)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.integers(0, 1), st.sampled_from(["why", "goal"]), TEXTS),
        st.tuples(st.just("save"), st.integers(0, 1)),
        st.tuples(st.just("open"), st.integers(0, 1)),
        st.tuples(st.just("keep"), st.integers(0, 1)),
    ),
    max_size=30,
)


@given(start=VALUES, actions=ACTIONS)
def test_two_windows_never_write_over_what_they_have_not_seen(
    start: dict[str, Any], actions: list[Any]
) -> None:
    """However often each types, saves, chooses and opens again."""
    stored = dict(start)
    windows = [Window(dict(start), Shown.of(start, 1), dict(start)) for _ in range(2)]
    for name, number, *more in actions:
        window = windows[number]
        if name == "type":
            window.typed[more[0]] = more[1]
        elif name == "open":
            windows[number] = Window(dict(stored), Shown.of(stored, 1), dict(stored))
        else:
            merged = merge(shown=window.shown, typed=window.typed, stored=stored)
            if name == "keep":
                window.shown = window.shown.accepting({row.key: row.print for row in merged.conflicts})
                window.seen |= {row.key: row.theirs for row in merged.conflicts}
                merged = merge(shown=window.shown, typed=window.typed, stored=stored)
                assert merged.conflicts == []
            for key, mine in merged.changed.items():
                assert plain(stored[key]) == plain(window.seen[key])
                stored[key] = mine
            saved = Saved(2, dict(stored), merged.conflicts)
            window.seen |= {
                key: stored[key] for key in KEYS if plain(stored[key]) == plain(window.typed[key])
            }
            window.shown = saved.shown(window.shown, window.typed)
