"""What a data set is: its address, its fields with type, unit and meaning, and who makes its rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reporting.queries.open_rows import Chosen, Row

LANGUAGES = ("nb", "en")
LICENCE = "NLOD-2.0"
LICENCE_NAME = "Norsk lisens for offentlige data (NLOD) 2.0"
LICENCE_URL = "https://data.norge.no/nlod/no/2.0"
DELIMITER = ";"
KRONER = _("whole kroner")
PERSONS = _("persons")


@dataclass(frozen=True)
class Field:
    """One field. `type` is one of JSON Table Schema; `unit` "" where there is none.

    `can_be_hidden`: nothing stands there where the number is about fewer than five persons, or would tell of them.
    """

    name: str
    type: str
    meaning: Promise
    unit: Promise | str = ""
    can_be_hidden: bool = False


@dataclass(frozen=True)
class Dataset:
    """One data set. `key` is its name in its address; `has_network` whether `nettverk` narrows it."""

    key: str
    title: Promise
    about: Promise
    fields: tuple[Field, ...]
    rows: Callable[[Chosen], Iterator[Row]]
    has_network: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The fields' names, in their order."""
        return tuple(field.name for field in self.fields)


def in_languages(text: Promise | str) -> dict[str, str]:
    """A text in each language of the schema."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(text)
    return said


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """The data set as a JSON Table Schema (Frictionless), with titles and meanings in both languages."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": dataset.key,
        "title": in_languages(dataset.title),
        "description": in_languages(dataset.about),
        "licenses": [{"name": LICENCE, "title": LICENCE_NAME, "path": LICENCE_URL}],
        "dialect": {"delimiter": DELIMITER, "encoding": "utf-8-sig", "lineTerminator": "\r\n"},
        "missingValues": [""],
        "fields": [_field(field) for field in dataset.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "description": in_languages(field.meaning),
    }
    if field.unit:
        found["unit"] = in_languages(field.unit)
    if field.can_be_hidden:
        found["hiddenBelow"] = 5
    return found
