"""How two versions differ, field by field and word by word, for people. Pure: knows no database and no HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from common.kept import KeptRow, KeptSection

SAME, ADDED, REMOVED, SKIPPED = "same", "added", "removed", "skipped"
MOST_WORDS = 1500
"""Words that are compared one by one, at most, after what both texts begin and end with; beyond that the rest of
the text counts as rewritten."""
AROUND = 12
"""Words that are shown on each side of a change; more of the unchanged text is left out."""

WORD = re.compile(r"\w+|\s+|[^\w\s]+")


@dataclass(frozen=True)
class Part:
    """Some words of a text: the same, added, removed, or skipped (unchanged and left out)."""

    how: str
    text: str


@dataclass(frozen=True)
class RowDifference:
    """One field that differs. `is_list`: each part is one whole thing, such as a kindergarten."""

    label: str
    parts: tuple[Part, ...]
    is_list: bool = False
    unchanged: int = 0


@dataclass(frozen=True)
class SectionDifference:
    """One section that differs: added, removed, moved, or with fields that differ."""

    title: str
    how: str
    rows: tuple[RowDifference, ...]
    number_before: int = 0


def compare(before: Sequence[KeptSection], after: Sequence[KeptSection]) -> list[SectionDifference]:
    """What differs, in the newer version's order; what was removed stands last. Empty when they say the same."""
    old = {section.key: section for section in before}
    found = [_section(old.get(section.key), section) for section in after]
    known = {section.key for section in after}
    gone = [_whole(section, REMOVED) for section in before if section.key not in known]
    return [difference for difference in found if difference is not None] + gone


def _section(before: KeptSection | None, after: KeptSection) -> SectionDifference | None:
    if before is None:
        return _whole(after, ADDED)
    rows = tuple(_rows(before.rows, after.rows))
    has_moved = before.number != after.number
    if not rows and not has_moved and before.title == after.title:
        return None
    return SectionDifference(after.title, SAME, rows, before.number if has_moved else 0)


def _whole(section: KeptSection, how: str) -> SectionDifference:
    filled = [row for row in section.rows if row.words]
    rows = (
        RowDifference(row.label, tuple(Part(how, text) for text in _things(row)), row.names is not None)
        for row in filled
    )
    return SectionDifference(section.title, how, tuple(rows))


def _rows(before: Iterable[KeptRow], after: Iterable[KeptRow]) -> Iterator[RowDifference]:
    old = {row.key: row for row in before}
    new = {row.key: row for row in after}
    for key, row in new.items():
        difference = _row(old.get(key) or KeptRow(key, row.label), row)
        if difference:
            yield difference
    for key, row in old.items():
        if key not in new and row.words:
            yield RowDifference(row.label, tuple(Part(REMOVED, text) for text in _things(row)))


def _row(before: KeptRow, after: KeptRow) -> RowDifference | None:
    if before.words == after.words:
        return None
    if after.names is None or (before.names is None and before.words):
        return RowDifference(after.label, tuple(shortened(word_parts(before.words, after.words))))
    old, new = before.names or (), after.names
    removed = [Part(REMOVED, name) for name in old if name not in new]
    added = [Part(ADDED, name) for name in new if name not in old]
    if not removed and not added:
        return None
    kept = sum(1 for name in new if name in old)
    return RowDifference(after.label, (*removed, *added), is_list=True, unchanged=kept)


def _things(row: KeptRow) -> Sequence[str]:
    return [row.text] if row.names is None else row.names


def word_parts(before: str, after: str) -> list[Part]:
    """The two texts as one, word by word. Joining "same" and "added" gives `after`; "same" and "removed" `before`."""
    old, new = WORD.findall(before), WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    parts = [(SAME, old[:start]), *_middle(old_middle, new_middle), (SAME, old[len(old) - end :])]
    return _joined(parts)


def _middle(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    """What lies between the common ends. One lonely word that both have between two changes is read more easily as
    part of the change.
    """
    if max(len(old), len(new)) > MOST_WORDS:
        return [(REMOVED, old), (ADDED, new)]
    found: list[tuple[str, list[str]]] = []
    removed: list[str] = []
    added: list[str] = []
    for what, a, b, c, d in SequenceMatcher(str.isspace, old, new).get_opcodes():
        if what == "equal" and sum(not word.isspace() for word in old[a:b]) > 1:
            found += [(REMOVED, removed), (ADDED, added), (SAME, old[a:b])]
            removed, added = [], []
        else:
            removed, added = removed + old[a:b], added + new[c:d]
    return [*found, (REMOVED, removed), (ADDED, added)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _joined(parts: Iterable[tuple[str, list[str]]]) -> list[Part]:
    filled = ((how, words) for how, words in parts if words)
    return [
        Part(how, "".join("".join(words) for _how, words in group))
        for how, group in groupby(filled, key=lambda part: part[0])
    ]


def shortened(parts: Sequence[Part]) -> list[Part]:
    """The same parts, with long unchanged stretches left out but for some words on each side of a change."""
    found: list[Part] = []
    for position, part in enumerate(parts):
        words = WORD.findall(part.text)
        is_first, is_last = position == 0, position == len(parts) - 1
        if part.how != SAME or len(words) <= 2 * AROUND + 4:
            found.append(part)
            continue
        head = [] if is_first else [Part(SAME, "".join(words[:AROUND]))]
        tail = [] if is_last else [Part(SAME, "".join(words[-AROUND:]))]
        found += [*head, Part(SKIPPED, "…"), *tail]
    return found
