"""Numbers about fewer than five persons are not shown, and cannot be found by subtracting what is shown. Pure Python.

A table is the counts of persons by one thing (a network, a kind of study) whose sum is shown beside it. Several
tables may share one sum, but no table of two things at once is ever shown: then a hidden count can be reached by one
road alone, the sum less all that is shown, and that road is closed here (docs/adr/0042).
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any, TypeVar

LEAST = 5
"""The fewest persons that a number may be about."""

Key = TypeVar("Key", bound=Hashable)


def hidden_keys(counts: Mapping[Key, int], always: Collection[Key] = ()) -> frozenset[Key]:
    """The keys of a table whose counts are not shown, where the sum of all counts is shown.

    First those below five, 0 among them (a 0 that is shown would tell that the others are not 0), and those in
    `always`. What the sum tells is then how many persons the hidden keys hold together; while that says too much
    (`is_enough`), all keys with the smallest count that is left are hidden as well, so that no order among equals
    tells anything.
    """
    hidden = {key for key, count in counts.items() if count < LEAST or key in always}
    left = sorted({count for key, count in counts.items() if key not in hidden})
    for smallest in left:
        if not hidden or is_enough(hidden, counts):
            break
        hidden |= {key for key, count in counts.items() if count == smallest}
    return frozenset(hidden)


def is_enough(hidden: Collection[Key], counts: Mapping[Key, int]) -> bool:
    """Whether the sum of the hidden counts gives none of them away.

    There are two or more, they are five persons or more, and they are not all as large as a small count can be; those
    of nobody are left out of that, since one may know that nobody can be there (a university employs no student).
    """
    together = sum(counts[key] for key in hidden)
    are_largest = all(counts[key] in (0, LEAST - 1) for key in hidden)
    return len(hidden) > 1 and together >= LEAST and not are_largest


def shown_tables(
    *tables: Mapping[Any, int], always: Collection[Any] = ()
) -> tuple[list[dict[Any, int | None]], int | None]:
    """The tables of the same persons by different things as everybody sees them, and their sum: None where hidden.

    The sum is hidden, and all the tables with it, where it is below five or gives a table away. `always` are keys
    that are hidden whatever they hold.
    """
    total = sum(tables[0].values()) if tables else 0
    hidden = [hidden_keys(counts, always) for counts in tables]
    is_shown = total >= LEAST and all(
        not keys or is_enough(keys, counts) for keys, counts in zip(hidden, tables, strict=True)
    )
    if not is_shown:
        return [dict.fromkeys(counts) for counts in tables], None
    seen = [
        {key: None if key in keys else count for key, count in counts.items()}
        for keys, counts in zip(hidden, tables, strict=True)
    ]
    return seen, total


def shown(count: int | None) -> int | None:
    """One number by itself: None below five. Its sums must be made of what is shown (`sum_of_shown`)."""
    return None if count is None or count < LEAST else count


def sum_of_shown(counts: Collection[int | None]) -> int | None:
    """The sum of the numbers that are shown one by one: no hidden number is part of it. None where none is shown."""
    found = [count for count in map(shown, counts) if count is not None]
    return sum(found) if found else None
