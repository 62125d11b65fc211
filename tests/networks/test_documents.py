"""A network's documents: who reads, adds and takes out, and what the search finds."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.refusals import NotAllowed, NotNow
from networks.document_tables import paper_url
from networks.models import NetworkDocument
from networks.queries.documents import papers_of
from networks.services.documents import DocumentInput, add_document, keep_attachments, remove_document
from networks.services.meeting_minutes import send_minutes
from networks.states import DocumentAudience, DocumentKind
from tests.networks import network_meetings_stage, plans_stage
from tests.networks.access_messages import a_document, governors, networks_own
from tests.networks.meetings_stage import upload
from tests.networks.pages import queries_of
from tests.world import AUTUMN


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def titles(world, role: str = "leader", **asked) -> list[str]:
    return [paper.title for paper in papers_of(world.person(role), world.network, now=AUTUMN, **asked)]


def add(world, title: str, filename: str = "Fil.pdf", **said) -> NetworkDocument:
    typed = DocumentInput(**{"kind": DocumentKind.INFORMATION, "title": title, **said})
    return add_document(
        network=world.network, typed=typed, upload=upload(filename), by=world.person("leader"), now=AUTUMN
    )


@pytest.mark.parametrize("role", ["leader", "member", "uh", "case_officer"])
def test_those_who_do_the_work_add_documents(world, role):
    made = add_document(
        network=world.network,
        typed=DocumentInput(kind=DocumentKind.OTHER),
        upload=upload("Årsplan.pdf"),
        by=world.person(role),
        now=AUTUMN,
    )
    assert (made.title, made.added_by, made.added_at) == ("Årsplan.pdf", world.people[role], AUTUMN)


@pytest.mark.parametrize("role", ["owner", "head", "approver", "other_leader", "foreign_officer"])
def test_others_do_not_add_documents(world, role):
    with pytest.raises(NotAllowed):
        add_document(
            network=world.network,
            typed=DocumentInput(kind=DocumentKind.OTHER),
            upload=upload(),
            by=world.person(role),
            now=AUTUMN,
        )
    assert NetworkDocument.objects.count() == 0


def test_owners_and_heads_read_what_is_for_everybody(world):
    add(world, "For alle", audience=DocumentAudience.EVERYBODY)
    add(world, "For medlemmer")
    for role in ("owner", "head"):
        assert titles(world, role) == ["For alle"]
    for role in ("member", "uh", "approver"):
        assert sorted(titles(world, role)) == ["For alle", "For medlemmer"]
    assert titles(world, "other_leader") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("språk", ["Om språkmiljøet"]),
        ("barnehagene", ["Infoskriv"]),
        ("kompetansepakke", ["Fil uten ord"]),
        ("2027", ["Fil uten ord"]),
        ("finnesikke", []),
        ("'); --", ["Fil uten ord", "Infoskriv", "Om språkmiljøet"]),
    ],
)
def test_words_are_found_in_title_text_and_file_name(world, typed, found):
    add(world, "Om språkmiljøet")
    add(world, "Infoskriv", text="Til alle barnehager i nettverket")
    add(world, "Fil uten ord", "Kompetansepakke_2027.pdf")
    assert sorted(titles(world, typed=typed)) == sorted(found)


def test_documents_stand_by_date_and_can_be_chosen_by_kind(world):
    add(world, "Gammel", dated_on=date(2025, 1, 1))
    add(world, "Ny", dated_on=date(2026, 10, 1), kind=DocumentKind.PRESENTATION)
    assert titles(world) == ["Ny", "Gammel"]
    assert titles(world, kind="presentation") == ["Ny"]


def test_what_came_with_a_message_is_kept_once(world):
    message = governors(world)
    leader = world.person("leader")
    assert keep_attachments(message=message, network=world.network, by=leader, now=AUTUMN) == 1
    kept = NetworkDocument.objects.get()
    assert (kept.title, kept.message, kept.text) == ("Infoskriv.pdf", message, message.subject)
    with pytest.raises(NotNow):
        keep_attachments(message=message, network=world.network, by=leader, now=AUTUMN)
    assert NetworkDocument.objects.count() == 1


def test_a_message_of_another_network_is_not_kept(world):
    with pytest.raises(NotAllowed):
        keep_attachments(
            message=networks_own(world),
            network=world.other_network,
            by=world.person("other_leader"),
            now=AUTUMN,
        )


@pytest.mark.parametrize("role", ["leader", "coordinator", "case_officer"])
def test_a_document_is_taken_out_and_kept_in_history(world, role):
    document = a_document(world)
    remove_document(document=document, by=world.person(role), now=AUTUMN)
    document.refresh_from_db()
    assert (document.removed_by, document.removed_at) == (world.people[role], AUTUMN)
    assert titles(world) == []
    with pytest.raises(NotNow):
        remove_document(document=document, by=world.person(role), now=AUTUMN)


@pytest.mark.parametrize("role", ["member", "uh", "owner", "approver", "other_leader"])
def test_others_do_not_take_out(world, role):
    document = a_document(world)
    with pytest.raises(NotAllowed):
        remove_document(document=document, by=world.person(role), now=AUTUMN)
    document.refresh_from_db()
    assert document.removed_at is None


def test_a_member_takes_out_their_own(world):
    mine = add_document(
        network=world.network,
        typed=DocumentInput(kind=DocumentKind.OTHER),
        upload=upload(),
        by=world.person("member"),
        now=AUTUMN,
    )
    assert remove_document(document=mine, by=world.person("member"), now=AUTUMN).removed_at == AUTUMN


def test_a_document_is_added_found_fetched_and_taken_out_on_the_pages(world, sign_in):
    client, base = sign_in("leader"), f"/nettverk/{world.network.pk}/dokumenter/"
    file = SimpleUploadedFile("Plan 2027.pdf", b"%PDF-1.7 prove")
    said = {"file": file, "kind": "presentation", "audience": "everybody", "title": "", "text": "Lek"}
    assert client.post(f"{base}nytt/", said).status_code == 302
    document = NetworkDocument.objects.get()
    page = client.get(base, {"q": "lek"})
    assert [paper.key for paper in page.context["table"].data] == [document.pk]
    fetched = sign_in("head").get(f"{base}{document.pk}/fil/")
    assert (fetched.content, "Plan%202027.pdf" in fetched["Content-Disposition"]) == (
        b"%PDF-1.7 prove",
        False,
    )
    client.post(f"{base}{document.pk}/fjern/")
    assert client.get(base).context["removed"] == [document]
    assert sign_in("head").get(f"{base}{document.pk}/fil/").status_code == 404


def test_a_message_s_files_are_kept_with_one_click(world, sign_in):
    message, client = networks_own(world), sign_in("member")
    address = f"/nettverk/{world.network.pk}/meldinger/{message.pk}/ta-vare-pa/"
    for _click in range(2):
        assert client.post(address).status_code == 302
    assert NetworkDocument.objects.count() == 1


def test_the_list_asks_as_much_for_many_as_for_one(world, sign_in):
    client, address = sign_in("leader"), f"/nettverk/{world.network.pk}/dokumenter/"
    add(world, "En")
    few = queries_of(client, address)
    for number in range(3):
        add(world, f"Fil {number}")
    assert queries_of(client, address) == few


def minuted(world):
    """A meeting of the network whose minutes have been sent."""
    meeting, leader = network_meetings_stage.done(world), world.person("leader")
    send_minutes(meeting=meeting, by=leader, now=network_meetings_stage.DAY)
    meeting.refresh_from_db()
    return meeting


def test_minutes_stand_among_the_documents_and_are_found_by_what_was_decided(world, sign_in, at):
    at(network_meetings_stage.DAY)
    meeting = minuted(world)
    add(world, "Annet")
    found = papers_of(
        world.person("member"), world.network, typed="stoppunkt", now=network_meetings_stage.DAY
    )
    assert [(paper.source, paper.meeting, paper.kind) for paper in found] == [
        ("minutes", meeting.pk, DocumentKind.MINUTES)
    ]
    client = sign_in("member")
    page = client.get(f"/nettverk/{world.network.pk}/dokumenter/", {"q": "videre"})
    table = page.context["table"]
    (paper,) = table.data
    assert client.get(paper_url(paper, world.network)).status_code == 200


def test_minutes_are_not_for_those_who_do_not_see_the_meeting(world):
    minuted(world)
    for role in ("owner", "other_leader"):
        assert papers_of(world.person(role), world.network, now=network_meetings_stage.DAY) == []


def test_the_adopted_plan_stands_among_the_documents(world, sign_in, at):
    at(plans_stage.SPRING)
    plan = plans_stage.adopted(world)
    (paper,) = papers_of(world.person("head"), world.network, now=plans_stage.SPRING)
    assert (paper.source, paper.key, paper.kind) == ("plan", plan.pk, DocumentKind.PLAN)
    assert sign_in("head").get(paper_url(paper, world.network)).status_code == 200
