"""What becomes of issued letters: who was told, who has opened them, and all of them as a zip for the archive."""

import csv
import io
import zipfile
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import oslo
from common.models import Document
from grants.models import DocumentOpening, GrantLetter
from grants.queries.letter_delivery import letters_to_archive, mails_about, with_seen
from grants.services.letter_archive import METADATA, BrokenDocument, archive_entries
from networks.models import Organisation
from tests.grants.stage import STUDENT, grant_of, issued
from tests.world import APRIL


@pytest.fixture
def letter(world, at) -> GrantLetter:
    at(APRIL)
    issued(world)
    return GrantLetter.objects.get(grant=grant_of(world.network))


def address(name: str, letter: GrantLetter) -> str:
    return reverse(f"grants:{name}", kwargs={"letter": letter.pk})


def test_the_first_opening_of_each_reader_is_noted_once(letter, sign_in):
    for _turn in range(2):
        for role in ("leader", "coordinator"):
            assert sign_in(role).get(address("letter_download", letter)).status_code == 200

    rows = DocumentOpening.objects.filter(document=letter.document)
    assert sorted(rows.values_list("user__email", flat=True)) == [
        "coordinator@example.no",
        "leader@example.no",
    ]


def test_what_the_office_opens_and_what_is_refused_does_not_count(letter, sign_in):
    for role, status in (("case_officer", 200), ("approver", 200), ("other_leader", 404), ("owner", 404)):
        assert sign_in(role).get(address("letter_download", letter)).status_code == status
    assert not DocumentOpening.objects.exists()


def test_staff_see_who_was_told_and_who_has_opened_it(letter, sign_in):
    sign_in("leader").get(address("letter_download", letter))

    answer = sign_in("case_officer").get(address("letter_detail", letter))

    assert {mail.to for mail, _label in answer.context["mails"]} == {
        "coordinator@example.no",
        "leader@example.no",
    }
    assert [row.user.email for row in answer.context["openings"]] == ["leader@example.no"]
    assert letter.document.sha256 in answer.content.decode()


def test_a_recipient_sees_its_letter_but_not_who_else_has(letter, sign_in):
    answer = sign_in("leader").get(address("letter_detail", letter))

    assert answer.status_code == 200
    assert "mails" not in answer.context
    assert "openings" not in answer.context
    assert "3. mai 2027" in answer.content.decode()  # 1 May is a holiday and a Saturday: the Monday after


def test_mails_about_one_letter_are_not_those_about_another(letter, world):
    other = GrantLetter.objects.get(grant=grant_of(world.university))
    assert {mail.to for mail in mails_about(other)} == {"uh@example.no"}


def test_the_list_says_what_is_seen_and_is_filtered_by_it(letter, sign_in):
    sign_in("leader").get(address("letter_download", letter))
    client = sign_in("case_officer")

    def numbers(query: str) -> set[str]:
        answer = client.get(f"{reverse('grants:letter_list')}{query}")
        return {row.record.number for row in answer.context["table"].rows}

    assert len(numbers("")) == 2
    assert numbers("?is_seen=yes") == {letter.number}
    assert numbers("?is_seen=no") == {"2027-50-02"}


def test_readers_are_not_told_what_is_seen(letter, sign_in):
    answer = sign_in("leader").get(f"{reverse('grants:letter_list')}?is_seen=no")
    assert "seen_at" not in answer.context["table"].columns.names()
    assert "is_seen" not in answer.context["filter"].form.fields
    assert len(answer.context["table"].rows) == 1


def test_seen_is_when_the_first_reader_opened_it(letter, world):
    for role, hour in (("leader", 14), ("coordinator", 9)):
        DocumentOpening.objects.create(
            document=letter.document, user=world.person(role), opened_at=oslo(2027, 4, 11, hour)
        )
    found = with_seen(GrantLetter.objects.filter(pk=letter.pk)).get()
    assert found.seen_at == oslo(2027, 4, 11, 9)


def zip_of(client) -> zipfile.ZipFile:
    answer = client.get(reverse("grants:letters_download", args=[2027]))
    assert answer.status_code == 200
    assert answer.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_zip_holds_each_letter_as_issued_and_a_table_of_them(letter, sign_in):
    with zip_of(sign_in("approver")) as archive:
        assert sorted(archive.namelist()) == [
            METADATA,
            "tilsagnsbrev-2027-50-01.pdf",
            "tilsagnsbrev-2027-50-02.pdf",
        ]
        rows = list(csv.reader(io.StringIO(archive.read(METADATA).decode("utf-8-sig")), delimiter=";"))
        for row in rows[1:]:
            assert sha256(archive.read(row[7])).hexdigest() == row[8]
    assert len(rows) == 3
    assert rows[1][:7] == [
        "REKOM_2021-50-2027",
        "2027-50-01",
        letter.document.title,
        "2027-04-10",
        "Prøvedal kommune",
        letter.grant.network.payee.org_number,
        "672500",
    ]
    assert STUDENT not in str(rows)


def test_a_name_that_begins_like_a_formula_is_made_harmless(world, at, sign_in):
    at(APRIL)
    Organisation.objects.filter(pk=world.payee.pk).update(name="=HYPERLINK(1)")
    issued(world)
    with zip_of(sign_in("approver")) as archive:
        assert "'=HYPERLINK(1)" in archive.read(METADATA).decode()


def test_the_files_are_fetched_one_at_a_time(letter, world):
    letters = letters_to_archive(world.fresh_round())
    entries = archive_entries(letters, world.fresh_round(), now=APRIL)
    with CaptureQueriesContext(connection) as asked:
        next(entries)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        next(entries)
    assert len(asked) == 1


def test_the_table_s_facts_are_read_without_the_files(letter, world, django_assert_num_queries):
    round = world.fresh_round()
    with django_assert_num_queries(2):
        letters_to_archive(round)


def test_a_file_that_is_not_the_issued_one_stops_the_zip(letter, world, monkeypatch):
    monkeypatch.setattr("grants.services.letter_archive.is_intact", lambda document: False)
    with pytest.raises(BrokenDocument):
        list(archive_entries(letters_to_archive(world.fresh_round()), world.fresh_round(), now=APRIL))


def test_there_is_no_zip_before_there_are_letters(world, sign_in, at):
    at(APRIL)
    assert sign_in("approver").get(reverse("grants:letters_download", args=[2027])).status_code == 404
    assert not Document.objects.exists()
