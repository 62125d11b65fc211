"""Made-up files in the form of the national kindergarten register, version 4. Nobody in them is real."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from stdnum.no import orgnr

from networks.models import Kindergarten

SERIES = 32_000_000
"""Numbers of real units begin with 8 or 9; the demo county has the series below."""
FIRST = ("Blåklokka", "Haugen", "Solstrand", "Knerten", "Furulia", "Tussilago", "Bekkefaret", "Månelyst")
LAST = ("prøvebarnehage", "friluftsprøve", "prøveavdeling", "gårdsprøve")


def numbers(start: int, count: int) -> list[str]:
    """So many organisation numbers with right check digits, from a place in the made-up series."""
    found: list[str] = []
    stem = SERIES + start
    while len(found) < count:
        found += [number for digit in range(10) if orgnr.is_valid(number := f"{stem}{digit}")]
        stem += 1
    return found


def listed(number: str, name: str, place: str, **changed: Any) -> dict[str, Any]:
    """A unit as the register's list has it: active, a kindergarten, private."""
    return {
        "Organisasjonsnummer": number,
        "Navn": name,
        "Fylkesnummer": place[:2],
        "Kommunenummer": place,
        "ErAktiv": True,
        "ErBarnehage": True,
        "ErOffentligBarnehage": False,
        "ErPrivatBarnehage": True,
        **changed,
    }


def detailed(
    number: str,
    name: str,
    place: str,
    *,
    owner: str = "",
    owner_number: str | None = None,
    children: int | None = 40,
    category: str = "Ordinær barnehage",
    **changed: Any,
) -> dict[str, Any]:
    """A unit with its details, as the register has it under its number."""
    relation = {"Relasjonstype": {"Navn": "Eierstruktur"}, "Enhet": {"Navn": owner}}
    if owner_number:
        relation["Enhet"]["Organisasjonsnummer"] = owner_number
    return {
        **listed(number, name, place),
        "AntallBarn": children,
        "AlderstrinnFra": 1,
        "AlderstrinnTil": 5,
        "Kommune": {"Kommunenummer": place, "Navn": f"Kommune {place}"},
        "Barnehagekategorier": [{"Navn": category}],
        "ErInaktivIBasil": False,
        "ErEkskludert": False,
        "ForeldreRelasjoner": [relation] if owner or owner_number else [],
        **changed,
    }


def as_it_stands(kindergarten: Kindergarten, **changed: Any) -> dict[str, Any]:
    """The unit of a kindergarten of the portal, just as the portal has it."""
    owner, newest = kindergarten.owner, kindergarten.figures.order_by("-year").first()
    is_public = owner.kind == "municipality"
    values = {
        "owner": owner.name,
        "owner_number": owner.org_number,
        "children": newest.children if newest else None,
        "ErOffentligBarnehage": is_public,
        "ErPrivatBarnehage": not is_public,
        **changed,
    }
    number = values.pop("number", kindergarten.org_number)
    name = values.pop("name", kindergarten.name)
    return detailed(number, name, values.pop("place", kindergarten.municipality.number), **values)


def pages(units: Sequence[Mapping[str, Any]], *, size: int = 1000) -> list[dict[str, Any]]:
    """The units as the register hands them out: page by page."""
    parts = [units[at : at + size] for at in range(0, len(units), size)] or [[]]
    return [
        {
            "Sidenummer": number,
            "AntallPerSide": size,
            "AntallSider": len(parts),
            "TotaltAntallEnheter": len(units),
            "EnhetListe": list(part),
        }
        for number, part in enumerate(parts, 1)
    ]


def as_json(value: Any) -> bytes:
    """The value as a file."""
    return json.dumps(value, ensure_ascii=False).encode()


def as_lines(units: Iterable[Any]) -> bytes:
    """One unit on each line."""
    return b"\n".join(as_json(unit) for unit in units) + b"\n"


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """The files packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(name, content)
    return packed.getvalue()


def country(count: int, places: Sequence[str], *, start: int = 0, seed: int = 1) -> list[dict[str, Any]]:
    """So many kindergartens in the municipalities, about one owner for each four; half of them public."""
    chance = Random(seed)  # noqa: S311 -- a test needs no secrets
    keys, owner_keys = numbers(start, count), numbers(start + 3_000_000, count // 4 + 1)
    units = []
    for at, number in enumerate(keys):
        place = places[at % len(places)]
        is_public = chance.random() < 0.5
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {at}"
        owner = at // 4
        units.append(
            detailed(
                number,
                name,
                place,
                owner=f"Prøve-kommune {place} kommune" if is_public else f"Prøveeier {owner} AS",
                owner_number=None if is_public else owner_keys[owner],
                children=chance.randint(8, 120),
                ErOffentligBarnehage=is_public,
                ErPrivatBarnehage=not is_public,
            )
        )
    return units
