"""Out and back again: a workbook that nobody has changed changes nothing, whatever the texts are."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from common.documents.opening import open_workbook
from needs.excel import layout
from needs.excel.cells import LONGEST, carried, fits
from needs.excel.merging import Memory, compare
from needs.excel.reading import Reading, read
from needs.excel.state import read_state
from needs.excel.writing import workbook_of
from needs.models import PptPart, StaffGroup
from needs.queries.needs_report import known_report
from needs.queries.workbook import Stand, stand_of
from networks.models import OrganisationKind, Seat
from networks.roles import Role
from tests import factories as f
from tests.needs.stage import draft_assessment, draft_report, themes
from tests.needs.workbook_stage import TOKEN, content_of, downloaded, sheet_of, stand
from tests.world import AUTUMN, World

ODD = (
    "=1+1",
    "+47 00 00 00 00",
    "-",
    "@SUM(A1)",
    "'fnutt først",
    "''",
    "a\r\nb\rc\n\nd",
    "  mellomrom  ",
    "\tinnrykk",
    "_x0041_",
    "_x005F_x0041_",
    "x005F_",
    "_x000D_",
    "æøåÆØÅ čšŧ áđŋ",
    "🧒🏽 lek",
    "\x01\x0b\x0c\x1f\x7f\x85\u2028\ufffe\uffff",
    "<b>&amp;</b> ]]> <!--",
    "1.2.2027",
    "007",
    "x",
    "a" * 20_000,
    "🧒" * 20_000,
    "#REF!",
    "TRUE",
)
texts = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200),
)


def with_texts(stand: Stand, wanted: list[str]) -> Stand:
    """The stand with these texts in every field that holds one, in turn. Nothing is stored."""
    turn = iter(range(10_000))

    def following() -> str:
        return wanted[next(turn) % len(wanted)]

    for name in ("heads_involvement", "involved_when", "staff_involvement", "sami_perspectives"):
        setattr(stand.report, name, following())
    stand.report.staff_groups, stand.report.ppt_part = StaffGroup.values[:3], PptPart.PLANNED
    for need in stand.needs:
        for name in ("theme_other", "why", "goal", "way_of_working"):
            setattr(need, name, following())
    for assessment in stand.assessments.values():
        assessment.involved_when, assessment.staff_involvement = following(), following()
    places = {k.pk: {theme.pk: following() for theme in stand.themes} for k in stand.kindergartens}
    return replace(stand, texts=places)


def read_back(content: bytes, stand: Stand) -> tuple[Reading, Any]:
    pages = open_workbook(content)
    state = read_state(pages, stand.report)
    reading = read(pages, state, stand)
    return reading, compare(reading, state, stand, Memory())


@pytest.fixture
def begun(world) -> Stand:
    """A report with a need and an assessment, as the owner sees it."""
    draft_report(world)
    draft_assessment(world)
    return stand(world)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(texts, min_size=1, max_size=12))
@example(list(ODD))
@example(["a" * 20_000, "🧒" * 20_000])
def test_out_and_back_changes_nothing(begun, wanted) -> None:
    whole = with_texts(begun, wanted)
    reading, outcome = read_back(workbook_of(whole, TOKEN), whole)
    assert [f for f in reading.faults if "for lang" not in f.wrong] == []
    assert outcome.is_nothing
    assert (outcome.left_out, outcome.kept) == ([], [])


@pytest.mark.parametrize("text", ODD, ids=repr)
def test_a_text_comes_back_as_a_cell_can_carry_it(text, begun) -> None:
    whole = with_texts(begun, [text])
    reading, _outcome = read_back(workbook_of(whole, TOKEN), whole)
    if fits(text):
        assert reading.typed[layout.REPORT]["sami_perspectives"] == carried(text)
    else:
        assert "sami_perspectives" not in reading.typed[layout.REPORT]


def test_no_text_is_ever_written_as_a_formula(begun) -> None:
    whole = with_texts(begun, list(ODD))
    book = load_workbook(BytesIO(workbook_of(whole, TOKEN)))
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_text_that_excel_has_no_room_for_is_locked_and_stays(begun) -> None:
    long = "🧒" * 20_000
    assert len(long.encode("utf-16-le")) // 2 > LONGEST
    whole = with_texts(begun, [long])
    book = load_workbook(BytesIO(workbook_of(whole, TOKEN)))
    sheet = sheet_of(book, layout.COOPERATION)
    assert sheet.cell(layout.FIRST_ROW, 3).protection.locked
    sheet.cell(layout.FIRST_ROW, 3).value = "Skrevet likevel"
    _reading, outcome = read_back(content_of(book), whole)
    assert outcome.is_nothing


def test_the_whole_workbook_is_locked_but_for_what_is_filled_in(world: World) -> None:
    draft_report(world)
    book = downloaded(world)
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert all(sheet.protection.password is None for sheet in book.worksheets)
    for key in layout.FILLED:
        sheet = sheet_of(book, key)
        assert sheet.row_dimensions[1].hidden
        assert sheet.column_dimensions["A"].hidden
        assert sheet.cell(layout.FIRST_ROW, 2).protection.locked
        assert sheet.freeze_panes
        assert sheet.print_title_rows
    assert sheet_of(book, layout.STATE).sheet_state == "veryHidden"


def test_what_is_chosen_from_a_list_has_one(world: World) -> None:
    draft_report(world)
    book = downloaded(world)
    lists = {
        key: [
            rule.formula1
            for rule in sheet_of(book, key).data_validations.dataValidation
            if rule.type == "list"
        ]
        for key in layout.FILLED
    }
    assert {key: len(rules) for key, rules in lists.items()} == {
        layout.ASSESSMENTS: 0,
        layout.INVOLVEMENT: 1,
        layout.TOOK_PART: len(StaffGroup.values),
        layout.NEEDS: 3,
        layout.PLACES: 1,
        layout.COOPERATION: 1,
    }


def test_a_municipal_service_gets_a_workbook_without_kindergartens(world: World) -> None:
    service = f.OrganisationFactory(county=world.county, kind=OrganisationKind.SERVICE, name="PPT Prøvedal")
    user = world.person("nobody")
    Seat.objects.create(user=user, role=Role.REPORT_WRITER, organisation=service, valid_from=f.LONG_AGO)
    assert sheets_for(world, "nobody", service) == [layout.TOOK_PART, layout.NEEDS, layout.COOPERATION]


def test_an_owner_with_one_form_gets_a_workbook_without_assessments(world: World) -> None:
    Seat.objects.filter(kindergarten=world.other_kindergarten).delete()
    sheets = sheets_for(world, "other_owner", world.other_owner, world.other_network)
    assert sheets == [layout.TOOK_PART, layout.NEEDS, layout.PLACES, layout.COOPERATION]


def sheets_for(world: World, role: str, owner: Any, network: Any = None) -> list[str]:
    """The keys of the sheets to fill in, in their order; the workbook changes nothing when it comes back."""
    themes(world)
    place = {"owner": owner.pk, "network": (network or world.network).pk}
    person = world.person(role)
    known = known_report(person, world.fresh_round(), **place, now=AUTUMN)
    assert known is not None
    found = stand_of(known, person, now=AUTUMN)
    content = workbook_of(found, TOKEN)
    reading, outcome = read_back(content, found)
    assert (reading.faults, reading.missing, outcome.is_nothing) == ([], [], True)
    marks = [page.cell(1, 1).text.removeprefix(layout.MARK) for page in open_workbook(content)]
    return [mark for mark in marks if mark in layout.FILLED]
