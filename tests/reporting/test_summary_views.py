"""The pages of the county's summary, as the office and the forum meet them."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from common.drafts import Shown
from common.kept import versions_of
from reporting.models import SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.services import summary as services
from reporting.services import summary_freeze, summary_jobs
from reporting.services.summary_jobs import run_summary_job
from reporting.states import JobState
from reporting.summary_content import kept_sections
from reporting.summary_documents import summary_facts
from tests.reporting import stage, summary_stage
from tests.world import NEXT_SPRING

YEAR = 2027


def _url(name, **more):
    return reverse(f"reporting:summary_{name}", kwargs={"year": YEAR, **more})


@pytest.fixture
def officer(sign_in, at):
    at(NEXT_SPRING)
    return sign_in("case_officer")


def test_the_page_leads_from_nothing_to_the_making(officer, world):
    stage.network_grant(world)
    page = officer.get(_url("detail"))
    assert _url("make") in page.content.decode()
    answer = officer.post(_url("make"))
    assert answer.url == _url("progress")
    assert SummaryJob.objects.get().state == JobState.MAKING


def test_the_progress_asks_again_while_it_is_made_and_not_after(officer, world):
    job = summary_stage.begun(world)
    assert "every 2s" in officer.get(_url("progress")).content.decode()
    fragment = officer.get(_url("progress"), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in fragment
    run_summary_job(job=job, now=NEXT_SPRING)
    page = officer.get(_url("progress")).content.decode()
    assert "every 2s" not in page
    assert _url("detail") in page


def test_a_making_that_stopped_says_why_and_can_be_tried_again(officer, world, monkeypatch):
    def fail(_making):
        raise ValueError("Tallene mangler")

    job = summary_stage.begun(world)
    monkeypatch.setitem(summary_jobs.STEP, "numbers", fail)
    run_summary_job(job=job, now=NEXT_SPRING)
    page = officer.get(_url("progress")).content.decode()
    assert "Tallene mangler" in page
    assert f'action="{_url("make")}"' in page
    assert "Tallene mangler" in officer.get(_url("detail")).content.decode()


def test_a_part_is_saved_and_leads_on_to_the_next(officer, world):
    summary = summary_stage.made(world)
    section = queries.section_of(summary, "signs")
    shown = Shown.of(services.values_of(section), section.version).text
    typed = {"title": section.title, "text": "Barna leker mer.", "shown": shown}
    answer = officer.post(_url("section_edit", key="signs"), typed)
    assert queries.section_of(summary, "signs").text == "Barna leker mer."
    keys = [row.key for row in queries.sections_of(summary)]
    assert answer.url == _url("section_edit", key=keys[keys.index("signs") + 1])


def _order(summary) -> list[str]:
    return [row.key for row in queries.sections_of(summary)]


def test_a_part_is_moved_by_a_button_without_script(officer, world):
    summary = summary_stage.made(world)
    first, second, *rest = queries.sections_of(summary)
    shown = ",".join(str(row.pk) for row in (first, second, *rest))
    answer = officer.post(_url("sections_order"), {"order": shown, "move": f"{second.pk}:up"})
    assert answer.url == f"{_url('sections_order')}#card-{second.pk}"
    assert _order(summary)[:2] == [second.key, first.key]
    assert _url("sections_order") in officer.get(_url("detail")).content.decode()


def test_an_own_part_is_added_in_its_place_and_then_written(officer, world):
    summary = summary_stage.made(world)
    page = officer.get(_url("section_add")).content.decode()
    assert f'value="{_order(summary)[0]}"' in page
    answer = officer.post(_url("section_add"), {"title": "Veien videre", "after": "introduction"})
    assert answer.url == _url("section_edit", key="own-1")
    assert _order(summary)[:2] == ["introduction", "own-1"]


def test_a_frozen_summary_has_the_offices_order_in_every_file(officer, world):
    summary = summary_stage.made(world)
    rows = queries.sections_of(summary)
    officer.post(_url("section_add"), {"title": "Veien videre", "after": "-first"})
    officer.post(_url("sections_order"), {"order": ",".join(str(row.pk) for row in reversed(rows))})
    wanted = [row.title for row in reversed(rows)] + ["Veien videre"]
    summary_stage.frozen(world, is_made=True)
    document = docx.Document(BytesIO(officer.get(_url("word_download")).content))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == wanted
    book = load_workbook(BytesIO(officer.get(_url("workbook_download")).content), read_only=True)
    told = [row[0] for row in book.worksheets[0].iter_rows(min_row=3, values_only=True)]
    assert list(dict.fromkeys(told)) == [title for title in wanted if title in told]
    facts = summary_facts(summary, queries.sections_of(summary), number="1", now=NEXT_SPRING)
    assert [one["title"] for one in facts["sections"]] == wanted
    kept = kept_sections(versions_of(summary).last().content)
    assert [one.title for one in kept][: len(wanted)] == wanted


def test_a_part_shows_what_the_reports_say(officer, world):
    summary_stage.made(world)
    assert summary_stage.SAID in officer.get(_url("section_edit", key="signs")).content.decode()


def test_freezing_says_which_parts_are_empty(officer, world):
    summary = summary_stage.made(world)
    page = officer.get(_url("freeze")).content.decode()
    assert queries.section_of(summary, "control").title in page
    SummarySection.objects.filter(key="control").update(text="Alt er gjort opp.")
    assert queries.section_of(summary, "control").title not in officer.get(_url("freeze")).content.decode()


def test_freezing_leads_to_how_far_it_has_come(officer, world):
    summary = summary_stage.made(world)
    answer = officer.post(_url("freeze"), {"version": summary.version})
    assert answer.url == _url("progress")
    assert "every 2s" in officer.get(_url("progress")).content.decode()
    assert officer.get(_url("freeze")).url == _url("detail")
    page = officer.get(_url("detail")).content.decode()
    assert _url("progress") in page
    assert _url("freeze") not in page
    assert _url("make") not in page
    assert _url("section_edit", key="signs") not in page
    run_summary_job(job=SummaryJob.objects.get(state=JobState.MAKING), now=NEXT_SPRING)
    assert "every 2s" not in officer.get(_url("progress")).content.decode()
    assert _url("pdf_download") in officer.get(_url("detail")).content.decode()


def test_a_freezing_that_stopped_says_why_and_leads_to_freezing_again(officer, world, monkeypatch):
    def fail(_facts):
        raise ValueError("Skriften mangler")

    job = summary_stage.freezing(world)
    monkeypatch.setitem(summary_freeze.MAKERS, "workbook", fail)
    run_summary_job(job=job, now=NEXT_SPRING)
    for name in ("progress", "detail"):
        page = officer.get(_url(name)).content.decode()
        assert "Skriften mangler" in page
        assert f'href="{_url("freeze")}"' in page


def test_a_frozen_summary_is_fetched_as_three_files(officer, world):
    summary_stage.frozen(world)
    found = [officer.get(_url(f"{name}_download")) for name in ("pdf", "workbook", "word")]
    assert [answer.content[:2] for answer in found] == [b"%P", b"PK", b"PK"]
    assert officer.get(_url("version_download", number=1)).content[:4] == b"%PDF"
    assert officer.get(_url("version_download", number=2)).status_code == 404


def test_without_a_meeting_the_page_leads_to_planning_it(officer, world):
    summary_stage.frozen(world)
    page = officer.get(_url("detail")).content.decode()
    assert reverse("networks:meeting_create") in page
    assert _url("lay") not in page


def test_the_summary_is_laid_before_the_planned_meeting(officer, world):
    item = summary_stage.november(world)
    summary_stage.frozen(world)
    assert _url("lay") in officer.get(_url("detail")).content.decode()
    officer.post(_url("lay"))
    page = officer.get(_url("detail")).content.decode()
    assert reverse("networks:meeting_detail", args=[item.meeting_id]) in page
    assert _url("lay") not in page


def test_the_forum_reads_what_was_frozen_and_not_the_draft(sign_in, world, at):
    at(NEXT_SPRING)
    summary_stage.made(world)
    client = sign_in("forum")
    assert client.get(_url("detail")).status_code == 404
    summary_stage.frozen(world, is_made=True)
    SummarySection.objects.filter(key="signs").update(text="Endret etterpå")
    page = client.get(_url("detail")).content.decode()
    assert summary_stage.SAID in page
    assert "Endret etterpå" not in page
