"""Synthetic organisation and account numbers: right check digits, but series that nobody real has."""

from collections.abc import Callable, Iterator
from itertools import count

from stdnum.no import kontonr, orgnr

ORG_SERIES = 31_200_000  # numbers of real units begin with 8 or 9
ACCOUNT_SERIES = 9_999_010_000  # no bank has register number 9999


def org_numbers() -> Iterator[str]:
    """Organisation numbers of nine digits, ascending."""
    return (number for stem in count(ORG_SERIES) for number in _closed(stem, orgnr.is_valid))


def account_numbers() -> Iterator[str]:
    """Account numbers of eleven digits, ascending."""
    return (number for stem in count(ACCOUNT_SERIES) for number in _closed(stem, kontonr.is_valid))


def _closed(stem: int, is_valid: Callable[[str], bool]) -> list[str]:
    return [number for digit in range(10) if is_valid(number := f"{stem}{digit}")][:1]
