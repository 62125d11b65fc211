"""Saving, approving, withdrawing, opening again: the result, the history, the letters; nothing on failure."""

from datetime import timedelta

import pytest

from common.history import history_of
from common.kept import last_version
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from rekom.planning.still_due import STILL_DUE
from reporting.models import MeasureReport, MeasureReportApproval, ReportQuestion
from reporting.queries import facts as queries
from reporting.services import facts as services
from reporting.states import FactsState
from tests.reporting import facts_stage as stage
from tests.world import APRIL, NEXT_SPRING


def letters(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"reporting/{kind}").values_list("to", flat=True))


def approvals(facts) -> int:
    return MeasureReportApproval.objects.filter(facts=facts, withdrawn_at__isnull=True).count()


# --- Saving -----------------------------------------------------------------------------------------------


def test_save_facts_stores_what_is_typed_and_whose_it_is(world):
    facts = stage.written(world, done="Ánne og đđ: Sámi 🙂")
    assert (facts.done, facts.carried_out, facts.staff_reached) == ("Ánne og đđ: Sámi 🙂", "fully", 14)
    assert (facts.version, facts.saved_by, facts.saved_at) == (1, world.people["leader"], NEXT_SPRING)
    assert queries.answers_in(facts)["children"] == "Barna bruker flere ord."


def test_save_facts_gives_the_round_its_questions(world):
    stage.written(world)
    assert ReportQuestion.objects.filter(round=world.round, key="children").exists()


def test_the_first_save_keeps_what_the_facts_began_with(world):
    facts = stage.new(world)
    stage.save(world, facts, carried_out="fully")
    kept = {row.name for row in queries.kindergartens_in_facts(stage.read(facts))}
    assert kept == {"Lekestua", "Lillestua"}


def test_what_it_began_with_can_be_taken_out_in_the_first_save(world):
    facts = stage.new(world)
    stage.save(world, facts, kindergartens=[world.kindergarten.pk])
    assert [row.name for row in queries.kindergartens_in_facts(stage.read(facts))] == ["Lekestua"]


def test_both_sides_write_in_the_same_facts(world):
    facts = stage.new(world)
    stage.save(world, facts, by="leader", done="Samlinger")
    stage.save(world, stage.read(facts), by="uh", signs="Mer lek")
    fresh = stage.read(facts)
    assert (fresh.done, fresh.signs, fresh.version) == ("Samlinger", "Mer lek", 2)


def test_what_two_have_changed_is_given_back(world):
    facts = stage.written(world)
    before = stage.shown(facts)
    stage.save(world, facts, by="uh", done="Deres")
    saved = stage.save(world, facts, by="leader", before=before, done="Vårt", signs="Nytt")
    assert [(one.key, one.mine, one.theirs) for one in saved.conflicts] == [("done", "Vårt", "Deres")]
    fresh = stage.read(facts)
    assert (fresh.done, fresh.signs) == ("Deres", "Nytt")


def test_saving_the_same_again_changes_nothing(world):
    facts = stage.written(world)
    assert stage.save(world, facts, **stage.FULL).version == facts.version


def test_save_facts_by_others_changes_nothing(world):
    facts = stage.new(world)
    with pytest.raises(NotAllowed):
        stage.save(world, facts, by="other_leader", done="Nei")
    assert not MeasureReport.objects.exists()


def test_save_facts_too_early_changes_nothing(world):
    facts = stage.new(world)
    with pytest.raises(NotNow):
        services.save_facts(
            facts=facts, typed={"done": "x"}, shown=stage.shown(facts), by=world.person("leader"), now=APRIL
        )
    assert not MeasureReport.objects.exists()


def test_agreed_facts_are_read_only(world):
    facts = stage.agreed(world)
    with pytest.raises(NotNow):
        stage.save(world, facts, done="Nytt")
    assert stage.read(facts).done == stage.FULL["done"]


# --- Approving --------------------------------------------------------------------------------------------


def test_the_first_approval_is_kept_and_the_other_side_is_asked(world):
    facts = stage.approve(world, stage.written(world))
    (approval,) = MeasureReportApproval.objects.all()
    assert (approval.university, approval.approved_by) == (None, world.people["leader"])
    assert last_version(approval) is not None
    assert (facts.state, letters("facts_approved"), letters("facts_agreed")) == (
        FactsState.DRAFT,
        ["uh@example.no"],
        [],
    )
    assert queries.is_approved_by(facts, None)
    assert not queries.is_approved_by(facts, world.university.pk)


def test_the_last_approval_makes_them_agreed(world):
    facts = stage.agreed(world)
    assert (facts.state, facts.agreed_at) == (FactsState.AGREED, NEXT_SPRING)
    assert [(line.verb, line.by.email) for line in history_of(facts)] == [("agree", "uh@example.no")]
    assert letters("facts_agreed") == ["coordinator@example.no", "leader@example.no", "uh@example.no"]
    kept = last_version(facts)
    assert kept is not None
    assert kept.verb == "agree"


def test_nobody_approves_what_they_have_not_seen(world):
    facts = stage.written(world)
    stage.save(world, facts, by="uh", done="Nytt")
    with pytest.raises(NotNow):
        stage.approve(world, facts)
    assert (approvals(facts), letters("facts_approved")) == (0, [])


def test_what_is_not_whole_is_not_approved(world):
    facts = stage.written(world, attainment="")
    with pytest.raises(NotNow):
        stage.approve(world, facts)
    assert approvals(facts) == 0


def test_two_approvals_of_one_side_leave_one(world):
    facts = stage.written(world)
    stage.approve(world, facts)
    with pytest.raises(MovedOn):
        stage.approve(world, facts, by="coordinator")
    assert approvals(facts) == 1


def test_a_change_takes_the_approvals_away_and_says_what_changed(world):
    facts = stage.approve(world, stage.written(world))
    stage.save(world, facts, by="uh", staff_reached=20)
    approval = MeasureReportApproval.objects.get()
    assert approval.withdrawn_at == NEXT_SPRING
    assert "14 → 20" in approval.withdrawn_because
    assert letters("facts_changed") == ["coordinator@example.no", "leader@example.no"]


def test_the_letter_about_a_change_waits_and_is_sent_once(world):
    facts = stage.approve(world, stage.written(world))
    stage.save(world, facts, by="uh", staff_reached=20)
    stage.save(world, stage.read(facts), by="uh", carried_out="partly", why="Sykdom")
    assert letters("facts_changed") == ["coordinator@example.no", "leader@example.no"]
    mail = OutboxMail.objects.filter(kind="reporting/facts_changed").first()
    assert mail.planned_at == NEXT_SPRING + timedelta(minutes=15)
    assert STILL_DUE["reporting/facts_changed"](mail, NEXT_SPRING, {}) == ""
    assert len(mail.context["changes"]) == 3


def test_the_letter_is_let_go_when_the_side_has_approved_again(world):
    facts = stage.approve(world, stage.written(world))
    stage.save(world, facts, by="uh", staff_reached=20)
    stage.approve(world, stage.read(facts))
    mail = OutboxMail.objects.filter(kind="reporting/facts_changed").first()
    assert STILL_DUE["reporting/facts_changed"](mail, NEXT_SPRING, {})


# --- Withdrawing ------------------------------------------------------------------------------------------


def test_withdraw_facts_takes_the_approval_back(world):
    facts = stage.approve(world, stage.written(world))
    services.withdraw_facts(facts=facts, university_id=None, by=world.person("leader"), now=NEXT_SPRING)
    assert (approvals(facts), letters("facts_changed")) == (0, [])


def test_withdraw_facts_by_another_side_changes_nothing(world):
    facts = stage.approve(world, stage.written(world))
    with pytest.raises(NotAllowed):
        services.withdraw_facts(facts=facts, university_id=None, by=world.person("uh"), now=NEXT_SPRING)
    assert approvals(facts) == 1


# --- Opening again ----------------------------------------------------------------------------------------


def reopen(world):
    return services.reopen_facts(
        grant=stage.grant_of(world), comment="Se på tallene", by=world.person("case_officer"), now=NEXT_SPRING
    )


def test_reopen_facts_lets_both_sides_write_again(world):
    facts = stage.agreed(world)
    assert [one.pk for one in reopen(world)] == [facts.pk]
    fresh = stage.read(facts)
    assert (fresh.state, fresh.agreed_at) == (FactsState.DRAFT, None)
    assert [(line.verb, line.comment) for line in history_of(fresh)][1] == ("reopen", "Se på tallene")
    stage.save(world, fresh, by="uh", done="Nytt")
    assert approvals(facts) == 0


def test_what_nobody_changes_after_reopening_is_agreed_again_when_the_report_is_sent(world):
    facts = stage.agreed(world)
    reopen(world)
    settled = services.settle_facts(grant=stage.grant_of(world), by=world.person("leader"), now=NEXT_SPRING)
    assert [one.pk for one in settled] == [facts.pk]
    assert stage.read(facts).state == FactsState.AGREED


def test_what_is_changed_after_reopening_waits_for_its_sides(world):
    facts = stage.agreed(world)
    reopen(world)
    stage.save(world, stage.read(facts), done="Nytt")
    assert not services.settle_facts(grant=stage.grant_of(world), by=world.person("leader"), now=NEXT_SPRING)
    assert stage.read(facts).state == FactsState.DRAFT


def test_reopen_facts_by_others_changes_nothing(world):
    facts = stage.agreed(world)
    with pytest.raises(NotAllowed):
        services.reopen_facts(
            grant=stage.grant_of(world), comment="x", by=world.person("leader"), now=NEXT_SPRING
        )
    assert stage.read(facts).state == FactsState.AGREED


def test_drafts_are_left_alone_when_a_report_is_returned(world):
    stage.written(world)
    assert reopen(world) == []
