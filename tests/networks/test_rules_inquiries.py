"""Who may do what to an inquiry, and when: allowed, the wrong person, the wrong moment."""

import pytest

from common.refusals import NotAllowed, NotNow, may
from networks.rules import inquiries as rules
from networks.services import inquiries as services
from tests.networks.inquiries import LATE, answered, asked_row, draft, sent
from tests.world import AUTUMN, World

NOT_OFFICERS = ("owner", "head", "leader", "uh", "approver", "foreign_officer", "nobody")


def refused(world: World, check, role: str, *things, now=AUTUMN, **said) -> type | None:
    refusal = may(check, world.person(role), *things, now=now, **said)
    return type(refusal) if refusal else None


def test_the_date_is_changed_by_a_case_officer_while_the_inquiry_is_open(world):
    inquiry, check = sent(world), rules.check_may_change_date_of_inquiry
    assert refused(world, check, "case_officer", inquiry, due_at=LATE) is None
    assert {refused(world, check, role, inquiry, due_at=LATE) for role in NOT_OFFICERS} == {NotAllowed}
    assert refused(world, check, "case_officer", inquiry, due_at=AUTUMN) is NotNow
    assert refused(world, check, "case_officer", draft(world), due_at=LATE) is NotNow


def test_an_inquiry_is_cancelled_once_by_a_case_officer(world):
    inquiry, check = sent(world), rules.check_may_cancel_inquiry
    assert refused(world, check, "case_officer", inquiry) is None
    assert {refused(world, check, role, inquiry) for role in NOT_OFFICERS} == {NotAllowed}
    officer = world.person("case_officer")
    cancelled = services.cancel_inquiry(inquiry=inquiry, reason="Nei", by=officer, now=AUTUMN)
    assert refused(world, check, "case_officer", cancelled) is NotNow


def test_an_answer_is_returned_by_a_case_officer_while_the_inquiry_is_open(world):
    row, check = answered(world), rules.check_may_return_inquiry_answer
    assert refused(world, check, "case_officer", row) is None
    assert {refused(world, check, role, row) for role in NOT_OFFICERS} == {NotAllowed}
    officer = world.person("case_officer")
    row.inquiry = services.cancel_inquiry(inquiry=row.inquiry, reason="Nei", by=officer, now=AUTUMN)
    assert refused(world, check, "case_officer", row) is NotNow


def test_an_answer_is_read_by_the_body_and_the_office_once_it_is_sent(world):
    row, check = answered(world), rules.check_may_read_inquiry_answer
    for role in ("head", "owner", "case_officer", "approver"):
        assert refused(world, check, role, row) is None
    for role in ("leader", "other_head", "uh", "forum", "foreign_officer", "nobody"):
        assert refused(world, check, role, row) is NotAllowed
    assert refused(world, check, "case_officer", asked_row(draft(world), world.owner)) is NotAllowed


@pytest.mark.parametrize(
    ("body", "allowed"),
    [
        ("kindergarten", {"head", "owner"}),
        ("owner", {"owner"}),
        ("network", {"leader", "coordinator"}),
        ("university", {"uh"}),
    ],
)
def test_each_body_is_answered_for_by_its_own_people_while_it_is_open(world, body, allowed):
    row, check = asked_row(sent(world, closes=True), getattr(world, body)), rules.check_may_answer_inquiry
    everybody = set(world.people)
    assert {role for role in everybody if refused(world, check, role, row) is None} == allowed
    assert {refused(world, check, role, row) for role in everybody - allowed} == {NotAllowed}
    assert {refused(world, check, role, row, now=LATE) for role in allowed} == {NotNow}
