"""Letters of the version before get their plan of payouts, unless the network has paid outside the portal."""

from importlib import import_module

import pytest
from django.apps import apps

from grants.models import Payout
from networks.deadlines import deadline
from networks.services import mark_done
from networks.states import Duty
from tests.grants.payout_stage import MAY
from tests.grants.stage import issued

migration = import_module("grants.migrations.0007_payouts_of_earlier_letters")


def test_earlier_letters_get_the_same_plan_as_new_ones(world):
    issued(world)
    columns = ("line", "nomination", "round", "network", "owner", "half", "amount_nok", "reference", "state")
    planned = list(Payout.objects.order_by("half").values_list(*columns))
    Payout.objects.all().delete()
    migration.plan(apps, None)
    assert list(Payout.objects.order_by("half").values_list(*columns)) == planned
    migration.plan(apps, None)
    assert Payout.objects.count() == len(planned)


@pytest.mark.parametrize("duty", [Duty.SPRING_PAYOUT])
def test_what_is_paid_outside_the_portal_is_left_alone(world, duty):
    issued(world)
    Payout.objects.all().delete()
    mark_done(
        deadline=deadline(duty, world.fresh_round()),
        network=world.network,
        note="",
        by=world.person("leader"),
        now=MAY,
    )
    migration.plan(apps, None)
    assert not Payout.objects.exists()
