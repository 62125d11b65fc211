"""A summary as a workbook: the texts on the first sheet, then one sheet for each table of numbers."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.documents.workbook import Column, Sheet, workbook
from reporting.summary_numbers import TEXT, NumberTable


def summary_workbook(facts: dict[str, Any]) -> bytes:
    """The workbook in the language of now. Amounts are whole kroner, as numbers."""
    columns = [Column(_("Part"), 36), Column(_("Who says it"), 30), Column(_("Text"), 110)]
    with workbook([Sheet(_("Texts"), columns, _texts(facts)), *map(_sheet, facts["tables"])]) as file:
        return file.read()


def _texts(facts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield (facts["title"], facts["office"], f"{facts['number']} · {facts['frozen_on']}")
    for one in facts["sections"]:
        for sentence in one["sentences"]:
            yield (one["title"], "", sentence)
        for block in one["blocks"]:
            yield (one["title"], block["name"], block["text"])


def _sheet(table: NumberTable) -> Sheet:
    columns = [Column(heading, 44 if kind == TEXT else 16) for heading, kind in table.columns]
    return Sheet(table.title, columns, ([cell.value for cell in row] for row in table.rows))
