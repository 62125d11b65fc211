"""The outbox: planned once, sent when it is due and still wanted, over one connection, with all its parts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from common import outbox
from common.models import Document, MailPriority, MailStatus, OutboxMail
from common.outbox import reasons
from common.outbox.claiming import RETRY_AFTER
from common.outbox.delivery import deliver, send_batch
from common.outbox.message import message_id
from common.outbox.planning import Planned, post_many
from tests.common.letters import KIND, SAID, post, settle
from tests.world import AUTUMN

# --- Planning ---------------------------------------------------------------------------------------------


def test_same_key_is_planned_once(reader):
    assert outbox.post(kind=KIND, to=reader, context=SAID, key="k1", now=AUTUMN) is True
    assert outbox.post(kind=KIND, to=reader, context={}, key="k1", now=AUTUMN) is False
    assert OutboxMail.objects.get().context == SAID


def test_key_is_unique_in_the_database(reader):
    post(reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(
            kind=KIND, key="k1", to="x@example.no", planned_at=AUTUMN, next_try_at=AUTUMN
        )


def test_planning_belongs_to_the_caller_s_transaction(reader):
    def plan_and_fail() -> None:
        with transaction.atomic():
            post(reader)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError):
        plan_and_fail()
    assert OutboxMail.objects.count() == 0


def test_letter_says_what_it_is_about_and_who_asked(reader):
    mail = post(reader, topics=["round:5", "county:1", "round:5"], asked_by=reader, asked_because="Ringte")
    assert mail.topics == ["county:1", "round:5"]
    assert (mail.asked_by, mail.asked_because, mail.priority) == (reader, "Ringte", MailPriority.PROMPT)


def test_many_letters_are_planned_with_as_many_queries_as_one(reader, django_assert_num_queries):
    def letters(count: int) -> list[Planned]:
        return [
            Planned(kind=KIND, to=reader, context={}, key=f"{count}:{number}", planned_at=AUTUMN)
            for number in range(count)
        ]

    with django_assert_num_queries(1):
        assert post_many(letters(1)) == 1
    with django_assert_num_queries(1):
        assert post_many(letters(300)) == 300


def test_context_that_is_not_plain_is_refused_with_its_type(reader):
    with pytest.raises(TypeError, match="User, which is not plain JSON"):
        post(reader, context={"who": reader})


def test_planned_instant_is_kept_to_the_microsecond(reader):
    at = AUTUMN + timedelta(microseconds=123_457)
    assert post(reader, planned_at=at).planned_at == at


def test_letter_planned_for_later_waits(reader, mailoutbox):
    mail = post(reader, planned_at=AUTUMN + timedelta(hours=3))
    assert settle(mail).status == MailStatus.PLANNED
    assert settle(mail, AUTUMN + timedelta(hours=3)).status == MailStatus.SENT
    assert len(mailoutbox) == 1


# --- Sending ----------------------------------------------------------------------------------------------


def test_letter_reaches_a_real_server_unescaped_with_a_stable_id(reader, smtp):
    mail = settle(post(reader))
    assert (mail.status, mail.sent_at, mail.attempts, mail.lease_until) == (MailStatus.SENT, AUTUMN, 1, None)
    (message,) = smtp.taken
    assert message["Message-ID"] == message_id(mail)
    text, html = [part.get_payload(decode=True).decode() for part in message.get_payload()]
    assert "Lek & læring" in text
    assert "Lek &amp; læring" in html
    assert mail.text == text.replace("\r\n", "\n")


def test_message_id_follows_from_the_key_alone(reader):
    first, second = post(reader, "a"), post(reader, "b")
    assert message_id(first) == message_id(OutboxMail(key="a"))
    assert message_id(first) != message_id(second)


def test_sent_letter_is_not_sent_again(reader, mailoutbox):
    mail = settle(post(reader))
    settle(mail, AUTUMN + timedelta(days=3))
    assert len(mailoutbox) == 1


def test_what_somebody_waits_for_goes_before_what_goes_to_many(reader, mailoutbox):
    for number in range(3):
        post(reader, f"reminder{number}", priority=MailPriority.BULK)
    receipt = post(reader, "receipt", now=AUTUMN + timedelta(minutes=1))
    deliver(now=AUTUMN + timedelta(minutes=2), still_due={}, limit=1)
    assert [message.extra_headers["Message-ID"] for message in mailoutbox] == [message_id(receipt)]


def test_batch_that_stops_early_says_that_there_is_more(reader, mailoutbox):
    for number in range(3):
        post(reader, f"k{number}")
    first = send_batch(now=AUTUMN, still_due={}, limit=2)
    second = send_batch(now=AUTUMN, still_due={}, limit=2)
    assert (first.sent, first.has_more, second.sent, second.has_more) == (2, True, 1, False)
    post(reader, "more")
    third = send_batch(now=AUTUMN, still_due={}, seconds=-1)
    assert (third.sent, third.has_more) == (0, True)


def test_nothing_to_send_takes_few_queries_whatever_the_size(
    reader, mailoutbox, django_assert_max_num_queries
):
    for number in range(20):
        post(reader, f"k{number}", planned_at=AUTUMN + timedelta(days=1))
    with django_assert_max_num_queries(8):
        assert deliver(now=AUTUMN, still_due={}) == 0


# --- Not sent, and why --------------------------------------------------------------------------------------


def test_letter_that_comes_too_late_is_skipped_visibly(reader, mailoutbox):
    mail = settle(post(reader, useful_until=AUTUMN), AUTUMN + timedelta(seconds=1))
    assert (mail.status, mail.reason, len(mailoutbox)) == (MailStatus.SKIPPED, reasons.TOO_LATE, 0)


def test_letter_that_is_no_longer_due_is_skipped_with_the_reason(reader, mailoutbox):
    mail = settle(post(reader), still_due={KIND: lambda mail, now, memory: "done meanwhile"})
    assert (mail.status, mail.reason, len(mailoutbox)) == (MailStatus.SKIPPED, "done meanwhile", 0)


def test_questions_of_one_batch_share_a_memory_and_those_of_the_next_have_a_new_one(reader, mailoutbox):
    seen = []

    def ask(mail, now, memory) -> str:
        seen.append(memory.setdefault("first", mail.key))
        return ""

    post(reader, "a")
    post(reader, "b")
    deliver(now=AUTUMN, still_due={KIND: ask})
    post(reader, "c")
    deliver(now=AUTUMN, still_due={KIND: ask})
    assert seen == ["a", "a", "c"]


def test_person_who_has_left_gets_nothing(reader, mailoutbox):
    mail = post(reader)
    reader.is_active = False
    reader.save(update_fields=["is_active"])
    assert settle(mail).reason == reasons.NOT_ACTIVE
    assert mailoutbox == []


def test_reason_is_a_sentence_and_a_detail():
    reason = reasons.joined(reasons.NO_CONNECTION, "[Errno 111]\n refused")
    assert reasons.detail(reason) == "[Errno 111] refused"
    with translation.override("en"):
        assert reasons.in_words(reason) == "The mail server cannot be reached."
        assert reasons.in_words("") == reasons.detail("") == ""


def test_broken_template_does_not_stop_the_next(reader, mailoutbox):
    broken, whole = post(reader, "broken", kind="networks/no_such_letter"), post(reader, "whole")
    deliver(now=AUTUMN, still_due={})
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.status, broken.next_try_at) == (MailStatus.PLANNED, AUTUMN + RETRY_AFTER[0])
    assert "no_such_letter" in reasons.detail(broken.reason)
    assert (whole.status, len(mailoutbox)) == (MailStatus.SENT, 1)


def test_broken_question_does_not_stop_the_next(reader, mailoutbox):
    def broken(mail, now, memory):
        if mail.key == "a":
            raise LookupError("no such round")
        return ""

    post(reader, "a")
    post(reader, "b")
    assert deliver(now=AUTUMN, still_due={KIND: broken}) == 1
    assert "no such round" in OutboxMail.objects.get(key="a").reason


# --- Attachments --------------------------------------------------------------------------------------------


@pytest.fixture
def document(db) -> Document:
    return Document.objects.create(
        kind="letter",
        number="2027-1",
        title="Brev",
        filename="brev.pdf",
        content=b"%PDF-1.7",
        sha256="0" * 64,
        issued_at=AUTUMN,
    )


def test_attachment_goes_with_the_letter(reader, document, smtp):
    assert settle(post(reader, attachments=["2027-1"])).status == MailStatus.SENT
    (file,) = [part for part in smtp.taken[0].walk() if part.get_filename() == "brev.pdf"]
    assert (file.get_content_type(), file.get_payload(decode=True)) == ("application/pdf", b"%PDF-1.7")


def test_letter_never_leaves_without_its_attachment(reader, document, mailoutbox):
    mail, now = post(reader, attachments=["2027-1", "2027-2"]), AUTUMN
    for _try in range(len(RETRY_AFTER) + 1):
        settle(mail, now)
        assert (reasons.NO_ATTACHMENT in mail.reason, "2027-2" in mail.reason, mailoutbox) == (True, True, [])
        now = mail.next_try_at
    assert mail.status == MailStatus.FAILED
