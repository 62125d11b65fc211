"""What is done outside the portal is marked as done, by those whose it is, once."""

import pytest
from django.db import IntegrityError, transaction

from common.clock import oslo
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from networks import services
from networks.deadlines import deadline
from networks.models import Completion
from networks.states import Duty

MAY = oslo(2027, 5, 10, 12)
BEFORE = oslo(2027, 4, 1, 12)


def mark(world, by="leader", duty=Duty.SPRING_PAYOUT, now=MAY, note="Betalt 9. mai", **fields):
    network = fields.get("network", world.network)
    row = deadline(duty, world.fresh_round())
    return services.mark_done(deadline=row, network=network, note=note, by=world.person(by), now=now)


def test_leader_marks_their_own_network(world):
    done = mark(world)
    assert (done.network, done.note, done.done_by, done.done_at) == (
        world.network,
        "Betalt 9. mai",
        world.people["leader"],
        MAY,
    )
    assert OutboxMail.objects.count() == 0


def test_case_officer_marks_for_all(world):
    assert mark(world, by="case_officer", network=world.other_network).network == world.other_network
    assert mark(world, by="case_officer", duty=Duty.PAYMENT, network=None).network is None


@pytest.mark.parametrize("by", ["other_leader", "owner", "approver", "foreign_officer", "nobody"])
def test_others_mark_nothing(world, by):
    with pytest.raises(NotAllowed):
        mark(world, by=by)
    assert not Completion.objects.exists()


def test_leader_does_not_mark_the_payment(world):
    with pytest.raises(NotAllowed):
        mark(world, duty=Duty.PAYMENT, network=None)


@pytest.mark.parametrize(
    ("duty", "for_network"), [(Duty.NEEDS_REPORT, True), (Duty.PAYMENT, True), (Duty.PLAN_REVISION, False)]
)
def test_only_the_right_body_of_the_right_duty_is_marked(world, duty, for_network):
    with pytest.raises(NotAllowed):
        mark(world, by="case_officer", duty=duty, network=world.network if for_network else None)


def test_duty_is_not_marked_before_it_opens(world):
    with pytest.raises(NotNow):
        mark(world, now=BEFORE)
    assert not Completion.objects.exists()


def test_duty_is_marked_once(world):
    mark(world)
    with pytest.raises(NotNow):
        mark(world, by="case_officer")
    assert Completion.objects.count() == 1


def test_mark_that_is_taken_back_is_kept_and_can_be_set_anew(world):
    done = mark(world)
    services.undo_done(completion=done, by=world.person("case_officer"), now=MAY)
    done.refresh_from_db()
    assert (done.undone_by, done.undone_at) == (world.people["case_officer"], MAY)
    mark(world)
    assert Completion.objects.count() == 2


def test_mark_is_taken_back_once(world):
    done = mark(world)
    services.undo_done(completion=done, by=world.person("leader"), now=MAY)
    with pytest.raises(MovedOn):
        services.undo_done(completion=done, by=world.person("leader"), now=MAY)


def test_two_windows_take_a_mark_back_once(world):
    done = mark(world)
    services.undo_done(completion=Completion.objects.get(), by=world.person("leader"), now=MAY)
    with pytest.raises(MovedOn):
        services.undo_done(completion=done, by=world.person("leader"), now=MAY)


def test_others_take_no_mark_back(world):
    done = mark(world)
    with pytest.raises(NotAllowed):
        services.undo_done(completion=done, by=world.person("other_leader"), now=MAY)
    done.refresh_from_db()
    assert done.undone_at is None


def test_database_refuses_two_marks(world):
    done = mark(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.create(
            deadline=done.deadline, network=done.network, done_by=done.done_by, done_at=MAY
        )
