"""What mail servers say and do: taken, refused, busy, silent, gone. One connection for a batch."""

from datetime import timedelta

import pytest

from common.models import MailStatus, OutboxMail, RefusedAddress
from common.outbox import reasons
from common.outbox.claiming import RETRY_AFTER
from common.outbox.delivery import NO_USE_AFTER, deliver, send_batch
from common.outbox.queries import open_refusals
from tests.common.letters import post, settle
from tests.factories import UserFactory
from tests.post_office import SilentOffice
from tests.world import AUTUMN


def by_key() -> dict[str, str]:
    return dict(OutboxMail.objects.values_list("key", "status"))


# --- One connection -----------------------------------------------------------------------------------------


def test_batch_goes_over_one_connection(reader, smtp):
    for number in range(5):
        post(reader, f"k{number}")
    assert deliver(now=AUTUMN, still_due={}) == 5
    assert (smtp.connections, len(smtp.taken)) == (1, 5)


def test_no_connection_is_opened_when_nothing_is_due(reader, smtp):
    post(reader, planned_at=AUTUMN + timedelta(days=1))
    deliver(now=AUTUMN, still_due={})
    assert smtp.connections == 0


def test_refused_mail_leaves_the_connection_as_it_was(reader, smtp):
    smtp.refusals["kari@example.no"] = "550 5.1.1 No such person"
    post(reader, "a")
    post(UserFactory(), "b")
    assert deliver(now=AUTUMN, still_due={}) == 1
    assert smtp.connections == 1


def test_connection_that_the_server_closes_between_two_mails_is_opened_anew(reader, smtp):
    smtp.shut_after = 2
    for number in range(5):
        post(reader, f"k{number}")
    assert deliver(now=AUTUMN, still_due={}) == 5
    assert (smtp.connections, set(smtp.ids().values())) == (3, {1})
    assert set(OutboxMail.objects.values_list("attempts", flat=True)) == {1}


# --- Refused ------------------------------------------------------------------------------------------------


def test_refused_address_fails_at_once_is_marked_and_does_not_stop_the_next(reader, smtp):
    smtp.refusals["kari@example.no"] = "550 No such person"
    refused, _other = post(reader, "a"), post(UserFactory(), "b")
    deliver(now=AUTUMN, still_due={})
    refused.refresh_from_db()
    assert (by_key(), len(smtp.taken)) == ({"a": MailStatus.FAILED, "b": MailStatus.SENT}, 1)
    assert (reasons.NO_SUCH_ADDRESS in refused.reason, "550" in refused.reason) == (True, True)
    mark = RefusedAddress.objects.get()
    assert (mark.email, mark.since, mark.mail, mark.cleared_at) == ("kari@example.no", AUTUMN, refused, None)
    assert mark.answer == "550 No such person"


def test_address_is_marked_once_and_cleared_by_a_mail_that_gets_through(db, smtp):
    reader = UserFactory(email="ola.prove@example.no")
    smtp.refusals[reader.email] = "550 5.1.1 No such person"
    post(reader, "a")
    post(reader, "b")
    deliver(now=AUTUMN, still_due={})
    assert list(open_refusals(["Ola.Prove@example.no", "x@example.no"])) == ["ola.prove@example.no"]
    smtp.refusals.clear()
    later = AUTUMN + timedelta(days=1)
    post(reader, "c", now=later)
    deliver(now=later, still_due={})
    assert (open_refusals([reader.email]), RefusedAddress.objects.get().cleared_at) == ({}, later)
    smtp.refusals[reader.email] = "550 Gone again"
    settle(post(reader, "d", now=later), later)
    assert RefusedAddress.objects.count() == 2


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("rcpt", "554 5.7.1 Relay access denied"),
        ("mail", "553 5.1.8 Sender unknown"),
        ("data", "554 5.6.0 Content refused"),
    ],
)
def test_refusal_that_is_not_about_the_address_fails_without_a_mark(reader, smtp, order, answer):
    smtp.refusals = {"kari@example.no": answer} if order == "rcpt" else {}
    smtp.answer_to_mail = answer if order == "mail" else ""
    smtp.answer_to_data = answer if order == "data" else ""
    mail = settle(post(reader))
    assert (mail.status, reasons.detail(mail.reason)) == (MailStatus.FAILED, answer)
    assert RefusedAddress.objects.count() == 0


@pytest.mark.parametrize("order", ["rcpt", "mail", "data"])
def test_busy_server_is_tried_again(reader, smtp, order):
    answer = "450 4.2.0 Try later"
    smtp.refusals = {"kari@example.no": answer} if order == "rcpt" else {}
    smtp.answer_to_mail = answer if order == "mail" else ""
    smtp.answer_to_data = answer if order == "data" else ""
    mail = settle(post(reader))
    assert (mail.status, mail.next_try_at) == (MailStatus.PLANNED, AUTUMN + RETRY_AFTER[0])
    assert mail.reason.startswith(reasons.REFUSED_FOR_NOW)
    smtp.refusals, smtp.answer_to_mail, smtp.answer_to_data = {}, "", ""
    assert settle(mail, mail.next_try_at).status == MailStatus.SENT
    assert (mail.reason, mail.attempts, len(smtp.taken)) == ("", 2, 1)


# --- Away ---------------------------------------------------------------------------------------------------


def test_stopped_server_is_tried_again_over_three_days_and_then_given_up(reader, smtp):
    smtp.stop()
    mail, now = post(reader), AUTUMN
    for wait in RETRY_AFTER:
        settle(mail, now)
        assert (mail.status, mail.next_try_at) == (MailStatus.PLANNED, now + wait)
        assert mail.reason.startswith(reasons.NO_CONNECTION)
        settle(mail, mail.next_try_at - timedelta(seconds=1))
        now = mail.next_try_at
    assert settle(mail, now).status == MailStatus.FAILED
    assert timedelta(days=3) < sum(RETRY_AFTER, timedelta()) < timedelta(days=3, hours=12)
    assert RETRY_AFTER[:7] == [timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 720, 1440)]


def test_each_letter_has_its_own_schedule(reader, smtp):
    smtp.stop()
    first = settle(post(reader, "a"))
    later = AUTUMN + timedelta(seconds=30)
    second = settle(post(reader, "b", now=later), later)
    first.refresh_from_db()
    assert (first.next_try_at, second.next_try_at) == (AUTUMN + RETRY_AFTER[0], later + RETRY_AFTER[0])


def test_batch_ends_when_the_server_is_plainly_away_and_leaves_the_rest_untouched(reader, smtp):
    smtp.stop()
    for number in range(NO_USE_AFTER + 2):
        post(reader, f"k{number}")
    batch = send_batch(now=AUTUMN, still_due={})
    assert (batch.sent, batch.has_more) == (0, False)
    assert OutboxMail.objects.filter(attempts=0, next_try_at=AUTUMN).count() == 2
    smtp.start()
    deliver(now=AUTUMN + RETRY_AFTER[0], still_due={})
    assert set(by_key().values()) == {MailStatus.SENT}


def test_silent_server_is_tried_again(reader, settings, smtp):
    silent = SilentOffice()
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.port, 0.3
    mail = settle(post(reader))
    silent.close()
    assert (mail.status, mail.next_try_at) == (MailStatus.PLANNED, AUTUMN + RETRY_AFTER[0])


def test_server_that_hangs_up_after_the_text_leaves_doubt_and_nothing_is_sent_again(reader, smtp):
    smtp.hangs_up_after_data = True
    mail = settle(post(reader))
    assert (mail.status, mail.lease_until) == (MailStatus.IN_DOUBT, None)
    assert reasons.in_words(mail.reason)
    smtp.hangs_up_after_data = False
    other = settle(post(reader, "b"), AUTUMN + timedelta(days=2))
    mail.refresh_from_db()
    assert (mail.status, other.status, set(smtp.ids().values())) == (
        MailStatus.IN_DOUBT,
        MailStatus.SENT,
        {1},
    )
