"""The directorate's layout: set up, copied, read from a workbook; the reports stand in it cell by cell."""

import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook, load_workbook

from common.documents.workbook import Column, Sheet, workbook
from common.refusals import NotAllowed, NotNow, may
from reporting.layout_reading import headings_in
from reporting.layout_sources import DEFAULT, SOURCES, cell, defaults, guessed, offered
from reporting.models import DirectorateLayout, ReportLine, RowsPer
from reporting.queries.layout import layout_of, layout_rows, questions_of
from reporting.rules.layout import MOST_COLUMNS, check_columns, check_may_edit_layout, check_may_see_layout
from reporting.services.layout import copy_layout, save_layout, take_headings
from tests.grants.payment_stage import paid
from tests.reporting import control_stage as stage
from tests.world import NEXT_SPRING, make_round

pytestmark = pytest.mark.django_db
COLUMNS = [("Mottaker", "recipient"), ("=Brukt", "used"), ("Annet", "")]


def save(world, *, by="case_officer", version=0, columns=COLUMNS, rows_per="recipient", title="Ark"):
    return save_layout(
        round=world.fresh_round(),
        title=title,
        rows_per=rows_per,
        columns=columns,
        version=version,
        by=world.person(by),
        now=NEXT_SPRING,
    )


def stands(round) -> list[tuple[str, str]]:
    return [(row.heading, row.source) for row in layout_of(round).columns.all()]


def book_of(*rows) -> bytes:
    book = Workbook()
    book.active.title = "Rapportering"
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_layout_is_saved_in_order_and_again(world):
    save(world)
    assert stands(world.round) == COLUMNS
    save(world, version=1, columns=COLUMNS[::-1])
    assert stands(world.round) == COLUMNS[::-1]


@pytest.mark.parametrize("who", ["approver", "leader", "foreign_officer"])
def test_only_a_case_officer_sets_it_up(world, who):
    with pytest.raises(NotAllowed):
        save(world, by=who)
    assert not DirectorateLayout.objects.exists()


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [(" ", "recipient")],
        [("Mottaker", "recipient"), (" ", "used")],
        [("Mottaker", "no_such")],
        [("Tiltak", "measure")],
        [("x", "")] * 101,
        [("Svar", "question:no_such")],
    ],
)
def test_a_layout_that_cannot_be_filled_is_refused(world, columns):
    with pytest.raises(NotNow):
        save(world, columns=columns)
    assert not DirectorateLayout.objects.exists()


@pytest.mark.parametrize("number", [1, MOST_COLUMNS])
def test_a_layout_has_from_one_to_so_many_columns(number):
    check_columns([("x", "")] * number, known=[])


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("case_officer", True, True),
        ("approver", True, False),
        ("foreign_officer", False, False),
        ("forum", False, False),
        ("leader", False, False),
    ],
)
def test_staff_see_the_layout_and_case_officers_set_it_up(world, who, sees, edits):
    about = {"user": world.person(who), "round": world.round, "now": NEXT_SPRING}
    assert (may(check_may_see_layout, **about) is None) == sees
    assert (may(check_may_edit_layout, **about) is None) == edits


def test_what_somebody_has_saved_since_is_not_lost(world):
    save(world)
    with pytest.raises(NotNow):
        save(world, columns=[("x", "")])
    assert stands(world.round) == COLUMNS


def test_last_years_layout_is_copied(world):
    save(world)
    later = make_round(world.county, 2028)
    officer = world.person("case_officer")
    copy_layout(round=later, version=0, by=officer, now=NEXT_SPRING)
    assert stands(later) == COLUMNS
    with pytest.raises(NotNow):
        copy_layout(round=world.round, version=1, by=officer, now=NEXT_SPRING)


def test_the_headings_of_a_workbook_become_columns(world):
    content = book_of(["Skjema"], [], ["Recipient:", "Brukt beløp", "USED,  kroner"])
    officer = world.person("case_officer")
    take_headings(
        round=world.fresh_round(),
        content=content,
        rows_per="recipient",
        version=0,
        by=officer,
        now=NEXT_SPRING,
    )
    found = stands(world.round)
    assert [heading for heading, _source in found] == ["Recipient:", "Brukt beløp", "USED, kroner"]
    assert layout_of(world.round).title == "Rapportering"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 x", b"PK\x03\x04 broken", b"a;b"])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError) as refusal:
        headings_in(content)
    assert refusal.value.messages[0]


def test_a_workbook_without_texts_is_refused():
    with pytest.raises(ValidationError):
        headings_in(book_of([1, 2, 3]))


def test_nothing_is_guessed_from_a_likeness():
    known = {"used": SOURCES["used"]}
    label = str(SOURCES["used"].label)
    assert guessed(f"  {label.upper()}: ", known) == "used"
    assert guessed(f"{label} i år", known) == ""


def test_every_proposal_is_offered(world):
    for rows_per in RowsPer:
        known = offered(rows_per, questions_of(world.round))
        assert set(DEFAULT[rows_per]) <= set(known)
        assert {key for _heading, key in defaults(rows_per, questions_of(world.round))} <= set(known)


@pytest.mark.parametrize("rows_per", RowsPer.values)
def test_every_source_can_be_read_for_every_row(world, rows_per):
    paid(world)
    stage.sent(world)
    rows = list(layout_rows(world.round, rows_per))
    assert rows
    for source in offered(rows_per, questions_of(world.round)).values():
        for row in rows:
            assert not isinstance(cell(source, row), bool | float)


def test_the_sums_are_those_of_the_report(world):
    report = stage.with_unspent(world)
    stage.approve(world, report, choices=stage.choices(report))
    used = sum(row.used_nok for row in ReportLine.objects.filter(report=report))
    back = sum(line.unspent_nok for line in ReportLine.objects.filter(report=report))
    for rows_per in ("recipient", "line"):
        rows = list(layout_rows(world.round, rows_per))
        assert sum(row.money.used_nok for row in rows) == used
        assert sum(row.money.back_nok for row in rows) == back
        assert sum(row.granted_nok for row in rows) == report.grant.amount_nok
    measures = list(layout_rows(world.round, "measure"))
    collective = ReportLine.objects.filter(report=report, line__kind="collective")
    assert sum(row.money.used_nok for row in measures) == sum(row.used_nok for row in collective)


def test_drafts_stay_out(world):
    paid(world)
    stage.stage.draft(world)
    assert list(layout_rows(world.round, "recipient")) == []


def test_what_begins_like_a_formula_stays_text_and_numbers_are_numbers(world):
    paid(world)
    report = stage.sent(world)
    type(report).objects.filter(pk=report.pk).update(summary="=1+1")
    row = next(layout_rows(world.round, "recipient"))
    values = [cell(SOURCES[key], row) for key in ("summary", "used")]
    with workbook([Sheet(title="x", columns=[Column("a"), Column("b")], rows=[values])]) as made:
        page = load_workbook(made).active
        assert (page["A2"].value, page["A2"].data_type, page["B2"].data_type) == ("=1+1", "s", "n")


def test_more_recipients_cost_no_more_reads(world, django_assert_max_num_queries):
    paid(world)
    stage.sent(world)
    grant = stage.stage.university_grant(world)
    from_uh = stage.stage.complete(world, grant, by="uh")
    with django_assert_max_num_queries(25) as first:
        assert len(list(layout_rows(world.round, "recipient"))) == 1
    stage.services.submit_report(report=from_uh, by=world.person("uh"), now=NEXT_SPRING)
    with django_assert_max_num_queries(len(first)):
        assert len(list(layout_rows(world.round, "recipient"))) == 2
