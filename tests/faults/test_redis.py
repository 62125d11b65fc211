"""Redis stops for a while and comes back empty: a doorbell is lost, no letter is."""

import time

from common.models import OutboxMail
from tests.common.letters import post
from tests.factories import UserFactory
from tests.faults.expected import letters_due
from tests.faults.machinery import all_sent, until, wait_for_ticks
from tests.world import AUTUMN, make_world

AWAY = 6  # seconds, with rings every second: as a minute with rings every ten


def test_stopped_for_a_minute_and_emptied(machinery, office, own_redis):
    make_world()
    expected = letters_due(AUTUMN)
    valkey = own_redis.running[0]
    machinery.both()
    wait_for_ticks(1)
    valkey.stop()
    reader = UserFactory()
    for number in range(20):
        post(reader, f"while-away-{number}")
    time.sleep(AWAY)
    valkey.start()  # nothing was kept: it is empty
    wait_for_ticks(1)
    until(all_sent, "not all is sent")
    assert expected <= set(OutboxMail.objects.values_list("key", flat=True))
    assert set(office.ids().values()) == {1}
    assert len(office.ids()) == OutboxMail.objects.count() == len(expected) + 20
