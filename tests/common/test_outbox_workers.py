"""Two workers, killed workers, late workers, set-back clocks, and the pace of all together."""

import threading
import time
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from common.models import MailStatus, OutboxMail, SendingPace
from common.outbox import delivery, pace, reasons, settling, staff
from common.outbox.claiming import LEASE, RETRY_AFTER, bring_forward, claim, give_up_on_lost
from common.outbox.delivery import deliver
from tests.common.letters import post, settle
from tests.factories import UserFactory
from tests.world import AUTUMN

LATE = AUTUMN + LEASE + timedelta(seconds=1)


def handed_over(mail: OutboxMail) -> OutboxMail:
    """The row of a worker that has begun to hand the text over."""
    delivery._note_handover(mail, now=AUTUMN)
    return mail


def test_claim_is_one_worker_s_until_the_lease_ends(reader):
    mail = post(reader)
    assert handed_over(claim(now=AUTUMN)) == mail
    assert claim(now=AUTUMN) is None
    assert give_up_on_lost(now=AUTUMN + LEASE) == 0
    assert give_up_on_lost(now=LATE) == 1
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == (MailStatus.IN_DOUBT, reasons.LOST)


def test_mail_in_doubt_is_never_sent_again(reader, mailoutbox):
    mail = post(reader)
    handed_over(claim(now=AUTUMN))
    assert settle(mail, LATE).status == MailStatus.IN_DOUBT
    assert settle(mail, AUTUMN + timedelta(days=9)).status == MailStatus.IN_DOUBT
    assert mailoutbox == []


def test_mail_that_had_not_left_when_its_worker_died_is_sent_by_the_next(reader, mailoutbox):
    mail = post(reader)
    claim(now=AUTUMN)
    assert settle(mail, AUTUMN + LEASE).status == MailStatus.SENDING
    assert settle(mail, LATE).status == MailStatus.SENT
    assert (mail.attempts, len(mailoutbox)) == (2, 1)


def test_mail_that_kills_each_worker_is_given_up(reader, mailoutbox):
    mail, now = post(reader), AUTUMN
    for _try in range(len(RETRY_AFTER) + 1):
        assert claim(now=now) is not None
        now += LEASE + timedelta(seconds=1)
        give_up_on_lost(now=now)
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == (MailStatus.FAILED, reasons.LOST_BEFORE)


def test_worker_whose_lease_has_ended_does_not_send(reader, mailoutbox):
    mail = post(reader)
    slow = claim(now=AUTUMN)
    give_up_on_lost(now=LATE)
    taken_anew = claim(now=LATE)
    assert delivery.handle(slow, delivery._Work(AUTUMN, {})) is False
    assert mailoutbox == []
    assert delivery.handle(taken_anew, delivery._Work(LATE, {})) is True
    mail.refresh_from_db()
    assert (mail.status, len(mailoutbox)) == (MailStatus.SENT, 1)


def test_answer_that_comes_after_the_lease_ends_the_doubt(reader):
    mail = post(reader)
    slow = handed_over(claim(now=AUTUMN))
    give_up_on_lost(now=LATE)
    settling.sent(slow, now=LATE)
    mail.refresh_from_db()
    assert (mail.status, mail.sent_at, mail.reason) == (MailStatus.SENT, LATE, "")


def test_answer_that_comes_after_somebody_has_sent_it_again_changes_nothing(reader):
    mail = post(reader)
    slow = handed_over(claim(now=AUTUMN))
    give_up_on_lost(now=LATE)
    staff.resend(mail=mail, by=reader, because="Fikk den ikke", now=LATE)
    settling.sent(slow, now=LATE)
    mail.refresh_from_db()
    assert mail.status == MailStatus.IN_DOUBT


def test_lease_given_by_a_clock_that_is_set_back_since_ends_at_once(reader):
    mail = post(reader)
    handed_over(claim(now=AUTUMN + timedelta(days=2)))
    assert give_up_on_lost(now=AUTUMN) == 1
    mail.refresh_from_db()
    assert mail.status == MailStatus.IN_DOUBT


def test_retry_planned_by_a_clock_that_is_set_back_since_is_brought_forward(reader):
    mail = post(reader)
    OutboxMail.objects.update(attempts=3, next_try_at=AUTUMN + timedelta(days=2))
    later = post(reader, "later", planned_at=AUTUMN + timedelta(days=9))
    assert bring_forward(now=AUTUMN) == 1
    assert OutboxMail.objects.get(pk=mail.pk).next_try_at == AUTUMN
    assert OutboxMail.objects.get(pk=later.pk).next_try_at == later.planned_at


def test_outcome_is_written_when_the_database_comes_back(monkeypatch):
    waits, tries = [], []

    def away_at_first(*args, **kwargs):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("the database is restarting")

    monkeypatch.setattr(settling.time, "sleep", waits.append)
    line = SimpleNamespace(in_atomic_block=False, close=lambda: None)
    monkeypatch.setattr(settling, "connection", line)
    settling._surely(away_at_first)
    assert (len(tries), waits) == (3, settling.PATIENCE[:2])
    assert timedelta(seconds=sum(settling.PATIENCE)) < LEASE / 2


def test_outcome_unknown_to_this_process_is_doubt(reader, mailoutbox, monkeypatch):
    def cut_off(self, message, before_content):
        before_content()
        raise ConnectionResetError("after DATA")

    monkeypatch.setattr(delivery.Session, "send", cut_off)
    mail = settle(post(reader))
    assert (mail.status, reasons.detail(mail.reason)) == (
        MailStatus.IN_DOUBT,
        "ConnectionResetError: after DATA",
    )


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
    assert (len(smtp.ids()), set(smtp.ids().values())) == (30, {1})


# --- The pace of all together -------------------------------------------------------------------------------


def test_without_a_limit_nobody_waits(db):
    pace.wait_for_turn()
    assert SendingPace.objects.count() == 0


def test_turns_are_spread_evenly_over_all_workers(db):
    waits = [pace.seconds_to_turn(0.5) for _worker in range(4)]
    assert waits == pytest.approx([0, 0.5, 1.0, 1.5], abs=0.3)


def test_limited_mail_leaves_at_its_pace(reader, mailoutbox, settings):
    settings.MAILS_A_MINUTE = 600
    for number in range(6):
        post(reader, f"k{number}")
    began = time.monotonic()
    assert deliver(now=AUTUMN, still_due={}) == 6
    assert time.monotonic() - began > 0.45


def test_turn_of_a_clock_that_is_set_back_since_holds_nobody(db):
    pace.seconds_to_turn(1)
    SendingPace.objects.update(next_at=datetime(2100, 1, 1, tzinfo=AUTUMN.tzinfo))
    assert pace.seconds_to_turn(1) == pytest.approx(0, abs=0.3)
