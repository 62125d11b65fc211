"""One value at a time: what counts as an amount, a decimal, a text, a list; each refusal names its field.

Kroner, ranks and `round_to` are integers only: 100.0, "100" and true are refused. Percents, weights and
figures are integers, decimals or the same written as text ("37.5"), with at most 30 digits on each side of
the point.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

ROOT = "input"
MAX_DIGITS = 30
DECIMAL_TEXT = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DIGITS}}})?")
SHOWN_LENGTH = 60


class AllocationError(ValueError):
    """The input cannot be allocated: `path` names the field, `message` says why, on one line together.

    `code` tells the refusals apart that a page must explain in its own words; all others are "invalid".
    """

    def __init__(self, path: str, message: str, *, code: str = "invalid") -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message
        self.code = code


def shown(text: str) -> str:
    """Somebody's text quoted so that it fits on one line, whatever is in it."""
    return repr(text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…")


def within(path: str, name: str) -> str:
    """The path of a field: `collective` and `round_to` give `collective.round_to`."""
    return name if path == ROOT else f"{path}.{name}"


def _stranger(path: str, name: object) -> str:
    """The path of a field that somebody else named, on one line."""
    text = str(name)
    is_plain = 0 < len(text) <= SHOWN_LENGTH and text.isprintable() and " " not in text
    return within(path, text if is_plain else shown(text))


def fields(
    value: object, path: str, *, required: Sequence[str], optional: Sequence[str] = ()
) -> Mapping[str, object]:
    """An object with each required field and no unknown one."""
    if not isinstance(value, Mapping):
        raise AllocationError(path, "must be an object")
    for name in getattr(value, "repeated", ()):
        raise AllocationError(_stranger(path, name), "is given twice")
    for name in value:
        if name not in required and name not in optional:
            raise AllocationError(_stranger(path, name), "is an unknown field")
    for name in required:
        if name not in value:
            raise AllocationError(within(path, name), "is missing")
    return value


def items(value: object, path: str) -> list[tuple[str, object]]:
    """The rows of a list, each with its own path (`path[0]`, `path[1]` ...)."""
    if not isinstance(value, (list, tuple)):
        raise AllocationError(path, "must be a list")
    return [(f"{path}[{index}]", row) for index, row in enumerate(value)]


def text(value: object, path: str) -> str:
    """A text that can be written out again as UTF-8."""
    if not isinstance(value, str):
        raise AllocationError(path, "must be a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise AllocationError(path, "holds half a character that cannot be written as UTF-8") from None
    return value


def identifier(value: object, path: str) -> str:
    """A text that is not empty."""
    name = text(value, path)
    if not name:
        raise AllocationError(path, "must not be empty")
    return name


def flag(value: object, path: str) -> bool:
    """True or false, nothing that merely resembles them."""
    if not isinstance(value, bool):
        raise AllocationError(path, "must be true or false")
    return value


def whole(value: object, path: str, *, least: int = 0) -> int:
    """An integer of at least `least`; kroner, ranks and units are nothing else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise AllocationError(path, "must be a whole number, without decimals or quotes")
    if value < least:
        raise AllocationError(path, f"must be {least} or more" if least else "must not be negative")
    return value


def decimal(value: object, path: str) -> Fraction:
    """An exact number that is not negative, given as integer, decimal or decimal text."""
    number = _exact(value)
    if number is None:
        raise AllocationError(
            path,
            f'must be a number such as 40, 37.5 or "37.5", with at most {MAX_DIGITS} digits on each side',
        )
    if number < 0:
        raise AllocationError(path, "must not be negative")
    return number


def percent(value: object, path: str) -> Fraction:
    """An exact number from 0 to 100."""
    number = decimal(value, path)
    if number > 100:
        raise AllocationError(path, "must be from 0 to 100")
    return number


def _exact(value: object) -> Fraction | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value) if abs(value) < 10**MAX_DIGITS else None
    if isinstance(value, Decimal):
        return Fraction(value) if _is_bounded(value) else None
    if isinstance(value, str) and DECIMAL_TEXT.fullmatch(value):
        return Fraction(value)
    return None


def _is_bounded(value: Decimal) -> bool:
    """False for NaN and Infinity, and for exponents that would fill the memory."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MAX_DIGITS and value.adjusted() < MAX_DIGITS
