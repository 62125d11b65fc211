"""What is done to people, rounds and deadlines, and what it leaves behind."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common.clock import oslo
from common.models import OutboxMail, StateChange
from common.refusals import NotAllowed, NotNow
from networks import services
from networks.models import Deadline, Dispensation, Round, Seat
from networks.roles import Role
from networks.states import DeadlineState, Duty
from tests.world import AUTUMN, make_round


def test_database_refuses_a_second_holder(world):
    leader = world.people["leader"].seats.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            user=world.people["nobody"],
            role=Role.NETWORK_LEADER,
            network=world.network,
            valid_from=leader.valid_from + timedelta(days=400),
        )


def test_database_refuses_a_role_in_the_wrong_kind_of_body(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(
            user=world.people["nobody"], role=Role.HEAD, network=world.network, valid_from=AUTUMN.date()
        )


def test_system_user_is_one_and_cannot_sign_in(db):
    first, second = services.system_user(), services.system_user()
    assert (first, first.is_active, first.has_usable_password()) == (second, False, False)


def open_round(world, by="case_officer", year=2028):
    return services.open_round(
        county=world.county, grant_year=year, scheme_key="REKOM_2021", by=world.person(by), now=AUTUMN
    )


def test_opened_round_has_the_scheme_s_dates(world):
    round = open_round(world)
    dates = {row.duty: (row.opens_at, row.due_at, row.closes) for row in round.deadlines.all()}
    assert dates[Duty.NEEDS_REPORT] == (oslo(2027, 9, 1), oslo(2027, 12, 1, 23, 59, 59), True)
    assert dates[Duty.REPORT] == (oslo(2029, 1, 1), oslo(2029, 6, 15, 23, 59, 59), False)
    assert set(dates) == {duty.value for duty in Duty}
    assert OutboxMail.objects.count() == 0


def test_round_is_opened_by_case_officers_once(world):
    with pytest.raises(NotAllowed):
        open_round(world, by="approver")
    open_round(world)
    with pytest.raises(NotNow):
        open_round(world)
    assert Round.objects.filter(grant_year=2028).count() == 1


def extend(world, by="leader", **fields):
    values = {"due_at": oslo(2026, 12, 9, 23, 59, 59), "reason": "Syk", **fields}
    return services.grant_dispensation(
        deadline=Deadline.objects.get(round=world.round, duty=Duty.NEEDS_REPORT),
        organisation=world.owner,
        network=world.network,
        by=world.person(by),
        now=AUTUMN,
        **values,
    )


def test_dispensation_tells_who_why_and_until_when(world):
    given = extend(world)
    assert (given.granted_by, given.granted_at, given.reason) == (world.people["leader"], AUTUMN, "Syk")
    assert given.due_at == oslo(2026, 12, 9, 23, 59, 59)


@pytest.mark.parametrize(
    ("fields", "refusal"), [({"by": "owner"}, NotAllowed), ({"due_at": oslo(2026, 11, 1)}, NotNow)]
)
def test_refused_dispensation_leaves_nothing(world, fields, refusal):
    with pytest.raises(refusal):
        extend(world, **fields)
    assert Dispensation.objects.count() == 0


def mark(world, now):
    return services.mark_deadlines(round=world.fresh_round(), by=services.system_user(), now=now)


def test_marking_opens_and_closes_and_writes_lines(world):
    noted = [(row.duty, verb) for row, verb in mark(world, AUTUMN)]
    assert sorted(noted) == [
        ("assessment", "open"),
        ("assessment", "pass"),
        ("needs_report", "open"),
        ("nomination", "open"),
    ]
    assert StateChange.objects.count() == 4


def test_marking_twice_notes_once(world):
    mark(world, AUTUMN)
    assert mark(world, AUTUMN) == []


def test_marking_catches_up_after_a_year_of_silence(world):
    mark(world, oslo(2028, 7, 1))
    assert set(Deadline.objects.values_list("state", flat=True)) == {DeadlineState.PASSED}
    assert StateChange.objects.count() == 2 * len(Duty)


def test_of_two_markers_one_notes_it_and_the_other_leaves_it(world):
    first, second = world.fresh_round(), world.fresh_round()
    by = services.system_user()
    services.mark_deadlines(round=first, by=by, now=AUTUMN)
    assert services.mark_deadlines(round=second, by=by, now=AUTUMN) == []
    assert StateChange.objects.count() == 4


def test_leap_year_round_keeps_its_dates(world):
    round = make_round(world.county, 2032)
    due = {row.duty: row.due_at for row in round.deadlines.all()}
    assert due[Duty.NOMINATION_LIST] == oslo(2032, 3, 1, 23, 59, 59)
