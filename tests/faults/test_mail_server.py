"""The mail server refuses, hangs, hangs up after the text, or is busy for hours; worker and beat go on."""

from datetime import timedelta

import pytest

from common.models import MailStatus, OutboxMail
from common.outbox.claiming import RETRY_AFTER
from common.outbox.queries import shown_as
from tests.common.letters import post
from tests.factories import UserFactory
from tests.faults.machinery import all_are, all_sent, states, until
from tests.post_office import PostOffice, SilentOffice
from tests.world import AUTUMN

MAILS = 5


@pytest.fixture
def mails(transactional_db):
    reader = UserFactory()
    for number in range(MAILS):
        post(reader, f"k{number}")


def tried(times: int) -> bool:
    """Every mail has been tried so often, and waits."""
    rows = OutboxMail.objects.filter(status=MailStatus.PLANNED, attempts=times)
    return rows.count() == MAILS


def each_once(office: PostOffice) -> bool:
    return len(office.ids()) == MAILS and set(office.ids().values()) == {1}


def test_refuses_connections(mails, machinery, office):
    office.stop()
    machinery.both()
    until(lambda: tried(1), "not all is tried")
    office.start()
    machinery.show(AUTUMN + RETRY_AFTER[0] + timedelta(minutes=1))
    until(all_sent, "not all is sent")
    assert each_once(office)


def test_hangs(mails, machinery, office):
    silent = SilentOffice()
    machinery.more = {"EMAIL_URL": silent.url, "REKOM_MAIL_TIMEOUT": "1"}
    machinery.both()
    until(lambda: tried(1), "not all is tried")
    assert states() == {MailStatus.PLANNED: MAILS}
    machinery.stop()
    silent.close()
    machinery.more = {"EMAIL_URL": office.url}
    machinery.show(AUTUMN + timedelta(minutes=5))
    machinery.both()
    until(all_sent, "not all is sent")
    assert each_once(office)


def test_hangs_up_after_the_text(mails, machinery, office):
    office.hangs_up_after_data = True
    machinery.worker()
    until(lambda: all_are(MailStatus.IN_DOUBT), "the doubt is not written")
    machinery.beat()
    machinery.show(AUTUMN + timedelta(days=4))
    office.hangs_up_after_data = False
    late = post(UserFactory(), "late")
    until(lambda: OutboxMail.objects.get(pk=late.pk).status == MailStatus.SENT, "the next is not sent")
    assert shown_as("in_doubt", OutboxMail.objects.all()).count() == MAILS
    assert set(office.ids().values()) == {1}


def test_is_busy_for_two_hours(mails, machinery, office):
    office.answer_to_mail = "450 4.7.1 Greylisted, try later"
    machinery.both()
    now, ends = AUTUMN, AUTUMN + timedelta(hours=2)
    for times, wait in enumerate(RETRY_AFTER, start=1):
        until(lambda times=times: tried(times), f"not all is tried {times} times")
        now += wait + timedelta(seconds=30)
        if now >= ends:
            break
        machinery.show(now)
    office.answer_to_mail = ""
    machinery.show(now)
    until(all_sent, "not all is sent")
    assert each_once(office)
    assert set(OutboxMail.objects.values_list("attempts", flat=True)) == {5}
    assert now < AUTUMN + timedelta(hours=3)
