"""What a picture says in words, where its page has nothing better to say."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import grouped

THOUSAND, MILLION = 1_000, 1_000_000


def in_words(rows: Sequence[tuple[str, int]], show: Callable[[int], str]) -> str:
    """'Most: A, 3 kr. Least: B, 1 kr. In all: 4 kr.'"""
    if not rows:
        return _("There is nothing to show yet.")
    most, least = max(rows, key=_value), min(rows, key=_value)
    return _("Most: %(most)s, %(most_value)s. Least: %(least)s, %(least_value)s. In all: %(sum)s.") % {
        "most": most[0],
        "most_value": show(most[1]),
        "least": least[0],
        "least_value": show(least[1]),
        "sum": show(sum(value for _label, value in rows)),
    }


def short(number: int) -> str:
    """A number on an axis: '500', '40 000', '1,5 million'."""
    if abs(number) < MILLION:
        return grouped(number)
    return _("%(number)s million") % {
        "number": number_format(number / MILLION, 1).replace(",0", "").replace(".0", "")
    }


def percent(number: int, total: int) -> int:
    """Whole per cent; never 100 while something is missing, never 0 while there is something."""
    if not total or not number:
        return 0
    if number >= total:
        return 100
    return min(99, max(1, round(Fraction(100 * number, total))))


def _value(row: tuple[str, int]) -> int:
    return row[1]
