"""Writing, ranking, adopting and reopening the recommendation."""

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail
from common.outbox.rendering import render
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Decision, NominationRank, Recommendation
from grants.queries import adopted_recommendation, current_run, ranked_nominations, ranking_mark
from grants.services.recommendation import (
    adopt_recommendation,
    rank_nominations,
    reopen_recommendation,
    save_recommendation,
)
from grants.states import RecommendationState
from networks.roles import Interest, Role
from tests import factories as f
from tests.grants.money_stage import TEXTS, adopted, basis, nomination, ready, record, run, send_list, write
from tests.meetings import agreed_item
from tests.world import MARCH, WINTER

EMPTY = ranking_mark({})


def test_save_recommendation_keeps_gaps(world):
    saved = write(world, split="")
    assert (saved.priorities, saved.split, saved.version) == ("Lek og læring først", "", 1)
    assert saved.state == RecommendationState.DRAFT


def test_save_recommendation_refused_to_the_forum_and_strangers(world):
    for role in ("forum", "approver", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            _save_as(world, role)


def test_save_recommendation_refused_when_somebody_has_saved_since(world):
    write(world)
    with pytest.raises(NotNow):
        write(world, version=0, split="Min")
    assert Recommendation.objects.get().split == "40 prosent flatt"


def test_save_recommendation_refused_when_adopted(world):
    adopted(world)
    with pytest.raises(MovedOn):
        write(world, version=1)


def test_ranks_of_the_forum_decide_the_order(world):
    stage = ready(world)
    _rank(world, "forum", {stage.first.pk: 2, stage.second.pk: 1})
    assert [row.pk for row in ranked_nominations(world.round)] == [stage.second.pk, stage.first.pk]
    assert current_run(world.round) is None
    requests = run(world).input["individual"]["requests"]
    assert [row["id"] for row in requests] == [
        f"nomination-{stage.second.pk}",
        f"nomination-{stage.first.pk}",
    ]


def test_a_nomination_that_comes_later_follows_the_ranked(world):
    stage = ready(world)
    _rank(world, "case_officer", {stage.first.pk: 2, stage.second.pk: 1})
    late = nomination(world, rank=1)
    assert [row.pk for row in ranked_nominations(world.round)] == [stage.second.pk, stage.first.pk, late.pk]


def test_rank_nominations_refused_to_others(world):
    stage = ready(world)
    for role in ("approver", "leader", "uh", "foreign_officer"):
        with pytest.raises(NotAllowed):
            _rank(world, role, {stage.first.pk: 2, stage.second.pk: 1})
    assert not NominationRank.objects.exists()


def test_another_countys_forum_neither_ranks_nor_adopts(world):
    stage = ready(world)
    stranger = f.UserFactory(name="Prøve Fremmed", email="fremmed@example.no")
    f.seat(
        Role.FORUM_MEMBER,
        f.ForumFactory(county=f.CountyFactory(number="98")),
        stranger,
        interest=Interest.UNION,
    )
    ranks = {stage.first.pk: 2, stage.second.pk: 1}
    with pytest.raises(NotAllowed):
        rank_nominations(round=world.fresh_round(), ranks=ranks, mark=EMPTY, by=stranger, now=MARCH)
    with pytest.raises(NotAllowed):
        adopt_recommendation(round=world.fresh_round(), by=stranger, now=MARCH)
    assert not NominationRank.objects.exists()


def test_rank_nominations_refused_when_two_share_a_rank_or_one_is_missing(world):
    stage = ready(world)
    for ranks in (
        {stage.first.pk: 1, stage.second.pk: 1},
        {stage.first.pk: 1},
        {stage.first.pk: 0, stage.second.pk: 1},
    ):
        with pytest.raises(NotNow):
            _rank(world, "forum", ranks)


def test_rank_nominations_refused_when_somebody_has_ranked_since(world):
    stage = ready(world)
    _rank(world, "forum", {stage.first.pk: 2, stage.second.pk: 1})
    with pytest.raises(NotNow):
        _rank(world, "case_officer", {stage.first.pk: 1, stage.second.pk: 2}, mark=EMPTY)
    assert NominationRank.objects.get(county_rank=1).nomination_id == stage.second.pk


def test_adopt_recommendation_pins_the_run_writes_history_and_mail(world):
    stage = ready(world)
    found = _adopt(world)
    assert (found.state, found.run, found.number) == (RecommendationState.ADOPTED, stage.run, 1)
    assert (found.adopted_at, found.adopted_by) == (MARCH, world.people["forum"])
    assert [line.verb for line in history_of(found)] == ["adopt"]
    mails = OutboxMail.objects.filter(kind="grants/recommendation_adopted")
    assert sorted(mails.values_list("to", flat=True)) == ["case_officer@example.no", "forum@example.no"]
    assert adopted_recommendation(world.round) == found


def test_the_letter_about_an_adopted_recommendation_reads_well(world):
    adopted(world)
    mail = OutboxMail.objects.filter(kind="grants/recommendation_adopted").first()
    letter = render(mail)
    assert "2027" in letter.subject
    assert "/tilskudd/2027/innstilling/" in letter.text


def test_adopt_recommendation_refused_to_those_who_are_no_members(world):
    ready(world)
    for role in ("case_officer", "approver", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            adopt_recommendation(round=world.fresh_round(), by=world.person(role), now=MARCH)


def test_adopt_recommendation_refused_before_it_opens(world):
    ready(world)
    with pytest.raises(NotNow):
        adopt_recommendation(round=world.fresh_round(), by=world.person("forum"), now=WINTER)


def test_adopt_recommendation_never_closes(world):
    ready(world)
    late = oslo(2027, 5, 1)
    found = adopt_recommendation(round=world.fresh_round(), by=world.person("forum"), now=late)
    assert found.adopted_at == late


def test_adopt_recommendation_refused_on_a_stale_run(world):
    ready(world)
    nomination(world, rank=3)
    with pytest.raises(NotNow):
        _adopt(world)
    assert Recommendation.objects.get().state == RecommendationState.DRAFT
    assert not OutboxMail.objects.exists()


def test_adopt_recommendation_refused_without_a_run(world):
    agreed_item(world)
    record(world)
    write(world)
    with pytest.raises(NotNow):
        _adopt(world)


def test_adopt_recommendation_refused_with_gaps(world):
    agreed_item(world)
    record(world)
    basis(world)
    send_list(world)
    run(world)
    write(world, criteria_met="  ")
    with pytest.raises(NotNow) as refusal:
        _adopt(world)
    assert refusal.value.sentence


def test_adopt_recommendation_twice_is_refused(world):
    adopted(world)
    with pytest.raises(MovedOn):
        _adopt(world)
    assert OutboxMail.objects.count() == 2


def test_reopen_recommendation_makes_it_a_draft_and_tells_why(world):
    found = adopted(world)
    reopened = _reopen(world, "case_officer")
    assert (reopened.state, reopened.number) == (RecommendationState.DRAFT, 1)
    assert [(line.verb, line.comment) for line in history_of(found)] == [
        ("adopt", ""),
        ("reopen", "Ny ramme"),
    ]
    assert OutboxMail.objects.filter(kind="grants/recommendation_reopened").count() == 2
    letter = render(OutboxMail.objects.filter(kind="grants/recommendation_reopened").first())
    assert "Ny ramme" in letter.text
    assert _adopt(world).number == 2


def test_reopen_recommendation_refused_to_others(world):
    adopted(world)
    for role in ("forum", "approver", "leader"):
        with pytest.raises(NotAllowed):
            _reopen(world, role)


def test_reopen_recommendation_needs_a_reason(world):
    adopted(world)
    with pytest.raises(NotNow):
        _reopen(world, "case_officer", comment=" ")


def test_reopen_recommendation_refused_when_it_is_a_draft(world):
    found = write(world)
    with pytest.raises(MovedOn):
        _reopen(world, "case_officer", recommendation=found)


def test_reopen_recommendation_allowed_while_the_decision_is_a_draft(world):
    found = adopted(world)
    Decision.objects.create(round=world.round, recommendation=found, run=found.run)
    assert _reopen(world, "case_officer").state == RecommendationState.DRAFT


def _save_as(world, role):
    save_recommendation(round=world.fresh_round(), texts=TEXTS, version=0, by=world.person(role), now=MARCH)


def _rank(world, role, ranks, mark=EMPTY):
    rank_nominations(round=world.fresh_round(), ranks=ranks, mark=mark, by=world.person(role), now=MARCH)


def _adopt(world):
    return adopt_recommendation(round=world.fresh_round(), by=world.person("forum"), now=MARCH)


def _reopen(world, role, comment="Ny ramme", recommendation=None):
    found = recommendation or adopted_recommendation(world.round)
    return reopen_recommendation(recommendation=found, comment=comment, by=world.person(role), now=MARCH)
