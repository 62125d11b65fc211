"""A round in numbers and words, as the open pages say it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.money import grouped, kroner
from reporting.queries.open_grants import OpenYear


def year_kpis(year: OpenYear, counts: Mapping[str, int]) -> list[dict[str, str]]:
    """The key figures of a round. Where the whole sum would tell of few persons, the sum without it stands there."""
    total = year.total_nok
    found = [
        {"label": _("Given in all"), "value": kroner(total), "note": ""}
        if total is not None
        else {"label": _("Given"), "value": kroner(year.open_nok), "note": _("without individual measures")},
        {"label": _("Collective measures"), "value": grouped(counts["measure_count"]), "note": ""},
        {
            "label": _("Kindergartens that take part"),
            "value": grouped(counts["kindergarten_count"]),
            "note": "",
        },
        {"label": _("Municipalities"), "value": grouped(counts["municipality_count"]), "note": ""},
    ]
    if year.students:
        found.append(
            {"label": _("Employees in further education"), "value": grouped(year.students), "note": ""}
        )
    return found


def purpose_rows(year: OpenYear) -> list[tuple[str, str]]:
    """What the money of a round is for: (purpose, amount in words)."""
    individual = year.individual_nok
    rows = [
        (_("Collective measures"), kroner(year.collective_nok)),
        (_("Fixed posts, such as coordination and leading"), kroner(year.fixed_nok)),
        (_("Individual measures"), _("not shown") if individual is None else kroner(individual)),
    ]
    return [row for row in rows if row[1] != kroner(0)]


def study_rows(year: OpenYear) -> list[dict[str, Any]]:
    """The kinds of study that employees were given money for, with how many; None where that is not shown."""
    return [{"name": name, "students": students} for name, students in year.by_study]
