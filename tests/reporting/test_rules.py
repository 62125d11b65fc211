"""Who may write, send, return and approve a report, and when; what must be in it."""

import pytest

from common.drafts import Shown
from common.refusals import NotAllowed, NotNow, may
from grants.models import LineKind
from grants.states import DecisionState
from networks.roles import Role
from reporting import queries, rules
from reporting.models import ReportAnswer, ReportQuestion
from reporting.queries.report_lines import line_values
from reporting.queries.report_parts import asked, parts_of
from reporting.rules.report import MOST_FILES
from tests.factories import seat
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


@pytest.mark.parametrize("role", ["leader", "other_uh", "owner", "case_officer", "nobody"])
def test_save_report_of_a_university_refused_for_others(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_save_report(world.person(role), stage.university_grant(world), now=NEXT_SPRING)


def test_save_report_allowed_for_the_payees_contact(world):
    grant = stage.network_grant(world)
    seat(Role.OWNER, world.payee, world.people["nobody"])
    rules.check_may_save_report(world.person("nobody"), grant, now=NEXT_SPRING)


def test_save_report_without_a_payee_is_the_leaders_alone(world):
    grant = stage.network_grant(world)
    grant.network.payee = None
    rules.check_may_save_report(world.person("leader"), grant, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        rules.check_may_save_report(world.person("owner"), grant, now=NEXT_SPRING)


def test_save_report_refused_before_the_letter_is_issued(world):
    grant = stage.network_grant(world)
    grant.decision.state = DecisionState.APPROVED
    with pytest.raises(NotNow):
        rules.check_may_save_report(world.person("leader"), grant, now=NEXT_SPRING)


def test_save_report_refused_before_the_duty_opens(world):
    with pytest.raises(NotNow):
        rules.check_may_save_report(world.person("leader"), stage.network_grant(world), now=APRIL)


def test_report_never_closes(world):
    late = rules.answer(stage.network_grant(world), now=NEXT_SPRING.replace(year=2029))
    assert (late.is_open, late.is_late) == (True, True)


def _gaps(world, **changes) -> set[str]:
    report = stage.complete(world, **changes)
    return {gap.field for gap in rules.report_gaps(parts_of(report))}


def test_a_complete_report_has_no_gaps(world):
    assert _gaps(world) == set()


def test_what_is_unspent_needs_a_wish_and_a_reason(world):
    assert _gaps(world, kind_teaching=1) == {"unspent_wish"}


def test_a_wish_for_what_is_unspent_needs_a_reason(world):
    assert _gaps(world, kind_teaching=1, unspent_wish="carry_over") == {"unspent_reason"}


def test_what_is_unspent_with_wish_and_reason_is_no_gap(world):
    assert _gaps(world, kind_teaching=1, unspent_wish="return", unspent_reason="Sykdom") == set()


def test_used_and_unspent_must_add_up_or_be_explained(world):
    assert _gaps(world, kind_teaching=1, unspent_nok=0) == {"difference_reason"}


def test_a_difference_that_is_explained_is_no_gap(world):
    explained = {"unspent_nok": 0, "difference_reason": "Resten kom fra eieren."}
    assert _gaps(world, kind_teaching=1, **explained) == set()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind_teaching": None}, "kind_staff"),
        ({"kind_teaching": 1, "unspent_wish": "return", "unspent_reason": " "}, "unspent_reason"),
        ({"kind_teaching": 1, "unspent_nok": 0, "difference_reason": " "}, "difference_reason"),
        ({"kind_other": 1, "note_other": " "}, "note_other"),
        ({"attainment": "partly", "attainment_text": " "}, "attainment_text"),
        ({"kind_teaching": None, "kind_other": 10**6}, "note_other"),
        ({"note_other": "Frukt"}, "kind_other"),
        ({"done": " "}, "done"),
        ({"attainment": ""}, "attainment"),
        ({"attainment": "partly"}, "attainment_text"),
        ({"attainment": "not"}, "attainment_text"),
    ],
)
def test_what_is_missing_is_named(world, changes, field):
    assert field in _gaps(world, **changes)


def test_an_older_amount_must_be_told_by_kind_when_it_is_sent_again(world):
    line = queries.lines_of(stage.complete(world))[0]
    line.spending.all().delete()
    line = queries.lines_of(stage.fresh(line.report))[0]
    assert [gap.field for gap in rules.line_gaps(line)] == ["kind_staff"]


@pytest.mark.parametrize("attainment", ["fully", "mostly", "too_early"])
def test_only_a_goal_that_is_not_reached_is_explained(world, attainment):
    assert _gaps(world, attainment=attainment) == set()


def test_a_goal_that_is_partly_reached_and_explained_is_no_gap(world):
    assert _gaps(world, attainment="partly", attainment_text="Halve gruppa kom.") == set()


def test_a_sum_that_differs_from_its_kinds_is_told_by_kind(world):
    line = queries.lines_of(stage.complete(world))[0]
    line.used_nok += 1
    line.unspent_nok = None
    assert [gap.field for gap in rules.line_gaps(line)] == ["kind_staff", "difference_reason"]


def test_other_with_its_amount_and_what_it_is_is_no_gap(world):
    line = queries.lines_of(stage.complete(world))[0]
    told = {"kind_teaching": None, "kind_other": line.budget_nok, "note_other": "Frukt"}
    shown = Shown.of(line_values(line), line.report.version)
    stage.write_line(world, line.report.grant, line.line_id, shown=shown, **told)
    assert rules.line_gaps(queries.lines_of(stage.fresh(line.report))[0]) == []


def test_a_question_that_need_not_be_answered_is_not_missed(world):
    report = stage.complete(world)
    ReportQuestion.objects.update(is_required=False)
    ReportAnswer.objects.filter(report=report).update(text="")
    assert rules.report_gaps(parts_of(report)) == []


def test_only_lines_without_facts_say_what_was_done(world):
    rows = queries.lines_of(stage.draft(world, done="", attainment=""))
    told = {row.line.kind for row in rows if any(gap.field == "done" for gap in rules.line_gaps(row))}
    assert told <= {LineKind.FIXED, LineKind.COMMITTED}
    assert {row.line.kind for row in rows} - told == {LineKind.COLLECTIVE, LineKind.INDIVIDUAL}


def test_the_summary_must_be_written(world):
    report = stage.complete(world)
    report.summary = " "
    assert [gap.field for gap in rules.report_gaps(parts_of(report))] == ["summary"]


def test_a_question_that_must_be_answered_is_missed(world):
    report = stage.complete(world)
    question = next(one for one in asked(report.grant) if one.question.is_required)
    ReportAnswer.objects.filter(report=report, question=question.question).update(text=" ")
    assert [gap.field for gap in rules.report_gaps(parts_of(report))] == [question.name]


def test_the_own_side_must_have_approved_the_facts(world):
    report = stage.draft(world)
    gaps = rules.report_gaps(parts_of(report))
    assert {gap.form for gap in gaps} == {f"facts-{one.measure_id}" for one in parts_of(report).facts}


@pytest.mark.parametrize(("count", "is_refused"), [(0, False), (MOST_FILES - 1, False), (MOST_FILES, True)])
def test_a_report_takes_only_so_many_files(world, count, is_refused):
    report = stage.draft(world)
    refusal = may(
        rules.check_may_attach, world.person("leader"), report, count=count, adding=1, now=NEXT_SPRING
    )
    assert (refusal is not None) == is_refused


def test_files_are_added_by_those_who_report_alone(world):
    with pytest.raises(NotAllowed):
        rules.check_may_attach(world.person("uh"), stage.draft(world), count=0, adding=1, now=NEXT_SPRING)


def test_no_files_are_added_to_what_is_sent(world):
    report = stage.submitted(world)
    with pytest.raises(NotNow):
        rules.check_may_attach(world.person("leader"), report, count=0, adding=1, now=NEXT_SPRING)


@pytest.mark.parametrize("role", ["leader", "uh", "approver", "forum", "foreign_officer"])
def test_only_a_case_officer_decides_on_a_report(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_decide_report(world.person(role), stage.submitted(world), now=NEXT_SPRING)


def test_case_officer_may_decide_on_a_report(world):
    rules.check_may_decide_report(world.person("case_officer"), stage.submitted(world), now=NEXT_SPRING)
