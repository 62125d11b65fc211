"""Notes of the office, questions to the recipient, answers; the pages of the control and of the layout."""

import io

import pytest
from openpyxl import load_workbook

from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import MoneyBack
from reporting.models import ReportLine, ReportRemark
from reporting.queries.control_list import codes_in, rows_to_control, to_control
from reporting.queries.remarks import asked_grants, noted_findings, questions_to, talks_of
from reporting.services.remarks import answer_question, ask_recipient, note_report
from tests.grants.payment_stage import paid
from tests.reporting import control_stage as stage
from tests.world import NEXT_SPRING

pytestmark = pytest.mark.django_db
KEY = "much_other:line:1"


def write(world, verb, report, *, by="case_officer", text="Hva er «Annet»?", finding=""):
    return verb(report=report, text=text, finding=finding, by=world.person(by), now=NEXT_SPRING)


def answer(world, question, *, by="leader", text="Leie av lokale"):
    return answer_question(question=question, text=text, by=world.person(by), now=NEXT_SPRING)


def kinds(kind: str) -> set[str]:
    return set(OutboxMail.objects.filter(kind=f"reporting/{kind}").values_list("to", flat=True))


def test_a_note_is_kept_on_its_finding_and_told_to_nobody(world):
    report = stage.sent(world)
    before = OutboxMail.objects.count()
    write(world, note_report, report, finding=KEY)
    assert noted_findings(report) == {KEY}
    assert questions_to(report) == []
    assert OutboxMail.objects.count() == before


def test_a_question_is_mailed_to_those_who_report_and_the_answer_to_the_office(world):
    report = stage.sent(world)
    question = write(world, ask_recipient, report)
    assert kinds("report_question_asked") == {world.people["leader"].email, world.people["coordinator"].email}
    assert asked_grants([report.grant]) == {report.grant_id}
    answer(world, question)
    assert kinds("report_question_answered") == {world.people["case_officer"].email}
    assert asked_grants([report.grant]) == set()
    assert [talk.answer.text for talk in talks_of(report)] == ["Leie av lokale"]


@pytest.mark.parametrize("who", ["approver", "leader", "foreign_officer"])
@pytest.mark.parametrize("verb", [note_report, ask_recipient])
def test_only_a_case_officer_notes_and_asks(world, verb, who):
    report = stage.sent(world)
    with pytest.raises(NotAllowed):
        write(world, verb, report, by=who)
    assert not ReportRemark.objects.exists()


@pytest.mark.parametrize("who", ["case_officer", "uh", "other_leader", "member"])
def test_only_those_who_report_answer(world, who):
    question = write(world, ask_recipient, stage.sent(world))
    with pytest.raises(NotAllowed):
        answer(world, question, by=who)


def test_nothing_is_noted_or_asked_about_a_draft_or_without_words(world):
    draft = stage.stage.draft(world)
    with pytest.raises(NotNow):
        write(world, note_report, draft)
    with pytest.raises(NotNow):
        write(world, ask_recipient, draft)
    report = stage.sent(world)
    with pytest.raises(NotNow):
        write(world, note_report, report, text="  ")
    question = write(world, ask_recipient, report)
    with pytest.raises(NotNow):
        answer(world, question, text=" ")


def test_a_question_is_answered_once_and_not_after_approval(world):
    paid(world)
    report = stage.sent(world)
    first, second = (write(world, ask_recipient, report) for _turn in range(2))
    answer(world, first)
    with pytest.raises(MovedOn):
        answer(world, first)
    stage.approve(world, report)
    second.report.refresh_from_db()
    with pytest.raises(NotNow):
        answer(world, second)
    with pytest.raises(NotNow):
        write(world, ask_recipient, stage.stage.fresh(report))


# --- Pages -------------------------------------------------------------------------------------------------


def page(client, world, who, address, **data):
    client.force_login(world.people[who])
    return client.post(address, data) if data else client.get(address)


@pytest.fixture
def spring(at):
    return at(NEXT_SPRING)


def test_the_control_is_read_noted_and_asked_on_one_page(client, world, spring):
    report = stage.sent(world)
    address = f"/rapport/{report.grant_id}/kontroll/"
    shown = page(client, world, "case_officer", address)
    assert shown.status_code == 200
    key = shown.context["rows"][0]["finding"].key
    assert (
        page(client, world, "case_officer", address, kind="note", finding=key, text="Sett.").status_code
        == 302
    )
    assert (
        page(client, world, "case_officer", address, kind="question", finding="", text="Hva?").status_code
        == 302
    )
    assert noted_findings(report) == {key}
    question = ReportRemark.objects.get(kind="question")
    own = page(client, world, "leader", f"/rapport/{report.grant_id}/").content.decode()
    assert f"/svar/{question.pk}/" in own
    assert "Sett." not in own


def test_chosen_findings_stand_in_the_return(client, world, spring):
    report = stage.sent(world)
    finding = stage.findings(report)[0]
    address = f"/rapport/{report.grant_id}/returner/?funn={finding.key}"
    form = page(client, world, "case_officer", address).context["form"]
    assert form.initial["comment"].startswith("– ")


def test_unused_money_is_settled_on_the_page_of_approval(client, world, spring):
    report = stage.with_unspent(world)
    address = f"/rapport/{report.grant_id}/godkjenn/"
    form = page(client, world, "case_officer", address).context["form"]
    assert form.initial["public_text"] == report.summary
    data = {name: form.fields[name].initial for name in form.fields if form.fields[name].initial}
    assert page(client, world, "case_officer", address, comment="x").status_code == 200
    answered = page(client, world, "case_officer", address, public_text="Felles språk", **data)
    assert answered.status_code == 302
    assert MoneyBack.objects.count() == 1
    assert stage.stage.fresh(report).public_text == "Felles språk"


def test_the_list_counts_and_filters(client, world, spring):
    paid(world)
    report = stage.sent(world)
    write(world, ask_recipient, report)
    row = ReportLine.objects.filter(report=report, line__kind="fixed").first()
    ReportLine.objects.filter(pk=row.pk).update(unspent_nok=1)
    found = to_control(world.round, now=NEXT_SPRING)
    assert codes_in(found)["does_not_add_up"] == 1
    assert rows_to_control(found)[0]["waiting"] == 1
    assert rows_to_control(found, "late") == []
    shown = page(client, world, "approver", "/rapport/kontroll/2027/?funn=does_not_add_up")
    assert len(shown.context["table"].rows) == 1
    book = page(client, world, "approver", "/rapport/kontroll/2027/last-ned/")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet.max_row == 1 + len(found[0].findings)


def test_the_layout_is_set_up_copied_read_and_downloaded(client, world, spring):
    paid(world)
    stage.sent(world)
    shown = page(client, world, "case_officer", "/rapport/mal/2027/")
    formset = shown.context["formset"]
    data = {
        "title": "Til direktoratet",
        "rows_per": "recipient",
        "version": "0",
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-heading": "Brukt",
        "form-0-source": "used",
        "form-0-order": "2",
        "form-1-heading": "Hvem",
        "form-1-source": "recipient",
        "form-1-order": "1",
        "form-2-heading": "Bort",
        "form-2-source": "letter",
        "form-2-remove": "on",
    }
    assert len(formset.forms) > 3
    assert page(client, world, "case_officer", "/rapport/mal/2027/", **data).status_code == 302
    stale = page(client, world, "case_officer", "/rapport/mal/2027/", **data)
    assert stale.status_code == 409
    book = page(client, world, "approver", "/rapport/mal/2027/last-ned/")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert [cell.value for cell in sheet[1]] == ["Hvem", "Brukt"]
    assert isinstance(sheet["B2"].value, int)
