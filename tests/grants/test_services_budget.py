"""Recording the frame and the key."""

from dataclasses import replace

import pytest

from common.differences import compare
from common.kept import read_sections, versions_of
from common.refusals import NotAllowed, NotNow
from grants.budget_content import WORDS
from grants.models import Budget, FixedPost
from grants.queries import budget_of, proposed_posts
from grants.services.budget import BudgetValues, record_budget
from grants.services.posts import PostValues
from needs.models import ExpectedAmount
from tests.grants.money_stage import VALUES, adopted, nomination, record
from tests.world import WINTER


def test_posts_are_proposed_from_scheme_networks_and_partnerships(world):
    world.network.leader_amount_nok = 400_000
    world.network.save()
    found = [(p.key, p.amount_nok, p.network, p.university) for p in proposed_posts(world.fresh_round())]
    assert found == [
        ("leader", 100_000, world.other_network.pk, None),
        ("leader", 400_000, world.network.pk, None),
        ("partner", 100_000, None, world.other_university.pk),
        ("partner", 100_000, None, world.university.pk),
        ("men", 150_000, None, world.other_university.pk),
        ("forum", 300_000, None, None),
    ]


def test_record_budget_stores_frame_key_and_posts(world):
    budget = record(world)
    assert (budget.frame_nok, budget.version, budget.recorded_by) == (
        2_000_000,
        1,
        world.people["case_officer"],
    )
    assert sum(row["amount_nok"] for row in budget.fixed_rows) == 850_000


def test_record_budget_publishes_expected_amounts(world):
    record(world)
    amounts = {row.network or row.university: row.amount_nok for row in ExpectedAmount.objects.all()}
    collective = 2_000_000 - 850_000
    assert amounts[world.network] + amounts[world.other_network] == collective
    assert amounts[world.network] > amounts[world.other_network]
    assert amounts[world.university] == 100_000
    assert amounts[world.other_university] == 250_000


def test_expected_amounts_count_the_nominations_that_have_come(world):
    nomination(world, amount=50_000)
    record(world)
    amounts = ExpectedAmount.objects.filter(network__isnull=False).values_list("amount_nok", flat=True)
    assert sum(amounts) == 2_000_000 - 850_000 - 50_000


def test_record_budget_again_replaces_the_expected_amounts(world):
    record(world)
    record(world, version=1, frame_nok=3_000_000, is_preliminary=False)
    amounts = ExpectedAmount.objects.filter(network__isnull=False)
    assert sum(row.amount_nok for row in amounts) == 3_000_000 - 850_000
    assert {row.is_preliminary for row in amounts} == {False}


def test_record_budget_keeps_the_posts_that_have_not_changed(world):
    budget = record(world)
    rows = budget.fixed_rows
    posts = [
        PostValues(
            **{name: row[name] for name in ("pk", "label", "amount_nok", "network", "university", "key")}
        )
        for row in rows
    ]
    changed = [
        replace(posts[0], amount_nok=1, reason="Bare litt"),
        *posts[2:],
        PostValues(label="Ny", amount_nok=7),
    ]
    after = record(world, version=1, fixed=changed)
    kept = [row["pk"] for row in rows[:1] + rows[2:]]
    assert [row["pk"] for row in after.fixed_rows][:-1] == kept
    assert after.fixed_rows[0]["amount_nok"] == 1
    assert after.fixed_rows[-1]["label"] == "Ny"
    events = FixedPost.pgh_event_model.objects.values_list("pgh_label", flat=True)
    assert sorted(events) == ["delete", *["insert"] * 7, "update"]


def test_record_budget_refused_to_others(world):
    with pytest.raises(NotAllowed):
        _record(world, "approver")
    with pytest.raises(NotAllowed):
        _record(world, "foreign_officer")
    assert not Budget.objects.exists()


def test_record_budget_refused_when_somebody_else_has_recorded(world):
    record(world)
    with pytest.raises(NotNow):
        record(world, version=0, frame_nok=3_000_000)
    assert budget_of(world.round).frame_nok == 2_000_000


def test_record_budget_refused_when_the_posts_do_not_fit(world):
    with pytest.raises(NotNow):
        record(world, frame_nok=100_000)
    assert not Budget.objects.exists()
    assert not ExpectedAmount.objects.exists()


def test_record_budget_refused_when_promises_are_above_the_cap(world):
    promised = [PostValues(label="ABLU", amount_nok=600_001, university=world.university.pk)]
    with pytest.raises(NotNow):
        record(world, committed=promised)


def test_record_budget_refused_when_the_recommendation_is_adopted(world):
    adopted(world)
    with pytest.raises(NotNow):
        record(world, version=1)


def test_another_amount_than_proposed_needs_a_reason(world):
    posts = [PostValues(**vars(post)) for post in proposed_posts(world.fresh_round())]
    with pytest.raises(NotNow, match="100"):
        record(world, fixed=[replace(posts[0], amount_nok=90_000), *posts[1:]])
    budget = record(world, fixed=[replace(posts[0], amount_nok=90_000, reason="Avtalt"), *posts[1:]])
    first = budget.fixed_rows[0]
    assert (first["amount_nok"], first["proposed_nok"], first["reason"]) == (90_000, 100_000, "Avtalt")


def test_what_was_proposed_is_never_taken_from_the_form(world):
    invented = PostValues(label="Ny", amount_nok=5, network=world.network.pk, proposal="leader-n999999")
    budget = record(world, fixed=[invented])
    assert budget.fixed_rows[0]["proposed_nok"] is None


def test_a_revision_says_what_is_changed_and_why(world):
    record(world)
    with pytest.raises(NotNow):
        record(world, version=1, frame_nok=3_000_000, note=" ")
    assert budget_of(world.round).frame_nok == 2_000_000


def test_each_recording_is_kept_and_the_difference_can_be_read(world):
    record(world)
    record(world, version=1, frame_nok=3_000_000, note="Tildelingsbrevet er kommet")
    first, second = versions_of(budget_of(world.round))
    assert (first.number, second.number, second.verb) == (1, 2, "record")
    changed = {
        row.label
        for part in compare(read_sections(first.content, WORDS), read_sections(second.content, WORDS))
        for row in part.rows
    }
    assert {"Frame for the year", "Ramme for året"} & changed
    assert len(changed) == 2


def _record(world, role):
    return record_budget(
        round=world.fresh_round(),
        values=BudgetValues(**VALUES),
        fixed=[],
        committed=[],
        version=0,
        by=world.person(role),
        now=WINTER,
    )
