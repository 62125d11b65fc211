from tests.world import AUTUMN
from networks import deadlines, queries
from networks.states import Duty
from networks.services import mark_deadlines, system_user
from networks.roles import Role, holds
import pytest
from django.db import transaction, InternalError, ProgrammingError
from common.models import StateChange

def test_world(world):
    r = world.fresh_round()
    assert deadlines.check_open(Duty.NEEDS_REPORT, r, now=AUTUMN, organisation=world.owner, network=world.network).days_left == 11
    assert list(queries.owners_in(world.network, r)) == [world.owner]
    assert queries.owner_networks([world.owner.pk], r) == [(world.owner.pk, world.network.pk)]
    assert holds(world.person("leader"), Role.NETWORK_LEADER, world.network, now=AUTUMN)
    assert not holds(world.person("leader"), Role.NETWORK_LEADER, world.other_network, now=AUTUMN)
    noted = mark_deadlines(round=r, by=system_user(), now=AUTUMN)
    assert len(noted) == 4
    assert StateChange.objects.count() == 4
    d = noted[0][0]
    with pytest.raises(Exception) as e, transaction.atomic():
        type(d).objects.filter(pk=d.pk).update(state="planned")
    assert "move() only" in str(e.value)
