"""The pages of inquiries: a draft, whom to ask, the summary, the answers, and the form of those who are asked."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from common.attachments import LARGEST
from common.models import Attachment, OutboxMail
from networks.answers import number_text
from networks.models import Inquiry, InquiryAnswer
from networks.services import inquiries as services
from tests import factories as f
from tests.networks.inquiries import AUTUMN, LATE, PDF, answer, answered, asked_row, docx, draft, sent
from tests.world import World

TYPED = {
    "title": "Ledige plasser",
    "question": "Hvor mange?",
    "answer_kind": "choice",
    "choices": " Ja \r\nNei\n\nJa\n",
    "due_on": "2026-12-10",
    "remind_before": "7, 1",
    "remind_after": "",
}


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def page(name: str, obj) -> str:
    return reverse(f"networks:{name}", kwargs={"pk": obj.pk})


def names(world: World, path: str) -> set[str]:
    return set(InquiryAnswer.objects.filter(**{f"{path}__isnull": False}).values_list(path, flat=True))


def test_a_case_officer_goes_from_question_to_answers(world, sign_in):
    client = sign_in("case_officer")
    made = client.post("/nettverk/sporringer/ny/2027/", TYPED)
    inquiry = Inquiry.objects.get()
    assert (inquiry.choices, inquiry.remind_before, inquiry.remind_after) == (["Ja", "Nei"], [7, 1], [])
    assert made.url == page("inquiry_choose", inquiry)
    client.post(f"{made.url}?gruppe=barnehager", {"do": "all"})
    assert "Lekestua" in client.get(page("inquiry_send", inquiry)).content.decode()
    client.post(page("inquiry_send", inquiry))
    inquiry.refresh_from_db()
    assert (inquiry.state, OutboxMail.objects.count()) == ("open", 3)
    assert client.get(page("inquiry_detail", inquiry)).status_code == 200


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"choices": "Ja"}, "choices"),
        ({"choices": "\n".join(map(str, range(31)))}, "choices"),
        ({"choices": f"Ja\n{'x' * 161}"}, "choices"),
        ({"due_on": "2026-11-19"}, "due_on"),
        ({"due_on": "2126-11-19"}, "due_on"),
        ({"remind_before": "7; 1"}, "remind_before"),
        ({"remind_before": "0"}, "remind_before"),
        ({"remind_after": "366"}, "remind_after"),
        ({"title": ""}, "title"),
        ({"question": " "}, "question"),
        ({"answer_kind": "film"}, "answer_kind"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(world, sign_in, changed, field):
    response = sign_in("case_officer").post("/nettverk/sporringer/ny/2027/", TYPED | changed)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert Inquiry.objects.count() == 0


def test_bodies_are_chosen_group_by_group_within_the_filter(world, sign_in):
    inquiry, client = draft(world), sign_in("case_officer")
    address = page("inquiry_choose", inquiry)
    client.post(f"{address}?gruppe=barnehager&nettverk={world.network.pk}", {"do": "all"})
    assert names(world, "kindergarten__name") == {"Lekestua", "Lillestua", "Annenstua"}
    client.post(f"{address}?gruppe=barnehager&nettverk={world.network.pk}", {"do": "none"})
    assert names(world, "kindergarten__name") == {"Annenstua"}
    client.post(f"{address}?gruppe=universiteter&sok=andre", {"do": "all"})
    client.post(f"{address}?gruppe=eiere", {"do": "none"})
    assert names(world, "organisation__name") == {"Prøve høgskole", "Andre universitet"}
    offered = f"{world.network.pk},{world.other_network.pk}"
    client.post(
        f"{address}?gruppe=nettverk", {"offered": offered, "chosen": [world.other_network.pk], "do": "save"}
    )
    assert names(world, "network__name") == {"Annet nettverk"}


def test_the_page_of_choice_shows_counts_and_as_many_queries_for_many(world, sign_in):
    inquiry, client = draft(world), sign_in("case_officer")
    address = f"{page('inquiry_choose', inquiry)}?gruppe=barnehager"
    few = queries_of(client, address)
    for _n in range(30):
        f.KindergartenFactory(owner=world.owner, municipality=world.municipality)
    response = client.get(address)
    groups = {row["slug"]: (row["chosen"], row["total"]) for row in response.context["groups"]}
    assert groups == {
        "eiere": (1, 2),
        "nettverk": (1, 2),
        "barnehager": (2, 33),
        "universiteter": (1, 2),
    }
    assert queries_of(client, address) == few


def test_the_summary_names_who_gets_mail_and_who_cannot(world, sign_in):
    inquiry = draft(world)
    alone = f.KindergartenFactory(owner=f.OrganisationFactory(county=world.county, name="Uten kontakt AS"))
    services.choose_asked(
        inquiry=inquiry,
        group="kindergartens",
        offered=[],
        chosen=[alone.pk],
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    context = sign_in("case_officer").get(page("inquiry_send", inquiry)).context
    assert sorted(asked.user.email.split("@")[0] for asked in context["people"]) == [
        "coordinator",
        "head",
        "leader",
        "other_head",
        "owner",
        "uh",
    ]
    assert [row.body_name for row in context["alone"]] == [alone.name]


def test_what_is_sent_is_no_longer_changed(world, sign_in):
    inquiry, client = sent(world), sign_in("case_officer")
    for name in ("inquiry_edit", "inquiry_choose", "inquiry_send"):
        assert client.get(page(name, inquiry)).url == page("inquiry_detail", inquiry)
    assert client.post(page("inquiry_edit", inquiry), TYPED).status_code == 409
    assert client.post(page("inquiry_choose", inquiry), {"do": "none"}).status_code == 409
    assert client.post(page("inquiry_send", inquiry)).status_code == 409
    assert inquiry.answers.count() == 5


def test_answers_stand_in_one_table_in_as_many_queries_for_many(world, sign_in):
    inquiry, client = sent(world), sign_in("case_officer")
    answer(world, asked_row(inquiry, world.kindergarten), now=LATE, text="<b>Ja</b>")
    address = page("inquiry_detail", inquiry)
    text = client.get(address).content.decode()
    assert "&lt;b&gt;Ja&lt;/b&gt;" in text
    assert "/returner/" in text
    few = queries_of(client, address)
    answer(world, asked_row(inquiry, world.network), "leader", text="Nei")
    answer(world, asked_row(inquiry, world.owner), "owner", text="Nei")
    assert queries_of(client, address) == few
    assert len(client.get(f"{address}?state=asked").context["table"].rows) == 2
    assert "/returner/" not in sign_in("approver").get(address).content.decode()


def test_the_list_asks_as_much_for_three_as_for_one(world, sign_in):
    sent(world)
    client = sign_in("approver")
    few = queries_of(client, "/nettverk/sporringer/")
    sent(world)
    draft(world)
    assert queries_of(client, "/nettverk/sporringer/") == few
    rows = client.get("/nettverk/sporringer/").context["table"].rows
    assert [(row.record.asked, row.record.answered) for row in rows] == [(5, 0)] * 3


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def sheet_of(client, inquiry):
    response = client.get(page("inquiry_download", inquiry))
    return list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows(values_only=True))


def test_excel_has_every_body_and_numbers_stay_numbers(world, sign_in):
    inquiry = sent(world, answer_kind="number")
    row = asked_row(inquiry, world.kindergarten)
    answer(world, row, now=LATE, number=Decimal("1234.5"), text="=1+1")
    rows = {line[0]: line for line in sheet_of(sign_in("case_officer"), inquiry)[1:]}
    assert len(rows) == 5
    assert rows["Lekestua"][1] == "Lekestua Prøve SA"
    assert (rows["Lekestua"][3], rows["Lekestua"][4]) == (1234.5, "=1+1")
    assert rows["Lekestua"][7] is not None
    assert rows["Annenstua"][3:] == (None,) * 5


@pytest.mark.parametrize(
    ("number", "text"),
    [("1234.5000", "1\u00a0234,5"), ("-0.25", "\u22120,25"), ("7", "7"), ("0", "0"), (None, "")],
)
def test_numbers_are_written_as_in_norway(number, text):
    assert number_text(None if number is None else Decimal(number)) == text


def test_a_number_is_typed_as_in_norway(world, sign_in):
    row = asked_row(sent(world, answer_kind="number"), world.kindergarten)
    address, client = page("inquiry_answer", row), sign_in("head")
    wrong = client.post(address, {"number": "mange", "text": "En merknad", "version": "0"})
    assert list(wrong.context["form"].errors) == ["number"]
    assert "En merknad" in wrong.content.decode()
    client.post(address, {"number": "1 234,5", "text": "", "version": "0"})
    row.refresh_from_db()
    assert row.number == Decimal("1234.5")


def test_a_choice_is_one_of_the_choices(world, sign_in):
    row = asked_row(sent(world, answer_kind="choice", choices=["Ja", "Nei"]), world.kindergarten)
    client = sign_in("head")
    wrong = client.post(page("inquiry_answer", row), {"choice": "Kanskje", "text": "", "version": "0"})
    assert list(wrong.context["form"].errors) == ["choice"]
    client.post(page("inquiry_answer", row), {"choice": "Nei", "text": "", "version": "0"})
    row.refresh_from_db()
    assert row.choice == "Nei"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.pdf", b"<html></html>", "wrong_kind"),
        ("plan.pdf", b"", "empty"),
        ("plan.docx", docx()[:-25], "broken"),
        ("plan.pdf", PDF.ljust(LARGEST + 1), "too_big"),
    ],
)
def test_a_bad_file_is_refused_and_the_comment_stays(world, sign_in, name, content, code):
    row = asked_row(sent(world, answer_kind="file"), world.kindergarten)
    typed = {"file": SimpleUploadedFile(name, content), "text": "Se side to", "version": "0"}
    response = sign_in("head").post(page("inquiry_answer", row), typed)
    assert [error.code for error in response.context["form"].errors.as_data()["file"]] == [code]
    assert "Se side to" in response.content.decode()
    assert Attachment.objects.count() == 0


def test_a_file_is_sent_and_fetched_again(world, sign_in):
    row = asked_row(sent(world, answer_kind="file"), world.kindergarten)
    client = sign_in("head")
    missing = client.post(page("inquiry_answer", row), {"text": "Glemt", "version": "0"})
    assert list(missing.context["form"].errors) == ["file"]
    typed = {"file": SimpleUploadedFile("Årsplan.docx", docx()), "text": "", "version": "0"}
    assert client.post(page("inquiry_answer", row), typed).status_code == 302
    assert "Årsplan.docx" in client.get(page("inquiry_answer", row)).content.decode()
    for role in ("head", "owner", "approver"):
        response = sign_in(role).get(page("inquiry_answer_download", row))
        assert (response.content, response["X-Content-Type-Options"]) == (docx(), "nosniff")
    for role in ("leader", "other_head", "foreign_officer"):
        assert sign_in(role).get(page("inquiry_answer_download", row)).status_code == 404


def test_lists_do_not_load_the_files(world, sign_in):
    row = answered(world, kind="file")
    for role, address in (
        ("case_officer", page("inquiry_detail", row.inquiry)),
        ("head", page("inquiry_mine", row.inquiry)),
        ("head", page("inquiry_answer", row)),
    ):
        client = sign_in(role)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        assert [query["sql"] for query in caught if '"content"' in query["sql"]] == []


def test_a_closed_inquiry_shows_what_was_answered(world, sign_in, at):
    row = answer(world, asked_row(sent(world, closes=True), world.kindergarten), text="Ja, to.")
    at(LATE)
    response = sign_in("head").get(page("inquiry_answer", row))
    assert (response.status_code, response.context["form"]) == (200, None)
    assert "Ja, to." in response.content.decode()
    late = sign_in("head").post(page("inquiry_answer", row), {"text": "Tre kjære ord", "version": "1"})
    assert late.status_code == 409
    assert "Tre kjære ord" in late.content.decode()


def test_mine_lists_only_the_bodies_that_one_answers_for(world, sign_in):
    inquiry = sent(world)
    assert [
        row.body.name for row, _late in sign_in("owner").get(page("inquiry_mine", inquiry)).context["lines"]
    ] == [
        "Lekestua",
        "Lekestua Prøve SA",
    ]


def test_a_leader_sees_who_has_answered_but_not_what(world, sign_in):
    inquiry = sent(world)
    answer(world, asked_row(inquiry, world.kindergarten), text="Hemmelig svar")
    client = sign_in("leader")
    address = reverse("networks:inquiry_follow", kwargs={"network": world.network.pk})
    response = client.get(address)
    (entry,) = response.context["followed"]
    assert {row.body_name for row, _late in entry["rows"]} == {
        "Lekestua",
        "Lekestua Prøve SA",
        "Prøvenettverket",
    }
    assert (entry["answered"], entry["asked"]) == (1, 3)
    assert "Hemmelig svar" not in response.content.decode()
    few = queries_of(client, address)
    sent(world)
    sent(world)
    assert queries_of(client, address) == few


def test_a_draft_is_seen_by_the_office_alone(world, sign_in):
    inquiry = draft(world)
    row = asked_row(inquiry, world.kindergarten)
    client = sign_in("head")
    answers = [
        client.get(page(name, obj)).status_code
        for name, obj in (("inquiry_mine", inquiry), ("inquiry_answer", row))
    ]
    assert answers == [404, 404]
    follow = reverse("networks:inquiry_follow", kwargs={"network": world.network.pk})
    assert sign_in("leader").get(follow).context["followed"] == []
