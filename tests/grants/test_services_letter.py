"""The grant letters: complete or not at all, without students' names, and never changed."""

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from common.clock import oslo
from common.documents.issue import is_intact
from common.history import history_of
from common.models import Document, OutboxMail
from common.refusals import NotAllowed, NotNow
from grants.models import Decision, GrantLetter, GrantLine
from grants.services.letter import draft_pdf, issue_letters
from networks.models import County, Deadline, Network, Organisation, Round
from networks.states import Duty
from tests.grants.stage import STUDENT, approved, grant_of, issued, prepared
from tests.world import APRIL


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(bytes(content))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def letter_text(body) -> str:
    return text_of(GrantLetter.objects.get(grant=grant_of(body)).document.content)


def test_issue_letters_makes_one_for_each_recipient(world):
    decision = issued(world)

    assert decision.state == "issued"
    assert [line.verb for line in history_of(decision)] == ["prepare", "approve", "issue"]
    assert sorted(GrantLetter.objects.values_list("number", flat=True)) == ["2027-50-01", "2027-50-02"]
    assert all(is_intact(document) for document in Document.objects.all())


def test_a_network_letter_holds_all_that_the_rules_ask_for(world):
    issued(world)

    text = letter_text(world.network)

    payee = world.payee
    number = f"{payee.org_number[:3]} {payee.org_number[3:6]} {payee.org_number[6:]}"
    for fact in (
        "Prøvedal kommune", number, "1234.56.78911", "Prøveveien 1", "672 500 kr",
        "Leder eller koordinator", "Lek & læring", "400 000 kr", "Språk i Snåase, gïele", "132 500 kr",
        "Prøve Case Officer", "Prøve Approver", "00 00 00 00", "post@example.no", "2027-50-01", "§ 10",
    ):  # fmt: skip
        assert fact in text, fact
    for clause in world.round.scheme.clauses:
        assert str(clause.title) in text


def test_a_university_letter_names_the_network_of_each_measure(world):
    issued(world)

    text = letter_text(world.university)

    assert "Prøve høgskole" in text
    assert "277 500 kr" in text
    assert "Prøvenettverket" in text
    assert "Leder eller koordinator" not in text


def test_no_letter_holds_a_student_name_or_address(world):
    issued(world)

    for letter in GrantLetter.objects.all():
        text = text_of(letter.document.content)
        for word in (*STUDENT.split(), "hemmelig.student@example.no"):
            assert word not in text or word == "Student", word
            assert word not in str(letter.snapshot)


def test_issue_letters_mails_each_reader_once(world):
    issued(world)

    mails = {mail.to: mail.context for mail in OutboxMail.objects.filter(kind="grants/letters_issued")}
    assert sorted(mails) == ["coordinator@example.no", "leader@example.no", "uh@example.no"]
    assert [letter["name"] for letter in mails["uh@example.no"]["letters"]] == ["Prøve høgskole"]


def test_issue_letters_again_changes_nothing_and_mails_nobody(world):
    decision = issued(world)
    before = list(GrantLetter.objects.values_list("pk", "document__sha256"))

    again = issue_letters(decision=decision, by=world.person("approver"), now=APRIL)

    assert sorted((letter.pk, letter.document.sha256) for letter in again) == sorted(before)
    assert OutboxMail.objects.filter(kind="grants/letters_issued").count() == 3


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda w: Organisation.objects.filter(pk=w.payee.pk).update(account_number=""), ["Prøvenettverket"]),
        (lambda w: Organisation.objects.filter(pk=w.payee.pk).update(org_number=None), ["Prøvenettverket"]),
        (lambda w: Organisation.objects.filter(pk=w.payee.pk).update(postal_address=" "), ["Prøvenettverket"]),
        (lambda w: Organisation.objects.filter(pk=w.university.pk).update(account_number="1"), ["Prøve høgskole"]),
        (lambda w: Network.objects.filter(pk=w.network.pk).update(payee=None), ["Prøvenettverket"]),
        (lambda w: County.objects.filter(pk=w.county.pk).update(email=""), ["Prøvenettverket", "Prøve høgskole"]),
        (lambda w: County.objects.filter(pk=w.county.pk).update(phone=""), ["Prøvenettverket", "Prøve høgskole"]),
        (lambda w: GrantLine.objects.filter(kind="fixed").update(label=""), ["Prøvenettverket", "Prøve høgskole"]),
        (lambda w: w.round.deadlines.filter(duty="report").delete(), ["Prøvenettverket", "Prøve høgskole"]),
        (lambda w: Decision.objects.update(reasons=""), ["Prøvenettverket", "Prøve høgskole"]),
    ],
)  # fmt: skip
def test_issue_letters_stops_and_names_what_is_missing(world, change, named):
    decision = approved(world)
    change(world)

    with pytest.raises(NotNow) as refusal:
        issue_letters(decision=decision, by=world.person("case_officer"), now=APRIL)

    assert [
        name for name in ("Prøvenettverket", "Prøve høgskole") if f"{name}:" in refusal.value.sentence
    ] == named
    assert not GrantLetter.objects.exists()
    assert not Document.objects.exists()
    assert not OutboxMail.objects.filter(kind="grants/letters_issued").exists()
    assert Decision.objects.get().state == "approved"


def test_issue_letters_refused_before_approval(world):
    with pytest.raises(NotNow):
        issue_letters(decision=prepared(world), by=world.person("case_officer"), now=APRIL)
    assert not GrantLetter.objects.exists()


def test_issue_letters_refused_for_others_than_the_staff(world):
    decision = approved(world)

    for role in ("leader", "uh", "forum", "owner", "foreign_officer"):
        with pytest.raises(NotAllowed):
            issue_letters(decision=decision, by=world.person(role), now=APRIL)
    assert not GrantLetter.objects.exists()


def test_an_issued_letter_never_changes(world):
    issued(world)

    for change in (
        lambda: GrantLetter.objects.update(number="annet"),
        lambda: Document.objects.update(title="annet"),
        lambda: GrantLetter.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_is_marked_and_not_stored(world):
    decision = prepared(world)
    grant = grant_of(world.network)
    grant.decision = decision

    text = text_of(draft_pdf(grant, world.fresh_round(), now=APRIL))

    assert "Prøvedal kommune" in text
    assert not Document.objects.exists()


def test_letter_names_the_working_day_that_the_report_is_due_on(world):
    Deadline.objects.filter(duty=Duty.REPORT).update(due_at=oslo(2028, 6, 17, 23, 59, 59))  # a Saturday
    Round.objects.update(moves_to_working_day=True)
    issued(world)
    assert "19. juni 2028" in letter_text(world.network)
