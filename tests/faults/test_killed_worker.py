"""`kill -9` of the worker at each step of sending: nothing is lost, nothing is sent twice, doubt is listed."""

from datetime import timedelta

import pytest

from common.models import MailStatus, OutboxMail
from common.outbox import reasons
from common.outbox.claiming import LEASE
from common.outbox.queries import shown_as
from tests.common.letters import post
from tests.factories import UserFactory
from tests.faults.machinery import Hold, all_are, all_sent, states, until
from tests.post_office import SilentOffice
from tests.world import AUTUMN

MAILS = 5
LATER = AUTUMN + LEASE + timedelta(minutes=1)


@pytest.fixture
def mails(transactional_db):
    reader = UserFactory()
    for number in range(MAILS):
        post(reader, f"k{number}")


def test_killed_before_the_claim(mails, machinery, office):
    with Hold("LOCK TABLE common_outboxmail IN ACCESS EXCLUSIVE MODE") as hold:
        worker = machinery.worker()
        hold.wait_until_somebody_waits()
        machinery.kill(worker)
        hold.forget_the_killed()
    assert states() == {MailStatus.PLANNED: MAILS}
    machinery.worker()
    until(all_sent, "not all is sent")
    assert (len(office.ids()), set(office.ids().values())) == (MAILS, {1})


def test_killed_after_the_claim(mails, machinery, office):
    silent = SilentOffice()
    machinery.more = {"EMAIL_URL": silent.url, "REKOM_MAIL_TIMEOUT": "60"}
    worker = machinery.worker()
    until(lambda: MailStatus.SENDING in states(), "no mail is claimed")
    machinery.kill(worker)
    silent.close()
    machinery.more = {"EMAIL_URL": office.url}
    machinery.show(LATER)
    machinery.worker()
    until(all_sent, "not all is sent")  # it had not left: there is no doubt
    assert (len(office.ids()), set(office.ids().values())) == (MAILS, {1})


def test_killed_while_the_server_has_the_text(mails, machinery, office):
    office.holds_data = True
    worker = machinery.worker()
    assert office.has_data.wait(30)
    machinery.kill(worker)
    office.holds_data = False
    assert len(office.taken) == 1  # the server keeps what it has
    machinery.show(LATER)
    machinery.worker()
    until(lambda: all_are(MailStatus.SENT, MailStatus.IN_DOUBT), "not all is sent")
    assert states() == {MailStatus.SENT: MAILS - 1, MailStatus.IN_DOUBT: 1}
    (doubtful,) = shown_as("in_doubt", OutboxMail.objects.all())
    assert doubtful.reason == reasons.LOST
    assert (len(office.ids()), set(office.ids().values())) == (MAILS, {1})


def test_killed_after_the_answer_and_before_the_commit(mails, machinery, office):
    office.holds_data = True
    worker = machinery.worker()
    assert office.has_data.wait(30)
    with Hold("SELECT 1 FROM common_outboxmail WHERE status = 'sending' FOR UPDATE") as hold:
        office.holds_data = False
        hold.wait_until_somebody_waits()
        office.wait_for(1)
        machinery.kill(worker)
        hold.forget_the_killed()
    machinery.show(LATER)
    machinery.worker()
    until(lambda: all_are(MailStatus.SENT, MailStatus.IN_DOUBT), "not all is sent")
    assert states() == {MailStatus.SENT: MAILS - 1, MailStatus.IN_DOUBT: 1}
    assert (len(office.ids()), set(office.ids().values())) == (MAILS, {1})
