"""What can be done to a long-term plan."""

import pytest
from django.db import transaction

from common.attachments import checked
from common.documents.issue import is_intact
from common.drafts import Shown
from common.history import history_of
from common.kept import versions_of
from common.models import Document, OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import Completion, LongTermPlan, PlanApproval, PlanAttachment, PlanGoal, PlanRevision
from networks.plan_content import goals_in, shown_sections
from networks.queries import plans as queries
from networks.services import completion, plan_draft, plans
from networks.services.plan_draft import GoalInput
from networks.states import Duty, PlanAttachmentKind, PlanState
from tests.networks import plans_stage as stage
from tests.networks.plans_stage import SEPTEMBER, SPRING

pytestmark = pytest.mark.django_db


def save(plan, by, shown: Shown, **typed):
    return plan_draft.save_parts(plan=plan, typed=typed, shown=shown, by=by, now=SPRING)


def mails(kind: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=f"networks/{kind}").order_by("pk"))


# --- Writing ----------------------------------------------------------------------------------------------


def test_begin_plan_gives_one_plan_whoever_begins(world):
    first = stage.begun(world)
    second = plan_draft.begin_plan(body=world.network, by=world.person("uh"), now=SPRING)
    assert first == second
    assert (first.state, first.first_year, first.last_year) == (PlanState.DRAFT, 2027, 2030)
    assert str(world.network) in first.title


def test_begin_plan_refused_for_an_owner(world):
    with pytest.raises(NotAllowed):
        plan_draft.begin_plan(body=world.network, by=world.person("owner"), now=SPRING)
    assert not LongTermPlan.objects.exists()


def test_two_write_different_parts_at_once_and_both_are_kept(world):
    plan = stage.begun(world)
    shown = Shown.of({"measures": "", "money": ""}, plan.version)
    save(plan, world.person("leader"), shown, measures="Vi veileder hverandre.", money="")
    saved = save(plan, world.person("member"), shown, measures="", money="Halvparten til vikarer.")
    assert saved.conflicts == []
    assert stage.fresh(plan).parts == {
        "measures": "Vi veileder hverandre.",
        "money": "Halvparten til vikarer.",
    }


def test_the_same_part_written_by_two_is_given_back(world):
    plan = stage.begun(world)
    shown = Shown.of({"money": ""}, plan.version)
    save(plan, world.person("leader"), shown, money="Min tekst")
    saved = save(plan, world.person("uh"), shown, money="Din tekst")
    assert [(row.mine, row.theirs) for row in saved.conflicts] == [("Din tekst", "Min tekst")]
    assert stage.fresh(plan).parts["money"] == "Min tekst"


def test_a_part_that_does_not_exist_is_not_stored(world):
    plan = stage.begun(world)
    save(plan, world.person("leader"), Shown(0), wheel="Fylkets del", money="Vår del")
    assert stage.fresh(plan).parts == {"money": "Vår del"}


def test_years_out_of_order_are_refused(world):
    plan = stage.begun(world)
    shown = Shown.of(queries.plan_values(plan, ("last_year",)), plan.version)
    with pytest.raises(NotNow):
        save(plan, world.person("leader"), shown, last_year=2020)
    assert stage.fresh(plan).last_year == 2030


def test_an_empty_title_keeps_the_old_one(world):
    plan = stage.begun(world)
    shown = Shown.of(queries.plan_values(plan, ("title",)), plan.version)
    save(plan, world.person("leader"), shown, title="")
    assert stage.fresh(plan).title == plan.title


def test_goals_are_added_changed_ordered_and_taken_out(world):
    plan, leader = stage.begun(world), world.person("leader")
    first, second = stage.goal(plan, leader, "Ett"), stage.goal(plan, leader, "To")
    plan_draft.order_goals(plan=plan, order=[second.pk], by=leader, now=SPRING)
    assert [goal.title for goal in stage.fresh(plan).goals.all()] == ["To", "Ett"]
    typed = GoalInput(title="Ett, nytt", text="Mer", reached_by=2029)
    plan_draft.save_goal(goal=first, typed=typed, version=1, by=leader, now=SPRING)
    plan_draft.remove_goal(goal=second, by=leader, now=SPRING)
    assert [goal.title for goal in stage.fresh(plan).goals.all()] == ["Ett, nytt"]
    assert PlanGoal.objects.get(pk=second.pk).removed_at == SPRING


def test_a_goal_changed_since_the_page_was_opened_is_refused(world):
    plan, leader = stage.begun(world), world.person("leader")
    goal = stage.goal(plan, leader)
    plan_draft.save_goal(goal=goal, typed=GoalInput(title="Nytt"), version=1, by=leader, now=SPRING)
    with pytest.raises(NotNow):
        plan_draft.save_goal(goal=goal, typed=GoalInput(title="Annet"), version=1, by=leader, now=SPRING)
    assert PlanGoal.objects.get(pk=goal.pk).title == "Nytt"


def test_a_goal_that_is_taken_out_cannot_be_changed(world):
    plan, leader = stage.begun(world), world.person("leader")
    goal = stage.goal(plan, leader)
    plan_draft.remove_goal(goal=goal, by=leader, now=SPRING)
    with pytest.raises(MovedOn):
        plan_draft.save_goal(goal=goal, typed=GoalInput(title="Nytt"), version=1, by=leader, now=SPRING)


# --- Approving --------------------------------------------------------------------------------------------


def test_approve_keeps_what_was_approved_and_tells_the_other_side(world):
    plan = stage.whole(world)
    leader = world.person("leader")
    approval = plans.approve_plan(plan=plan, university_id=None, version=plan.version, by=leader, now=SPRING)
    assert versions_of(approval).count() == 1
    told = mails("plan_approved")
    assert {mail.recipient for mail in told} == {world.people["uh"], world.people["coordinator"]}
    assert told[0].context["left"] == [world.university.name]


def test_approve_refused_when_the_plan_has_changed_since_it_was_read(world):
    plan = stage.whole(world)
    stage.write(plan, world.person("uh"), money="Nytt")
    with pytest.raises(NotNow):
        plans.approve_plan(
            plan=plan, university_id=None, version=plan.version, by=world.person("leader"), now=SPRING
        )
    assert not PlanApproval.objects.exists()


def test_a_change_takes_all_approvals_away_and_says_what_changed(world):
    plan = stage.approved(world)
    stage.write(plan, world.person("leader"), money="Alt til vikarer.")
    fallen = list(PlanApproval.objects.all())
    assert all(row.withdrawn_at == SPRING for row in fallen)
    assert all(
        "Bruk av midler" in row.withdrawn_because or "Use of money" in row.withdrawn_because for row in fallen
    )
    told = {mail.recipient for mail in mails("plan_approval_lost")}
    assert told == {world.people["coordinator"], world.people["uh"]}
    assert queries.lost_plan_approval(fallen[0].pk) == fallen[0]


def test_a_save_that_changes_nothing_leaves_the_approvals(world):
    plan = stage.approved(world)
    stage.write(plan, world.person("leader"), money=plan.parts["money"])
    assert PlanApproval.objects.filter(withdrawn_at__isnull=True).count() == 2


def test_withdraw_takes_ones_own_approval_back(world):
    plan = stage.approved(world)
    uh = world.person("uh")
    plans.withdraw_plan_approval(plan=plan, university_id=world.university.pk, by=uh, now=SPRING)
    assert list(
        PlanApproval.objects.filter(withdrawn_at__isnull=True).values_list("university", flat=True)
    ) == [None]


# --- Adopting ---------------------------------------------------------------------------------------------


def test_adopt_issues_a_document_keeps_a_version_and_tells_all_inside(world):
    plan = stage.adopted(world)
    assert plan.state == PlanState.ADOPTED
    assert plan.document is not None
    assert is_intact(plan.document)
    assert plan.document.number == "P-2027-50-1"
    assert [line.verb for line in history_of(plan)] == ["adopt"]
    (version,) = versions_of(plan)
    assert goals_in(version.content) == [goal.pk for goal in plan.goals.all()]
    told = mails("plan_adopted")
    inside = {world.people[role] for role in ("leader", "coordinator", "member", "uh")}
    assert {mail.recipient for mail in told} == inside
    assert told[0].attachments == ["P-2027-50-1"]


def test_adopt_refused_until_all_have_approved_and_nothing_is_changed(world):
    plan = stage.whole(world)
    plans.approve_plan(
        plan=plan, university_id=None, version=plan.version, by=world.person("leader"), now=SPRING
    )
    with pytest.raises(NotNow, match=world.university.name), transaction.atomic():
        plans.adopt_plan(plan=plan, version=plan.version, by=world.person("leader"), now=SPRING)
    assert not Document.objects.exists()
    assert mails("plan_adopted") == []
    assert stage.fresh(plan).state == PlanState.DRAFT


def test_revise_opens_a_draft_while_what_was_adopted_stays(world):
    plan = stage.adopted(world)
    before = [
        row.words for section in shown_sections(versions_of(plan).last().content) for row in section.rows
    ]
    revised = plans.revise_plan(plan=plan, by=world.person("uh"), now=SPRING)
    assert (revised.state, revised.document) == (PlanState.DRAFT, plan.document)
    stage.write(revised, world.person("uh"), money="Hemmelig utkast")
    kept = queries.adopted_version(stage.fresh(plan))
    assert [row.words for section in shown_sections(kept.content) for row in section.rows] == before
    assert not PlanApproval.objects.filter(withdrawn_at__isnull=True).exists()


def test_adopted_anew_names_the_document_that_it_replaces(world):
    plan = stage.adopted(world)
    first = plan.document
    plans.revise_plan(plan=plan, by=world.person("leader"), now=SPRING)
    stage.write(plan, world.person("leader"), money="Nytt")
    fresh = stage.fresh(plan)
    for role, side in (("leader", None), ("uh", world.university.pk)):
        plans.approve_plan(
            plan=fresh, university_id=side, version=fresh.version, by=world.person(role), now=SPRING
        )
    plans.adopt_plan(plan=fresh, version=fresh.version, by=world.person("uh"), now=SPRING)
    again = stage.fresh(plan)
    assert (again.document.number, again.document.replaces) == ("P-2027-50-2", first)
    assert [version.number for version in queries.adopted_versions(again)] == [1, 2]


# --- The revision each September --------------------------------------------------------------------------


def test_adopted_in_september_is_the_years_revision(world):
    plan = stage.adopted(world, now=SEPTEMBER)
    revision = PlanRevision.objects.get()
    assert (revision.round, revision.is_unchanged, revision.document) == (world.round, False, plan.document)
    done = Completion.objects.get()
    assert (done.deadline.duty, done.network) == (Duty.PLAN_REVISION, world.network)
    assert queries.is_revised(world.network, world.round)


def test_adopted_before_any_revision_has_opened_marks_nothing(world):
    stage.adopted(world)
    assert not PlanRevision.objects.exists()
    assert not Completion.objects.exists()


def test_keep_notes_that_the_plan_holds_and_ends_the_duty(world):
    plan = stage.adopted(world)
    plans.keep_plan(plan=plan, note="Gått gjennom i møtet.", by=world.person("uh"), now=SEPTEMBER)
    revision = PlanRevision.objects.get()
    assert (revision.is_unchanged, revision.note) == (True, "Gått gjennom i møtet.")
    assert queries.is_revised(world.network, world.round)
    with pytest.raises(NotNow):
        plans.keep_plan(plan=plan, note="", by=world.person("leader"), now=SEPTEMBER)


def test_keep_after_the_mark_was_taken_back_marks_it_again(world):
    plan, leader = stage.adopted(world), world.person("leader")
    plans.keep_plan(plan=plan, note="", by=leader, now=SEPTEMBER)
    completion.undo_done(completion=Completion.objects.get(), by=leader, now=SEPTEMBER)
    plans.keep_plan(plan=plan, note="Nå", by=leader, now=SEPTEMBER)
    assert queries.is_revised(world.network, world.round)
    assert PlanRevision.objects.get().note == "Nå"


def test_keep_refused_for_a_draft(world):
    plan = stage.whole(world)
    with pytest.raises(NotNow):
        plans.keep_plan(plan=plan, note="", by=world.person("leader"), now=SEPTEMBER)
    assert not Completion.objects.exists()


# --- The county's plan ------------------------------------------------------------------------------------


def record(world, plan, item, comment="", now=SEPTEMBER):
    return plans.record_plan_adoption(
        plan=plan,
        item=item,
        version=plan.version,
        comment=comment,
        by=world.person("case_officer"),
        now=now,
    )


def test_the_county_s_plan_is_adopted_by_a_case_of_the_forum(world):
    plan = stage.laid(world, now=stage.meetings_stage.PLANNED)
    item = stage.case(world)
    adopted = record(world, plan, item)
    assert (adopted.state, adopted.adopted_in) == (PlanState.ADOPTED, item)
    told = {mail.recipient for mail in mails("plan_adopted")}
    assert told == {world.people["forum"], world.people["case_officer"]}


def test_the_county_s_plan_changed_since_the_meeting_needs_a_sentence(world):
    plan = stage.laid(world, now=stage.meetings_stage.PLANNED)
    item = stage.case(world)
    stage.write(plan, world.person("case_officer"), money="Som møtet ville")
    plan = stage.fresh(plan)
    with pytest.raises(NotNow), transaction.atomic():
        record(world, plan, item)
    adopted = record(world, plan, item, comment="Møtet endret bruk av midler.")
    assert history_of(adopted).last().comment == "Møtet endret bruk av midler."


def test_a_case_that_the_forum_has_not_agreed_on_adopts_nothing(world):
    plan = stage.laid(world, now=stage.meetings_stage.PLANNED)
    item = stage.case(world, agreed=False)
    with pytest.raises(NotNow):
        record(world, plan, item)
    assert not Document.objects.filter(kind="plan").exists()


def test_one_case_adopts_one_plan(world):
    plan = stage.laid(world, now=stage.meetings_stage.PLANNED)
    item = stage.case(world)
    record(world, plan, item)
    plans.revise_plan(plan=plan, by=world.person("case_officer"), now=SEPTEMBER)
    with pytest.raises(NotNow):
        record(world, stage.fresh(plan), item, comment="Igjen")


def test_facts_are_made_of_the_register_and_replace_the_old_ones(world):
    plan, officer = stage.county_plan(world), world.person("case_officer")
    first = plan_draft.attach_facts(plan=plan, by=officer, now=SPRING)
    second = plan_draft.attach_facts(plan=plan, by=officer, now=SPRING)
    assert (first.document.number, second.document.number) == ("F-2027-50-1", "F-2027-50-2")
    standing = PlanAttachment.objects.filter(removed_at__isnull=True)
    assert [row.pk for row in standing] == [second.pk]


def test_facts_are_made_by_a_case_officer_alone(world):
    plan = stage.county_plan(world)
    with pytest.raises(NotAllowed):
        plan_draft.attach_facts(plan=plan, by=world.person("forum"), now=SPRING)
    assert not PlanAttachment.objects.exists()


def test_a_file_goes_with_the_draft_and_is_taken_out_again(world):
    plan, member = stage.county_plan(world), world.person("forum")
    upload = checked("Samisk plan.pdf", b"%PDF-1.7 prove")
    made = plan_draft.attach(
        plan=plan, kind=PlanAttachmentKind.SAMI, title="Samisk plan", upload=upload, by=member, now=SPRING
    )
    plan_draft.detach(attachment=made, by=member, now=SPRING)
    with pytest.raises(MovedOn):
        plan_draft.detach(attachment=made, by=member, now=SPRING)
