"""From the bytes of a JSON file to plain values, exactly: 0.1 stays 0.1, nothing is silently overwritten."""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation

from grants.allocation.values import ROOT, AllocationError

NOT_A_NUMBER = Decimal("NaN")
LONGEST_INTEGER = 32


class RepeatedFields(dict[str, object]):
    """An object in which a name was given twice; checking the fields refuses it with its path."""

    repeated: tuple[str, ...] = ()


def from_json(content: bytes) -> object:
    """The values in a UTF-8 JSON document, decimals as `Decimal`.

    A number that cannot be held exactly (NaN, Infinity, an endless exponent) becomes `Decimal("NaN")`, which
    each check refuses with the field's path. Raises AllocationError when the document is not JSON at all.
    """
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=lambda _: NOT_A_NUMBER,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise AllocationError(ROOT, f"is not UTF-8 text (byte {error.start})") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise AllocationError(ROOT, f"is not valid JSON ({error.msg}, {where})") from None
    except RecursionError:
        raise AllocationError(ROOT, "is nested too deeply") from None


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return NOT_A_NUMBER


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= LONGEST_INTEGER else NOT_A_NUMBER


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) == len(pairs):
        return values
    marked = RepeatedFields(values)
    marked.repeated = tuple(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
    return marked
