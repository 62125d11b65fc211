"""Which facts there are about measures, who their sides are, who reads them, and what they begin with."""

import pytest

from grants.models import GrantLine
from needs.services.development import begin_development
from needs.services.development_parts import GatheringInput, add_gathering, add_log
from reporting.queries import facts as queries
from tests.needs.development_stage import DAY, SPRING, TRACES
from tests.reporting import facts_stage as stage
from tests.world import NEXT_SPRING


def test_each_measure_with_money_has_facts_that_are_not_begun(world):
    found = [stage.new(world), *stage.all_of(world)[1:]]
    assert [(facts.pk, facts.version, facts.measure.priority) for facts in found] == [
        (None, 0, 1),
        (None, 0, 2),
    ]
    assert queries.kindergartens_in_facts(found[0]) == []
    assert queries.answers_in(found[0]) == {}


def test_a_grant_has_the_facts_of_its_own_measures(world):
    stage.new(world)
    for grant in (stage.grant_of(world), stage.grant_of(world, is_university=True)):
        wanted = {line.measure_id for line in grant.lines.all() if line.measure_id and line.budget_nok}
        assert {facts.measure_id for facts in queries.facts_of(grant)} == wanted


def test_a_measure_without_money_has_none(world):
    facts = stage.new(world)
    GrantLine.objects.filter(measure=facts.measure).update(measure=None)
    assert facts.measure_id not in {found.measure_id for found in stage.all_of(world)}
    assert queries.facts_about(facts.measure_id) is None


def test_the_sides_are_the_network_and_the_universities_with_money(world):
    facts = stage.new(world)
    assert [side.university_id for side in queries.sides_of(facts)] == [None, world.university.pk]


def test_a_university_without_money_is_no_side(world):
    facts = stage.new(world)
    for row in facts.money:
        row["budget"] = row["budget"] if row["university"] is None else 0
    assert [side.university_id for side in queries.sides_of(facts)] == [None]


def test_the_money_is_what_was_asked_granted_and_adjusted(world):
    facts = stage.new(world)
    lines = GrantLine.objects.filter(measure=facts.measure)
    assert {(row["requested"], row["granted"], row["budget"]) for row in facts.money} == set(
        lines.values_list("requested_nok", "amount_nok", "budget_nok")
    )


@pytest.mark.parametrize("is_written", [False, True])
def test_reading_takes_the_same_number_of_reads(world, is_written, django_assert_num_queries):
    stage.new(world)
    if is_written:
        for facts in stage.all_of(world):
            stage.save(world, facts, **stage.FULL)
    grant = stage.grant_of(world)
    with django_assert_num_queries(6 if is_written else 3):
        for facts in queries.facts_of(grant):
            queries.sides_of(facts)
            queries.is_approved_by(facts, None)
            queries.facts_values(facts, [])


def test_one_and_several_facts_take_the_same_number_of_reads(world, django_assert_num_queries):
    facts = stage.written(world)
    stage.save(world, stage.all_of(world)[1], **stage.FULL)
    with django_assert_num_queries(6):
        queries.facts_about(facts.measure_id)
    with django_assert_num_queries(6):
        queries.facts_of_round(facts.measure.basis.round)


@pytest.mark.parametrize(
    ("role", "count"),
    [
        ("leader", 2),
        ("coordinator", 2),
        ("member", 2),
        ("uh", 2),
        ("case_officer", 2),
        ("approver", 2),
        ("owner", 0),
        ("other_leader", 0),
        ("other_uh", 0),
        ("foreign_officer", 0),
        ("forum", 0),
    ],
)
def test_who_reads_the_facts(world, role, count):
    stage.new(world)
    seen = queries.facts_visible(world.person(role), stage.all_of(world), now=NEXT_SPRING)
    assert len(seen) == count


def test_they_begin_with_the_basis_and_the_log(world):
    facts, head = stage.new(world), world.person("head")
    work = begin_development(measure=facts.measure, kindergarten=world.kindergarten, by=head, now=SPRING)
    add_log(work=work, on=DAY, done="", traces=TRACES, by=head, now=SPRING)
    typed = GatheringInput(on=DAY, title="Lek ute", is_held=True, staff_present=12)
    add_gathering(work=work, typed=typed, by=head, now=SPRING)
    begins = queries.beginning_of_facts(facts.measure)
    assert set(begins["kindergartens"]) == {world.kindergarten.pk, world.sister.pk}
    assert begins["done"].count("1") == 2  # one kindergarten, one gathering
    assert f"– Lekestua: {TRACES}" in begins["signs"]


def test_without_a_log_they_begin_with_the_kindergartens_alone(world):
    begins = queries.beginning_of_facts(stage.new(world).measure)
    assert len(begins["kindergartens"]) == 2
    assert (begins["done"], begins["signs"], begins["staff_reached"]) == ("", "", None)
