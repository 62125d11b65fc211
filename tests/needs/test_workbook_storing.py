"""Storing a workbook: merged field by field with what was changed meanwhile, all of it or nothing."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.drafts import NOT_SAVED_YET, Shown
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.excel import layout
from needs.excel.merging import Choice, Clash
from needs.models import Assessment, AssessmentItem, Need, NeedsReport, WorkbookMemory, WorkbookUpload
from needs.services.assessment import save_assessment, share_assessment
from needs.services.needs_report import submit_needs_report
from needs.services.report_draft import add_need, order_needs, remove_need, save_need
from needs.services.workbook import KEPT_FOR, discard_workbook, forget_old_uploads, store_workbook
from networks.models import Seat
from networks.roles import Role
from rekom.tasks import anonymise
from tests import factories as f
from tests.needs.stage import draft_assessment, draft_report, fresh, themes
from tests.needs.workbook_stage import (
    downloaded,
    reviewed,
    sheet_of,
    stored,
    type_in,
    uploaded,
)
from tests.world import AUTUMN, WINTER, World

NEW = "new:3"


def first_need(world: World) -> Need:
    return fresh(world).needs.order_by("priority")[0]


def save_online(world: World, **typed: Any) -> None:
    """Somebody changes the first need in the portal."""
    need = first_need(world)
    values = {name: getattr(need, name) for name in typed}
    shown = Shown.of(values, need.report.version)
    by = world.person("owner")
    save_need(report=fresh(world), pk=need.pk, typed=typed, shown=shown, by=by, now=AUTUMN)


def write_online(world: World, text: str) -> None:
    """The head writes on the first theme in the portal."""
    save_assessment(
        round=world.fresh_round(),
        kindergarten=world.kindergarten,
        typed={f"theme_{themes(world)[0].pk}": text},
        shown=Shown(NOT_SAVED_YET),
        by=world.person("head"),
        now=AUTUMN,
    )


def assessment_row(world: World) -> str:
    return f"kindergarten:{world.kindergarten.pk}/theme:{themes(world)[0].pk}"


def keep(clash: Clash) -> dict[str, Choice]:
    return {clash.name: Choice(is_mine=True, seen=clash.conflict.print)}


def take(clash: Clash) -> dict[str, Choice]:
    return {clash.name: Choice(is_mine=False, seen=clash.conflict.print)}


# --- What is stored --------------------------------------------------------------------------------------


def test_all_sheets_are_stored(world) -> None:
    themes(world)
    book = downloaded(world)
    theme = themes(world)[2]
    place = f"kindergarten:{world.kindergarten.pk}"
    type_in(book, layout.ASSESSMENTS, f"{place}/theme:{theme.pk}", "text", "Vi trenger mer tid.")
    type_in(book, layout.INVOLVEMENT, place, layout.group_key("assistants"), "x")
    type_in(book, layout.INVOLVEMENT, place, "involved_when", "I august")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Styrermøte")
    type_in(book, layout.TOOK_PART, layout.group_key("heads"), "answer", "X")
    type_in(book, layout.NEEDS, NEW, "theme", theme.name)
    type_in(book, layout.NEEDS, NEW, "why", "Fordi")
    type_in(book, layout.PLACES, f"kindergarten:{world.sister.pk}", NEW, "x")
    type_in(book, layout.COOPERATION, "ppt_part", "answer", "Nei")
    assert stored(world, book).faults == []
    report, need = fresh(world), first_need(world)
    assert (report.heads_involvement, report.staff_groups, report.ppt_part) == ("Styrermøte", ["heads"], "no")
    assert (need.theme, need.why, need.priority) == (theme, "Fordi", 1)
    assert list(need.kindergartens.all()) == [world.sister]
    assessment = Assessment.objects.get()
    assert (assessment.kindergarten, assessment.staff_groups) == (world.kindergarten, ["assistants"])
    assert (assessment.involved_when, assessment.saved_by, assessment.version) == (
        "I august",
        world.person("owner"),
        1,
    )
    assert AssessmentItem.objects.get(text="Vi trenger mer tid.").theme == theme
    assert WorkbookUpload.objects.count() == 0


def test_storing_counts_as_one_change_and_names_who_did_it(world) -> None:
    before = draft_report(world).version
    book = downloaded(world)
    type_in(book, layout.NEEDS, layout.need_key(first_need(world).pk), "why", "Nytt")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Nytt")
    stored(world, book)
    report = fresh(world)
    assert (report.version, report.saved_by) == (before + 1, world.person("owner"))


def test_all_stands_for_all_kindergartens(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "why", "Fordi")
    type_in(book, layout.PLACES, layout.ALL, NEW, "x")
    stored(world, book)
    assert set(first_need(world).kindergartens.all()) == {world.kindergarten, world.sister}


def test_a_row_that_is_emptied_removes_its_need(world) -> None:
    draft_report(world)
    book = downloaded(world)
    empty_row(book, layout.need_key(first_need(world).pk))
    stored(world, book)
    assert fresh(world).needs.count() == 0


def empty_row(book: Any, key: str) -> None:
    for column in layout.NEED_COLUMNS:
        type_in(book, layout.NEEDS, key, column, None)


def test_the_order_of_priority_is_stored(world) -> None:
    first = first_of_two(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, layout.need_key(first.pk), layout.ORDER, "3")
    type_in(book, layout.NEEDS, NEW, "why", "Den nye")
    type_in(book, layout.NEEDS, NEW, layout.ORDER, "1")
    stored(world, book)
    assert [need.why for need in fresh(world).needs.order_by("priority")] == [
        "Den nye",
        "Den andre",
        first.why,
    ]


def first_of_two(world: World) -> Need:
    report = draft_report(world)
    place = {"round": report.round, "owner": world.owner, "network": world.network}
    add_need(**place, typed={"why": "Den andre"}, by=world.person("owner"), now=AUTUMN)
    return first_need(world)


# --- What others have changed meanwhile ------------------------------------------------------------------


def test_what_only_the_portal_has_changed_stands(world) -> None:
    draft_report(world)
    book = downloaded(world)
    save_online(world, why="Endret i portalen")
    type_in(book, layout.NEEDS, layout.need_key(first_need(world).pk), "goal", "Endret i filen")
    found = stored(world, book)
    need = first_need(world)
    assert (need.why, need.goal) == ("Endret i portalen", "Endret i filen")
    assert found.outcome.kept == [(layout.need_key(need.pk), "why")]


def test_what_two_have_changed_is_not_stored_until_somebody_chooses(world) -> None:
    draft_report(world)
    book = downloaded(world)
    save_online(world, why="Portalens")
    key = layout.need_key(first_need(world).pk)
    type_in(book, layout.NEEDS, key, "why", "Filens")
    type_in(book, layout.NEEDS, key, "goal", "Nytt mål")
    (clash,) = stored(world, book).outcome.clashes
    assert (clash.conflict.mine, clash.conflict.theirs) == ("Filens", "Portalens")
    need = first_need(world)
    assert (need.why, need.goal) == ("Portalens", "Alle barn hører til.")
    assert WorkbookUpload.objects.count() == 1


@pytest.mark.parametrize(("choose", "stands"), [(keep, "Filens"), (take, "Portalens")])
def test_the_chosen_text_stands(choose, stands, world) -> None:
    draft_report(world)
    book = downloaded(world)
    save_online(world, why="Portalens")
    key = layout.need_key(first_need(world).pk)
    type_in(book, layout.NEEDS, key, "why", "Filens")
    type_in(book, layout.NEEDS, key, "goal", "Nytt mål")
    (clash,) = reviewed(world, book).outcome.clashes
    assert stored(world, book, choose(clash)).outcome.clashes == []
    need = first_need(world)
    assert (need.why, need.goal) == (stands, "Nytt mål")
    assert reviewed(world, book).outcome.is_nothing


def test_a_choice_counts_only_for_the_text_that_was_seen(world) -> None:
    draft_report(world)
    book = downloaded(world)
    save_online(world, why="Portalens")
    type_in(book, layout.NEEDS, layout.need_key(first_need(world).pk), "why", "Filens")
    (clash,) = reviewed(world, book).outcome.clashes
    save_online(world, why="Nyere i portalen")
    (again,) = stored(world, book, keep(clash)).outcome.clashes
    assert again.conflict.theirs == "Nyere i portalen"


def test_an_assessment_that_two_have_changed_is_chosen_too(world) -> None:
    draft_assessment(world)
    book = downloaded(world)
    type_in(book, layout.ASSESSMENTS, assessment_row(world), "text", "Eierens tekst")
    AssessmentItem.objects.filter(theme=themes(world)[0]).update(text="Styrerens nye tekst")
    (clash,) = stored(world, book).outcome.clashes
    assert stored(world, book, keep(clash)).outcome.clashes == []
    assert AssessmentItem.objects.get(theme=themes(world)[0]).text == "Eierens tekst"


def test_an_assessment_begun_meanwhile_is_merged(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.INVOLVEMENT, f"kindergarten:{world.kindergarten.pk}", "involved_when", "I august")
    write_online(world, "Styrerens tekst")
    stored(world, book)
    assessment = Assessment.objects.get(kindergarten=world.kindergarten)
    assert (assessment.involved_when, assessment.version) == ("I august", 2)
    assert assessment.items.get(theme=themes(world)[0]).text == "Styrerens tekst"


def test_what_is_shared_is_grey_and_left_alone(world) -> None:
    assessment = draft_assessment(world)
    book = downloaded(world)
    type_in(book, layout.ASSESSMENTS, assessment_row(world), "text", "Eierens tekst")
    share_assessment(assessment=assessment, by=world.person("head"), now=AUTUMN)
    found = stored(world, book)
    name = f"theme_{themes(world)[0].pk}"
    assert found.outcome.left_out == [(layout.assessment_key(world.kindergarten.pk), name)]
    assert AssessmentItem.objects.get(theme=themes(world)[0]).text == "Vi trenger et felles språk."
    sheet = sheet_of(downloaded(world), layout.ASSESSMENTS)
    locked = {row[0].value: row[3].protection.locked for row in sheet.iter_rows(min_row=layout.FIRST_ROW)}
    assert locked[assessment_row(world)] is True
    assert locked[f"kindergarten:{world.sister.pk}/theme:{themes(world)[0].pk}"] is False


def test_a_need_removed_in_the_portal_and_changed_in_the_file_is_a_fault(world) -> None:
    draft_report(world)
    book = downloaded(world)
    need = first_need(world)
    type_in(book, layout.NEEDS, layout.need_key(need.pk), "why", "Nytt")
    remove_need(report=fresh(world), pk=need.pk, by=world.person("owner"), now=AUTUMN)
    assert len(stored(world, book).faults) == 1


def test_a_need_removed_in_the_portal_and_untouched_in_the_file_stays_removed(world) -> None:
    draft_report(world)
    book = downloaded(world)
    remove_need(report=fresh(world), pk=first_need(world).pk, by=world.person("owner"), now=AUTUMN)
    assert reviewed(world, book).outcome.is_nothing


def test_removing_what_another_has_changed_must_be_chosen(world) -> None:
    draft_report(world)
    book = downloaded(world)
    empty_row(book, layout.need_key(first_need(world).pk))
    save_online(world, why="Portalens")
    (clash,) = stored(world, book).outcome.clashes
    assert fresh(world).needs.count() == 1
    stored(world, book, keep(clash))
    assert fresh(world).needs.count() == 0


def test_an_order_that_two_have_changed_must_be_chosen(world) -> None:
    first = first_of_two(world)
    report = fresh(world)
    place = {"round": report.round, "owner": world.owner, "network": world.network}
    third = add_need(**place, typed={"why": "Den tredje"}, by=world.person("owner"), now=AUTUMN)
    book = downloaded(world)
    second = report.needs.get(why="Den andre")
    type_in(book, layout.NEEDS, layout.need_key(first.pk), layout.ORDER, "9")
    theirs = [third.pk, first.pk, second.pk]
    order_needs(report=fresh(world), order=theirs, by=world.person("owner"), now=AUTUMN)
    (clash,) = stored(world, book).outcome.clashes
    assert [need.pk for need in fresh(world).needs.all()] == theirs
    stored(world, book, keep(clash))
    assert [need.pk for need in fresh(world).needs.all()] == [second.pk, third.pk, first.pk]


# --- The same file once more -----------------------------------------------------------------------------


def test_the_same_file_stored_twice_changes_nothing_the_second_time(world) -> None:
    draft_report(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "why", "Et nytt behov")
    type_in(book, layout.NEEDS, NEW, layout.ORDER, "1")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Nytt")
    stored(world, book)
    version = fresh(world).version
    assert reviewed(world, book).outcome.is_nothing
    stored(world, book)
    assert (fresh(world).needs.count(), fresh(world).version) == (2, version)


def test_one_goes_on_in_the_same_file(world) -> None:
    draft_report(world)
    book = downloaded(world)
    type_in(book, layout.NEEDS, NEW, "why", "Et nytt behov")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Først")
    stored(world, book)
    type_in(book, layout.NEEDS, NEW, "goal", "Med et mål")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Så")
    assert stored(world, book).outcome.clashes == []
    assert fresh(world).needs.get(why="Et nytt behov").goal == "Med et mål"
    assert (fresh(world).needs.count(), fresh(world).heads_involvement) == (2, "Så")


def test_another_persons_copy_of_the_file_does_not_overwrite(world) -> None:
    draft_report(world)
    colleague(world)
    book = downloaded(world)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Min tekst")
    stored(world, book)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Kollegaens tekst")
    (clash,) = stored(world, book, role="nobody").outcome.clashes
    assert (clash.conflict.theirs, fresh(world).heads_involvement) == ("Min tekst", "Min tekst")


def colleague(world: World, role: Role = Role.OWNER) -> None:
    """Make "nobody" somebody who writes for the owner."""
    user = world.person("nobody")
    Seat.objects.create(user=user, role=role, organisation=world.owner, valid_from=f.LONG_AGO)


# --- Who and when ----------------------------------------------------------------------------------------


def test_who_is_asked_to_write_the_report_writes_no_assessments(world) -> None:
    draft_assessment(world)
    colleague(world, Role.REPORT_WRITER)
    book = downloaded(world, role="nobody")
    sheet = sheet_of(book, layout.ASSESSMENTS)
    texts = {row[3].value for row in sheet.iter_rows(min_row=layout.FIRST_ROW)}
    assert texts == {None}
    type_in(book, layout.ASSESSMENTS, assessment_row(world), "text", "Ikke min")
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Min")
    found = stored(world, book, role="nobody")
    assert len(found.outcome.left_out) == 1
    assert fresh(world).heads_involvement == "Min"
    assert AssessmentItem.objects.get(theme=themes(world)[0]).text == "Vi trenger et felles språk."


def test_others_cannot_upload(world) -> None:
    draft_report(world)
    with pytest.raises(NotAllowed):
        uploaded(world, downloaded(world), role="leader")


def test_nothing_is_stored_after_the_deadline(world) -> None:
    draft_report(world)
    book = downloaded(world)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "For sent")
    upload = uploaded(world, book)
    with pytest.raises(NotNow):
        store_workbook(upload=upload, choices={}, by=world.person("owner"), now=WINTER)
    assert fresh(world).heads_involvement != "For sent"


def test_nothing_is_stored_in_a_report_that_is_sent_and_it_can_still_be_read(world) -> None:
    draft_report(world)
    book = downloaded(world)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "For sent")
    upload = uploaded(world, book)
    submit_needs_report(
        report=fresh(world), by=world.person("owner"), version=fresh(world).version, now=AUTUMN
    )
    with pytest.raises(NotNow):
        store_workbook(upload=upload, choices={}, by=world.person("owner"), now=AUTUMN)
    sheet = sheet_of(downloaded(world), layout.NEEDS)
    open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert open_cells == []


def test_another_persons_upload_cannot_be_stored_or_thrown_away(world) -> None:
    draft_report(world)
    colleague(world)
    upload = uploaded(world, downloaded(world))
    with pytest.raises(MovedOn):
        store_workbook(upload=upload, choices={}, by=world.person("nobody"), now=AUTUMN)
    with pytest.raises(MovedOn):
        discard_workbook(upload=upload, by=world.person("nobody"), now=AUTUMN)


def test_uploads_are_forgotten_after_a_day(world) -> None:
    draft_report(world)
    uploaded(world, downloaded(world))
    assert forget_old_uploads(now=AUTUMN + KEPT_FOR) == 0
    assert forget_old_uploads(now=AUTUMN + KEPT_FOR * 2) == 1
    assert WorkbookUpload.objects.count() == 0


def test_the_daily_task_forgets_old_uploads(world, at) -> None:
    draft_report(world)
    uploaded(world, downloaded(world))
    at(AUTUMN + KEPT_FOR * 2)
    anonymise()
    assert WorkbookUpload.objects.count() == 0


def test_discarding_stores_nothing(world) -> None:
    draft_report(world)
    book = downloaded(world)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Nytt")
    discard_workbook(upload=uploaded(world, book), by=world.person("owner"), now=AUTUMN)
    assert (WorkbookUpload.objects.count(), WorkbookMemory.objects.count()) == (0, 0)
    assert fresh(world).heads_involvement == "Møte med styrerne."


def test_a_fault_leaves_no_trace_of_a_report_that_is_not_begun(world) -> None:
    themes(world)
    book = downloaded(world)
    type_in(book, layout.COOPERATION, "ppt_part", "answer", "kanskje")
    stored(world, book)
    assert NeedsReport.objects.count() == 0


# --- One owner, many kindergartens -----------------------------------------------------------------------


def queries_to_store(world: World) -> int:
    """How many statements it takes to store a text and an x for each of the owner's kindergartens."""
    book = downloaded(world)
    for row in sheet_of(book, layout.ASSESSMENTS).iter_rows(min_row=layout.FIRST_ROW):
        row[3].value = f"{row[3].value} mer"
    for row in sheet_of(book, layout.INVOLVEMENT).iter_rows(min_row=layout.FIRST_ROW):
        row[2].value = None if row[2].value else "x"
    upload, by = uploaded(world, book), world.person("owner")
    with CaptureQueriesContext(connection) as found:
        assert store_workbook(upload=upload, choices={}, by=by, now=AUTUMN).faults == []
    return len(found)


def test_as_many_questions_for_many_kindergartens_as_for_few(world) -> None:
    draft_report(world)
    queries_to_store(world)
    few = queries_to_store(world)
    for number in range(5):
        f.KindergartenFactory(name=f"Til {number}", owner=world.owner, municipality=world.municipality)
    queries_to_store(world)
    assert queries_to_store(world) == few
