"""Comparing the register with a county: what is new, changed, moved and closed, and what is left out."""

from datetime import date

import pytest

from networks.register import Known, Owner, Stand, compare, read_register
from networks.register.sentences import LEFT_OUT, REASONS, left_out_words
from networks.states import RegisterRowKind as Kind
from tests.networks import register_files as files

DAY = date(2026, 11, 20)
A, B, C, OWN, OTHER, TOWN = files.numbers(100, 6)
OWNER = Owner(1, "Prøve AS", OWN, is_private=True)
MUNICIPAL = Owner(2, "Prøvedal kommune", TOWN, is_municipal=True, municipality="5001")
PLACES = {"5001": "Prøvedal", "5006": "Annendal"}


def known(key=7, number=A, name="Blåklokka barnehage", place="5001", owner=OWNER, **more) -> Known:
    values = {"children": 40, "year": 2025, **more}
    return Known(key, number, name, place, owner, **values)


def unit(number=A, name="Blåklokka barnehage", place="5001", **more) -> dict:
    return files.detailed(number, name, place, **{"owner": "Prøve AS", "owner_number": OWN, **more})


def compared(units, *kindergartens, owners=(OWNER, MUNICIPAL), whole=False, taken=(), **options):
    value = files.pages(units) if whole else units
    stand = Stand(kindergartens, owners, PLACES, "50", taken)
    return compare(read_register("nbr.json", files.as_json(value)), stand, of_day=DAY, **options)


def the_row(*args, **kwargs):
    (row,) = compared(*args, **kwargs).proposals
    return row


def test_what_is_as_in_the_register_is_counted_only():
    found = compared([unit()], known())
    assert (found.proposals, found.unchanged) == ([], 1)


@pytest.mark.parametrize("name", ["BLÅKLOKKA BARNEHAGE", "Blåklokka  barnehage", "Blåklokka barnehage."])
def test_case_spaces_and_stops_are_no_new_name(name):
    assert compared([unit(name=name)], known()).unchanged == 1


def test_a_new_kindergarten_is_proposed_with_all_that_the_file_says():
    row = the_row([unit(B, "Haugen", "5006", owner="Ny AS", owner_number=OTHER, children=12)])
    assert (row.kind, row.key, row.before) == (Kind.NEW, None, {})
    assert row.after == {
        "name": "Haugen",
        "municipality": "5006",
        "place": "Annendal",
        "owner": "Ny AS",
        "owner_number": OTHER,
        "is_public": False,
        "children": 12,
        "year": 2026,
    }


def test_another_name_owner_and_number_of_children_are_one_change():
    row = the_row([unit(name="Nytt navn", owner="Ny AS", owner_number=OTHER, children=44)], known())
    assert (row.kind, row.key) == (Kind.CHANGED, 7)
    assert row.before == {
        "name": "Blåklokka barnehage",
        "owner": "Prøve AS",
        "owner_number": OWN,
        "children": 40,
        "year": 2025,
    }
    assert row.after["owner"] == "Ny AS"
    assert (row.after["name"], row.after["children"], row.after["year"]) == ("Nytt navn", 44, 2026)


def test_a_move_is_a_row_of_its_own_beside_the_change():
    found = compared([unit(place="5006", children=41)], known()).proposals
    assert [row.kind for row in found] == [Kind.CHANGED, Kind.MOVED]
    assert found[1].before == {"municipality": "5001", "place": "Prøvedal"}
    assert found[1].after == {"municipality": "5006", "place": "Annendal"}


@pytest.mark.parametrize(
    "owner",
    [
        {"owner": "Nytt navn på eieren", "owner_number": OWN},
        {"owner": "PRØVE AS", "owner_number": None},
        {"owner": "", "owner_number": None},
    ],
    ids=["same number", "same name", "not named"],
)
def test_the_same_owner_is_no_change(owner):
    assert compared([unit(**owner)], known()).unchanged == 1


def test_an_owner_without_a_number_in_the_portal_is_known_by_name():
    owner = Owner(3, "Prøve AS", is_private=True)
    assert compared([unit()], known(owner=owner), owners=[owner]).unchanged == 1


def test_an_owner_of_the_same_name_and_another_number_is_another_owner():
    assert the_row([unit(owner_number=OTHER)], known()).after["owner_number"] == OTHER


def test_a_public_kindergarten_without_an_owner_belongs_to_its_municipality():
    public = {"ErOffentligBarnehage": True, "ErPrivatBarnehage": False, "owner": "", "owner_number": None}
    assert the_row([unit(B, **public)]).after["owner"] == "Prøvedal kommune"
    assert the_row([unit(**public)], known()).after["owner_number"] == TOWN


def test_a_private_kindergarten_without_a_named_owner_is_told_of():
    found = compared([unit(owner="", owner_number=None)], known(owner=MUNICIPAL))
    assert [fault.code for fault in found.faults] == ["owner_not_named"]
    assert found.proposals == []


def test_a_kindergarten_without_a_number_is_known_by_name_and_municipality():
    row = the_row([unit(B)], known(number=""))
    assert (row.kind, row.key, row.org_number) == (Kind.CHANGED, 7, B)
    assert (row.before["org_number"], row.after["org_number"]) == ("", B)


def test_two_without_a_number_and_with_one_name_are_known_by_nothing():
    found = compared([unit(B)], known(7, ""), known(8, ""))
    assert [row.kind for row in found.proposals] == [Kind.NEW]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"ErAktiv": False}, "inactive"),
        ({"ErBarnehage": False}, "no_kindergarten"),
        ({"place": "1101"}, "moved_out"),
    ],
)
def test_what_is_gone_is_proposed_closed_with_the_reason(changed, reason):
    row = the_row([unit(**changed)], known())
    assert (row.kind, row.key, row.after) == (Kind.CLOSED, 7, {"reason": reason})


def test_what_is_closed_and_gone_is_as_it_should_be():
    assert compared([unit(ErAktiv=False)], known(closed_on=date(2026, 1, 1))).unchanged == 1


def test_what_is_closed_here_and_open_in_the_register_is_proposed_opened():
    row = the_row([unit(name="Nytt")], known(closed_on=date(2026, 1, 1)))
    assert (row.kind, row.key) == (Kind.NEW, 7)
    assert row.before == {"closed_on": "2026-01-01", "name": "Blåklokka barnehage"}
    assert row.after == {"reason": "open_again", "name": "Nytt"}


def test_missing_from_the_whole_register_is_proposed_closed():
    row = the_row([unit(B, "Haugen")], known(), known(8, B, "Haugen"), whole=True)
    assert (row.kind, row.key, row.after) == (Kind.CLOSED, 7, {"reason": "missing"})


def test_missing_from_a_part_of_the_register_closes_nothing():
    found = compared([unit(B, "Haugen")], known(), known(8, B, "Haugen"))
    assert (found.proposals, found.left_out) == ([], {"not_in_file": 1})


def test_missing_closes_where_the_officer_says_that_the_county_is_all_there():
    row = the_row([unit(B, "Haugen")], known(), known(8, B, "Haugen"), covers_county=True)
    assert row.kind == Kind.CLOSED


def test_a_municipality_without_any_unit_in_the_file_is_not_covered():
    found = compared([unit(B, "Haugen", "5006")], known(), known(8, B, "Haugen", "5006"), whole=True)
    assert (found.proposals, found.left_out) == ([], {"not_in_file": 1})


def test_a_unit_with_a_fault_is_not_taken_for_missing():
    found = compared([unit(ErAktiv="nei"), unit(B, "Haugen")], known(), known(8, B, "Haugen"), whole=True)
    assert found.proposals == []


def test_missing_without_a_number_is_counted_not_proposed():
    found = compared([unit(B, "Haugen")], known(number=""), known(8, B, "Haugen"), whole=True)
    assert (found.proposals, found.left_out) == ([], {"without_number": 1})


@pytest.mark.parametrize(
    ("changed", "why", "option"),
    [
        ({"category": "Familiebarnehage"}, "family", "with_family"),
        ({"category": "Åpen barnehage"}, "open", "with_open"),
        ({"ErEkskludert": True}, "excluded", "with_excluded"),
    ],
)
def test_other_sorts_are_left_out_unless_wanted(changed, why, option):
    assert compared([unit(**changed)]).left_out == {why: 1}
    assert the_row([unit(**changed)], **{option: True}).kind == Kind.NEW
    assert compared([unit(**changed)], known()).unchanged == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ErAktiv": False}, "inactive"),
        ({"ErBarnehage": False}, "no_kindergarten"),
        ({"ErInaktivIBasil": True}, "idle"),
    ],
)
def test_what_is_no_kindergarten_in_use_is_never_new(changed, why):
    found = compared([unit(**changed)], with_family=True, with_open=True, with_excluded=True)
    assert (found.proposals, found.left_out) == ([], {why: 1})


def test_a_number_that_stands_in_another_county_is_left_out():
    assert compared([unit()], taken=[A]).left_out == {"taken": 1}


def test_other_counties_are_counted_not_proposed():
    found = compared([unit(B, place="1101"), unit(C, place="1103")], known())
    assert (found.elsewhere, found.proposals) == (2, [])


def test_a_municipality_that_the_county_does_not_have_is_told_of():
    found = compared([unit(B, place="5099")])
    assert [(fault.code, fault.value) for fault in found.faults] == [
        ("unknown_place", "Blåklokka barnehage (5099)")
    ]


def test_every_reason_has_words():
    assert all(left_out_words(code, 1) != left_out_words(code, 2) for code in LEFT_OUT)
    assert set(REASONS) == {"inactive", "no_kindergarten", "moved_out", "missing", "open_again"}
