"""News are the domain's own facts since the last visit, and never what one may not see."""

from datetime import timedelta

import pytest

from common.money import kroner
from grants.models import Grant
from grants.services.payment_paid import bounce_payment
from needs.models import MeasureOutcome, Need, NominationOutcome, UnansweredNeed
from needs.services import decision_basis
from networks.models import County, MessageRecipient
from networks.models.messages import Message
from rekom.news import news_of
from rekom.news.item import NewsItem
from reporting.models import ReportRemark
from tests.grants import payment_stage
from tests.grants.stage import issued
from tests.needs import chain
from tests.reporting import stage as reports
from tests.world import APRIL, FEBRUARY, MARCH, NEXT_SPRING, ROLES, WINTER


def titles(world, role, now):
    return [item.title for item in news_of(world.person(role), now=now)]


def about(world, role, now, word):
    return [item for item in news_of(world.person(role), now=now) if word in item.title]


def test_item_is_new_when_it_is_younger_than_the_mark():
    item = NewsItem(at=WINTER, title="Noe")
    assert item.is_new(WINTER - timedelta(minutes=1))
    assert not item.is_new(WINTER)
    assert not item.is_new(None)


def test_nobody_without_a_seat_has_news(world):
    issued(world)
    assert titles(world, "nobody", APRIL) == []


def test_owner_is_told_what_was_granted_to_the_need(world):
    measure = chain.saved_measure(world, chain.submitted_need(world))
    MeasureOutcome.objects.create(measure=measure, network_nok=120_000, university_nok=30_000, told_at=APRIL)
    later = APRIL + timedelta(days=1)
    (item,) = about(world, "owner", later, "Lek for alle")
    assert "150" in item.title
    assert [role for role in ROLES if about(world, role, later, "Lek for alle")] == ["head", "owner"]


def test_owner_is_told_why_a_need_is_not_answered(world):
    basis = chain.submitted_basis(world)
    need = Need.objects.get(report__network=world.network)
    need.measures.clear()
    UnansweredNeed.objects.update_or_create(
        basis=basis, need=need, defaults={"reason": "Vi har det fra før."}
    )
    now = basis.submitted_at + timedelta(days=1)
    assert [item.text for item in about(world, "owner", now, need.title)] == ["Vi har det fra før."]
    assert about(world, "other_owner", now, need.title) == []


def test_head_and_owner_are_told_of_the_nomination_with_the_reason(world):
    nomination = chain.submitted_nomination(world)
    NominationOutcome.objects.create(
        nomination=nomination, granted_nok=0, reason="Rammen er brukt.", told_at=APRIL
    )
    now = APRIL + timedelta(hours=1)
    told = {role: about(world, role, now, nomination.student_name) for role in ROLES}
    assert [role for role, items in told.items() if items] == ["head", "owner"]
    assert told["owner"][0].text == "Rammen er brukt."


def test_recipients_are_told_of_their_letters_and_the_county_of_the_decision(world):
    issued(world)
    now = APRIL + timedelta(days=1)
    letter = Grant.objects.get(network=world.network).letter.number
    mine = {role: [item.text for item in news_of(world.person(role), now=now)] for role in ROLES}
    assert [role for role, texts in mine.items() if letter in texts] == ["leader", "coordinator"]
    year = world.round.grant_year
    decided = {role: item.url for role in ROLES for item in about(world, role, now, f"Vedtaket for {year}")}
    assert decided == {  # the case officer did it
        "forum": f"/apent/{year}/",
        "approver": f"/tilskudd/{year}/vedtak/",
    }


def test_returned_basis_is_told_with_its_reason(world):
    basis = chain.submitted_basis(world)
    officer = world.person("case_officer")
    decision_basis.return_decision_basis(
        basis=basis, comment="Skriv mer", due_at=MARCH, by=officer, now=FEBRUARY
    )
    now = FEBRUARY + timedelta(hours=1)
    assert "Skriv mer" in [item.text for item in news_of(world.person("leader"), now=now)]
    assert "Skriv mer" not in [item.text for item in news_of(world.person("other_leader"), now=now)]


def test_what_i_did_myself_is_no_news(world):
    reports.submitted(world)
    now = NEXT_SPRING + timedelta(hours=1)
    in_office = [item for item in news_of(world.person("case_officer"), now=now) if "/rapport/" in item.url]
    assert len(in_office) == 1
    assert [item for item in news_of(world.person("leader"), now=now) if "/rapport/" in item.url] == []


def test_returned_report_and_question_are_told_to_those_who_report(world):
    report = reports.returned(world)
    officer = world.person("case_officer")
    ReportRemark.objects.create(
        report=report, kind="question", text="Hva betyr dette?", by=officer, at=NEXT_SPRING
    )
    now = NEXT_SPRING + timedelta(hours=1)
    texts = {role: [item.text for item in news_of(world.person(role), now=now)] for role in ROLES}
    for text in ("Skriv mer", "Hva betyr dette?"):
        assert [role for role in ROLES if text in texts[role]] == ["leader", "coordinator"]


def test_message_is_news_for_its_recipients(world):
    county = County.objects.get(pk=world.county.pk)
    message = Message.objects.create(
        county=county,
        subject="Nytt fra oss",
        text="Hei",
        sent_by=world.person("case_officer"),
        sent_at=WINTER,
    )
    MessageRecipient.objects.create(message=message, person=world.person("member"))
    now = WINTER + timedelta(hours=1)
    assert [role for role in ROLES if about(world, role, now, "Nytt fra oss")] == ["member"]


def test_what_is_ahead_or_long_past_is_no_news_at_home(world):
    measure = chain.saved_measure(world, chain.submitted_need(world))
    MeasureOutcome.objects.create(measure=measure, network_nok=1, told_at=APRIL)
    assert about(world, "owner", APRIL - timedelta(days=1), "Lek for alle") == []
    assert about(world, "owner", APRIL + timedelta(days=120), "Lek for alle") == []
    assert news_of(world.person("owner"), now=APRIL + timedelta(days=120), limit=300) != []


def test_news_lead_where_their_reader_may_go(world, sign_in, at):
    reports.returned(world)
    now = NEXT_SPRING + timedelta(days=1)
    at(now)
    told = {role: {item.url for item in news_of(world.person(role), now=now, limit=300)} for role in ROLES}
    answers = {
        (role, url): sign_in(role).get(url).status_code for role, urls in told.items() for url in urls if url
    }
    assert {role for role, _url in answers} >= {"owner", "leader", "uh", "forum", "case_officer", "approver"}
    assert {what: status for what, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("role", ["owner", "leader", "case_officer"])
def test_page_marks_what_is_new_since_the_last_visit(world, sign_in, at, role):
    client = sign_in(role)
    at(APRIL - timedelta(days=2))
    client.get("/")
    issued(world)
    at(APRIL + timedelta(days=1))
    page = client.get("/nyheter/")
    assert page.status_code == 200
    fresh = [row for row in page.context["news"] if row["new_label"]]
    assert fresh == [row for row in page.context["news"] if row["at"] > APRIL - timedelta(days=2)]


@pytest.mark.parametrize("role", ["leader", "coordinator"])
def test_what_the_office_notes_about_a_payment_is_its_own(world, role):
    payment_stage.paid(world)
    row, note = payment_stage.row_of(world, world.network), "Kontoen er lederens egen."
    officer, later = world.person("case_officer"), APRIL + timedelta(days=1)
    bounce_payment(instalment=row, comment=note, round=world.fresh_round(), by=officer, now=later)
    told = news_of(world.person(role), now=later + timedelta(days=1))
    came_back = [item for item in told if item.at == later and kroner(row.amount_nok) in item.title]
    assert [item.text for item in came_back] == [""]
    assert all(note not in item.text + item.title for item in told)
