"""A scenario as a workbook: every number that went in and came out, and formulas that lead from one to the other."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from common.documents.workbook import workbook
from grants.allocation import allocate
from grants.comparing import compare
from grants.models import Scenario
from grants.scenario_columns import Column, last_year_side, names_in
from grants.scenario_workbook import comparison_sheets, scenario_sheets

NAMES = {"network-1": "Fosen", "network-2": "Namdal", "network-3": "Røros", "university-7": "Nord",
         "nomination-4": "ABLU, Prøve høgskole", "nomination-9": "Pedagogikk"}  # fmt: skip


def data(**more):
    """Three networks, two requests of which one is over the cap, one post that is held."""
    collective = {
        "flat_percent": 25,
        "weights": {"children": 1, "staff": "0.5"},
        "round_to": 500,
        "cap_at_requested": False,
        "networks": [
            network(1, 400, "80.5", 10, 900_000),
            network(2, 300, "60", 12, 700_000, {"id": "university-7", "requested": 200_000}),
            network(3, 100, "21", 4, 300_000),
        ],
        **more.pop("collective", {}),
    }
    return {
        "frame": 2_000_000,
        "fixed": [
            {"id": "a", "recipient": "network-1", "label": "Leder", "amount": 100_000},
            {"id": "b", "recipient": None, "label": "Møter", "amount": 50_000},
        ],
        "individual": {
            "cap_percent": 5,
            "committed": [],
            "requests": [
                {"id": "nomination-9", "recipient": "network-2", "amount": 60_000, "rank": 1},
                {"id": "nomination-4", "recipient": "network-1", "amount": 60_000, "rank": 2},
            ],
            **more.pop("individual", {}),
        },
        "collective": collective,
    }


def network(n, children, staff, kindergartens, requested, *universities):
    return {
        "id": f"network-{n}",
        "children": children,
        "staff": staff,
        "kindergartens": kindergartens,
        "requested": requested,
        "universities": list(universities),
    }


def column(pk=1, name="A", **more):
    given = data(**more)
    scenario = Scenario(pk=pk, name=name, figures_on=date(2027, 1, 10), figures_source="Barnehagenes tall")
    scenario.figures = [
        {"network": key, "name": NAMES[key]} for key in ("network-1", "network-2", "network-3")
    ]
    return Column(scenario, given, allocate(given))


def by_hand(**more):
    return {
        "collective": {"overrides": [{"network": "network-3", "amount": 400_000}], "recompute_rest": True},
        **more,
    }


def pages(sheets):
    with workbook(sheets) as file:
        return load_workbook(BytesIO(file.read()))


def override():
    return {
        "network": 3,
        "name": "Røros",
        "amount_nok": 400_000,
        "reason": "=SUM(1) Liten og lang vei",
        "by": "Prøve Saksbehandler",
        "at": "2027-03-01T09:00:00+00:00",
    }


def test_the_sums_of_a_column_add_up_to_the_frame():
    for more in ({}, by_hand(), {"individual": {"leftover": "held"}}, {"individual": {"leftover": "local"}}):
        assert sum(amount for _label, amount in column(**more).sums) == 2_000_000


def test_amounts_set_by_hand_are_marked_in_the_column():
    assert column(**by_hand()).side.overridden == {"network-3"}
    assert column(**by_hand()).side.amounts["network-3"] == 400_000


def test_every_column_has_the_same_rows():
    one, two = column(), column(**by_hand(individual={"leftover": "held"}))
    assert [label for label, _value in one.inputs] == [label for label, _value in two.inputs]
    assert [label for label, _value in one.sums] == [label for label, _value in two.sums]


def test_the_workbook_has_a_sheet_for_each_part():
    book = pages(scenario_sheets(column(**by_hand()), NAMES, [override()]))
    assert len(book.worksheets) == 5
    assert all(len(page.title) <= 31 for page in book.worksheets)


def test_the_steps_hold_figures_formulas_and_the_reason():
    made = column(**by_hand())
    steps = pages(scenario_sheets(made, NAMES, [override()])).worksheets[1]
    row = [cell.value for cell in steps[4]]
    assert row[:4] == ["Røros", 100, 21, 4]
    assert all(str(value).startswith("=") for value in [*row[4:10], row[16]])
    assert row[13:16] == [400_000 - made.outcome["collective"]["networks"][2]["computed"], 400_000, 300_000]
    assert row[17]
    assert [cell.value for cell in steps[5]][9] == "=SUM(J2:J4)"


def test_individual_measures_have_numbers_and_no_names():
    page = pages(scenario_sheets(column(), NAMES, [])).worksheets[2]
    assert [[cell.value for cell in row[:6]] for row in page.iter_rows(min_row=2)] == [
        [1, 9, "Pedagogikk", "Namdal", 60_000, 60_000],
        [2, 4, "ABLU, Prøve høgskole", "Fosen", 60_000, 0],
    ]


def test_the_results_hold_every_recipient_and_the_frame():
    page = pages(scenario_sheets(column(individual={"leftover": "local"}), NAMES, [])).worksheets[3]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in page.iter_rows(min_row=2)}
    assert rows["Fosen"][0] == 100_000
    assert rows["Namdal"][2] == 60_000
    assert sum(row[3] or 0 for row in [rows["Fosen"], rows["Namdal"], rows["Røros"]]) == 40_000
    assert [*rows.values()][-1][-1] == 2_000_000


def test_a_reason_never_becomes_a_formula():
    page = pages(scenario_sheets(column(**by_hand()), NAMES, [override()])).worksheets[4]
    assert page["E2"].value == "=SUM(1) Liten og lang vei"
    assert page["E2"].data_type == "s"
    assert page["B2"].value == column().side.amounts["network-3"]


def test_the_comparison_has_a_row_for_each_network_and_a_word_for_each_difference():
    columns = [column(1, "A"), column(2, "B", **by_hand())]
    last = last_year_side({"network-1": 500_000, "network-9": 10}, 2026)
    comparison = compare(
        last, [row.side for row in columns], names_in(columns) | {"network-9": "Gamle nettverk"}
    )
    amounts, inputs = pages(comparison_sheets(comparison, columns)).worksheets
    names = [row[0].value for row in amounts.iter_rows(min_row=2)]
    assert names[:4] == ["Fosen", "Namdal", "Røros", "Gamle nettverk"]
    assert amounts["B5"].value == 10
    assert amounts["C5"].value is None
    assert amounts["D2"].value == "=C2-B2"
    assert all(row[5].value for row in amounts.iter_rows(min_row=2, max_row=5))
    assert [cell.value for cell in inputs[1]][1:] == ["A", "B"]
