"""Who may write, send, return and approve a report, and when; what must be in it."""

import pytest

from common.refusals import NotAllowed, NotNow
from reporting import rules
from reporting.queries import lines_of
from reporting.services import save_report
from tests.reporting import stage
from tests.world import APRIL, NEXT_SPRING


@pytest.mark.parametrize("role", ["leader", "coordinator"])
def test_save_report_allowed_for_the_networks_leaders(world, role):
    rules.check_may_save_report(world.person(role), stage.network_grant(world), now=NEXT_SPRING)


def test_save_report_allowed_for_the_university_on_its_own_grant(world):
    rules.check_may_save_report(world.person("uh"), stage.university_grant(world), now=NEXT_SPRING)


@pytest.mark.parametrize("role", ["member", "owner", "uh", "other_leader", "case_officer", "forum", "nobody"])
def test_save_report_refused_for_others(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_save_report(world.person(role), stage.network_grant(world), now=NEXT_SPRING)


def test_save_report_refused_before_the_duty_opens(world):
    with pytest.raises(NotNow):
        rules.check_may_save_report(world.person("leader"), stage.network_grant(world), now=APRIL)


def test_report_never_closes(world):
    late = rules.answer(stage.network_grant(world), now=NEXT_SPRING.replace(year=2029))
    assert (late.is_open, late.is_late) == (True, True)


def _gaps(world, **changes) -> set[str]:
    report = stage.draft(world, **changes)
    return {gap.field for gap in rules.report_gaps(report, lines_of(report))}


def test_a_complete_report_has_no_gaps(world):
    assert _gaps(world) == set()


def test_used_and_unspent_must_add_up_or_be_explained(world):
    assert _gaps(world, used_nok=1) == {"difference_reason"}


def test_a_difference_that_is_explained_is_no_gap(world):
    assert _gaps(world, used_nok=1, difference_reason="Resten kom fra eieren.") == set()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"used_nok": None}, "used_nok"),
        ({"unspent_nok": None}, "unspent_nok"),
        ({"done": " "}, "done"),
        ({"attainment": ""}, "attainment"),
        ({"attainment": "partly"}, "attainment_text"),
        ({"attainment": "not"}, "attainment_text"),
    ],
)
def test_what_is_missing_is_named(world, changes, field):
    assert _gaps(world, **changes) == {field}


def test_the_summary_must_be_written(world):
    report = stage.draft(world)
    report.summary = " "
    assert [gap.field for gap in rules.report_gaps(report, lines_of(report))] == ["summary"]


@pytest.mark.parametrize("role", ["leader", "uh", "approver", "forum", "foreign_officer"])
def test_only_a_case_officer_decides_on_a_report(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_decide_report(world.person(role), stage.submitted(world), now=NEXT_SPRING)


def test_case_officer_may_decide_on_a_report(world):
    rules.check_may_decide_report(world.person("case_officer"), stage.submitted(world), now=NEXT_SPRING)


def test_a_sent_report_cannot_be_saved(world):
    report = stage.submitted(world)
    with pytest.raises(NotNow):
        save_report(
            grant=report.grant,
            summary="Nytt",
            lines={},
            version=report.version,
            by=world.person("leader"),
            now=NEXT_SPRING,
        )
