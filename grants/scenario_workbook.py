"""A scenario, or several beside each other, as a workbook to count in: inputs, steps, results, amounts set by hand.

What follows from the key alone stands as formulas; what caps, rounding and amounts set by hand change stands beside,
step by step, so that every krone can be followed. A last column checks that the steps add up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from common.documents.workbook import Column as Heading
from common.documents.workbook import Formula, Sheet
from grants.allocation import Breakdown, breakdowns
from grants.allocation_texts import explanation
from grants.comparing import Comparison
from grants.key_words import exact
from grants.recipients import network_key, nomination_in
from grants.scenario_columns import Column
from grants.verdict_words import WORDS

PERCENT, SHARE, KRONER, FIGURE = "0.0 %", "0.0000 %", "#,##0", "#,##0.##"
SIXTH = Decimal("0.000001")
FIGURES = ("children", "staff", "kindergartens")


def scenario_sheets(
    column: Column, names: dict[str, str], overrides: Iterable[Mapping[str, Any]]
) -> list[Sheet]:
    """One scenario: inputs, steps, individual measures, who gets what, amounts set by hand.

    `names` are those of a run's ids, `overrides` the rows that `queries.scenario.override_rows` gives.
    """
    inputs = Inputs(column)
    return [
        inputs.sheet(),
        _steps(column, names, inputs),
        _individual(column, names),
        _results(column, names),
        _overrides(column, overrides),
    ]


class Inputs:
    """The sheet of inputs, and where on it each number stands."""

    def __init__(self, column: Column) -> None:
        data, outcome = column.data, column.outcome
        weights = data["collective"]["weights"]
        self.title = _("Inputs")
        self.rows: list[tuple[str, str, Any]] = [
            ("name", _("Scenario"), column.scenario.name),
            ("figures", *column.inputs[-1]),
            ("frame", _("Frame"), data["frame"]),
            ("fixed", _("Fixed posts"), outcome["fixed_total"]),
            ("individual", _("Individual measures"), outcome["individual"]["total"]),
            ("left", _("What individual measures leave, not for the key"), _kept_from_key(column)),
            ("total", _("Collective measures"), None),
            (
                "flat",
                _("Part that is shared equally, per cent"),
                exact(data["collective"]["flat_percent"]),
            ),
            *(
                (name, label, exact(weights.get(name, 0)))
                for name, label in zip(
                    FIGURES,
                    (
                        _("Weight of children"),
                        _("Weight of full-time positions"),
                        _("Weight of kindergartens"),
                    ),
                    strict=True,
                )
            ),
            ("round_to", _("Rounded to"), data["collective"]["round_to"]),
            ("cap", _("No network gets more than it asks for"), _yes(data["collective"]["cap_at_requested"])),
            (
                "individual_cap",
                _("Most for individual measures, per cent"),
                exact(data["individual"]["cap_percent"]),
            ),
            ("leftover", *column.inputs[2]),
            ("recompute", *column.inputs[-2]),
        ]

    def cell(self, key: str) -> str:
        """The address of a number, as a formula on another sheet names it."""
        place = next(place for place, row in enumerate(self.rows, start=2) if row[0] == key)
        return f"'{self.title}'!$B${place}"

    def sheet(self) -> Sheet:
        """The rows; what is left for the key is a formula of those above."""
        at = {row[0]: f"B{place}" for place, row in enumerate(self.rows, start=2)}
        total = f"={at['frame']}-{at['fixed']}-{at['individual']}-{at['left']}"
        rows = [(label, Formula(total) if key == "total" else value) for key, label, value in self.rows]
        return Sheet(self.title, [Heading(_("What"), 46), Heading(_("Value"), 46)], rows)


def _kept_from_key(column: Column) -> int:
    """What the frame has left that does not go to the key: held leftovers, and those shared for local use."""
    outcome = column.outcome
    spent = outcome["fixed_total"] + outcome["individual"]["total"] + outcome["collective"]["total"]
    return int(column.data["frame"] - spent)


def _steps(column: Column, names: dict[str, str], inputs: Inputs) -> Sheet:
    """For each network: its parts of the key, what the key gives, what changes it, and that the steps add up."""
    networks = column.data["collective"]["networks"]
    results = {row["id"]: row for row in column.outcome["collective"]["networks"]}
    steps = breakdowns(column.data, column.outcome["collective"]["total"])
    last = len(networks) + 1
    rows = [
        _step(row, results[row["id"]], steps[row["id"]], names, inputs, place, last=last)
        for place, row in enumerate(networks, start=2)
    ]
    headings = [
        Heading(_("Network"), 26),
        Heading(_("Children"), 11, FIGURE),
        Heading(_("Full-time positions"), 12, FIGURE),
        Heading(_("Kindergartens"), 13, FIGURE),
        Heading(_("Equal part"), 12, SHARE),
        Heading(_("Part by children"), 12, SHARE),
        Heading(_("Part by full-time positions"), 14, SHARE),
        Heading(_("Part by kindergartens"), 14, SHARE),
        Heading(_("Part of the key"), 12, SHARE),
        Heading(_("The key alone"), 15, KRONER),
        Heading(_("For amounts set by hand for others"), 16, KRONER),
        Heading(_("Cap at what is asked for"), 15, KRONER),
        Heading(_("Rounding"), 13, KRONER),
        Heading(_("Above or below the key, by hand"), 16, KRONER),
        Heading(_("Gets"), 15, KRONER),
        Heading(_("Asks for"), 14, KRONER),
        Heading(_("Check: the steps less the amount"), 15, KRONER),
        Heading(_("Why"), 90),
    ]
    return Sheet(_("Steps"), headings, [*rows, _step_sums(last)])


def _step(  # noqa: PLR0913 -- one row of the sheet: what is asked, what is given, the steps between, and where it stands
    asked: Any,
    got: Any,
    steps: Breakdown,
    names: dict[str, str],
    inputs: Inputs,
    n: int,
    *,
    last: int,
) -> list[Any]:
    flat, weights = f"{inputs.cell('flat')}/100", [inputs.cell(name) for name in FIGURES]
    all_weights = "+".join(weights)
    parts = [
        _figure_part(letter, n, last, flat, weight, all_weights)
        for letter, weight in zip("BCD", weights, strict=True)
    ]
    return [
        names.get(asked["id"], asked["id"]),
        *(exact(asked[name]) if name in asked else None for name in FIGURES),
        Formula(f"={flat}/{last - 1}"),
        *parts,
        Formula(f"=SUM(E{n}:H{n})"),
        Formula(f"=I{n}*{inputs.cell('total')}"),
        *(_decimals(step) for step in (steps.beside, steps.cap, steps.rounding, Fraction(steps.by_hand))),
        got["amount"],
        asked["requested"],
        Formula(f"=ROUND(SUM(J{n}:N{n})-O{n},2)"),
        explanation(got["reason"]),
    ]


def _decimals(step: Fraction) -> Decimal | None:
    """A step in kroner with six decimals; an empty cell for nothing."""
    return (Decimal(step.numerator) / step.denominator).quantize(SIXTH) if step else None


def _figure_part(letter: str, n: int, last: int, flat: str, weight: str, all_weights: str) -> Formula:
    """(1 − flat) × weight / all weights × own figure / all figures; 0 where nothing is weighed."""
    total = f"SUM({letter}$2:{letter}${last})"
    whole = f"(1-{flat})*{weight}/({all_weights})*{letter}{n}/{total}"
    return Formula(f"=IF(OR({all_weights}=0,{total}=0),0,{whole})")


def _step_sums(last: int) -> list[Any]:
    letters = [get_column_letter(place) for place in range(2, 18)]
    return [_("Sum"), *(Formula(f"=SUM({letter}2:{letter}{last})") for letter in letters), None]


def _individual(column: Column, names: dict[str, str]) -> Sheet:
    """The individual measures in rank order, by number and study; the sum of those funded grows down the sheet."""
    granted = {row["id"] for row in column.outcome["individual"]["granted"]}
    rows = sorted(column.data["individual"]["requests"], key=lambda row: (row["rank"], row["id"]))
    headings = [
        Heading(_("Rank"), 8),
        Heading(_("Number"), 10, "0"),
        Heading(_("Study"), 48),
        Heading(_("Network"), 26),
        Heading(_("Amount"), 14, KRONER),
        Heading(_("Funded"), 14, KRONER),
        Heading(_("Funded so far"), 16, KRONER),
    ]
    return Sheet(
        _("Individual measures"),
        headings,
        [
            (
                row["rank"],
                nomination_in(row["id"]),
                names.get(row["id"], ""),
                names.get(row["recipient"], row["recipient"]),
                row["amount"],
                row["amount"] if row["id"] in granted else 0,
                Formula(f"=SUM(F$2:F{place})"),
            )
            for place, row in enumerate(rows, start=2)
        ],
    )


def _results(column: Column, names: dict[str, str]) -> Sheet:
    """What each recipient gets and for what; below what the governor holds and what is left, and the frame again."""
    rows = [
        [names.get(key, key), *amounts, Formula(f"=SUM(B{place}:F{place})")]
        for place, (key, amounts) in enumerate(_by_recipient(column), start=2)
    ]
    n = len(rows) + 2
    rest = [
        [_("Held by the County Governor"), *[None] * 5, column.outcome["held"]],
        [_("Not distributed"), *[None] * 5, column.outcome["unallocated"]],
        [_("Sum"), *(Formula(f"=SUM({letter}2:{letter}{n + 1})") for letter in "BCDEFG")],
        [_("Frame"), *[None] * 5, column.data["frame"]],
    ]
    headings = [
        Heading(_("Recipient"), 34),
        Heading(_("Fixed posts"), 16, KRONER),
        Heading(_("Promised individual measures"), 16, KRONER),
        Heading(_("Individual measures"), 16, KRONER),
        Heading(_("Individual measures locally"), 16, KRONER),
        Heading(_("Collective measures"), 16, KRONER),
        Heading(_("In all"), 16, KRONER),
    ]
    return Sheet(_("Results"), headings, [*rows, *rest])


def _by_recipient(column: Column) -> list[tuple[str, list[int]]]:
    """Each recipient with its five sums, in the order of the headings; the largest in all first."""
    data, outcome = column.data, column.outcome
    sums: dict[str, list[int]] = {row["id"]: [0] * 5 for row in outcome["recipients"]}

    def add(place: int, rows: Iterable[Any], key: str) -> None:
        for row in rows:
            if row[key] is not None:
                sums.setdefault(row[key], [0] * 5)[place] += row["amount"]

    add(0, data["fixed"], "recipient")
    add(1, data["individual"]["committed"], "recipient")
    add(2, outcome["individual"]["granted"], "recipient")
    add(3, outcome["individual"].get("local", []), "id")
    for row in outcome["collective"]["networks"]:
        sums.setdefault(row["id"], [0] * 5)[4] += row["network_amount"]
        add(4, row["universities"], "id")
    return sorted(sums.items(), key=lambda row: (-sum(row[1]), row[0]))


def _overrides(column: Column, overrides: Iterable[Mapping[str, Any]]) -> Sheet:
    """The amounts set by hand, with what the key gave, the reason, and who set them."""
    results = {row["id"]: row for row in column.outcome["collective"]["networks"]}
    headings = [
        Heading(_("Network"), 26),
        Heading(_("The key alone"), 15, KRONER),
        Heading(_("Set by hand"), 15, KRONER),
        Heading(_("Difference"), 15, KRONER),
        Heading(_("Reason"), 70),
        Heading(_("By"), 26),
        Heading(_("When"), 18),
    ]
    return Sheet(
        _("Set by hand"),
        headings,
        [
            (
                row["name"],
                results.get(network_key(row["network"]), {}).get("computed"),
                row["amount_nok"],
                Formula(f"=C{place}-B{place}"),
                row["reason"],
                row["by"],
                datetime.fromisoformat(row["at"]),
            )
            for place, row in enumerate(overrides, start=2)
        ],
    )


def comparison_sheets(comparison: Comparison, columns: Sequence[Column]) -> list[Sheet]:
    """Several scenarios: amounts and differences network by network, the sums, and the inputs of each."""
    return [_amounts(comparison), _inputs_of(columns)]


def _amounts(comparison: Comparison) -> Sheet:
    last = len(comparison.lines) + 1
    headings = [Heading(_("Network"), 26), Heading(comparison.base.name, 18, KRONER)]
    for side in comparison.sides:
        headings += [
            Heading(side.name, 18, KRONER),
            Heading(_("Difference, kr: %(name)s") % {"name": side.name}, 16, KRONER),
            Heading(_("Difference, %%: %(name)s") % {"name": side.name}, 13, PERCENT),
            Heading(_("How: %(name)s") % {"name": side.name}, 22),
        ]
    rows = [_amounts_row(line, place) for place, line in enumerate(comparison.lines, start=2)]
    letters = [
        get_column_letter(2),
        *(get_column_letter(3 + 4 * n + k) for n in range(len(comparison.sides)) for k in (0, 1)),
    ]
    sums = {letter: Formula(f"=SUM({letter}2:{letter}{last})") for letter in letters}
    total = [_("Sum"), *(sums.get(get_column_letter(place)) for place in range(2, len(headings) + 1))]
    return Sheet(_("Amounts"), headings, [*rows, total])


def _amounts_row(line: Any, n: int) -> list[Any]:
    row: list[Any] = [line.name, line.base]
    for place, cell in enumerate(line.cells):
        own = get_column_letter(3 + 4 * place)
        words = [str(WORDS[cell.verdict])] + ([_("set by hand")] if cell.is_overridden else [])
        row += [
            cell.amount,
            Formula(f"={own}{n}-B{n}"),
            Formula(f'=IF(N(B{n})=0,"",({own}{n}-B{n})/B{n})', PERCENT),
            ", ".join(word for word in words if word),
        ]
    return row


def _inputs_of(columns: Sequence[Column]) -> Sheet:
    """A row for each input and sum, a column for each scenario."""
    headings = [Heading(_("What"), 46), *(Heading(column.scenario.name, 26) for column in columns)]
    inputs = [dict(column.inputs) for column in columns]
    sums = [dict(column.sums) for column in columns]
    labels = [label for label, _value in columns[0].inputs] if columns else []
    sum_labels = [label for label, _value in columns[0].sums] if columns else []
    rows: list[list[Any]] = [[label, *(row[label] for row in inputs)] for label in labels]
    rows += [[label, *(row[label] for row in sums)] for label in sum_labels]
    return Sheet(_("Inputs"), headings, rows)


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")
