"""Loading a county's data set: the CSV files under networks/data/<name>, each row a known fact.

Loading twice changes nothing; a changed file updates its rows. What is blank in a file is left as it is in the
database, so that numbers and addresses the county governor has entered stay.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.db import models, transaction

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
)

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
    Municipality.objects.update_or_create(
        county=county,
        number=row["number"],
        valid_from=_day(row["valid_from"]),
        defaults={
            "name_nb": row["name_nb"],
            "name_sma": row["name_sma"],
            "is_sami_admin_area": row["sami_admin_area"] == "yes",
            "valid_to": _day(row["valid_to"]) if row["valid_to"] else None,
        },
    )


def _change(county: County, row: Row) -> None:
    on = _day(row["on"])
    MunicipalityChange.objects.update_or_create(
        before=Municipality.objects.get(county=county, number=row["before"], valid_from__lt=on),
        after=_present(county, row["after"]),
        on=on,
        defaults={"kind": MunicipalityChange.Kind(row["kind"]), "note": row["note"]},
    )


def _organisation(county: County, row: Row) -> None:
    place = {"municipality": _present(county, row["municipality"])} if row["municipality"] else {}
    known = {"short_name": row["short_name"]} if row["short_name"] else {}
    Organisation.objects.update_or_create(
        county=county, name=row["name"], defaults={"kind": row["kind"], **place, **known}
    )


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
    kindergarten, _ = Kindergarten.objects.update_or_create(
        name=row["name"],
        municipality=_present(county, row["municipality"]),
        defaults={"owner": _organisation_called(county, row["owner"])},
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
    return Organisation.objects.get(same_name, county=county)


def _day(text: str) -> date:
    return date.fromisoformat(text)
