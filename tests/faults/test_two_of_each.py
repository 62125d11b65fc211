"""Two beats and two workers at once: every letter of the year's calendar is planned once and sent once."""

import subprocess
import sys
from itertools import pairwise

from common.models import MailStatus, OutboxMail
from tests.common.letters import post
from tests.factories import UserFactory
from tests.faults.expected import letters_due
from tests.faults.machinery import BASE, all_are, states, until, wait_for_ticks
from tests.world import AUTUMN, make_world

PLAN = """
import sys
import django
django.setup()
from common import clock
from rekom.planning.reminders import catch_up
sys.stdin.readline()
print(catch_up(now=clock.now()))
"""
DONE = (MailStatus.SENT, MailStatus.SKIPPED)


def test_two_planners_at_once_plan_each_letter_once(machinery):
    make_world()
    expected = letters_due(AUTUMN)
    planners = [
        subprocess.Popen(
            [sys.executable, "-c", PLAN],
            cwd=BASE,
            env={**machinery.environment(), "PYTHONPATH": str(BASE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _number in range(2)
    ]
    for planner in planners:
        planner.stdin.write("go\n")
        planner.stdin.flush()
    said = [planner.communicate(timeout=60) for planner in planners]
    assert [planner.returncode for planner in planners] == [0, 0], said
    assert sum(int(out.split()[-1]) for out, _error in said) == len(expected) > 0
    assert set(OutboxMail.objects.values_list("key", flat=True)) == expected


def test_two_beats_and_two_workers_send_each_letter_once(machinery, office):
    make_world()
    reader = UserFactory()
    for number in range(60):
        post(reader, f"k{number}")
    expected = letters_due(AUTUMN)
    for _number in range(2):
        machinery.both()
    wait_for_ticks(3)
    until(lambda: all_are(*DONE), "not all is sent")
    assert states().keys() == {MailStatus.SENT}
    assert expected <= set(OutboxMail.objects.values_list("key", flat=True))
    assert set(office.ids().values()) == {1}
    assert len(office.ids()) == OutboxMail.objects.count()


def test_killed_and_started_again_twice_nothing_is_lost_or_doubled(machinery, office):
    reader = UserFactory()
    for number in range(200):
        post(reader, f"k{number}")
    machinery.beat()
    marks = [40, 110]
    for before, after in pairwise([0, *marks]):
        worker = machinery.worker()
        office.wait_for(after, 30)
        machinery.kill(worker)
        assert len(office.taken) >= before
    machinery.worker()
    until(lambda: not states().get(MailStatus.PLANNED), "not all is tried")
    machinery.show(AUTUMN.replace(hour=AUTUMN.hour + 1))
    until(lambda: all_are(MailStatus.SENT, MailStatus.IN_DOUBT), "not all is settled")
    doubtful = states().get(MailStatus.IN_DOUBT, 0)
    assert doubtful <= len(marks)
    assert set(office.ids().values()) == {1}
    assert 200 - doubtful <= len(office.ids()) <= 200
