"""The pages after the draft: the summary, files, taking back, versions and receipts, returning with comments."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.attachments import LARGEST
from common.kept import versions_of
from common.models import Attachment, Document, OutboxMail
from needs.models import ReportAttachment
from needs.queries.report_comments import comments_by_key
from needs.services.needs_report import submit_needs_report, take_back_needs_report
from needs.states import NeedsReportState
from networks.models import Seat
from networks.roles import Role
from tests import factories as f
from tests.needs.stage import (
    draft_report,
    fresh,
    need,
    recorded_draft,
    submitted_report,
    themes,
)
from tests.world import AUTUMN, WINTER, World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def autumn(world, at) -> World:
    """The world in November, with its themes."""
    at(AUTUMN)
    themes(world)
    return world


def address(world: World, verb: str, **more: Any) -> str:
    kwargs = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027, **more}
    return reverse(f"needs:needs_report_{verb}", kwargs=kwargs)


def file(name: str = "plan.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


# --- The summary ------------------------------------------------------------------------------------------


def test_summary_shows_all_with_hints_and_a_way_to_change_each_part(autumn, sign_in) -> None:
    report = draft_report(autumn)
    page = sign_in("owner").get(address(autumn, "confirm_submit")).text
    assert "Vi løser det ulikt" in page
    assert address(autumn, "submit") in page
    assert 'data-color="info"' in page
    for verb in ("involvement", "cooperation", "attachments"):
        assert address(autumn, verb) in page
    pk = report.needs.get().pk
    assert reverse("needs:need_edit", kwargs={**place(autumn), "pk": pk}) in page


def place(world: World) -> dict[str, Any]:
    return {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}


def test_summary_with_gaps_has_no_button(autumn, sign_in) -> None:
    draft_report(autumn, texts={})
    page = sign_in("owner").get(address(autumn, "confirm_submit")).text
    assert address(autumn, "submit") not in page
    assert "ds-error-summary" in page


def test_summary_of_nothing_can_be_read(autumn, sign_in) -> None:
    assert sign_in("owner").get(address(autumn, "confirm_submit")).status_code == 200


def test_a_colleague_tells_that_it_is_ready_and_cannot_send(autumn, sign_in) -> None:
    Seat.objects.create(
        user=autumn.people["nobody"],
        role=Role.REPORT_WRITER,
        organisation=autumn.owner,
        valid_from=f.LONG_AGO,
    )
    report = draft_report(autumn)
    client = sign_in("nobody")
    page = client.get(address(autumn, "confirm_submit")).text
    assert address(autumn, "submit") not in page
    assert address(autumn, "tell_ready") in page
    version = {"version": str(report.version)}
    assert client.post(address(autumn, "submit"), version).status_code == 403
    assert fresh(autumn).state == NeedsReportState.DRAFT


def test_leader_looks_over_and_records(autumn, at, sign_in) -> None:
    report = recorded_draft(autumn)
    at(WINTER)
    client = sign_in("leader")
    page = client.get(address(autumn, "confirm_submit")).text
    assert f'action="{address(autumn, "record")}"' in page
    client.post(address(autumn, "record"), {"version": str(report.version)})
    assert fresh(autumn).state == NeedsReportState.SUBMITTED


# --- Files ------------------------------------------------------------------------------------------------


def test_several_files_are_added_listed_fetched_and_removed(autumn, sign_in) -> None:
    client = sign_in("owner")
    answer = client.post(
        address(autumn, "attachments"), {"chosen": [file("Årsplan.png"), file("To.png")]}, follow=True
    )
    assert "Årsplan.png" in answer.text
    first, second = ReportAttachment.objects.select_related("attachment")
    got = client.get(address(autumn, "attachment_download", pk=first.attachment_id))
    assert got.content == PNG
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    client.post(address(autumn, "attachment_remove", pk=second.pk))
    assert [row.pk for row in ReportAttachment.objects.all()] == [first.pk]


def test_good_files_are_stored_and_bad_ones_named(autumn, sign_in) -> None:
    answer = sign_in("owner").post(
        address(autumn, "attachments"), {"chosen": [file("god.png"), file("virus.png", b"MZ" + b"0" * 50)]}
    )
    assert answer.status_code == 200
    assert "virus.png" in answer.text
    assert list(Attachment.objects.values_list("filename", flat=True)) == ["god.png"]


def test_a_file_that_is_too_big_is_refused_with_its_name_and_size(autumn, sign_in) -> None:
    big = file("stor.pdf", b"%PDF-" + b"0" * LARGEST)
    answer = sign_in("owner").post(address(autumn, "attachments"), {"chosen": [big]})
    assert "stor.pdf" in answer.text
    assert "10,1 MB" in answer.text
    assert not Attachment.objects.exists()


def test_no_file_chosen_says_so(autumn, sign_in) -> None:
    answer = sign_in("owner").post(address(autumn, "attachments"), {})
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.text


def test_a_sixth_file_is_refused_with_a_sentence(autumn, sign_in) -> None:
    client = sign_in("owner")
    client.post(address(autumn, "attachments"), {"chosen": [file(f"{n}.png") for n in range(5)]})
    assert 'type="file"' not in client.get(address(autumn, "attachments")).text
    answer = client.post(address(autumn, "attachments"), {"chosen": [file("seks.png")]})
    assert answer.status_code == 409
    assert Attachment.objects.count() == 5


def test_files_stand_on_the_detail_page_for_those_who_read_the_whole(autumn, sign_in) -> None:
    sign_in("owner").post(address(autumn, "attachments"), {"chosen": [file()]})
    draft_report(autumn)
    submit_needs_report(report=fresh(autumn), by=autumn.person("owner"), now=AUTUMN)
    assert "plan.png" in sign_in("leader").get(address(autumn, "detail")).text
    assert "plan.png" not in sign_in("uh").get(address(autumn, "detail")).text


# --- Taking back ------------------------------------------------------------------------------------------


def test_owner_takes_back_with_a_question_and_sends_again(autumn, sign_in) -> None:
    submitted_report(autumn)
    client = sign_in("owner")
    assert address(autumn, "take_back") in client.get(address(autumn, "detail")).text
    assert client.get(address(autumn, "take_back")).status_code == 200
    client.post(address(autumn, "take_back"))
    report = fresh(autumn)
    assert report.state == NeedsReportState.DRAFT
    client.post(address(autumn, "submit"), {"version": str(report.version)})
    assert versions_of(report).count() == 2
    assert OutboxMail.objects.filter(kind="needs/needs_report_submitted").count() == 2


def test_take_back_is_not_offered_after_the_deadline(autumn, at, sign_in) -> None:
    submitted_report(autumn)
    at(WINTER)
    client = sign_in("owner")
    assert address(autumn, "take_back") not in client.get(address(autumn, "detail")).text
    assert client.get(address(autumn, "take_back")).status_code == 302


# --- Versions and receipts --------------------------------------------------------------------------------


def twice(world: World) -> None:
    """The report sent, taken back, changed and sent again."""
    report = submitted_report(world)
    take_back_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    draft_report(world, texts={"involved_when": "14. november"}, needs=[need(world, why="Språk i lek.")])
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)


def test_versions_show_what_differs(autumn, sign_in) -> None:
    twice(autumn)
    page = sign_in("leader").get(address(autumn, "versions")).text
    assert "14" in page
    assert "<ins>" in page
    assert "<del>" in page
    assert "Språk i lek." in page
    whole = sign_in("leader").get(f"{address(autumn, 'versions')}?til=1&fra=0").text
    assert "<ins>" not in whole
    assert "12. oktober" in whole


@pytest.mark.parametrize(
    "query", ["?til=9&fra=8", "?til=x&fra=y", "?til=1&fra=1", "?til=-1", "?fra=999999999999"]
)
def test_versions_bear_odd_addresses(autumn, sign_in, query: str) -> None:
    twice(autumn)
    assert sign_in("owner").get(address(autumn, "versions") + query).status_code == 200


def test_versions_are_the_owners_alone_while_it_is_taken_back(autumn, sign_in) -> None:
    report = submitted_report(autumn)
    take_back_needs_report(report=report, by=autumn.person("owner"), now=AUTUMN)
    for verb, more in (("versions", {}), ("receipt_download", {"number": 1})):
        assert sign_in("leader").get(address(autumn, verb, **more)).status_code == 404
        assert sign_in("owner").get(address(autumn, verb, **more)).status_code == 200


def test_receipt_is_a_pdf_that_is_stored_once(autumn, sign_in) -> None:
    submitted_report(autumn)
    client = sign_in("owner")
    assert address(autumn, "receipt_download", number=1) in client.get(address(autumn, "detail")).text
    first = client.get(address(autumn, "receipt_download", number=1))
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert client.get(address(autumn, "receipt_download", number=1)).content == first.content
    assert Document.objects.count() == 1
    assert client.get(address(autumn, "receipt_download", number=2)).status_code == 404


# --- Returning --------------------------------------------------------------------------------------------


def test_leader_comments_at_the_fields_and_the_owner_sees_them_there(autumn, at, sign_in) -> None:
    report = submitted_report(autumn)
    at(WINTER)
    client = sign_in("leader")
    key = f"need-{report.needs.get().pk}-goal"
    page = client.get(address(autumn, "return")).text
    assert f'name="at-{key}"' in page
    assert 'name="at-sami_perspectives"' not in page
    typed = {"comment": "Se på målene", "until": "2027-01-22", f"at-{key}": "Hvilket mål?"}
    client.post(address(autumn, "return"), typed)
    assert {where: rows[0].text for where, rows in comments_by_key(fresh(autumn)).items()} == {
        key: "Hvilket mål?"
    }
    edit = reverse("needs:need_edit", kwargs={**place(autumn), "pk": report.needs.get().pk})
    assert "Hvilket mål?" in sign_in("owner").get(edit).text


def test_return_refused_keeps_the_comments_on_the_page(autumn, at, sign_in) -> None:
    report = submitted_report(autumn)
    at(WINTER)
    key = f"need-{report.needs.get().pk}-goal"
    typed = {"comment": "", "until": "2027-01-22", f"at-{key}": "Hvilket mål?"}
    answer = sign_in("leader").post(address(autumn, "return"), typed)
    assert answer.status_code == 200
    assert "Hvilket mål?" in answer.text
    assert "<details open>" in answer.text


def test_stale_return_of_a_draft_is_refused_and_shows_nothing_of_it(autumn, at, sign_in) -> None:
    draft_report(autumn)
    answer = sign_in("leader").post(address(autumn, "return"), {"comment": "?", "until": "2027-01-22"})
    assert "Vi løser det ulikt" not in answer.text
    assert sign_in("leader").get(address(autumn, "return")).status_code == 302


# --- Questions to the database ----------------------------------------------------------------------------


def questions(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("verb", ["confirm_submit", "attachments"])
def test_pages_of_a_draft_ask_the_same_with_one_need_and_three(autumn, sign_in, verb: str) -> None:
    draft_report(autumn)
    client = sign_in("owner")
    with_one = questions(client, address(autumn, verb))
    draft_report(autumn, texts={}, needs=[need(autumn), need(autumn)])
    assert questions(client, address(autumn, verb)) == with_one <= 12


def test_versions_ask_the_same_with_one_and_three(autumn, sign_in) -> None:
    submitted_report(autumn)
    client = sign_in("owner")
    with_one = questions(client, address(autumn, "versions"))
    for _turn in range(2):
        take_back_needs_report(report=fresh(autumn), by=autumn.person("owner"), now=AUTUMN)
        submit_needs_report(report=fresh(autumn), by=autumn.person("owner"), now=AUTUMN)
    assert questions(client, address(autumn, "versions")) == with_one <= 12
