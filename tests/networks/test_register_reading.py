"""Reading files of the national kindergarten register: their forms, their faults, and what is no register."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from networks.register import RegisterFileError, read_register, reading
from networks.register.reading import MOST_FAULTS
from networks.register.sentences import FAULTS, fault_sentence
from tests.networks import register_files as files

SAYS = ("units.py", "reading.py", "comparing.py")
ONE, TWO, THREE = files.numbers(0, 3)


def units() -> list[dict]:
    return [
        files.detailed(ONE, "Blåklokka", "5001", owner="Prøve AS", owner_number=TWO, children=31),
        files.listed(THREE, "Haugen", "5006"),
    ]


def read(value, name="nbr.json"):
    content = value if isinstance(value, bytes) else files.as_json(value)
    return read_register(name, content)


@pytest.mark.parametrize(
    "content",
    [
        files.as_json(units()),
        files.as_json(files.pages(units())[0]),
        files.as_json(files.pages(units(), size=1)),
        files.as_lines(units()),
        files.as_lines(files.pages(units(), size=1)),
        files.as_json(units()).decode().encode("utf-8-sig"),
        files.as_json(units()).decode().encode("utf-16"),
        files.as_zip(
            {"side 1.json": files.as_json(units()), "__MACOSX/._side 1.json": b"x", "les.pdf": b"x"}
        ),
        files.as_zip({f"enhet/{at}.json": files.as_json(one) for at, one in enumerate(units())}),
    ],
    ids=["list", "page", "pages", "lines", "lines of pages", "bom", "utf-16", "zip", "zip of units"],
)
def test_every_form_of_the_register_gives_the_same_units(content):
    found = read(content)
    assert (found.read, found.fault_count) == (2, 0)
    one = found.units[ONE]
    assert (one.name, one.municipality, one.county) == ("Blåklokka", "5001", "50")
    assert (one.owner, one.owner_number, one.children, one.is_public) == ("Prøve AS", TWO, 31, False)
    assert found.units[THREE].owner == ""


def test_pages_that_are_all_there_are_the_whole_register():
    assert read(files.pages(units(), size=1)).is_whole
    assert not read(files.pages(units(), size=1)[:1]).is_whole
    assert not read(units()).is_whole


def test_pages_that_disagree_are_not_the_whole_register():
    first, second = files.pages(units(), size=1)
    assert not read([first, {**second, "AntallSider": 3}]).is_whole
    assert not read([{**first, "TotaltAntallEnheter": 5}, {**second, "TotaltAntallEnheter": 5}]).is_whole


def test_a_unit_and_its_details_are_one_unit():
    found = read([*files.pages([files.listed(ONE, "Blåklokka", "5001")]), units()[0]])
    assert (found.fault_count, found.units[ONE].children) == (0, 31)


def test_the_municipality_may_stand_inside_an_object():
    unit = units()[0]
    del unit["Kommunenummer"], unit["Fylkesnummer"]
    assert read([unit]).units[ONE].municipality == "5001"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Organisasjonsnummer": None}, "missing"),
        ({"Organisasjonsnummer": "123456789"}, "org_number"),
        ({"Organisasjonsnummer": "٣٢٠٠٠٠٠٠٠"}, "org_number"),
        ({"Organisasjonsnummer": 320000005}, "wrong_type"),
        ({"Navn": " "}, "missing"),
        ({"Navn": "a" * 161}, "too_long"),
        ({"Navn": ["a"]}, "wrong_type"),
        ({"Kommunenummer": None, "Kommune": None}, "missing"),
        ({"Kommunenummer": "50"}, "area_number"),
        ({"ErAktiv": "ja"}, "wrong_type"),
        ({"ErBarnehage": None}, "missing"),
        ({"ErOffentligBarnehage": True}, "both_kinds"),
        ({"AntallBarn": "40"}, "wrong_type"),
        ({"AntallBarn": True}, "wrong_type"),
        ({"AntallBarn": -1}, "children"),
        ({"AntallBarn": 10**4000}, "children"),
        ({"Barnehagekategorier": {"Navn": "Familiebarnehage"}}, "wrong_type"),
        ({"ForeldreRelasjoner": ["x"]}, "wrong_type"),
        ({"ForeldreRelasjoner": [{"Relasjonstype": "Eierstruktur", "Enhet": {}}]}, "wrong_type"),
    ],
)
def test_a_fault_names_its_place_and_costs_that_unit_alone(changed, code):
    found = read([units()[1], {**units()[0], **changed}])
    (fault,) = found.faults
    assert (fault.code, fault.file, fault.number) == (code, "nbr.json", 2)
    assert list(found.units) == [THREE]
    assert fault_sentence({"code": fault.code, "file": fault.file, "number": 2, "value": fault.value})


def test_a_wrong_number_of_the_owner_is_named():
    found = read([units()[1], files.detailed(ONE, "Blåklokka", "5001", owner="X", owner_number="111111112")])
    assert [fault.code for fault in found.faults] == ["owner_number"]


def test_each_fault_on_a_page_of_a_zip_is_named_with_the_page():
    page = files.pages([units()[0], {**units()[1], "ErAktiv": 1}])[0]
    (fault,) = read(files.as_zip({"sider/a.json": files.as_json(page)})).faults
    assert fault.file.startswith("sider/a.json, ")
    assert fault.number == 2


def test_a_unit_that_stands_twice_counts_once():
    found = read([units()[0], {**units()[0], "Navn": "Annet"}])
    assert [(fault.code, fault.number) for fault in found.faults] == [("twice", 2)]
    assert found.units[ONE].name == "Blåklokka"


def test_a_line_that_is_broken_is_named():
    found = read(files.as_lines(units()) + b'{"Organisasjonsnummer": \n')
    assert [(fault.code, fault.number) for fault in found.faults] == [("no_unit", 3)]
    assert len(found.units) == 2


def test_a_file_of_a_zip_that_is_broken_is_named():
    found = read(files.as_zip({"a.json": files.as_json(units()), "b.json": b"{"}))
    assert [(fault.code, fault.file) for fault in found.faults] == [("unreadable", "b.json")]


def test_signs_that_cannot_be_stored_are_taken_out_of_names():
    unit = files.detailed(ONE, "Blå\x00klokka\n\ud800 \u202e2", "5001")
    found = read(json.dumps([unit]).encode())
    assert found.units[ONE].name == "Blåklokka 2"


def test_so_many_faults_are_named_and_the_rest_counted():
    found = read([*units(), *([{}] * 300)])
    assert (len(found.faults), found.fault_count) == (MOST_FAULTS, 300)


def test_every_code_of_a_fault_has_a_sentence():
    source = "".join((Path(reading.__file__).parent / name).read_text("utf-8") for name in SAYS)
    codes = {code for code in FAULTS if f'"{code}"' in source}
    assert codes == set(FAULTS)


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hei",
        b"{",
        b"[]",
        b"{}",
        b"17",
        b"null",
        b'"EnhetListe"',
        b'{"EnhetListe": 3}',
        b'{"EnhetListe": []}',
        b"\xff\xfe\xff",
        b"\x00\x00\x00",
        b"PK\x03\x04tull",
        b"%PDF-1.7",
        DEEP,
        b"[" + b"9" * 5000 + b"]",
        files.as_zip({}),
        files.as_zip({"les.txt": b"hei"}),
        files.as_zip({"a.pdf": b"hei"}),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_a_sentence(content):
    with pytest.raises(RegisterFileError) as refused:
        read(content)
    assert str(refused.value).endswith(".")


def test_a_zip_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_MEMBER", 1000)
    with pytest.raises(RegisterFileError):
        read(files.as_zip({"a.json": b" " * 5000}))


def test_a_zip_of_many_files_that_swell_together_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_WHOLE", 3000)
    with pytest.raises(RegisterFileError):
        read(files.as_zip({f"{at}.json": files.as_json(units()) for at in range(9)}))


def test_a_zip_of_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_FILES", 2)
    with pytest.raises(RegisterFileError):
        read(files.as_zip({f"{at}.json": b"{}" for at in range(3)}))


def test_more_units_than_the_register_has_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNITS", 1)
    with pytest.raises(RegisterFileError):
        read(units())


def test_a_zip_that_was_cut_is_refused():
    content = files.as_zip({"a.json": files.as_json(units())})
    for at in range(0, len(content), 7):
        with pytest.raises(RegisterFileError):
            read(content[:at] if at else b"")


def test_a_zip_that_was_bent_gives_units_or_a_sentence():
    content = bytearray(files.as_zip({"a.json": files.as_json(units())}))
    for at in range(4, len(content), 3):
        bent = bytearray(content)
        bent[at] ^= 0xFF
        with suppress(RegisterFileError):
            assert read(bytes(bent)).units
