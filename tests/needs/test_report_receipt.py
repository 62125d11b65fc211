"""The receipt as PDF: exactly what was sent, whatever happens afterwards."""

import subprocess

import pytest

from common.documents.issue import is_intact
from common.kept import versions_of
from common.models import ContentVersion, Document
from needs.services.needs_report import submit_needs_report, take_back_needs_report
from needs.services.report_receipt import RECEIPTS, issue_receipt, receipt_number
from networks.models import User
from tests.factories import as_always
from tests.needs.stage import draft_report, fresh, need, submitted_report
from tests.world import AUTUMN, WINTER, World


def text_of(content: bytes) -> str:
    return subprocess.run(  # noqa: S603 -- a fixed command on our own bytes
        ["/usr/bin/pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture
def sent(world: World) -> ContentVersion:
    """The first version of the owner's report."""
    return versions_of(submitted_report(world)).get()


def test_receipt_says_what_was_sent_who_when_and_its_fingerprint(world: World, sent: ContentVersion) -> None:
    document = issue_receipt(report=fresh(world), version=sent, now=WINTER)
    text = " ".join(text_of(bytes(document.content)).split())
    for words in ("Vi løser det ulikt", "Alle barn hører til.", "Lekestua", "Prøve Owner", world.owner.name):
        assert words in text
    assert sent.sha256[:40] in text.replace(" ", "")
    assert document.number == receipt_number(fresh(world), sent)
    assert is_intact(document)


def test_receipt_is_the_same_bytes_each_time(world: World, sent: ContentVersion) -> None:
    first = issue_receipt(report=fresh(world), version=sent, now=WINTER)
    assert issue_receipt(report=fresh(world), version=sent, now=WINTER) == first
    assert Document.objects.count() == 1
    assert RECEIPTS.pdf(sent, first.number) == bytes(first.content)


def test_a_later_change_does_not_change_the_receipt(world: World, sent: ContentVersion) -> None:
    number = receipt_number(fresh(world), sent)
    before = text_of(RECEIPTS.pdf(sent, number))
    take_back_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    draft_report(world, texts={}, needs=[need(world, why="Noe helt annet")])
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    User.objects.filter(pk=world.people["owner"].pk).update(name="Nytt Navn")
    as_always(world.kindergarten, name="Omdøpt")
    again = versions_of(fresh(world)).get(number=1)
    assert text_of(RECEIPTS.pdf(again, number)) == before
    second = versions_of(fresh(world)).get(number=2)
    assert "Noe helt annet" in text_of(RECEIPTS.pdf(second, receipt_number(fresh(world), second)))


def test_a_document_that_somebody_else_made_meanwhile_is_given(
    world: World, sent: ContentVersion, monkeypatch
) -> None:
    first = issue_receipt(report=fresh(world), version=sent, now=WINTER)
    monkeypatch.setattr("common.documents.receipt.receipt_of", lambda kind, number: None)
    assert issue_receipt(report=fresh(world), version=sent, now=WINTER) == first
