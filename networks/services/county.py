"""Loading a county's data set: the CSV files under networks/data/<name>, each row a known fact.

Loading twice changes nothing; a changed file updates its rows. What is blank in a file is left as it is in the
database, so that numbers and addresses the county governor has entered stay.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from common.clock import oslo
from networks.models import (
    County,
    Forum,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    MunicipalityChange,
    Network,
    NetworkMunicipality,
    Organisation,
    Partnership,
    RegisterChange,
)
from networks.services.registering import register_kindergarten
from networks.states import RegisterChangeKind, RegisterSource

FOLDER = Path(__file__).resolve().parent.parent / "data"
Row = dict[str, str]


class DataSetError(Exception):
    """The data set is missing, or one of its rows names something that is not there."""


def data_sets() -> list[str]:
    """The names of the data sets in the repository."""
    return sorted(path.parent.name for path in FOLDER.glob("*/county.csv"))


def data_set_number(name: str) -> str:
    """The number of the county that the data set called `name` describes."""
    return next(_rows(FOLDER / name / "county.csv"))[1]["number"]


@transaction.atomic
def load_county(name: str) -> County:
    """Load the data set called `name`, all of it or nothing. Raises DataSetError naming the file and line."""
    folder = FOLDER / name
    if name not in data_sets():
        raise DataSetError(f"There is no data set called {name}. There is: {', '.join(data_sets())}.")
    county = _county(folder)
    steps: tuple[tuple[str, Callable[[County, Row], None]], ...] = (
        ("municipalities.csv", _municipality),
        ("changes.csv", _change),
        ("organisations.csv", _organisation),
        ("networks.csv", _network),
        ("memberships.csv", _membership),
        ("partnerships.csv", _partnership),
        ("kindergartens.csv", _kindergarten),
    )
    for filename, load in steps:
        for line, row in _rows(folder / filename):
            _load_row(f"{name}/{filename}:{line}", load, county, row)
    return county


def _load_row(place: str, load: Callable[[County, Row], None], county: County, row: Row) -> None:
    try:
        load(county, row)
    except (LookupError, ValueError, models.ObjectDoesNotExist) as error:
        raise DataSetError(f"{place}: {error}") from error


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=2)


def _county(folder: Path) -> County:
    row = next(_rows(folder / "county.csv"))[1]
    county, _ = County.objects.update_or_create(
        number=row["number"], defaults={"name": row["name"], "office_name": row["office_name"]}
    )
    Forum.objects.update_or_create(county=county, defaults={"name": row["forum_name"]})
    return county


def _municipality(county: County, row: Row) -> None:
    """Found by number and first day; by its name where the number is not known."""
    known: dict[str, Any] = {} if row["number"] else {"name_nb": row["name_nb"]}
    Municipality.objects.update_or_create(
        county=county,
        number=row["number"],
        valid_from=_day(row["valid_from"]),
        **known,
        defaults={
            "name_nb": row["name_nb"],
            "name_sma": row["name_sma"],
            "is_sami_admin_area": row["sami_admin_area"] == "yes",
            "valid_to": _day(row["valid_to"]) if row["valid_to"] else None,
        },
    )


def _change(county: County, row: Row) -> None:
    """`before` is a number, or a name where no number is known. The change stands in the county's history as well."""
    on, kind = _day(row["on"]), MunicipalityChange.Kind(row["kind"])
    called = models.Q(number=row["before"]) | models.Q(number="", name_nb=row["before"])
    before = Municipality.objects.get(called, county=county, valid_from__lt=on, valid_to=on)
    after = _present(county, row["after"])
    MunicipalityChange.objects.update_or_create(
        before=before, after=after, on=on, defaults={"kind": kind, "note": row["note"]}
    )
    RegisterChange.objects.update_or_create(
        county=county,
        municipality=before,
        to_municipality=after,
        on=on,
        defaults={"kind": RegisterChangeKind(kind), "note": row["note"], "source": RegisterSource.DATA_SET},
        create_defaults={
            "kind": RegisterChangeKind(kind),
            "note": row["note"],
            "source": RegisterSource.DATA_SET,
            "recorded_at": oslo(on.year, on.month, on.day),
        },
    )


def _organisation(county: County, row: Row) -> None:
    place = {"municipality": _present(county, row["municipality"])} if row["municipality"] else {}
    known = {"short_name": row["short_name"]} if row["short_name"] else {}
    values = {"kind": row["kind"], **place, **known}
    if _renamed(county, row["name"]) is None:
        Organisation.objects.update_or_create(county=county, name=row["name"], defaults=values)


def _network(county: County, row: Row) -> None:
    known = {"leader_amount_nok": int(row["leader_amount_nok"])} if row["leader_amount_nok"] else {}
    Network.objects.update_or_create(county=county, name=row["name"], defaults=known)


def _membership(county: County, row: Row) -> None:
    NetworkMunicipality.objects.get_or_create(
        network=Network.objects.get(county=county, name=row["network"]),
        municipality=_present(county, row["municipality"]),
        valid_from=_day(row["valid_from"]),
    )


def _partnership(county: County, row: Row) -> None:
    Partnership.objects.update_or_create(
        network=Network.objects.get(county=county, name=row["network"]),
        university=_organisation_called(county, row["university"]),
        municipality=_present(county, row["municipality"]) if row["municipality"] else None,
        valid_from=_day(row["valid_from"]),
        defaults={"is_first_partner": row["is_first_partner"] == "yes"},
    )


def _kindergarten(county: County, row: Row) -> None:
    """Its owner, name and place are the data set's until the portal knows the kindergarten; then its history says."""
    place = _present(county, row["municipality"])
    known = Kindergarten.objects.filter(periods__name=row["name"], periods__municipality=place).first()
    owner = _organisation_called(county, row["owner"])
    kindergarten = known or register_kindergarten(
        Kindergarten(name=row["name"], municipality=place, owner=owner), since=date(int(row["year"]), 1, 1)
    )
    KindergartenFigures.objects.update_or_create(
        kindergarten=kindergarten,
        year=int(row["year"]),
        defaults={
            "children": int(row["children"]),
            "departments": int(row["departments"]) if row["departments"] else None,
            "source": row["source"],
        },
    )


def _present(county: County, number: str) -> Municipality:
    """The municipality that has the number now."""
    return Municipality.objects.get(county=county, number=number, valid_to__isnull=True)


def _organisation_called(county: County, name: str) -> Organisation:
    same_name = models.Q(name=name) | models.Q(short_name=name)
    renamed = _renamed(county, name)
    return renamed or Organisation.objects.get(same_name, county=county)


def _renamed(county: County, name: str) -> Organisation | None:
    """The organisation that had the name before it got another one."""
    changes = RegisterChange.objects.filter(
        county=county, kind=RegisterChangeKind.RENAME, is_planned=False, name_before=name
    )
    found = changes.filter(organisation__isnull=False).exclude(organisation__name=name)
    change = found.select_related("organisation").last()
    return change.organisation if change else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
