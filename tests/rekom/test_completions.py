"""What is done outside the portal: who owes it, who marks it, and where it is seen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.clock import oslo
from common.models import OutboxMail
from grants.models import GrantLine, LineKind, Payout
from grants.services.payout_stop import stop_payout
from networks import services
from networks.deadlines import deadline
from networks.models import Completion, Deadline
from networks.states import Duty
from rekom.calendar import YEAR
from rekom.completions import outside_of
from rekom.duties import home_of
from rekom.planning import owing_outside as owing
from rekom.planning.owing_outside import PAYOUT_DUTIES
from rekom.planning.reminders import catch_up
from tests import factories as f
from tests.grants.payout_stage import pay, planned
from tests.grants.stage import issued
from tests.world import AUTUMN, ROLES

APRIL_20 = oslo(2027, 4, 20, 12)
MAY = oslo(2027, 5, 10, 12)
SEPTEMBER = oslo(2027, 9, 10, 12)
OUTSIDE = [Duty.PAYMENT, Duty.SPRING_PAYOUT, Duty.STILL_STUDYING, Duty.AUTUMN_PAYOUT, Duty.PLAN_REVISION]


def give_individual_money(world):
    """The world's network has money for one who studies, in a round from before the portal planned payouts."""
    issued(world)
    Payout.objects.all().delete()


def mark(world, duty, network=None, now=SEPTEMBER):
    return services.mark_done(
        deadline=deadline(duty, world.fresh_round()),
        network=network,
        note="",
        by=world.person("case_officer"),
        now=now,
    )


def owed(world, duty, now=SEPTEMBER):
    (entry,) = [entry for entry in YEAR if entry.duty == duty]
    return [
        (debt.name, [person.email for person in debt.people]) for debt in entry.owed_by(world.round, now=now)
    ]


def test_payment_is_owed_by_the_office_from_when_the_letters_are_issued(world):
    assert owed(world, Duty.PAYMENT) == []
    issued(world)
    assert owed(world, Duty.PAYMENT) == [(world.county.office_name, ["case_officer@example.no"])]
    mark(world, Duty.PAYMENT)
    assert owed(world, Duty.PAYMENT) == []


@pytest.mark.parametrize("duty", PAYOUT_DUTIES)
def test_only_networks_with_money_for_those_who_study_owe_payouts(world, duty):
    give_individual_money(world)
    lines = GrantLine.objects.filter(kind__in=[LineKind.INDIVIDUAL, LineKind.COMMITTED])
    lines.update(budget_nok=0)
    assert owed(world, duty) == []
    lines.update(budget_nok=40_000)
    ((name, people),) = owed(world, duty)
    assert (name, sorted(people)) == (
        "Prøvenettverket",
        ["coordinator@example.no", "leader@example.no"],
    )
    mark(world, duty, world.network)
    assert owed(world, duty) == []


def test_planned_payouts_are_owed_until_each_is_dealt_with_whatever_is_marked(world):
    stage = planned(world)
    for duty in PAYOUT_DUTIES:
        mark(world, duty, world.network)
        assert [name for name, _people in owed(world, duty)] == ["Prøvenettverket"]
    pay(world)
    assert owed(world, Duty.SPRING_PAYOUT) == []
    stop_payout(payout=stage.autumn, reason="Sluttet", by=world.person("leader"), now=SEPTEMBER)
    assert owed(world, Duty.STILL_STUDYING) == owed(world, Duty.AUTUMN_PAYOUT) == []


def test_planned_payouts_are_not_marked_by_hand_and_count_where_the_round_is_followed(world, sign_in, at):
    planned(world)
    at(SEPTEMBER)
    round, leader = world.fresh_round(), world.person("leader")
    found = {row.duty: row for row in outside_of(leader, round, now=SEPTEMBER)}
    (one,) = found[Duty.SPRING_PAYOUT].marks
    assert (one.left, one.is_done, one.may_mark) == (1, False, False)
    url = reverse("completion_mark", args=[2027, "spring_payout", world.network.pk])
    assert sign_in("leader").get(url).status_code == 404
    assert sign_in("leader").post(url, {"note": "x"}).status_code == 404
    listed = sign_in("leader").get(reverse("completion_list", args=[2027])).content.decode()
    assert reverse("grants:payout_list", args=[2027, world.network.pk]) in listed
    pay(world, now=SEPTEMBER)
    (row,) = [row for row in outside_of(leader, round, now=SEPTEMBER) if row.duty == Duty.SPRING_PAYOUT]
    assert (row.done, row.missing) == (1, ())


def test_each_network_owes_the_revision_until_it_is_marked(world):
    assert [name for name, _people in owed(world, Duty.PLAN_REVISION)] == [
        "Annet nettverk",
        "Prøvenettverket",
    ]
    done = mark(world, Duty.PLAN_REVISION, world.network)
    assert [name for name, _people in owed(world, Duty.PLAN_REVISION)] == ["Annet nettverk"]
    services.undo_done(completion=done, by=world.person("leader"), now=SEPTEMBER)
    assert len(owed(world, Duty.PLAN_REVISION)) == 2


def test_who_owes_is_read_with_the_same_number_of_questions(world):
    give_individual_money(world)
    with CaptureQueriesContext(
        connection,
    ) as few:
        owing.plan_revision(world.round, now=SEPTEMBER)
    for _number in range(2):
        network = f.NetworkFactory(county=world.county)
        f.NetworkMunicipalityFactory(network=network, municipality=f.MunicipalityFactory(county=world.county))
    with CaptureQueriesContext(connection) as more:
        owing.plan_revision(world.round, now=SEPTEMBER)
    assert len(few) == len(more)


def test_staff_see_all_and_leaders_their_own(world):
    give_individual_money(world)
    found = {
        row.duty: [mark.name for mark in row.marks]
        for row in outside_of(world.person("leader"), world.fresh_round(), now=SEPTEMBER)
    }
    assert set(found) == set(OUTSIDE) - {Duty.PAYMENT}
    assert found[Duty.PLAN_REVISION] == ["Prøvenettverket"]
    all_of_it = outside_of(world.person("approver"), world.fresh_round(), now=SEPTEMBER)
    assert [row.duty for row in all_of_it] == OUTSIDE
    assert not any(mark.may_mark for row in all_of_it for mark in row.marks)


def test_round_page_counts_them(world):
    mark(world, Duty.PLAN_REVISION, world.network)
    home = home_of(world.person("case_officer"), now=SEPTEMBER)
    steps = {step.duty: (step.done, step.total) for step in home.progress}
    assert steps[Duty.PLAN_REVISION] == (1, 2)


def test_page_marks_and_takes_back(world, sign_in, at):
    at(SEPTEMBER)
    client = sign_in("leader")
    url = reverse("completion_mark", args=[2027, "plan_revision", world.network.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": "Vedtatt 9. september"}).status_code == 302
    assert Completion.objects.get().note == "Vedtatt 9. september"
    assert "Vedtatt 9. september" in client.get(reverse("completion_list", args=[2027])).content.decode()
    assert client.get(url).status_code == 302
    assert client.post(url, {"note": "En gang til"}).status_code == 409
    undo = reverse("completion_undo", args=[2027, "plan_revision", world.network.pk])
    assert client.get(undo).status_code == 200
    assert client.post(undo).status_code == 302
    assert client.get(undo).status_code == 404


def test_page_refuses_before_it_opens(world, sign_in, at):
    at(AUTUMN)
    url = reverse("completion_mark", args=[2027, "plan_revision", world.network.pk])
    assert sign_in("leader").get(url).status_code == 302
    assert sign_in("leader").post(url, {"note": "x"}).status_code == 409
    assert not Completion.objects.exists()


def test_marked_duty_is_not_reminded_of(world):
    mark(world, Duty.PLAN_REVISION, world.network, now=SEPTEMBER)
    catch_up(now=oslo(2027, 9, 23, 9))
    told = {mail.to for mail in OutboxMail.objects.filter(topics__contains=["duty:plan_revision"])}
    assert told == {"other_leader@example.no"}


@pytest.mark.parametrize("now", [AUTUMN, APRIL_20, MAY, SEPTEMBER])
def test_round_without_the_new_duties_works_everywhere(world, sign_in, at, now):
    give_individual_money(world)
    Deadline.objects.filter(round=world.round, duty__in=OUTSIDE).delete()
    at(now)
    for role in ROLES:
        assert sign_in(role).get("/").status_code == 200
    for role in ("leader", "case_officer"):
        for name in ("round_detail", "completion_list"):
            assert sign_in(role).get(reverse(name, args=[2027])).status_code == 200
    assert sign_in("case_officer").get(reverse("round_dates", args=[2027])).status_code == 200
    url = reverse("completion_mark", args=[2027, "plan_revision", world.network.pk])
    assert sign_in("leader").get(url).status_code == 404
    catch_up(now=now)
    assert not OutboxMail.objects.filter(topics__contains=["duty:plan_revision"]).exists()
