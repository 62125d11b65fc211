"""An overdue report holds the governor's next payments; the report, or a later date, lets them go."""

from datetime import timedelta

import pytest

from grants.models import PaymentHold
from grants.services.holds import lift_hold, place_hold
from networks.services import grant_dispensation
from networks.states import Duty
from reporting.services import hold_for_overdue_reports, submit_report
from tests.grants.stage import issued
from tests.reporting.stage import complete
from tests.world import NEXT_SPRING, World

pytestmark = pytest.mark.django_db


def due_at(world: World):
    return world.round.deadlines.get(duty=Duty.REPORT).due_at


def held() -> set[str]:
    rows = PaymentHold.objects.filter(lifted_at__isnull=True).select_related("network", "university")
    return {str(row.network or row.university) for row in rows}


def test_nobody_is_held_before_the_date(world):
    issued(world)
    assert hold_for_overdue_reports(now=due_at(world)) == 0
    assert held() == set()


def test_those_who_are_late_are_held_once(world):
    issued(world)
    after = due_at(world) + timedelta(minutes=1)

    assert hold_for_overdue_reports(now=after) == 2
    assert hold_for_overdue_reports(now=after) == 0

    assert held() == {world.network.name, world.university.name}


def test_a_later_date_counts_and_lets_go(world):
    issued(world)
    after = due_at(world) + timedelta(minutes=1)
    hold_for_overdue_reports(now=after)
    grant_dispensation(
        deadline=world.fresh_round().deadlines.get(duty=Duty.REPORT),
        due_at=after + timedelta(days=10),
        reason="Sykdom",
        by=world.person("case_officer"),
        now=NEXT_SPRING,
        network=world.network,
    )

    hold_for_overdue_reports(now=after)

    assert held() == {world.university.name}


def test_a_hold_is_placed_and_lifted_once(world):
    issued(world)
    about = {"round": world.round, "network": world.network, "now": NEXT_SPRING}
    assert place_hold(**about)
    assert not place_hold(**about)
    assert lift_hold(**about)
    assert not lift_hold(**about)
    assert PaymentHold.objects.count() == 1


def test_a_report_that_comes_lets_go(world):
    report = complete(world)
    grant = report.grant
    place_hold(round=world.round, network=grant.network, university=grant.university, now=NEXT_SPRING)

    submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)

    assert held() == set()
