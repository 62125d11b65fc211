"""Who may see, prepare, call, hold and minute a meeting, and when: allowed, wrong person, wrong moment."""

from datetime import timedelta

import pytest

from common.refusals import NotAllowed, NotNow
from networks.rules import meetings as rules
from networks.services import meetings as services
from tests.networks import meetings_stage as stage
from tests.networks.meetings_stage import MEETING_DAY, PLANNED

OUTSIDERS = ("forum", "leader", "owner", "approver", "foreign_officer", "nobody")


def refused(check, *args, **kwargs) -> type | None:
    """The kind of refusal, or None."""
    try:
        check(*args, **kwargs)
    except NotAllowed:
        return NotAllowed
    except NotNow:
        return NotNow
    return None


def test_only_the_countys_case_officer_plans_a_meeting(world):
    assert (
        refused(rules.check_may_plan_meeting, world.person("case_officer"), world.forum, now=PLANNED) is None
    )
    for role in OUTSIDERS:
        answer = refused(rules.check_may_plan_meeting, world.person(role), world.forum, now=PLANNED)
        assert answer is NotAllowed, role


def test_members_see_a_meeting_once_it_is_called(world):
    draft, called = stage.drafted(world), stage.called(world)
    seen = {
        role: (
            refused(rules.check_may_see_meeting, world.person(role), draft, now=PLANNED),
            refused(rules.check_may_see_meeting, world.person(role), called, now=PLANNED),
        )
        for role in ("case_officer", "approver", "forum", "leader", "foreign_officer", "nobody")
    }
    assert seen == {
        "case_officer": (None, None),
        "approver": (None, None),
        "forum": (NotAllowed, None),
        "leader": (NotAllowed, NotAllowed),
        "foreign_officer": (NotAllowed, NotAllowed),
        "nobody": (NotAllowed, NotAllowed),
    }


@pytest.mark.parametrize(
    "check",
    [
        rules.check_may_save_meeting,
        rules.check_may_change_meeting,
        rules.check_may_cancel_meeting,
        rules.check_may_order_items,
        rules.check_may_remove_paper,
        rules.check_may_open_meeting,
    ],
)
def test_what_prepares_a_meeting_is_for_case_officers_alone(world, check):
    made = stage.called(world)
    for role in OUTSIDERS:
        assert refused(check, world.person(role), made, now=MEETING_DAY) is NotAllowed, role


def test_each_verb_has_its_moments(world):
    made = {"draft": stage.drafted(world), "called": stage.called(world), "held": stage.held(world)}
    made["minuted"] = stage.minuted(world)
    checks = {
        "save": rules.check_may_save_meeting,
        "change": rules.check_may_change_meeting,
        "cancel": rules.check_may_cancel_meeting,
        "order": rules.check_may_order_items,
        "add": rules.check_may_save_item,
        "open": rules.check_may_open_meeting,
        "record": rules.check_may_record,
        "correct": rules.check_may_correct_minutes,
    }
    officer = world.person("case_officer")
    possible = {
        verb: [state for state, one in made.items() if refused(check, officer, one, now=MEETING_DAY) is None]
        for verb, check in checks.items()
    }
    assert possible == {
        "save": ["draft"],
        "change": ["called"],
        "cancel": ["draft", "called"],
        "order": ["draft", "called"],
        "add": ["draft", "called", "held"],
        "open": ["called"],
        "record": ["held"],
        "correct": ["minuted"],
    }


@pytest.mark.parametrize(
    "said",
    [
        {"members": 0, "cases": 3, "now": PLANNED},
        {"members": 3, "cases": 0, "now": PLANNED},
        {"members": 3, "cases": 3, "now": stage.STARTS + timedelta(minutes=1)},
    ],
)
def test_a_meeting_is_called_with_members_and_cases_and_ahead(world, said):
    draft, officer = stage.drafted(world), world.person("case_officer")
    assert refused(rules.check_may_call_meeting, officer, draft, members=3, cases=3, now=PLANNED) is None
    assert refused(rules.check_may_call_meeting, officer, draft, **said) is NotNow


def test_a_meeting_is_opened_on_its_day(world):
    made, officer = stage.called(world), world.person("case_officer")
    day_before = stage.STARTS - timedelta(hours=10)  # 23:00 the day before, in Norway
    assert refused(rules.check_may_open_meeting, officer, made, now=day_before) is NotNow
    just_after_midnight = stage.STARTS - timedelta(hours=8, minutes=59)
    assert refused(rules.check_may_open_meeting, officer, made, now=just_after_midnight) is None


def test_chair_and_case_officer_record_while_the_meeting_is_held(world):
    made = stage.held(world)
    for role in ("forum", "case_officer"):
        assert refused(rules.check_may_record, world.person(role), made, now=MEETING_DAY) is None
    for role in ("approver", "leader", "foreign_officer"):
        assert refused(rules.check_may_record, world.person(role), made, now=MEETING_DAY) is NotAllowed
    later = stage.called(world)
    assert refused(rules.check_may_record, world.person("case_officer"), later, now=MEETING_DAY) is NotNow


def test_a_chair_whose_seat_has_ended_records_no_more(world):
    made = stage.held(world)
    world.people["forum"].seats.update(valid_to=MEETING_DAY.date())
    assert refused(rules.check_may_record, world.person("forum"), made, now=MEETING_DAY) is NotAllowed


def test_who_is_called_answers_until_the_meeting_begins(world):
    made, member = stage.called(world), world.person("forum")
    check = rules.check_may_answer_invitation
    assert refused(check, member, made, is_called=True, now=PLANNED) is None
    assert refused(check, member, made, is_called=False, now=PLANNED) is NotAllowed
    assert refused(check, world.person("leader"), made, is_called=True, now=PLANNED) is NotAllowed
    assert refused(check, member, stage.held(world), is_called=True, now=MEETING_DAY) is NotNow
    over = services.cancel_meeting(meeting=made, reason="Nei", by=world.person("case_officer"), now=PLANNED)
    assert refused(check, member, over, is_called=True, now=PLANNED) is NotNow


@pytest.mark.parametrize("left", ["open_cases", "unnoted", "undecided"])
def test_minutes_wait_for_all_that_is_left(world, left):
    made, officer = stage.held(world), world.person("case_officer")
    nothing = {"open_cases": 0, "unnoted": 0, "undecided": 0}
    check = rules.check_may_send_minutes
    assert refused(check, officer, made, **nothing, now=MEETING_DAY) is None
    assert refused(check, officer, made, **{**nothing, left: 1}, now=MEETING_DAY) is NotNow
    assert refused(check, world.person("leader"), made, **nothing, now=MEETING_DAY) is NotAllowed


def test_a_case_is_taken_up_again_before_the_minutes_go_out(world):
    made, officer = stage.done(world), world.person("case_officer")
    check = rules.check_may_take_up_again_item
    assert refused(check, officer, stage.items(made)[0], now=MEETING_DAY) is None
    assert refused(check, world.person("leader"), stage.items(made)[0], now=MEETING_DAY) is NotAllowed
    sent = stage.minuted(world)
    reopened = stage.correct(world, sent)
    assert refused(check, officer, stage.items(reopened)[0], now=MEETING_DAY) is NotNow
