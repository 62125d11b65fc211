"""The pages of meetings as people use them: from a plan to the minutes, and what is kept from whom."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.attachments import LARGEST
from common.moves import move
from networks.models import Declaration, Meeting, MeetingPaper
from networks.roles import Role
from networks.services import meeting_agenda
from networks.states import IMPARTIALITY_MOVES
from tests import factories as f
from tests.networks import meetings_stage as stage
from tests.networks.access_meetings import TYPED
from tests.networks.meetings_stage import MEETING_DAY, PDF, PLANNED


@pytest.fixture(autouse=True)
def _february(at):
    at(PLANNED)


def page(name: str, made: Meeting) -> str:
    return reverse(f"networks:meeting_{name}", kwargs={"pk": made.pk})


def of_case(name: str, item) -> str:
    return reverse(f"networks:meeting_item_{name}", kwargs={"meeting": item.meeting_id, "pk": item.pk})


def questions(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def recused(world, item, *, sees_papers: bool) -> None:
    """The forum's member is disqualified in the case."""
    member, officer = world.people["forum"], world.people["case_officer"]
    row = Declaration.objects.create(
        item=item, person=member, reason="Styremedlem.", declared_by=member, declared_at=PLANNED
    )
    fields = {"decided_by": officer, "decided_at": PLANNED, "sees_papers": sees_papers}
    move(row, "recuse", by=officer, moves=IMPARTIALITY_MOVES, now=PLANNED, fields=fields)


def test_from_a_plan_to_the_minutes(world, sign_in, at):
    officer = sign_in("case_officer")
    officer.post("/nettverk/moter/nytt/", TYPED | {"round": world.round.pk})
    made = Meeting.objects.get()
    first, second = stage.items(made)
    assert officer.get(page("call", made)).status_code == 200
    officer.post(page("call", made))
    member = sign_in("forum")
    member.post(page("answer", made), {"answer": "yes", "note": "Kommer på skjerm"})
    assert "Kommer på skjerm" in officer.get(page("detail", made)).content.decode()
    assert "Kommer på skjerm" not in member.get(page("detail", made)).content.decode()
    at(MEETING_DAY + timedelta(days=2))
    officer.post(page("open", made), {"chair": world.people["forum"].pk})
    member.post(page("attendance", made), {"present": [world.people["forum"].pk]})
    officer.post(of_case("agree", first), {"resolution": "Enig."})
    officer.post(of_case("postpone", second), {"reason": "Til mai."})
    officer.post(page("minutes_edit", made), {f"minutes_text_{first.pk}": "God samtale.", "do": "send"})
    assert officer.get(page("minutes_send", made)).status_code == 200
    assert officer.get(page("minutes_draft_download", made))["Content-Type"] == "application/pdf"
    officer.post(page("minutes_send", made))
    made.refresh_from_db()
    assert made.state == "minuted"
    assert made.minutes.number in member.get(page("detail", made)).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends": "08:00"}, "ends"),
        ({"ends": "09:00"}, "ends"),
        ({"starts": "25:00"}, "starts"),
        ({"day": "2027-02-30"}, "day"),
        ({"last_day": "2027-03-11"}, "ends"),
        ({"last_day": "2027-05-11"}, "last_day"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"link": "ikke en lenke"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"round": "999999"}, "round"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(world, sign_in, changed, field):
    response = sign_in("case_officer").post("/nettverk/moter/nytt/", TYPED | changed)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert Meeting.objects.count() == 0


def test_a_meeting_over_two_days_is_understood(world, sign_in):
    sign_in("case_officer").post("/nettverk/moter/nytt/", TYPED | {"last_day": "2027-03-13", "ends": "08:00"})
    made = Meeting.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=23)


def test_a_meeting_in_the_past_is_not_called(world, sign_in, at):
    draft = stage.drafted(world)
    at(stage.STARTS + timedelta(days=1))
    response = sign_in("case_officer").post(page("call", draft), follow=True)
    draft.refresh_from_db()
    assert (response.status_code, draft.state) == (409, "draft")


def test_two_who_change_a_draft_lose_nothing(world, sign_in):
    draft, client = stage.drafted(world), sign_in("case_officer")
    client.post(page("edit", draft), TYPED | {"place": "Rådhuset"})
    answer = client.post(page("edit", draft), TYPED | {"place": "Biblioteket"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.place) == (409, "Rådhuset")
    assert "Biblioteket" in answer.content.decode()


def test_the_order_is_changed_with_buttons(world, sign_in):
    draft, client = stage.drafted(world), sign_in("case_officer")
    first, second = stage.items(draft)
    address = page("items_order", draft)
    client.post(address, {"order": f"{first.pk},{second.pk}", "move": f"{second.pk}:up"})
    assert [item.pk for item in stage.items(draft)] == [second.pk, first.pk]


def test_a_paper_is_uploaded_to_a_case(world, sign_in):
    draft, client = stage.drafted(world), sign_in("case_officer")
    item = stage.items(draft)[0]
    file = SimpleUploadedFile("Tall.pdf", PDF)
    client.post(page("paper_create", draft), {"file": file, "item": item.pk, "title": ""})
    paper = MeetingPaper.objects.get()
    assert (paper.title, paper.item) == ("Tall.pdf", item)


@pytest.mark.parametrize(
    ("name", "content"),
    [("stor.pdf", b"%PDF-" + b"x" * LARGEST), ("program.exe", b"MZ\x90"), ("tom.pdf", b"")],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(world, sign_in, name, content):
    draft = stage.drafted(world)
    answer = sign_in("case_officer").post(
        page("paper_create", draft), {"file": SimpleUploadedFile(name, content)}
    )
    assert (answer.status_code, "file" in answer.context["form"].errors) == (200, True)
    assert MeetingPaper.objects.count() == 0


@pytest.mark.parametrize("path", ["https://example.no/", "//example.no", "javascript:alert(1)", "nettverk/"])
def test_a_paper_that_leads_out_of_the_portal_is_refused(world, sign_in, path):
    answer = sign_in("case_officer").post(page("paper_create", stage.drafted(world)), {"path": path})
    assert (answer.status_code, list(answer.context["form"].errors)[:1]) == (200, ["path"])


@pytest.mark.parametrize(("sees_papers", "status"), [(True, 200), (False, 404)])
def test_papers_are_kept_from_one_who_is_disqualified_where_the_meeting_says_so(
    world, sign_in, sees_papers, status
):
    made = stage.called(world)
    paper = stage.with_paper(world, made)
    recused(world, paper.item, sees_papers=sees_papers)
    file = reverse("networks:meeting_paper_download", kwargs={"meeting": made.pk, "pk": paper.pk})
    member = sign_in("forum")
    assert member.get(file).status_code == status
    assert ("Saksframlegg" in member.get(page("detail", made)).content.decode()) == sees_papers
    assert sign_in("case_officer").get(file).status_code == 200


def test_a_paper_is_found_in_its_own_meeting_alone(world, sign_in):
    made, other = stage.called(world), stage.called(world)
    paper = stage.with_paper(world, made)
    file = reverse("networks:meeting_paper_download", kwargs={"meeting": other.pk, "pk": paper.pk})
    assert sign_in("forum").get(file).status_code == 404


def test_a_page_of_the_portal_is_linked_and_not_downloaded(world, sign_in):
    made = stage.called(world)
    paper = meeting_agenda.add_paper(
        meeting=made, title="Tallene", path="/nettverk/", by=world.person("case_officer"), now=PLANNED
    )
    member = sign_in("forum")
    file = reverse("networks:meeting_paper_download", kwargs={"meeting": made.pk, "pk": paper.pk})
    assert member.get(file).status_code == 404
    assert 'href="/nettverk/"' in member.get(page("detail", made)).content.decode()


def test_earlier_minutes_are_found_and_those_of_others_are_not(world, sign_in, at):
    made, other = stage.minuted(world), stage.minuted(world)
    at(MEETING_DAY)
    first = made.minutes
    client = sign_in("case_officer")
    stage.correct(world, made)
    client.post(page("minutes_send", made))
    for meeting, document, status in ((made, first, 200), (other, first, 404)):
        place = {"meeting": meeting.pk, "pk": document.pk}
        assert client.get(reverse("networks:meeting_minutes_download", kwargs=place)).status_code == status


def test_the_list_puts_what_lies_ahead_first(world, sign_in):
    ahead = [stage.called(world, title=f"Om {n}", starts_at=PLANNED + timedelta(days=n)) for n in (49, 32)]
    Meeting.objects.filter(pk=stage.called(world, title="Over").pk).update(
        starts_at=PLANNED - timedelta(days=9), ends_at=PLANNED - timedelta(days=8)
    )
    rows = sign_in("forum").get("/nettverk/moter/").context["table"].rows
    assert [row.record.title for row in rows] == ["Om 32", "Om 49", "Over"]
    assert len(ahead) == 2


def test_list_and_page_ask_as_many_questions_for_many(world, sign_in):
    made = stage.called(world)
    officer = sign_in("case_officer")
    stage.with_paper(world, made)
    few = [
        questions(officer, url) for url in ("/nettverk/moter/", page("detail", made), page("change", made))
    ]
    for _turn in range(2):
        stage.called(world)
        stage.with_paper(world, made)
        meeting_agenda.add_item(
            meeting=made,
            typed=meeting_agenda.ItemInput(title="Mer"),
            by=world.person("case_officer"),
            now=PLANNED,
        )
        newcomer = f.seat(Role.FORUM_MEMBER, world.forum)
        made.attendance.create(person=newcomer.user, seat=newcomer)
    many = [
        questions(officer, url) for url in ("/nettverk/moter/", page("detail", made), page("change", made))
    ]
    assert many == few


def test_the_file_for_ones_own_calendar(world, sign_in):
    made = stage.called(world)
    answer = sign_in("forum").get(page("calendar_download", made))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:meeting-{made.pk}@" in answer.content.decode()
