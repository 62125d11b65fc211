"""What the numbers of a summary say: as sentences, as tables and as pictures. The same for page, PDF, Excel and Word.

Everything is read out of the kept numbers (plain data), so that what is frozen says the same for ever.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.money import grouped, kroner
from common.pictures import Picture, bars, stacked
from reporting.queries.results import MUNICIPAL, PRIVATE, Results
from reporting.states import Attainment, CarriedOut

Numbers = dict[str, Any]
TEXT, COUNT, MONEY = "text", "count", "money"
FULL, HALF = ("fully", "mostly"), "partly"

OWNERS = {
    MUNICIPAL: gettext_lazy("Municipal kindergartens"),
    PRIVATE: gettext_lazy("Private kindergartens"),
}


@dataclass(frozen=True)
class Cell:
    """One value: as a number (or a text) and as it is shown."""

    value: Any
    shown: str
    is_number: bool


@dataclass(frozen=True)
class NumberTable:
    """A table of the summary. `columns` are (heading, kind of value); the first column names the row."""

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def plain(results: Results) -> Numbers:
    """The results as plain data that can be kept."""
    return asdict(results)


def sentences(numbers: Numbers) -> list[str]:
    """What the numbers say, in sentences to read, in the language of now."""
    this, before = numbers.get("this"), numbers.get("before")
    if not this:
        return []
    total = this["total"]
    found = [
        _(
            "%(granted)s was granted for %(year)s: %(networks)s to networks and %(universities)s to universities."
        )
        % {
            "granted": kroner(total["granted_nok"]),
            "year": this["year"],
            "networks": kroner(this["network_money"]["granted_nok"]),
            "universities": kroner(this["university_money"]["granted_nok"]),
        },
        _(
            "Reports that are in: %(received)s of %(due)s. Measures that are reported on: %(measures)s of %(given)s."
        )
        % {
            "received": this["reports_in"],
            "due": this["reports_due"],
            "measures": total["measures"],
            "given": this["measures_granted"],
        },
        _reached(this),
        _("The reports say that %(used)s is used, and that %(unspent)s is left.")
        % {"used": kroner(total["used_nok"]), "unspent": kroner(total["unspent_nok"])},
        *_outcomes(this),
        *_studies(this),
    ]
    if before and before["total"]["granted_nok"]:
        found.append(
            _("The year before, %(granted)s was granted and the work reached %(count)s kindergartens.")
            % {
                "granted": kroner(before["total"]["granted_nok"]),
                "count": grouped(before["total"]["kindergartens"]),
            }
        )
    return found


def _reached(this: Numbers) -> str:
    counts = {row["key"]: grouped(row["kindergartens"]) for row in this["owners"]}
    total = this["total"]
    return _(
        "The work reached %(kindergartens)s kindergartens (%(municipal)s municipal, %(private)s private) in "
        "%(municipalities)s municipalities, with %(children)s children."
    ) % {
        "kindergartens": grouped(total["kindergartens"]),
        "municipal": counts[MUNICIPAL],
        "private": counts[PRIVATE],
        "municipalities": grouped(total["municipalities"]),
        "children": grouped(total["children"]),
    }


def _outcomes(this: Numbers) -> list[str]:
    done = {row["key"]: row["measures"] for row in this["carried_out"]}
    reached = {row["key"]: row["measures"] for row in this["attainment"]}
    if not this["total"]["measures"]:
        return []
    return [
        _("Measures carried out: %(fully)s. In part: %(partly)s. Not: %(not)s.") % done,
        _("The goal is reached, or mostly reached, in %(count)s of %(all)s measures.")
        % {"count": sum(reached[key] for key in FULL), "all": this["total"]["measures"]},
    ]


def _studies(this: Numbers) -> list[str]:
    students = sum(row["students"] or 0 for row in this["studies"])
    if not this["studies"]:
        return []
    return [
        _("Money for individual measures: %(granted)s. Students: %(students)s.")
        % {
            "granted": kroner(sum(row["granted_nok"] for row in this["studies"])),
            "students": grouped(students),
        }
    ]


# --- Tables -----------------------------------------------------------------------------------------------


def tables(numbers: Numbers) -> list[NumberTable]:
    """The tables of the summary that have rows, in their order, in the language of now."""
    this = numbers.get("this")
    if not this:
        return []
    found = [
        _overview(numbers),
        _parts("themes", _("By theme"), _("Theme"), this["themes"]),
        _places("owners", _("Municipal and private"), _("Owner"), _owners(this["owners"])),
        _parts("networks", _("By network"), _("Network"), this["networks"]),
        _parts("universities", _("By university"), _("University"), this["universities"]),
        _places("municipalities", _("By municipality"), _("Municipality"), this["municipalities"]),
        _money("purposes", _("By purpose"), _("Purpose"), this["purposes"]),
        _study_table(this["studies"]),
        _choices("carried_out", _("Carried out"), CarriedOut, numbers),
        _choices("attainment", _("How far the goals were reached"), Attainment, numbers),
    ]
    return [table for table in found if table.rows]


def _cell(value: Any, kind: str) -> Cell:
    if kind == TEXT:
        return Cell(str(value), str(value), False)
    if value is None:
        return Cell(None, "–", True)
    return Cell(value, kroner(value) if kind == MONEY else grouped(value), True)


def _table(
    key: str, title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]], note: str = ""
) -> NumberTable:
    kinds = [kind for _heading, kind in columns]
    made = tuple(tuple(_cell(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows)
    return NumberTable(key, title, tuple(columns), made, note)


def _overview(numbers: Numbers) -> NumberTable:
    this, before = numbers["this"], numbers.get("before")
    lines: list[tuple[str, str, str]] = [
        (_("Reports that are in"), "reports_in", COUNT),
        (_("Measures"), "measures", COUNT),
        (_("Kindergartens"), "kindergartens", COUNT),
        (_("Municipalities"), "municipalities", COUNT),
        (_("Children"), "children", COUNT),
        (_("Staff who took part"), "staff_reached", COUNT),
        (_("Students"), "students", COUNT),
        (_("Granted"), "granted_nok", MONEY),
        (_("Used"), "used_nok", MONEY),
        (_("Unspent"), "unspent_nok", MONEY),
    ]
    rows = tuple(
        (_cell(label, TEXT), _cell(_whole(this, key), kind), _cell(_whole(before, key), kind))
        for label, key, kind in lines
    )
    columns = ((_("What"), TEXT), (str(this["year"]), COUNT), (str(this["year"] - 1), COUNT))
    note = _(
        "Kindergartens are counted once. Staff are counted in each measure they took part in. Children are those of "
        "the kindergartens."
    )
    return NumberTable("overview", _("In short"), columns, rows, note)


def _whole(results: Numbers | None, key: str) -> int | None:
    """One number of a whole year; None where the year is not known."""
    if not results or not results["total"]["granted_nok"]:
        return None
    if key == "students":
        return sum(row["students"] or 0 for row in results["studies"])
    total = results["total"]
    return int(total[key] if key in total else results[key])


def _parts(key: str, title: str, heading: str, rows: Iterable[Numbers]) -> NumberTable:
    columns = [
        (heading, TEXT),
        (_("Measures"), COUNT),
        (_("Kindergartens"), COUNT),
        (_("Children"), COUNT),
        (_("Staff who took part"), COUNT),
        (_("Granted"), MONEY),
        (_("Used"), MONEY),
        (_("Unspent"), MONEY),
    ]
    fields = (
        *("name", "measures", "kindergartens", "children", "staff_reached"),
        *("granted_nok", "used_nok", "unspent_nok"),
    )
    return _table(key, title, columns, ([row[field] for field in fields] for row in rows))


def _owners(rows: Iterable[Numbers]) -> list[Numbers]:
    return [{**row, "name": OWNERS[row["key"]]} for row in rows]


def _places(key: str, title: str, heading: str, rows: Iterable[Numbers]) -> NumberTable:
    columns = [
        (heading, TEXT),
        (_("Measures"), COUNT),
        (_("Kindergartens"), COUNT),
        (_("Children"), COUNT),
    ]
    fields = ("name", "measures", "kindergartens", "children")
    return _table(key, title, columns, ([row[field] for field in fields] for row in rows))


def _money(key: str, title: str, heading: str, rows: Iterable[Numbers]) -> NumberTable:
    columns = [(heading, TEXT), (_("Granted"), MONEY), (_("Used"), MONEY), (_("Unspent"), MONEY)]
    fields = ("name", "granted_nok", "used_nok", "unspent_nok")
    return _table(key, title, columns, ([row[field] for field in fields] for row in rows))


def _study_table(rows: Iterable[Numbers]) -> NumberTable:
    columns = [
        (_("Study"), TEXT),
        (_("Students"), COUNT),
        (_("Granted"), MONEY),
        (_("Used"), MONEY),
        (_("Unspent"), MONEY),
    ]
    fields = ("name", "students", "granted_nok", "used_nok", "unspent_nok")
    found = ([row[field] for field in fields] for row in rows)
    return _table("studies", _("Individual measures by study"), columns, found)


def _choices(key: str, title: str, kind: Any, numbers: Numbers) -> NumberTable:
    this, before = numbers["this"], numbers.get("before")
    known = {row["key"]: row["measures"] for row in this[key]}
    earlier = (
        {row["key"]: row["measures"] for row in (before or this)[key]} if _whole(before, "measures") else {}
    )
    columns = [(title, TEXT), (str(this["year"]), COUNT), (str(this["year"] - 1), COUNT)]
    rows = ([choice.label, known.get(choice.value, 0), earlier.get(choice.value)] for choice in kind)
    return _table(key, title, columns, rows if any(known.values()) else [])


# --- Pictures ---------------------------------------------------------------------------------------------


def pictures(numbers: Numbers) -> list[Picture]:
    """Money by theme, and kindergartens by network and owner: drawn from the same numbers."""
    this = numbers.get("this")
    if not this or not this["themes"]:
        return []
    money = bars(
        [(row["name"], row["granted_nok"]) for row in this["themes"]],
        key="summary-themes",
        title=_("Granted by theme"),
        label_header=_("Theme"),
        value_header=_("Granted"),
    )
    known = {row["key"]: row["measures"] for row in this["attainment"]}
    reached = stacked(
        [(_("All measures"), [known.get(choice.value, 0) for choice in Attainment])],
        key="summary-attainment",
        title=_("How far the goals were reached"),
        label_header=_("Measures"),
        part_headers=[str(choice.label) for choice in Attainment],
        total_header=_("Sum"),
    )
    return [money, reached] if any(known.values()) else [money]
