"""An order that people make by moving: one up, one down, or to a place. The order itself is the rank, so no ties.

Goes with `templates/components/ranking.html`, whose buttons work with and without script.
"""

from collections.abc import Iterable, Mapping, Sequence

SEPARATOR = ","
UP, DOWN, TO = "up", "down", "to"
LONGEST = 20_000
"""Characters in an order that a form sends, at most."""


def order_text(keys: Iterable[int]) -> str:
    """An order as a hidden field carries it: "3,1,2"."""
    return SEPARATOR.join(str(key) for key in keys)


def read_order(text: str, known: Sequence[int]) -> list[int]:
    """The keys of `known` in the order that the text gives.

    What the text does not name comes last, in the order of `known`; what is not known, or named twice, is passed by.
    """
    typed = [_number(part) for part in text[:LONGEST].split(SEPARATOR)]
    there = set(known)
    named = [key for key in dict.fromkeys(typed) if key is not None and key in there]
    return [*named, *(key for key in known if key not in set(named))]


def moved(order: Sequence[int], key: int, place: int) -> list[int]:
    """The order after `key` is moved to `place` (1 is first); too low is first, too high is last."""
    if key not in order:
        return list(order)
    rest = [other for other in order if other != key]
    at = min(max(place, 1), len(order)) - 1
    return [*rest[:at], key, *rest[at:]]


def moved_by(order: Sequence[int], sent: Mapping[str, str]) -> list[int]:
    """The order after what a form sends: `move` is "<key>:up", "<key>:down", or "<key>:to" with `place_<key>`.

    Any other button follows every typed place that differs from the one that was shown.
    """
    key_text, _colon, how = sent.get("move", "").partition(":")
    key = _number(key_text)
    if how not in (UP, DOWN, TO):
        return _by_places(order, sent)
    if key is None or key not in order:
        return list(order)
    here = list(order).index(key) + 1
    steps = {UP: here - 1, DOWN: here + 1, TO: _typed_place(key, sent) or here}
    return moved(order, key, steps[how])


def _by_places(order: Sequence[int], sent: Mapping[str, str]) -> list[int]:
    """Who has a new place gets it, or the next that is free; the others fill the gaps in their order."""
    free = list(range(1, len(order) + 1))
    taken: dict[int, int] = {}
    for here, key in enumerate(order, start=1):
        wanted = _typed_place(key, sent)
        if wanted is not None and wanted != here:
            place = next((place for place in free if place >= wanted), free[-1])
            free.remove(place)
            taken[place] = key
    others = iter(key for key in order if key not in taken.values())
    return [taken.get(place) or next(others) for place in range(1, len(order) + 1)]


def _typed_place(key: int, sent: Mapping[str, str]) -> int | None:
    return _number(sent.get(f"place_{key}", ""))


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
