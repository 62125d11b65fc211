"""The recommendation and the forum's case: when it may be adopted, by whom, and the document that it becomes."""

import hashlib
import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from common.clock import oslo
from common.documents.issue import is_intact
from common.models import Document, OutboxMail
from common.moves import move
from common.refusals import NotAllowed, NotNow
from grants.models import NominationRank, Recommendation
from grants.queries import adopted_recommendation, ranking_mark
from grants.queries.recommendation import recommendation_documents
from grants.services.recommendation import (
    adopt_recommendation,
    rank_nominations,
    reopen_recommendation,
)
from grants.states import RecommendationState
from networks.models import AgendaItem, Declaration
from networks.roles import Interest, Role
from networks.states import IMPARTIALITY_MOVES, ITEM_MOVES, ImpartialityState
from tests import factories as f
from tests.grants.money_stage import STUDENT, adopted, basis, nomination, ready, record, run, send_list, write
from tests.meetings import agreed_item, item, meeting
from tests.world import MARCH

YEAR = {"year": 2027}


def test_adopt_recommendation_refused_without_a_meeting(world):
    complete(world)
    with pytest.raises(NotNow) as refusal:
        adopt(world)
    assert refusal.value.sentence
    assert_nothing_happened()


def test_adopt_recommendation_refused_while_the_meeting_is_a_draft(world):
    complete(world)
    item(meeting(world, state="draft"))
    with pytest.raises(NotNow):
        adopt(world)


def test_adopt_recommendation_refused_while_the_case_is_open(world):
    complete(world)
    item(meeting(world))
    with pytest.raises(NotNow):
        adopt(world)
    assert_nothing_happened()


@pytest.mark.parametrize("verbs", [["divide"], ["postpone"], ["divide", "settle"]])
def test_adopt_recommendation_refused_when_divided_postponed_or_voted_down(world, verbs):
    complete(world)
    decide(world, item(meeting(world)), *verbs, is_carried=False)
    with pytest.raises(NotNow) as refusal:
        adopt(world)
    assert "2027" in refusal.value.sentence
    assert_nothing_happened()


def test_adopt_recommendation_allowed_when_a_vote_has_carried_it(world):
    complete(world)
    case = decide(world, item(meeting(world)), "divide", "settle", is_carried=True)
    assert adopt(world).item == case


def test_the_newest_case_counts(world):
    complete(world)
    agreed_item(world, at=MARCH)
    item(meeting(world, at=oslo(2027, 3, 12, 9)))
    with pytest.raises(NotNow):
        adopt(world)


def test_a_recused_member_neither_ranks_nor_adopts(world):
    stage = ready(world)
    recuse(world, "forum")
    with pytest.raises(NotAllowed):
        adopt(world)
    with pytest.raises(NotAllowed):
        rank(world, "forum", stage)
    assert not NominationRank.objects.exists()
    assert_nothing_happened()


def test_a_recused_secretary_neither_writes_nor_ranks(world):
    stage = ready(world)
    recuse(world, "case_officer")
    with pytest.raises(NotAllowed):
        rank(world, "case_officer", stage)
    with pytest.raises(NotAllowed):
        write(world, version=1)


def test_whoever_is_recused_in_one_line_takes_part_in_the_whole(world):
    stage = ready(world)
    recuse(world, "forum", line=f"network-{world.network.pk}")
    rank(world, "forum", stage)
    run(world)
    assert adopt(world).state == RecommendationState.ADOPTED


@pytest.mark.parametrize("state", ["declared", "cleared", "withdrawn"])
def test_a_member_who_is_not_recused_takes_part(world, state):
    ready(world)
    recuse(world, "forum", state=state)
    assert adopt(world).state == RecommendationState.ADOPTED


def test_adoption_pins_case_run_and_document(world):
    made = adopted(world)
    document = Document.objects.get(kind="recommendation")
    assert (made.document, made.item, made.full_number) == (document, AgendaItem.objects.get(), "1/2027")
    assert document.number == f"2027-{world.county.number}-I1"
    assert document.sha256 == hashlib.sha256(bytes(document.content)).hexdigest()
    assert is_intact(document)


def test_a_new_adoption_gets_a_new_number_and_keeps_the_old_document(world):
    first = adopted(world).document
    reopen(world)
    second = adopt(world)
    assert (second.number, second.document.replaces) == (2, first)
    assert [row.number for row in recommendation_documents(world.round)] == ["2027-50-I2", "2027-50-I1"]


def test_no_student_is_named_in_the_document(world):
    text = text_of(adopted(world).document)
    assert "Barnehagelærer på deltid" in text
    assert STUDENT not in text
    assert "hemmelig" not in text.lower()


def test_the_document_says_texts_case_and_amounts(world):
    text = re.sub(r"\s+", " ", text_of(adopted(world).document))
    for words in ("Lek og læring først", "Forumet er enig.", "Prøvenettverket", "700 000 kr", "1/2027"):
        assert words in text


def test_the_letter_names_the_number(world):
    adopted(world)
    mail = OutboxMail.objects.filter(kind="grants/recommendation_adopted").first()
    assert mail.context["number"] == "1/2027"


def test_the_page_lists_every_document_with_its_hash(world, at, sign_in):
    at(MARCH)
    adopted(world)
    reopen(world)
    adopt(world)
    client = sign_in("forum")
    page = client.get(reverse("grants:recommendation_detail", kwargs=YEAR))
    rows = page.context["documents"]
    assert [row["is_replaced"] for row in rows] == [False, True]
    for row in rows:
        assert row["document"].sha256 in page.content.decode()
        answer = client.get(row["url"])
        assert hashlib.sha256(answer.content).hexdigest() == row["document"].sha256
    assert (
        client.get(reverse("grants:recommendation_download", kwargs={**YEAR, "number": 3})).status_code == 404
    )


def test_the_draft_can_be_read_before_and_leads_to_the_document_after(world, at, sign_in):
    at(MARCH)
    ready(world)
    client, address = sign_in("forum"), reverse("grants:recommendation_draft_download", kwargs=YEAR)
    assert client.get(address).content.startswith(b"%PDF")
    assert not Document.objects.exists()
    adopt(world)
    assert client.get(address).url.endswith("/innstilling/1/pdf/")


def test_the_draft_without_a_run_says_why_there_is_none(world, at, sign_in):
    at(MARCH)
    record(world)
    answer = sign_in("case_officer").get(reverse("grants:recommendation_draft_download", kwargs=YEAR))
    assert answer.url.endswith("/innstilling/")


def test_whoever_the_meeting_keeps_the_papers_from_reads_it_when_it_is_adopted(world, at, sign_in):
    at(MARCH)
    ready(world)
    made = recuse(world, "forum")
    client = sign_in("forum")
    pages = [
        reverse(f"grants:{name}", kwargs=YEAR)
        for name in ("recommendation_detail", "recommendation_draft_download")
    ]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    Declaration.objects.filter(pk=made.pk).update(sees_papers=False)
    assert [client.get(page).status_code for page in pages] == [403, 403]
    other = f.UserFactory(name="Prøve Annet Medlem", email="annet@example.no")
    f.seat(Role.FORUM_MEMBER, world.forum, other, interest=Interest.PRIVATE_OWNER)
    adopt_recommendation(round=world.fresh_round(), by=other, now=MARCH)
    assert client.get(pages[0]).status_code == 200


def complete(world):
    """All but the forum's case."""
    record(world)
    basis(world)
    nomination(world)
    send_list(world)
    run(world)
    write(world)


def decide(world, case, *verbs, is_carried):
    officer = world.people["case_officer"]
    for verb in verbs:
        fields = {"decided_at": MARCH, "recorded_by": officer}
        fields |= {"is_carried": is_carried} if verb == "settle" else {}
        move(case, verb, by=officer, moves=ITEM_MOVES, now=MARCH, fields=fields)
    return case


def recuse(world, role, *, line="", state="recused"):
    officer = world.people["approver"]
    made = Declaration.objects.create(
        item=AgendaItem.objects.get(),
        person=world.people[role],
        line=line,
        reason="Kjenner søkeren",
        declared_by=world.people[role],
        declared_at=MARCH,
    )
    verb = {"recused": "recuse", "cleared": "clear", "withdrawn": "withdraw"}.get(state)
    fields = {} if state == ImpartialityState.WITHDRAWN else {"decided_by": officer, "decided_at": MARCH}
    if verb:
        move(made, verb, by=officer, moves=IMPARTIALITY_MOVES, now=MARCH, fields=fields)
    return made


def rank(world, role, stage):
    ranks = {stage.first.pk: 2, stage.second.pk: 1}
    rank_nominations(
        round=world.fresh_round(), ranks=ranks, mark=ranking_mark({}), by=world.person(role), now=MARCH
    )


def adopt(world):
    return adopt_recommendation(round=world.fresh_round(), by=world.person("forum"), now=MARCH)


def reopen(world):
    reopen_recommendation(
        recommendation=adopted_recommendation(world.round),
        comment="Ny ramme",
        by=world.person("case_officer"),
        now=MARCH,
    )


def assert_nothing_happened():
    assert Recommendation.objects.get().state == RecommendationState.DRAFT
    assert not Document.objects.exists()
    assert not OutboxMail.objects.exists()


def text_of(document):
    """What the PDF says, as a reader hears it."""
    pages = PdfReader(BytesIO(bytes(document.content))).pages
    return "\n".join(page.extract_text() for page in pages)
