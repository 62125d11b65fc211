"""Freezing the county's summary: asked for, made in the background, kept as a version and three files."""

from datetime import UTC, timedelta
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from common.drafts import Shown
from common.history import history_of
from common.kept import is_intact, versions_of
from common.models import Document
from common.refusals import MovedOn, NotNow
from reporting.models import CountySummary, SummaryJob
from reporting.queries import summary as queries
from reporting.services import summary as services
from reporting.services import summary_freeze
from reporting.services.summary_jobs import run_summary_job
from reporting.states import JobKind, JobState, SummaryState
from tests.reporting import summary_stage
from tests.reporting.summary_stage import freezing, frozen, made
from tests.world import NEXT_SPRING

SOON, LATER = NEXT_SPRING + timedelta(minutes=1), NEXT_SPRING + timedelta(hours=2)


def test_freezing_keeps_a_version_and_issues_three_files(world):
    summary = frozen(world)
    assert summary.state == SummaryState.FROZEN
    (version,) = versions_of(summary)
    assert is_intact(version)
    assert version.content["facts"]["number"] == summary.document.number == "S-2027-50-1"
    assert [line.verb for line in history_of(summary)] == ["freeze"]
    assert Document.objects.filter(kind__startswith="county_summary").count() == 3


def test_the_three_files_say_the_same_numbers(world):
    summary_stage.with_children(world)
    summary = frozen(world)
    pdf = PdfReader(BytesIO(_bytes(summary, "document")))
    text = "".join(page.extract_text() for page in pdf.pages)
    book = load_workbook(BytesIO(_bytes(summary, "workbook")))
    word = docx.Document(BytesIO(_bytes(summary, "text_document")))
    tables = {row.cells[0].text: row.cells[1].text for row in word.tables[0].rows}
    assert pdf.trailer["/Root"]["/Lang"] == "nb"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    assert "50" in tables.values()
    overview = book.worksheets[1]
    assert 50 in [row[1].value for row in overview.iter_rows()]
    assert "50" in text
    assert summary_stage.SAID in text
    assert summary_stage.SAID in "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert word.core_properties.language == "nb-NO"
    levels = {paragraph.style.name for paragraph in word.paragraphs}
    assert {"Title", "Heading 1", "Heading 2"} <= levels


def test_the_word_file_is_whole_and_its_tables_have_header_rows(world):
    content = BytesIO(_bytes(frozen(world), "text_document"))
    assert ZipFile(content).testzip() is None
    word = docx.Document(content)
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert not table.autofit
        assert sum(column.width.mm for column in table.columns) == pytest.approx(166, abs=1)
    said = word.core_properties
    assert said.title
    assert said.author
    assert said.created == NEXT_SPRING.astimezone(UTC)


def test_numbers_that_are_frozen_do_not_change(world):
    summary = frozen(world)
    before = summary.numbers
    summary_stage.sent_report(world, unspent=9_000)
    with pytest.raises(NotNow):
        summary_stage.begun(world)
    assert CountySummary.objects.get().numbers == before


def test_a_frozen_summary_is_not_written_in(world):
    summary = frozen(world)
    with pytest.raises(NotNow):
        _write(world, summary)


def test_freezing_what_another_has_changed_is_refused(world):
    summary = made(world)
    _write(world, summary)
    with pytest.raises(NotNow):
        services.freeze_summary(
            summary=summary, version=summary.version, by=world.person("case_officer"), now=NEXT_SPRING
        )
    assert CountySummary.objects.get().state == SummaryState.DRAFT
    assert not Document.objects.filter(kind__startswith="county_summary").exists()


def test_opened_again_the_next_version_names_the_old(world):
    first = frozen(world).document
    summary = summary_stage.reopened(world)
    assert (summary.state, summary.frozen_at, summary.document) == (SummaryState.DRAFT, None, first)
    second = frozen(world, is_made=True)
    assert (second.document.number, second.document.replaces) == ("S-2027-50-2", first)
    assert second.workbook.replaces.number == "S-2027-50-1-X"
    assert versions_of(second).count() == 2


def _bytes(summary, name):
    return bytes(queries.file_of_summary(summary, name).content)


def _write(world, summary):
    section = queries.section_of(summary, "signs")
    shown = Shown.of(services.values_of(section), section.version)
    typed = {"text": "Nytt", "title": section.title}
    return services.save_section(
        section=section, typed=typed, shown=shown, by=world.person("case_officer"), now=NEXT_SPRING
    )


# --- In the background ------------------------------------------------------------------------------------


def _files():
    return Document.objects.filter(kind__startswith="county_summary").count()


def test_asked_for_it_waits_for_a_worker_and_nothing_is_frozen_yet(world):
    job = freezing(world)
    assert (job.kind, job.state, job.done, job.steps) == (JobKind.FREEZE, JobState.MAKING, 0, 4)
    assert CountySummary.objects.get().state == SummaryState.DRAFT
    assert _files() == 0
    assert list(queries.unfinished_jobs()) == [job]


def test_each_document_is_noted_and_the_last_step_freezes(world, monkeypatch):
    job, seen = freezing(world), []

    def noted(make):
        def call(facts):
            seen.append((SummaryJob.objects.get(pk=job.pk).done, _files(), CountySummary.objects.get().state))
            return make(facts)

        return call

    for field, make in list(summary_freeze.MAKERS.items()):
        monkeypatch.setitem(summary_freeze.MAKERS, field, noted(make))
    run_summary_job(job=job, now=SOON)
    assert seen == [(0, 0, "draft"), (1, 0, "draft"), (2, 0, "draft")]
    job = SummaryJob.objects.get(pk=job.pk)
    assert (job.state, job.done, job.ended_at) == (JobState.READY, 4, SOON)
    assert _files() == 3


def test_it_is_frozen_as_of_when_it_was_asked_for(world):
    run_summary_job(job=freezing(world), now=SOON)
    summary = CountySummary.objects.get()
    assert (summary.frozen_at, summary.frozen_by) == (NEXT_SPRING, world.person("case_officer"))


def test_a_freezing_whose_worker_was_killed_is_taken_up_again(world, monkeypatch):
    def die(_facts):
        raise KeyboardInterrupt

    job = freezing(world)
    monkeypatch.setitem(summary_freeze.MAKERS, "text_document", die)
    with pytest.raises(KeyboardInterrupt):
        run_summary_job(job=job, now=SOON)
    assert (CountySummary.objects.get().state, _files()) == (SummaryState.DRAFT, 0)
    monkeypatch.undo()
    run_summary_job(job=queries.unfinished_jobs().get(), now=SOON)
    summary = queries.summary_of(world.round)
    assert (summary.state, summary.document.number, _files()) == (SummaryState.FROZEN, "S-2027-50-1", 3)


@pytest.mark.parametrize("field", ["document", "workbook", "text_document"])
def test_a_document_that_fails_leaves_the_draft_as_it_was(world, monkeypatch, field):
    def fail(_facts):
        raise ValueError("Skriften mangler")

    job = freezing(world)
    before = CountySummary.objects.values().get()
    monkeypatch.setitem(summary_freeze.MAKERS, field, fail)
    run_summary_job(job=job, now=SOON)
    job = SummaryJob.objects.get(pk=job.pk)
    assert (job.state, job.fault) == (JobState.FAILED, "ValueError: Skriften mangler")
    assert CountySummary.objects.values().get() == before
    assert (_files(), versions_of(queries.summary_of(world.round)).count()) == (0, 0)
    assert _write(world, queries.summary_of(world.round))


def test_a_trouble_in_the_last_step_keeps_no_document(world, monkeypatch):
    def fail(*args, **more):
        raise NotNow("Møtet er i gang.")

    job = freezing(world)
    monkeypatch.setattr(summary_freeze, "move", fail)
    run_summary_job(job=job, now=SOON)
    job = SummaryJob.objects.get(pk=job.pk)
    assert (job.state, job.fault) == (JobState.FAILED, "Møtet er i gang.")
    assert (_files(), versions_of(queries.summary_of(world.round)).count()) == (0, 0)


def test_a_freezing_that_never_ends_is_given_up(world):
    run_summary_job(job=freezing(world), now=LATER)
    assert SummaryJob.objects.get(kind=JobKind.FREEZE).state == JobState.FAILED
    assert CountySummary.objects.get().state == SummaryState.DRAFT


def test_nothing_is_changed_while_it_is_being_frozen(world):
    summary, officer = made(world), world.person("case_officer")
    own = services.add_section(summary=summary, title="Egen", by=officer, now=NEXT_SPRING)
    freezing(world, is_made=True)
    with pytest.raises(NotNow):
        _write(world, summary)
    with pytest.raises(NotNow):
        services.add_section(summary=summary, title="Ny", by=officer, now=NEXT_SPRING)
    with pytest.raises(NotNow):
        services.remove_section(section=own, by=officer, now=NEXT_SPRING)
    with pytest.raises(NotNow):
        summary_stage.begun(world)
    with pytest.raises(NotNow):
        freezing(world, is_made=True)
    with pytest.raises(MovedOn):
        services.reopen_summary(summary=summary, comment="Feil", by=officer, now=NEXT_SPRING)
    assert SummaryJob.objects.filter(state=JobState.MAKING).count() == 1


def test_a_freezing_is_no_making_so_nothing_is_new_because_of_it(world):
    made(world)
    freezing(world, is_made=True)
    run_summary_job(job=queries.unfinished_jobs().get(), now=SOON)
    summary_stage.reopened(world)
    again = made(world, facts=False)
    assert not any(one["is_new"] for one in queries.section_of(again, "signs").collected)
