"""The pages on which an owner works in Excel."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from common.drafts import Shown
from needs.excel import layout
from needs.excel.faults import SHOWN
from needs.excel.marking import AUTHOR
from needs.models import Need, WorkbookUpload
from needs.services.report_draft import save_report_texts
from tests.needs.stage import draft_report, fresh, shared_assessment, submitted_report, themes
from tests.needs.workbook_stage import content_of, downloaded, row_of, sheet_of, type_in
from tests.web_forms import Form, forms_of
from tests.world import AUTUMN, WINTER, World


@pytest.fixture
def autumn(world, at) -> World:
    """The world in November, with a draft."""
    at(AUTUMN)
    draft_report(world)
    return world


def address(world: World, verb: str = "") -> str:
    kwargs = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    return reverse(f"needs:workbook{verb}", kwargs=kwargs)


def upload(client: Any, world: World, book: Any, name: str = "Behov.xlsx") -> Any:
    content = book if isinstance(book, bytes) else content_of(book)
    return client.post(address(world), {"file": SimpleUploadedFile(name, content)}, follow=True)


def save_online(world: World, **typed: str) -> None:
    """Somebody writes in the portal meanwhile."""
    report = fresh(world)
    save_report_texts(
        round=report.round,
        owner=world.owner,
        network=world.network,
        typed=typed,
        shown=Shown.of({name: getattr(report, name) for name in typed}, report.version),
        by=world.person("owner"),
        now=AUTUMN,
    )


def choosing(page: Any) -> Form:
    """The page's form in which one chooses between two texts."""
    forms = [form for form in forms_of(page.text) if any(one.name.startswith("seen.") for one in form.fields)]
    return forms[-1]


def test_owner_takes_the_road_from_download_to_storing(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert address(autumn) in client.get(address(autumn).removesuffix("excel/")).text
    assert address(autumn, "_download") in client.get(address(autumn)).text
    answer = client.get(address(autumn, "_download"))
    assert answer.headers["Content-Disposition"].endswith("xlsx")
    assert answer.headers["Cache-Control"] == "private, no-store"
    book = load_workbook(BytesIO(answer.content))
    type_in(book, layout.NEEDS, "new:2", "why", "Skrevet i Excel")
    type_in(book, layout.ASSESSMENTS, assessment_row(autumn), "text", "Søsterens tekst")
    page = upload(client, autumn, book)
    assert page.redirect_chain[-1][0] == address(autumn, "_review")
    assert "Skrevet i Excel" in page.text
    assert "Søsterens tekst" in page.text
    assert Need.objects.count() == 1
    page = client.post(address(autumn, "_review"), follow=True)
    assert page.redirect_chain[-1][0] == address(autumn).removesuffix("excel/")
    assert "Skrevet i Excel" in page.text
    assert client.get(address(autumn, "_review")).status_code == 404


def assessment_row(world: World) -> str:
    return f"kindergarten:{world.sister.pk}/theme:{themes(world)[0].pk}"


def test_a_file_that_cannot_be_taken_is_said_at_the_field(autumn, sign_in) -> None:
    page = upload(sign_in("owner"), autumn, b"Barnehage;Tekst", "liste.csv")
    assert 'href="#id_file"' in page.text
    assert WorkbookUpload.objects.count() == 0


def test_no_file_is_said_at_the_field(autumn, sign_in) -> None:
    page = sign_in("owner").post(address(autumn))
    assert 'href="#id_file"' in page.text


def test_faults_are_listed_and_marked_in_a_copy(autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    cell = type_in(book, layout.NEEDS, "new:2", "years", "fem")
    type_in(book, layout.COOPERATION, "ppt_part", "answer", "kanskje")
    page = upload(client, autumn, book)
    assert cell.coordinate in page.text
    assert client.post(address(autumn, "_review")).status_code == 409
    copy = load_workbook(BytesIO(client.get(address(autumn, "_faults")).content))
    comment = sheet_of(copy, layout.NEEDS)[cell.coordinate].comment
    assert (comment.author, "fem" in comment.text) == (AUTHOR, True)
    listed = copy.worksheets[0]
    assert {listed.cell(row, 2).value for row in (3, 4)} == {cell.coordinate, "C5"}


def test_the_marked_copy_can_be_mended_and_uploaded(autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    type_in(book, layout.NEEDS, "new:2", "why", "Fordi")
    type_in(book, layout.NEEDS, "new:2", "years", "fem")
    upload(client, autumn, book)
    copy = load_workbook(BytesIO(client.get(address(autumn, "_faults")).content))
    type_in(copy, layout.NEEDS, "new:2", "years", "3 år")
    type_in(copy, layout.NEEDS, "new:2", "theme", "Tull")
    upload(client, autumn, copy)
    again = load_workbook(BytesIO(client.get(address(autumn, "_faults")).content))
    sheet = sheet_of(again, layout.NEEDS)
    row = sheet[row_of(sheet, "new:2")]
    assert [cell.column for cell in row if cell.comment] == [
        cell.column for cell in row if cell.value == "Tull"
    ]
    type_in(again, layout.NEEDS, "new:2", "theme", None)
    upload(client, autumn, again)
    client.post(address(autumn, "_review"))
    assert fresh(autumn).needs.get(why="Fordi").years == 3


def test_many_faults_are_counted_and_the_first_shown(autumn, sign_in) -> None:
    book = downloaded(autumn)
    sheet = sheet_of(book, layout.PLACES)
    for row in range(layout.FIRST_ROW, layout.FIRST_ROW + 3):
        for column in range(3, 28):
            sheet.cell(row, column).value = "nei"
    page = upload(sign_in("owner"), autumn, book)
    assert page.text.count("<tr role") == SHOWN + 1
    assert "75" in page.text


def test_what_two_have_changed_is_chosen_on_the_page(autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    type_in(book, layout.TOOK_PART, "heads_involvement", "answer", "Filens tekst")
    save_online(autumn, heads_involvement="Portalens tekst")
    page = upload(client, autumn, book)
    assert "Filens tekst" in page.text
    assert "Portalens tekst" in page.text
    form = choosing(page)
    answer = client.post(address(autumn, "_review"), form.data())
    assert (answer.status_code, fresh(autumn).heads_involvement) == (409, "Portalens tekst")
    client.post(address(autumn, "_review"), form.data(**{"pick.report.heads_involvement": "mine"}))
    assert fresh(autumn).heads_involvement == "Filens tekst"


@pytest.mark.parametrize(("pick", "stands"), [("mine", "Filens tekst"), ("theirs", "Portalens tekst")])
def test_one_button_chooses_for_all(pick, stands, autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    for field, text in (("heads_involvement", "Filens tekst"), ("involved_when", "Filens tid")):
        type_in(book, layout.TOOK_PART, field, "answer", text)
    save_online(autumn, heads_involvement="Portalens tekst", involved_when="Portalens tid")
    page = upload(client, autumn, book)
    answer = client.post(address(autumn, "_review"), choosing(page).data(all=pick))
    assert (answer.status_code, fresh(autumn).heads_involvement) == (302, stands)


def test_an_unchanged_workbook_has_nothing_to_store(autumn, sign_in) -> None:
    page = upload(sign_in("owner"), autumn, downloaded(autumn))
    assert [form.action for form in forms_of(page.text)].count(address(autumn, "_discard")) == 1
    assert 'type="submit" form="main-form"' not in page.text


def test_what_is_left_alone_is_said(autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    first = f"kindergarten:{autumn.kindergarten.pk}/theme:{themes(autumn)[0].pk}"
    type_in(book, layout.ASSESSMENTS, first, "text", "Eierens tekst")
    del book[sheet_of(book, layout.COOPERATION).title]
    shared_assessment(autumn)
    page = upload(client, autumn, book)
    assert f"{autumn.kindergarten.name}: {themes(autumn)[0].name}" in page.text
    assert "Samarbeid" in page.text


def test_throwing_away_leaves_nothing(autumn, sign_in) -> None:
    client, book = sign_in("owner"), downloaded(autumn)
    upload(client, autumn, book)
    page = client.post(address(autumn, "_discard"), follow=True)
    assert page.redirect_chain[-1][0] == address(autumn)
    assert WorkbookUpload.objects.count() == 0


def test_a_sent_report_can_be_downloaded_but_not_uploaded(world, at, sign_in) -> None:
    at(AUTUMN)
    submitted_report(world)
    client = sign_in("owner")
    page = client.get(address(world)).text
    assert address(world, "_download") in page
    assert 'type="file"' not in page
    book = load_workbook(BytesIO(client.get(address(world, "_download")).content))
    assert upload(client, world, book).status_code == 409


def test_an_upload_that_can_no_longer_be_stored_says_why(autumn, at, sign_in) -> None:
    client = sign_in("owner")
    upload(client, autumn, downloaded(autumn))
    at(WINTER)
    answer = client.get(address(autumn, "_review"))
    assert (answer.status_code, answer.headers["Location"]) == (302, address(autumn))


def test_ones_upload_is_ones_own(autumn, sign_in) -> None:
    upload(sign_in("owner"), autumn, downloaded(autumn))
    for role in ("leader", "case_officer", "other_owner", "head"):
        client = sign_in(role)
        for verb in ("_review", "_faults", "_download", ""):
            assert client.get(address(autumn, verb)).status_code == 404
