"""The cards around a report, what each seat waits for, and what comes next where there is nothing to do."""

import pytest

from grants.models import Grant
from needs.models import Nomination
from networks.roles import Role
from rekom.duties import home_of
from reporting.models import MeasureReport, MeasureReportApproval, ReportRemark
from tests import factories as f
from tests.needs import chain
from tests.reporting import stage as reports
from tests.world import AUTUMN, FEBRUARY, MARCH, NEXT_SPRING, ROLES, WINTER


def cards(world, role, now):
    return [card for group in home_of(world.person(role), now=now).groups for card in group.cards]


def facts_cards(world, role):
    return [card for card in cards(world, role, NEXT_SPRING) if "/rapport/tiltak/" in card.url]


def given_measure(world):
    grant = reports.network_grant(world)
    return grant.lines.exclude(measure=None).filter(budget_nok__gt=0).first().measure


def test_shared_facts_are_a_duty_for_both_sides_in_spring(world):
    given_measure(world)
    for role in ("leader", "coordinator", "uh"):
        (card,) = facts_cards(world, role)
        assert (card.state, card.is_todo) == ("planned", True), role
    assert [role for role in ROLES if facts_cards(world, role)] == ["leader", "coordinator", "uh"]
    assert [card for card in cards(world, "leader", MARCH) if "/rapport/tiltak/" in card.url] == []


def test_card_says_when_the_other_side_has_approved(world):
    measure = given_measure(world)
    facts = MeasureReport.objects.create(measure=measure)
    MeasureReportApproval.objects.create(
        facts=facts, university=world.university, approved_by=world.person("uh"), approved_at=NEXT_SPRING
    )
    (card,) = facts_cards(world, "leader")
    assert card.state == "draft"
    assert "1" in card.text
    assert card.is_todo


def test_card_says_that_facts_are_approved_by_all_and_open_again(world):
    reports.returned(world)
    assert {row.state for row in MeasureReport.objects.all()} == {"draft"}
    for role in ("leader", "uh"):
        (card,) = facts_cards(world, role)
        assert "En rapport er sendt tilbake" in card.text, role
    MeasureReportApproval.objects.filter(university=None).update(withdrawn_at=NEXT_SPRING)
    (card,) = facts_cards(world, "uh")
    assert "Den andre parten har ikke godkjent" in card.text


def test_question_from_the_office_is_a_duty_until_it_is_answered(world):
    report = reports.submitted(world)
    question = ReportRemark.objects.create(
        report=report,
        kind="question",
        text="Hva betyr dette?",
        by=world.person("case_officer"),
        at=NEXT_SPRING,
    )

    def asked(role):
        return [card for card in cards(world, role, NEXT_SPRING) if card.text == "Hva betyr dette?"]

    assert [role for role in ROLES if asked(role)] == ["leader", "coordinator"]
    ReportRemark.objects.create(
        report=report,
        kind="answer",
        text="Dette.",
        answers=question,
        by=world.person("leader"),
        at=NEXT_SPRING,
    )
    assert asked("leader") == []


def waits(world, role, now):
    return [row.who for row in home_of(world.person(role), now=now).waiting]


def test_recipient_waits_for_the_office_when_the_report_is_sent(world):
    reports.submitted(world)
    assert waits(world, "leader", NEXT_SPRING) == [world.county.office_name]
    assert waits(world, "other_leader", NEXT_SPRING) == []


def test_member_and_forum_wait_for_the_basis(world):
    assert waits(world, "member", WINTER) == [str(world.network)]
    assert len(waits(world, "forum", WINTER)) == 1
    assert len(waits(world, "case_officer", WINTER)) == 1


def test_side_that_has_approved_waits_for_the_other(world):
    chain.whole_basis(world)
    assert waits(world, "leader", WINTER) == []
    chain.approve(world, "leader")
    assert len(waits(world, "leader", WINTER)) == 1
    assert waits(world, "uh", WINTER) == []


def test_head_waits_for_the_owner_to_confirm(world):
    chain.proposed_nomination(world)
    assert Nomination.objects.count() == 1
    assert str(world.owner) in waits(world, "head", AUTUMN)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_each_role_sees_something_true_at_any_time(world, role):
    for now in (AUTUMN, WINTER, FEBRUARY, MARCH):
        for group in home_of(world.person(role), now=now).groups:
            has_next = group.next_up is not None and group.next_up.due > now
            assert group.cards or has_next or role == "foreign_officer", (role, now)


def test_substitute_sees_the_same_duties(world):
    seat = world.people["leader"].seats.get()
    substitute = f.seat(Role.NETWORK_LEADER, world.network, substitute_for=seat).user
    mine = [card.url for group in home_of(substitute, now=WINTER).groups for card in group.cards]
    assert mine == [card.url for card in cards(world, "leader", WINTER)]
    assert Grant.objects.count() == 0
