"""Anybody can calculate the amounts again from the public numbers alone: here in plain fractions, from the file."""

import csv
from fractions import Fraction
from io import StringIO

from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from grants.allocation import allocate
from grants.queries.key_sums import sums_of_run
from grants.queries.public_key import key_of_run
from grants.recipients import network_in
from reporting.openness.catalogue import KEY, KEY_UNIVERSITIES
from reporting.openness.key_words import rules_of, steps_said
from reporting.openness.writing import csv_pieces
from reporting.queries.open_rows import key_row
from tests.reporting import stage

FIGURES = (("vekt_barn", "barn"), ("vekt_arsverk", "arsverk"), ("vekt_barnehager", "barnehager"))


def table_of(pieces) -> list[dict[str, str]]:
    text = b"".join(pieces).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def calculated(rows: list[dict[str, str]]) -> dict[str, int]:
    """What each network gets, by its key: the rules of the page, with the numbers of the file and nothing else."""
    rows = sorted(rows, key=lambda row: int(row["rekkefolge"]))
    total = int(rows[0]["a_fordele"])
    by_hand = {row["nettverk_id"]: int(row["satt_for_hand"]) for row in rows if row["satt_for_hand"]}
    if by_hand and rows[0]["resten_pa_nytt"] == "true":
        others = [row for row in rows if row["nettverk_id"] not in by_hand]
        return by_hand | shared(total - sum(by_hand.values()), others, rows)
    return shared(total, rows, rows) | by_hand


def shared(total: int, sharing: list[dict[str, str]], everybody: list[dict[str, str]]) -> dict[str, int]:
    """Share `total` kroner by the parts of the key, cut at what is asked for, in whole units."""
    parts = {row["nettverk_id"]: part_of(row, everybody) for row in sharing}
    asked = {row["nettverk_id"]: int(row["sokt"]) for row in sharing}
    unit = int(everybody[0]["avrunding"])
    is_capped = everybody[0]["tak_ved_soknad"] == "true"
    given: dict[str, int] = {}
    while is_capped:
        rest, whole = (
            total - sum(given.values()),
            sum(part for key, part in parts.items() if key not in given),
        )
        above = [
            key
            for key, part in parts.items()
            if key not in given and whole and Fraction(rest) * part / whole > asked[key]
        ]
        if not above:
            break
        given |= {key: asked[key] for key in above}
    free = [key for key in parts if key not in given]
    rest, whole = total - sum(given.values()), sum(parts[key] for key in free)
    shares = {key: Fraction(rest) * parts[key] / whole if whole else Fraction(0) for key in free}
    units = {key: share // unit for key, share in shares.items()}
    left = rest // unit - sum(units.values()) if whole else 0
    for key in sorted(free, key=lambda key: shares[key] - units[key] * unit, reverse=True):
        if left and (not is_capped or (units[key] + 1) * unit <= asked[key]):
            units[key] += 1
            left -= 1
    return given | {key: int(number) * unit for key, number in units.items()}


def part_of(row: dict[str, str], everybody: list[dict[str, str]]) -> Fraction:
    """The network's part of the key."""
    flat = Fraction(row["lik_del"]) / 100
    weights = sum(Fraction(row[weight]) for weight, _figure in FIGURES)
    part = flat / len(everybody)
    for weight, figure in FIGURES:
        if flat < 1 and Fraction(row[weight]):
            whole = sum(Fraction(other[figure]) for other in everybody)
            part += (1 - flat) * Fraction(row[weight]) / weights * Fraction(row[figure]) / whole
    return part


@st.composite
def problems(draw):
    """Inputs of an allocation with figures, caps and amounts set by hand."""
    size = draw(st.integers(1, 6))
    total = draw(st.integers(0, 5_000_000))
    networks = [
        {
            "id": f"network-{number}",
            "children": draw(st.integers(1, 3000)),
            "staff": str(draw(st.decimals(1, 900, places=1))),
            "kindergartens": draw(st.integers(1, 90)),
            "requested": draw(st.integers(0, 2_000_000)),
            "universities": [],
        }
        for number in draw(st.lists(st.integers(1, 200), min_size=size, max_size=size, unique=True))
    ]
    weights = {name: draw(st.integers(0, 4)) for name in ("children", "staff", "kindergartens")}
    by_hand = []
    if draw(st.booleans()):
        by_hand = [{"network": networks[0]["id"], "amount": draw(st.integers(0, total // 4))}]
    return {
        "frame": total,
        "fixed": [],
        "individual": {"cap_percent": 30, "committed": [], "requests": []},
        "collective": {
            "flat_percent": draw(st.sampled_from([0, "12.5", 40, 100])) if any(weights.values()) else 100,
            "weights": {name: weight for name, weight in weights.items() if weight},
            "round_to": draw(st.sampled_from([1, 100, 1000])),
            "cap_at_requested": draw(st.booleans()),
            "networks": networks,
            "overrides": by_hand,
            "recompute_rest": True,
        },
    }


@given(problems())
def test_every_amount_follows_from_the_public_numbers_alone(data):
    output = allocate(data)
    key = key_of_run(data, output, {}, letters={}, year=2027)
    rows = table_of(csv_pieces(KEY.names, (key_row("50", key, row) for row in key.networks)))
    assert calculated(rows) == {row["nettverk_id"]: int(row["beregnet"]) for row in rows}


@given(problems())
def test_the_sums_of_the_page_lead_to_every_amount(data):
    """One multiplication and one division, as the page says it; then whole units, and what the rounding left."""
    total = allocate(data)["collective"]["total"]
    given_to = {network_in(row["id"]): row["amount"] for row in allocate(data)["collective"]["networks"]}
    sums = sums_of_run(data, total)
    assert {key: row.amount_nok for key, row in sums.rows.items()} == given_to
    for row in sums.sharing:
        share = row.by_key * sums.left_nok / sums.by_key_left if sums.by_key_left else 0
        assert row.shared == share
        assert row.computed_nok - share // sums.unit * sums.unit in (0, sums.unit)
    assert all(row.computed_nok == row.requested_nok for row in sums.at_request)
    assert sums.not_given_nok == total - sum(given_to.values())


def test_who_gets_all_it_asked_for_is_said_and_what_the_others_share():
    """Three networks share 900 kroner equally; one asked for 100, so the others have 400 each."""
    networks = [
        {
            "id": f"network-{pk}",
            "children": 1,
            "staff": "1",
            "kindergartens": 1,
            "requested": asked,
            "universities": [],
        }
        for pk, asked in ((1, 100), (2, 900), (3, 900))
    ]
    data = {
        "frame": 900,
        "fixed": [],
        "individual": {"cap_percent": 30, "committed": [], "requests": []},
        "collective": {
            "flat_percent": 100,
            "weights": {},
            "round_to": 1,
            "cap_at_requested": True,
            "networks": networks,
            "overrides": [],
            "recompute_rest": True,
        },
    }
    output = allocate(data)
    key = key_of_run(data, output, {"network-1": "Nord"}, letters={}, year=2027)
    sums = sums_of_run(data, 900)
    with override("en"):
        said = " ".join(rules_of(key, sums)).replace("\u00a0", " ")
        steps = {pk: steps_said(sums.rows[pk], sums) for pk in (1, 2)}
    assert "All that they asked for was given to: Nord. Together 100 kr." in said
    assert "800 kr is left for the others. By the key they have 600 kr together." in said
    assert "asked for 100" in steps[1]["cap"].replace("\u00a0", " ")
    assert "300 kr × 800 kr / 600 kr = 400 kr" in steps[2]["cap"].replace("\u00a0", " ")


def test_what_is_calculated_is_what_the_letters_give(world):
    stage.network_grant(world)
    rows = table_of(Client().get(f"/apne-data/v1/{KEY.key}.csv").streaming_content)
    assert rows
    assert calculated(rows) == {row["nettverk_id"]: int(row["i_brevene"]) for row in rows}
    parts = table_of(Client().get(f"/apne-data/v1/{KEY_UNIVERSITIES.key}.csv").streaming_content)
    given = {row["nettverk_id"]: row for row in rows}
    for part in parts:
        network = given[part["nettverk_id"]]
        share = Fraction(int(network["beregnet"])) * int(part["sokt"]) / int(network["sokt"])
        unit = int(network["avrunding"])
        assert int(part["beregnet"]) == share // unit * unit
