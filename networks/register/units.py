"""One unit of the register: from what stands in the file to a checked `Unit`, or a `Fault` saying what is wrong."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from stdnum.no import orgnr

LONGEST_NAME = 160
MOST_CHILDREN = 2_000
"""More children than this in one kindergarten is a slip of the keyboard."""
LONGEST_VALUE = 60
FAMILY, OPEN = "familie", "åpen"
"""What the register's categories of kindergartens begin with ("Familiebarnehage", "Åpen barnehage")."""
OWNERSHIP = "eierstruktur"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one place in the file. `code` is a key of `sentences.FAULTS`; `number` counts from 1."""

    code: str
    file: str = ""
    number: int = 0
    value: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the register. What the file does not say is None or empty."""

    org_number: str
    name: str
    municipality: str
    county: str
    is_active: bool
    is_kindergarten: bool
    is_public: bool | None = None
    owner: str = ""
    owner_number: str = ""
    children: int | None = None
    is_family: bool = False
    is_open: bool = False
    is_excluded: bool = False
    is_idle: bool = False
    is_detailed: bool = False

    def completed_by(self, other: "Unit") -> "Unit":
        """The unit with the details of one, and what only the other one says."""
        full, short = (self, other) if self.is_detailed else (other, self)
        return replace(
            full,
            municipality=full.municipality or short.municipality,
            county=full.county or short.county,
            is_public=short.is_public if full.is_public is None else full.is_public,
        )


class UnitFault(Exception):
    """The unit cannot be used. Raised with the fault's code and the value that is wrong."""

    def __init__(self, code: str, value: Any = "") -> None:
        super().__init__(code)
        self.code, self.value = code, plain(str(value))[:LONGEST_VALUE]


def unit_from(raw: Any) -> Unit:
    """The unit that `raw` (parsed JSON) describes. Raises UnitFault."""
    if not isinstance(raw, Mapping):
        raise UnitFault("no_unit", type(raw).__name__)
    row = {str(key).lower(): value for key, value in raw.items()}
    is_active, is_kindergarten = _needed_flag(row, "ErAktiv"), _needed_flag(row, "ErBarnehage")
    owner, owner_number = _owner(row)
    categories = _categories(row)
    unit = Unit(
        org_number=_org_number(row),
        name=_name(row),
        municipality=_area_number(row, "Kommunenummer", "Kommune", 4),
        county=_area_number(row, "Fylkesnummer", "Fylke", 2),
        is_active=is_active,
        is_kindergarten=is_kindergarten,
        is_public=_is_public(row),
        owner=owner,
        owner_number=owner_number,
        children=_children(row),
        is_family=any(name.startswith(FAMILY) for name in categories),
        is_open=any(name.startswith(OPEN) for name in categories),
        is_excluded=_flag(row, "ErEkskludert") is True,
        is_idle=_flag(row, "ErInaktivIBasil") is True,
        is_detailed="antallbarn" in row or "foreldrerelasjoner" in row or "barnehagekategorier" in row,
    )
    if is_active and is_kindergarten and not unit.municipality:
        raise UnitFault("missing", "Kommunenummer")
    return unit


def plain(text: str) -> str:
    """The text on one line, without signs that hide, break a line or cannot be stored."""
    seen = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(seen.split())


def _org_number(row: Mapping[str, Any]) -> str:
    number = _text(row, "Organisasjonsnummer")
    if not number:
        raise UnitFault("missing", "Organisasjonsnummer")
    if not is_org_number(number):
        raise UnitFault("org_number", number)
    return number


def is_org_number(number: str) -> bool:
    """Whether these are nine digits with a right check digit."""
    return len(number) == 9 and number.isascii() and number.isdigit() and bool(orgnr.is_valid(number))


def _name(row: Mapping[str, Any]) -> str:
    name = _text(row, "Navn")
    if not name:
        raise UnitFault("missing", "Navn")
    if len(name) > LONGEST_NAME:
        raise UnitFault("too_long", name)
    return name


def _area_number(row: Mapping[str, Any], key: str, whole: str, digits: int) -> str:
    """The number of a municipality or county; where the details have it inside an object, from there."""
    inside = row.get(whole.lower())
    if row.get(key.lower()) is None and isinstance(inside, Mapping):
        row = {str(name).lower(): value for name, value in inside.items()}
    number = _text(row, key)
    if number and not (len(number) == digits and number.isascii() and number.isdigit()):
        raise UnitFault("area_number", f"{key}: {number}")
    return number


def _is_public(row: Mapping[str, Any]) -> bool | None:
    """True for public, False for private, None where the file says neither or both."""
    public, private = _flag(row, "ErOffentligBarnehage"), _flag(row, "ErPrivatBarnehage")
    if public and private:
        raise UnitFault("both_kinds")
    if public or private:
        return bool(public)
    return None


def _children(row: Mapping[str, Any]) -> int | None:
    value = row.get("antallbarn")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnitFault("wrong_type", f"AntallBarn: {_short(value)}")
    if not 0 <= value <= MOST_CHILDREN:
        raise UnitFault("children", value)
    return value


def _categories(row: Mapping[str, Any]) -> list[str]:
    found = _objects(row, "Barnehagekategorier")
    return [_text(one, "Navn").lower() for one in found]


def _owner(row: Mapping[str, Any]) -> tuple[str, str]:
    """The owner's name and number, from the relation of ownership; empty where the file has none."""
    for relation in _objects(row, "ForeldreRelasjoner"):
        kind, owner = _object(relation, "Relasjonstype"), _object(relation, "Enhet")
        if _text(kind, "Navn").lower() != OWNERSHIP:
            continue
        name, number = _text(owner, "Navn"), _text(owner, "Organisasjonsnummer")
        if len(name) > LONGEST_NAME:
            raise UnitFault("too_long", name)
        if number and not is_org_number(number):
            raise UnitFault("owner_number", number)
        return name, number
    return "", ""


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key.lower())
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnitFault("wrong_type", f"{key}: {_short(value)}")
    return plain(value)


def _needed_flag(row: Mapping[str, Any], key: str) -> bool:
    found = _flag(row, key)
    if found is None:
        raise UnitFault("missing", key)
    return found


def _flag(row: Mapping[str, Any], key: str) -> bool | None:
    value = row.get(key.lower())
    if value is not None and not isinstance(value, bool):
        raise UnitFault("wrong_type", f"{key}: {_short(value)}")
    return value


def _objects(row: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = row.get(key.lower())
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise UnitFault("wrong_type", f"{key}: {_short(value)}")
    return [{str(name).lower(): inner for name, inner in one.items()} for one in value]


def _object(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = row.get(key.lower())
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnitFault("wrong_type", f"{key}: {_short(value)}")
    return {str(name).lower(): inner for name, inner in value.items()}


def _short(value: Any) -> str:
    """A value as a fault names it; a large one by its kind alone."""
    if isinstance(value, str | float | bool):
        return str(value)[:LONGEST_VALUE]
    if isinstance(value, int):
        return str(value) if abs(value) < 10**LONGEST_VALUE else "…"
    return "[…]" if isinstance(value, list) else "{…}"
