"""Who may write, approve, withdraw and open again the shared facts, and when; what must be in them."""

import pytest

from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import Seat, WrittenForm
from networks.roles import Role
from reporting.models import ReportQuestion
from reporting.queries import facts as queries
from reporting.rules import facts as rules
from reporting.services import facts as services
from tests.factories import LONG_AGO
from tests.reporting import facts_stage as stage
from tests.world import APRIL, NEXT_SPRING

WRITERS = ["leader", "coordinator", "uh"]
OTHERS = ["member", "owner", "head", "other_leader", "other_uh", "case_officer", "forum", "nobody"]


def gaps(facts) -> list[str]:
    return [gap.field for gap in queries.gaps_of(facts, queries.questions_about(facts.measure.basis.round))]


@pytest.mark.parametrize("role", WRITERS)
def test_both_sides_may_save(world, role):
    rules.check_may_save_facts(world.person(role), stage.new(world), now=NEXT_SPRING)


def test_the_payees_contact_may_save_for_the_network(world):
    facts = stage.new(world)
    Seat.objects.create(
        user=world.people["nobody"], role=Role.OWNER, organisation=world.payee, valid_from=LONG_AGO
    )
    rules.check_may_save_facts(world.person("nobody"), stage.read(facts), now=NEXT_SPRING)


def test_without_a_payee_the_leaders_alone_save_for_the_network(world):
    facts = stage.new(world)
    facts.measure.basis.network.payee = None
    rules.check_may_save_facts(world.person("leader"), facts, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        rules.check_may_save_facts(world.person("owner"), facts, now=NEXT_SPRING)


@pytest.mark.parametrize("role", OTHERS)
def test_others_may_not_save(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_save_facts(world.person(role), stage.new(world), now=NEXT_SPRING)


def test_a_university_without_money_for_the_measure_may_not_save(world):
    facts = stage.new(world)
    facts.money = [row for row in facts.money if row["university"] is None]
    with pytest.raises(NotAllowed):
        rules.check_may_save_facts(world.person("uh"), facts, now=NEXT_SPRING)


def test_a_university_that_asked_and_got_nothing_is_no_side(world):
    facts = stage.new(world)
    facts.money = [row | {"budget": row["budget"] * (row["university"] is None)} for row in facts.money]
    assert [side.university_id for side in rules.sides_of(facts)] == [None]


def test_the_network_comes_first_and_the_universities_by_name(world):
    facts = stage.new(world)
    money = facts.money[0]
    facts.money = [
        money | {"university": key, "name": name, "budget": 1}
        for key, name in ((None, "Ænes"), (2, "Øvre"), (1, "Andre"), (2, "Øvre"))
    ]
    assert [side.university_id for side in rules.sides_of(facts)] == [None, 1, 2]


def test_a_measure_without_money_is_not_written_about_or_approved(world):
    facts, leader = stage.written(world), world.person("leader")
    facts.money = [row | {"budget": 0} for row in facts.money]
    with pytest.raises(NotNow):
        rules.check_may_save_facts(leader, facts, now=NEXT_SPRING)
    with pytest.raises(NotNow):
        rules.check_may_approve_facts(leader, facts, None, [], now=NEXT_SPRING)


def test_an_approval_that_is_taken_back_and_given_again_stands(world):
    facts = stage.approve(world, stage.written(world))
    services.withdraw_facts(facts=facts, university_id=None, by=world.person("leader"), now=NEXT_SPRING)
    assert not rules.is_approved_by(stage.read(facts), None)
    assert rules.is_approved_by(stage.approve(world, stage.read(facts)), None)


def test_nobody_saves_before_reports_open(world):
    with pytest.raises(NotNow):
        rules.check_may_save_facts(world.person("leader"), stage.new(world), now=APRIL)


def test_nobody_saves_what_is_agreed(world):
    with pytest.raises(NotNow):
        rules.check_may_save_facts(world.person("leader"), stage.agreed(world), now=NEXT_SPRING)


def test_it_never_closes(world):
    rules.check_may_save_facts(world.person("uh"), stage.new(world), now=NEXT_SPRING.replace(year=2029))


@pytest.mark.parametrize("role", WRITERS)
def test_each_side_approves_for_itself(world, role):
    side = world.university.pk if role == "uh" else None
    rules.check_may_approve_facts(world.person(role), stage.written(world), side, [], now=NEXT_SPRING)


@pytest.mark.parametrize("role", ["uh", "member", "case_officer", "other_leader"])
def test_nobody_approves_for_the_network_but_the_network(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_approve_facts(world.person(role), stage.written(world), None, [], now=NEXT_SPRING)


def test_a_university_that_is_no_side_does_not_approve(world):
    facts, other = stage.written(world), world.other_university.pk
    with pytest.raises(NotAllowed):
        rules.check_may_approve_facts(world.person("other_uh"), facts, other, [], now=NEXT_SPRING)


def test_nobody_approves_what_is_not_whole(world):
    facts = stage.written(world, done="")
    found = queries.gaps_of(facts, [])
    with pytest.raises(NotNow):
        rules.check_may_approve_facts(world.person("leader"), facts, None, found, now=NEXT_SPRING)


def test_nobody_approves_before_reports_open(world):
    with pytest.raises(NotNow):
        rules.check_may_approve_facts(world.person("leader"), stage.written(world), None, [], now=APRIL)


def test_nobody_approves_twice(world):
    facts = stage.approve(world, stage.written(world))
    with pytest.raises(MovedOn):
        rules.check_may_approve_facts(world.person("coordinator"), facts, None, [], now=NEXT_SPRING)


def test_who_gets_money_after_all_have_approved_has_nothing_to_approve(world):
    facts, other = stage.agreed(world), world.other_university
    facts.money = [*facts.money, facts.money[0] | {"university": other.pk, "name": other.name}]
    with pytest.raises(MovedOn):
        rules.check_may_approve_facts(world.person("other_uh"), facts, other.pk, [], now=NEXT_SPRING)


def test_a_side_withdraws_its_own_approval(world):
    facts = stage.approve(world, stage.written(world))
    rules.check_may_withdraw_facts(world.person("coordinator"), facts, None, now=NEXT_SPRING)


def test_another_side_does_not_withdraw_it(world):
    facts = stage.approve(world, stage.written(world))
    with pytest.raises(NotAllowed):
        rules.check_may_withdraw_facts(world.person("uh"), facts, None, now=NEXT_SPRING)


def test_nobody_withdraws_when_all_have_approved(world):
    with pytest.raises(NotNow):
        rules.check_may_withdraw_facts(world.person("leader"), stage.agreed(world), None, now=NEXT_SPRING)


def test_nobody_withdraws_what_is_not_given(world):
    with pytest.raises(MovedOn):
        rules.check_may_withdraw_facts(world.person("leader"), stage.written(world), None, now=NEXT_SPRING)


def test_a_case_officer_opens_again(world):
    rules.check_may_reopen_facts(world.person("case_officer"), world.county, now=NEXT_SPRING)


@pytest.mark.parametrize("role", ["leader", "uh", "approver", "foreign_officer"])
def test_others_do_not_open_again(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_reopen_facts(world.person(role), world.county, now=NEXT_SPRING)


def test_whole_facts_have_no_gaps(world):
    assert gaps(stage.written(world)) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"carried_out": ""}, ["carried_out"]),
        ({"carried_out": "partly"}, ["why"]),
        ({"carried_out": "partly", "why": "Sykdom"}, []),
        ({"carried_out": "not", "why": " "}, ["why"]),
        ({"done": " "}, ["done"]),
        ({"attainment": ""}, ["attainment"]),
        ({"signs": " "}, ["signs"]),
        ({"signs": "", "attainment": "too_early"}, []),
        ({"kindergartens": []}, ["kindergartens"]),
        ({"staff_reached": None}, ["staff_reached"]),
        ({"staff_reached": 0}, []),
        ({"answer_children": " "}, ["answer_children"]),
    ],
)
def test_what_is_missing_is_named(world, changes, missing):
    assert gaps(stage.written(world, **changes)) == missing


@pytest.mark.parametrize(("is_required", "missing"), [(True, ["answer_more"]), (False, [])])
def test_only_a_question_that_must_be_answered_is_missed(world, is_required, missing):
    question = ReportQuestion(key="more", text_nb="Noe mer?", is_required=is_required)
    found = rules.facts_gaps(stage.written(world), [(question, "")])
    assert [gap.field for gap in found] == missing


@pytest.mark.parametrize(("count", "missing"), [(0, ["kindergartens"]), (1, [])])
def test_the_kindergartens_that_the_form_names_are_counted(world, count, missing):
    found = rules.facts_gaps(stage.written(world), [], kindergartens=count)
    assert [gap.field for gap in found] == missing


def test_where_nothing_was_carried_out_the_reason_alone_is_asked_for(world):
    empty = dict.fromkeys(stage.FULL, "") | {"staff_reached": None, "carried_out": "not"}
    facts = stage.written(world, **empty)
    assert gaps(facts) == ["why"]


def test_facts_that_are_not_begun_lack_everything(world):
    found = gaps(stage.new(world))
    assert found[0] == "carried_out"
    assert "kindergartens" in found
    assert "answer_children" in found


@pytest.mark.parametrize(("form", "text"), [(WrittenForm.NB, "bokmål?"), (WrittenForm.NN, "nynorsk?")])
def test_a_question_without_an_answer_is_named_in_the_networks_written_form(world, form, text):
    facts = stage.written(world, answer_children="")
    question = next(
        one for one in queries.questions_about(facts.measure.basis.round) if one.key == "children"
    )
    question.text_nb, question.text_nn = "På bokmål?", "På nynorsk?"
    facts.measure.basis.network.payee.written_form = form
    (gap,) = queries.gaps_of(facts, [question])
    assert text in gap.sentence
