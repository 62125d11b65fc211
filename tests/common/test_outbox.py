"""The outbox: planned once, claimed by one, sent or plainly not sent; never silently twice."""

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError, connection, transaction

from common import outbox
from common.models import MailStatus, OutboxMail
from common.outbox import delivery
from common.outbox.delivery import LEASE, RETRY_AFTER, claim, deliver, give_up_on_lost, message_id
from tests.factories import UserFactory
from tests.world import AUTUMN

BASE = Path(__file__).resolve().parent.parent.parent
KIND = "networks/invited"
SAID = {"role": "styrer", "body": "Lek & læring"}


@pytest.fixture
def reader(db):
    return UserFactory(name="Kari Prøve", email="kari@example.no")


def post(to, key="k1", **more) -> OutboxMail:
    values = {"kind": KIND, "context": SAID, "now": AUTUMN, **more}
    outbox.post(to=to, key=key, **values)
    return OutboxMail.objects.get(key=key)


def settle(mail: OutboxMail, now=AUTUMN, still_due=None) -> OutboxMail:
    deliver(now=now, still_due=still_due or {})
    mail.refresh_from_db()
    return mail


class Inbox:
    """A real SMTP server's handler: keeps what it takes, refuses whom it is told to refuse."""

    def __init__(self) -> None:
        self.messages, self.refusals = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- aiosmtpd's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content))
        return "250 Taken"


@pytest.fixture
def smtp(settings):
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
    inbox.controller = controller
    yield inbox
    if controller.server is not None:
        controller.stop()


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


def test_letter_planned_for_later_waits(reader, mailoutbox):
    mail = post(reader, planned_at=AUTUMN + timedelta(hours=3))
    assert settle(mail).status == MailStatus.PLANNED
    assert settle(mail, AUTUMN + timedelta(hours=3)).status == MailStatus.SENT
    assert len(mailoutbox) == 1


# --- Sending ----------------------------------------------------------------------------------------------


def test_letter_reaches_a_real_server_unescaped_with_a_stable_id(reader, smtp):
    mail = settle(post(reader))
    assert (mail.status, mail.sent_at, mail.attempts, mail.lease_until) == (MailStatus.SENT, AUTUMN, 1, None)
    (message,) = smtp.messages
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


def test_letter_that_comes_too_late_is_skipped_visibly(reader, mailoutbox):
    mail = settle(post(reader, useful_until=AUTUMN), AUTUMN + timedelta(seconds=1))
    assert (mail.status, mail.reason, len(mailoutbox)) == (MailStatus.SKIPPED, "too late", 0)


def test_letter_that_is_no_longer_due_is_skipped_with_the_reason(reader, mailoutbox):
    mail = settle(post(reader), still_due={KIND: lambda mail, now: "done meanwhile"})
    assert (mail.status, mail.reason, len(mailoutbox)) == (MailStatus.SKIPPED, "done meanwhile", 0)


def test_person_who_has_left_gets_nothing(reader, mailoutbox):
    mail = post(reader)
    reader.is_active = False
    reader.save(update_fields=["is_active"])
    assert settle(mail).status == MailStatus.SKIPPED
    assert mailoutbox == []


# --- What goes wrong --------------------------------------------------------------------------------------


def test_broken_template_does_not_stop_the_next(reader, mailoutbox):
    broken, whole = post(reader, "broken", kind="networks/no_such_letter"), post(reader, "whole")
    deliver(now=AUTUMN, still_due={})
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.status, broken.next_try_at) == (MailStatus.PLANNED, AUTUMN + RETRY_AFTER[0])
    assert "no_such_letter" in broken.reason
    assert (whole.status, len(mailoutbox)) == (MailStatus.SENT, 1)


def test_broken_question_does_not_stop_the_next(reader, mailoutbox):
    def broken(mail, now):
        if mail.key == "a":
            raise LookupError("no such round")
        return ""

    post(reader, "a")
    post(reader, "b")
    assert deliver(now=AUTUMN, still_due={KIND: broken}) == 1
    assert "no such round" in OutboxMail.objects.get(key="a").reason


def test_refused_address_fails_at_once_and_does_not_stop_the_next(reader, smtp):
    smtp.refusals["kari@example.no"] = "550 No such person"
    refused, other = post(reader, "a"), post(UserFactory(), "b")
    deliver(now=AUTUMN, still_due={})
    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.status, other.status, len(smtp.messages)) == (MailStatus.FAILED, MailStatus.SENT, 1)
    assert "550" in refused.reason


def test_busy_address_is_tried_again(reader, smtp):
    smtp.refusals["kari@example.no"] = "450 Try later"
    mail = settle(post(reader))
    assert (mail.status, mail.next_try_at) == (MailStatus.PLANNED, AUTUMN + RETRY_AFTER[0])
    smtp.refusals.clear()
    assert settle(mail, mail.next_try_at).status == MailStatus.SENT


def test_stopped_server_is_tried_again_over_days_and_then_given_up(reader, smtp):
    smtp.controller.stop()
    mail, now = post(reader), AUTUMN
    for wait in RETRY_AFTER:
        settle(mail, now)
        assert (mail.status, mail.next_try_at) == (MailStatus.PLANNED, now + wait)
        settle(mail, mail.next_try_at - timedelta(seconds=1))
        now = mail.next_try_at
    assert settle(mail, now).status == MailStatus.FAILED
    assert sum(RETRY_AFTER, timedelta()) > timedelta(days=3)


def test_each_letter_has_its_own_schedule(reader, smtp):
    smtp.controller.stop()
    first = settle(post(reader, "a"))
    second = settle(post(reader, "b", now=AUTUMN + timedelta(seconds=30)), AUTUMN + timedelta(seconds=30))
    first.refresh_from_db()
    assert (first.next_try_at, second.next_try_at) == (
        AUTUMN + RETRY_AFTER[0],
        AUTUMN + timedelta(seconds=30) + RETRY_AFTER[0],
    )


def test_unknown_outcome_is_in_doubt_and_never_sent_again(reader, monkeypatch, mailoutbox):
    def cut_off(mail):
        raise ConnectionResetError("after DATA")

    monkeypatch.setattr(delivery, "_send", cut_off)
    mail = settle(post(reader))
    assert (mail.status, mail.reason) == (MailStatus.IN_DOUBT, "ConnectionResetError: after DATA")
    monkeypatch.undo()
    settle(mail, AUTUMN + timedelta(days=2))
    assert (mail.status, len(mailoutbox)) == (MailStatus.IN_DOUBT, 0)


# --- Two workers, killed workers --------------------------------------------------------------------------


def test_claim_is_one_worker_s_until_the_lease_ends(reader):
    mail = post(reader)
    assert claim(now=AUTUMN) == mail
    assert claim(now=AUTUMN) is None
    assert give_up_on_lost(now=AUTUMN + LEASE) == 0
    assert give_up_on_lost(now=AUTUMN + LEASE + timedelta(seconds=1)) == 1
    mail.refresh_from_db()
    assert mail.status == MailStatus.IN_DOUBT


def test_worker_that_comes_back_after_its_lease_does_not_overwrite_the_doubt(reader):
    post(reader)
    claimed = claim(now=AUTUMN)
    give_up_on_lost(now=AUTUMN + LEASE * 2)
    delivery.handle(claimed, now=AUTUMN + LEASE * 2, still_due={KIND: lambda mail, now: "late"})
    assert OutboxMail.objects.get().status == MailStatus.IN_DOUBT


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_each_letter_once(smtp):
    reader = UserFactory()
    for number in range(30):
        post(reader, f"k{number}")
    gate, counts = threading.Barrier(2), []

    def work() -> None:
        gate.wait(10)
        counts.append(deliver(now=AUTUMN, still_due={}))
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(counts) == 30
    assert len({message["Message-ID"] for message in smtp.messages}) == len(smtp.messages) == 30


SLOW = """
import django, time
django.setup()
from django.utils.dateparse import parse_datetime
from common.outbox import delivery
delivery._send = lambda mail: (print("sending", flush=True), time.sleep(60))
delivery.deliver(now=parse_datetime("{now}"), still_due={{}})
"""


@pytest.mark.django_db(transaction=True)
def test_worker_killed_while_sending_leaves_the_letter_in_doubt(mailoutbox):
    mail = post(UserFactory())
    names = {"DATABASE_URL": _test_database(), "PYTHONPATH": str(BASE)}
    worker = subprocess.Popen(
        [sys.executable, "-c", SLOW.format(now=AUTUMN.isoformat())],
        env={**os.environ, **names},
        cwd=BASE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout.readline().strip() == "sending"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)
    worker.stdout.close()
    assert settle(mail, AUTUMN + timedelta(minutes=1)).status == MailStatus.SENDING
    assert settle(mail, AUTUMN + LEASE + timedelta(minutes=1)).status == MailStatus.IN_DOUBT
    assert mailoutbox == []


def _test_database() -> str:
    """The address of the database that this test runs on, for another process."""
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"
