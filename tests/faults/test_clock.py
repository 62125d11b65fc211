"""The clock jumps two days ahead and back, or nothing runs for three days: nobody is forgotten, nobody told twice."""

from datetime import timedelta

from common.models import MailStatus, OutboxMail
from tests.faults.expected import people_told, undisturbed
from tests.faults.machinery import all_are, until, wait_for_ticks
from tests.post_office import PostOffice
from tests.world import AUTUMN, make_world

DONE = (MailStatus.SENT, MailStatus.SKIPPED)
DAY = timedelta(days=1)
DAYS = [
    AUTUMN + number * DAY for number in range(15)
]  # over 24 November (a week before) and 30 November (a day)


def nobody_is_told_twice(office: PostOffice) -> bool:
    return set(office.ids().values()) == {1}


def test_two_days_ahead_and_back(machinery, office):
    make_world()
    expected = {mail.key for mail in undisturbed(DAYS[:6])}
    machinery.both()
    for now in (DAYS[0], DAYS[2], DAYS[0], *DAYS[1:6]):
        machinery.show(now)
        wait_for_ticks(2)
        until(
            lambda now=now: not OutboxMail.objects.filter(status="planned", next_try_at__lte=now).exists(),
            "mail waits",
        )
    assert expected <= set(OutboxMail.objects.values_list("key", flat=True))
    until(lambda: all_are(*DONE), "not all is sent")
    assert nobody_is_told_twice(office)


def test_three_days_of_silence(machinery, office):
    make_world()
    told = people_told(undisturbed(DAYS[3:7]))
    assert told
    machinery.show(DAYS[3])
    machinery.both()
    wait_for_ticks(2)
    machinery.stop()
    machinery.show(DAYS[6])
    machinery.both()
    wait_for_ticks(2)
    until(lambda: all_are(*DONE), "not all is sent")
    sent = OutboxMail.objects.filter(status=MailStatus.SENT)
    assert people_told(sent) >= told
    assert nobody_is_told_twice(office)
