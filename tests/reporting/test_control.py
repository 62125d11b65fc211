"""The control in the database: what it reads, who approves, what must be said first, what becomes of unused money."""

from dataclasses import replace

import pytest
from django.urls import reverse

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow, may
from grants.models import Account, CarryOver, GrantLine, MoneyBack
from grants.queries.ledger import balance_of, balances
from grants.queries.money_check import faults_of_round
from networks.models import KindergartenFigures
from reporting.models import MeasureReport, MeasureReportApproval, Report, ReportLine, Settlement
from reporting.queries.control import controls_of, reports_sent
from reporting.rules.control import check_may_see_control
from reporting.services.facts import reopen_facts
from reporting.services.remarks import ask_recipient
from reporting.services.settlement import Choice, settle_unspent
from reporting.states import MOVES
from tests.grants.carry_stage import carry
from tests.grants.payment_stage import paid
from tests.reporting import control_stage as stage
from tests.world import NEXT_SPRING, make_round

pytestmark = pytest.mark.django_db


def codes(report) -> set[str]:
    return {finding.code for finding in stage.findings(report)}


# --- What it reads -----------------------------------------------------------------------------------------


def test_a_paid_report_without_faults_gives_nothing_that_must_be_answered(world):
    paid(world)
    report = stage.sent(world)
    assert [finding for finding in stage.findings(report) if finding.is_must] == []


def test_sums_are_read_from_the_stored_lines(world):
    paid(world)
    report = stage.sent(world)
    row = ReportLine.objects.filter(report=report, line__kind="fixed").first()
    ReportLine.objects.filter(pk=row.pk).update(used_nok=row.used_nok - 1, unspent_nok=0)
    assert {"does_not_add_up", "kinds_do_not_add_up"} <= codes(stage.stage.fresh(report))


def test_what_is_not_paid_is_seen(world):
    report = stage.sent(world)
    assert "used_more_than_paid" in codes(report)


def test_participants_are_held_against_the_figures_of_the_year(world):
    paid(world)
    report = stage.sent(world)
    facts = MeasureReport.objects.get(measure__title="Lek & læring")
    facts.kindergartens.set([world.kindergarten])
    MeasureReport.objects.filter(pk=facts.pk).update(staff_reached=23)
    KindergartenFigures.objects.update(staff_fte=None)
    assert "no_figures" in codes(report)
    KindergartenFigures.objects.update_or_create(
        kindergarten=world.kindergarten, year=2027, defaults={"children": 40, "staff_fte": 12}
    )
    assert not {"no_figures", "too_many_staff"} & codes(report)
    KindergartenFigures.objects.update(staff_fte=9)
    assert "too_many_staff" in codes(report)


def test_kindergartens_outside_the_network_and_the_plan_are_named(world):
    paid(world)
    report = stage.sent(world)
    facts = MeasureReport.objects.get(measure__title="Lek & læring")
    facts.kindergartens.set([world.kindergarten, world.other_kindergarten])
    found = {finding.code: finding.facts for finding in stage.findings(report)}
    assert found["outside_network"]["names"] == "Annenstua"
    assert "outside_measure" not in found
    facts.measure.kindergartens.remove(world.kindergarten)
    found = {finding.code: finding.facts for finding in stage.findings(report)}
    assert found["outside_measure"]["names"] == "Lekestua"


def test_a_measure_that_lost_its_money_and_was_carried_out_is_seen(world):
    paid(world)
    report = stage.sent(world)
    facts = MeasureReport.objects.get(measure__title="Lek & læring")
    for line in GrantLine.objects.filter(measure=facts.measure):
        GrantLine.objects.filter(pk=line.pk).update(budget_nok=0)
    assert "measure_not_granted" in codes(stage.stage.fresh(report))


def test_all_reports_of_a_round_cost_the_same_reads(world, django_assert_max_num_queries):
    paid(world)
    stage.sent(world)
    grant = stage.stage.university_grant(world)
    from_uh = stage.stage.complete(world, grant, by="uh")
    with django_assert_max_num_queries(32) as first:
        found = reports_sent(world.round)
        assert len(controls_of(found, now=NEXT_SPRING)) == 1
    stage.services.submit_report(report=from_uh, by=world.person("uh"), now=NEXT_SPRING)
    with django_assert_max_num_queries(len(first)) as second:
        found = reports_sent(world.round)
        assert len(controls_of(found, now=NEXT_SPRING)) == 2
    assert len(second) <= len(first)


# --- Approval ----------------------------------------------------------------------------------------------


def test_a_report_is_approved_with_what_everybody_may_read(world):
    paid(world)
    report = stage.approve(world, stage.sent(world), public_text=" Et felles språk. ", comment="Fint")

    fresh = stage.stage.fresh(report)
    assert (fresh.state, fresh.public_text, fresh.approved_by) == (
        "approved",
        "Et felles språk.",
        world.people["case_officer"],
    )
    assert [line.verb for line in history_of(fresh)][-1] == "approve"
    mail = OutboxMail.objects.get(kind="reporting/report_approved", to=world.people["leader"].email)
    assert mail.context["public_text"] == "Et felles språk."
    assert not Settlement.objects.exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("case_officer", True),
        ("approver", True),
        ("foreign_officer", False),
        ("leader", False),
        ("forum", False),
    ],
)
def test_the_offices_staff_alone_see_the_control(world, who, sees):
    report = Report(grant=stage.stage.network_grant(world))
    refusal = may(check_may_see_control, world.person(who), report, now=NEXT_SPRING)
    assert (refusal is None) == sees


@pytest.mark.parametrize("who", ["approver", "leader", "foreign_officer", "uh"])
def test_only_a_case_officer_approves(world, who):
    paid(world)
    report = stage.sent(world)
    with pytest.raises(NotAllowed):
        stage.approve(world, report, by=who)
    assert stage.stage.fresh(report).state == "submitted"


def test_what_does_not_wait_is_not_approved(world):
    paid(world)
    report = stage.approve(world, stage.sent(world))
    with pytest.raises(MovedOn):
        stage.approve(world, stage.stage.fresh(report))


def test_all_sides_must_have_approved_the_facts_and_no_note_helps(world):
    paid(world)
    report = stage.sent(world)
    officer = world.person("case_officer")
    reopen_facts(grant=report.grant, comment="Se på tallene", by=officer, now=NEXT_SPRING)
    MeasureReportApproval.objects.filter(university=world.university).update(
        withdrawn_at=NEXT_SPRING, withdrawn_because="Endret"
    )
    stage.note_all(world, report)
    with pytest.raises(NotNow) as refusal:
        stage.approve(world, report)
    assert "Prøve høgskole" in refusal.value.sentence


def test_what_must_be_answered_needs_a_note_each(world):
    paid(world)
    report = stage.sent(world)
    row = ReportLine.objects.filter(report=report, line__kind="fixed").first()
    ReportLine.objects.filter(pk=row.pk).update(unspent_nok=1)
    report = stage.stage.fresh(report)
    with pytest.raises(NotNow):
        stage.approve(world, report)
    stage.note_all(world, report)
    report = stage.stage.fresh(report)
    stage.approve(world, report, choices=stage.choices(report))


# --- Unused money ------------------------------------------------------------------------------------------


def test_unused_money_is_claimed_in_one_claim_with_each_reason(world):
    report = stage.with_unspent(world)

    stage.approve(world, report, choices=stage.choices(report, reason=f" {stage.REASON} "))

    claim = MoneyBack.objects.get()
    left = sum(row.unspent_nok for row in ReportLine.objects.filter(report=report))
    assert claim.amount_nok == left
    assert claim.reason.count(stage.REASON) == Settlement.objects.count()
    assert sum(row.amount_nok for row in Settlement.objects.all()) == left
    assert {row.reason for row in Settlement.objects.all()} == {stage.REASON}
    assert balance_of(report.grant, Account.OWED_BACK) == left
    assert list(faults_of_round(world.round)) == []


def test_unused_money_is_carried_over_line_by_line(world):
    report = stage.with_unspent(world, wish="carry_over", later=True)

    stage.approve(world, report, choices=stage.choices(report, "carry_over"))

    left = sum(row.unspent_nok for row in ReportLine.objects.filter(report=report))
    assert sum(row.amount_nok for row in CarryOver.objects.all()) == left
    assert balance_of(report.grant, Account.CARRIED) == left
    assert not MoneyBack.objects.exists()
    assert list(faults_of_round(world.round)) == []
    mail = OutboxMail.objects.filter(kind="reporting/report_approved").first()
    assert {row["is_carried"] for row in mail.context["settled"]} == {True}


def test_the_recipients_wish_is_the_proposal_where_it_can_be_done(world):
    report = stage.with_unspent(world, wish="carry_over")
    assert {line.default_way for line in stage.unsettled(report).lines} == {"return"}


def test_nothing_is_settled_without_a_choice_and_a_reason(world):
    report = stage.with_unspent(world)
    for bad in ({}, stage.choices(report, "return", " "), stage.choices(report, "gift")):
        with pytest.raises(NotNow):
            stage.approve(world, report, choices=bad)
    with pytest.raises(NotNow):
        stage.approve(world, report, choices=stage.choices(report, "carry_over"))
    assert not Settlement.objects.exists()
    assert stage.stage.fresh(report).state == "submitted"
    assert sum(balances(world.round).values()) == 0


def test_what_was_never_paid_is_not_claimed_and_there_is_a_way_on(world):
    report = stage.with_unspent(world, is_paid=False)
    with pytest.raises(NotNow) as refusal:
        stage.approve(world, report, choices=stage.choices(report))
    assert refusal.value.way_on is not None
    assert not MoneyBack.objects.exists()


def test_what_is_claimed_already_is_not_settled_again(world):
    report = stage.with_unspent(world)
    amount = sum(line.amount_nok for line in stage.unsettled(report).lines)
    from_office = dict(reason="Alt", round=world.fresh_round(), by=world.person("case_officer"))
    stage.claim_money(grant=report.grant, amount_nok=amount, now=NEXT_SPRING, **from_office)
    found = stage.unsettled(report)
    assert (found.to_settle, found.never_paid_nok) == ([], 0)
    stage.approve(world, report)
    assert not Settlement.objects.exists()


def test_a_mix_of_both_adds_up(world):
    report = stage.with_unspent(world, wish="carry_over", later=True)
    mixed = {
        key: Choice(way=("return", "carry_over")[turn % 2], reason="Fordi")
        for turn, key in enumerate(stage.choices(report))
    }
    stage.approve(world, report, choices=mixed)
    left = sum(row.unspent_nok for row in ReportLine.objects.filter(report=report))
    both = balance_of(report.grant, Account.CARRIED) + balance_of(report.grant, Account.OWED_BACK)
    assert both == left
    assert list(faults_of_round(world.round)) == []


# --- Pages ------------------------------------------------------------------------------------------------


def test_approval_is_offered_when_the_control_is_answered(world, sign_in, at):
    paid(world)
    report = stage.sent(world)
    row = ReportLine.objects.filter(report=report, line__kind="fixed").first()
    ReportLine.objects.filter(pk=row.pk).update(unspent_nok=1)
    at(NEXT_SPRING)
    officer, place = sign_in("case_officer"), {"pk": report.grant_id}
    control = reverse("reporting:report_control", kwargs=place)
    approve = reverse("reporting:report_approve", kwargs=place)
    detail = reverse("reporting:report_detail", kwargs=place)
    offers = [approve in officer.get(page).content.decode() for page in (control, detail)]
    assert (offers, officer.get(approve).url) == ([False, False], control)
    stage.note_all(world, stage.stage.fresh(report))
    assert approve in officer.get(control).content.decode()
    assert officer.get(approve).status_code == 200


def test_who_only_reads_the_control_is_offered_nothing_to_decide(world, sign_in, at):
    report = stage.sent(world)
    at(NEXT_SPRING)
    control = reverse("reporting:report_control", kwargs={"pk": report.grant_id})
    page = sign_in("approver").get(control).content.decode()
    assert "Saksbehandleren avgjør" in page
    assert "Du avgjør" not in page
    assert reverse("reporting:report_approve", kwargs={"pk": report.grant_id}) not in page
    assert reverse("reporting:report_return", kwargs={"pk": report.grant_id}) not in page


@pytest.mark.parametrize("later", [False, True])
def test_the_page_says_why_money_cannot_be_carried_over(world, sign_in, at, later):
    report = stage.with_unspent(world, wish="carry_over", later=later)
    stage.note_all(world, report)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(reverse("reporting:report_approve", kwargs={"pk": report.grant_id}))
    text = page.content.decode()
    assert ("har ikke fått tilsagnsbrev for det året" in text, 'value="carry_over"' in text) == (
        not later,
        later,
    )


def with_carried(world) -> tuple[Report, CarryOver]:
    """A sent report of the year after, in which 10 000 of its own line and of 30 000 carried over are left."""
    paid(world)
    later = replace(world, round=make_round(world.county, 2028))
    paid(later)
    carried = carry(world, later)
    grant = stage.stage.queries.issued().get(network=world.network, decision__round=later.round)
    own = next(line for line in grant.lines.all() if line.kind == "fixed")
    now = oslo(2029, 5, 10, 12)
    report = Report.objects.create(grant=grant)
    told = {"unspent_nok": 10_000, "unspent_wish": "return", "unspent_reason": stage.REASON}
    ReportLine.objects.create(report=report, line=own, used_nok=own.budget_nok - 10_000, **told)
    ReportLine.objects.create(report=report, line=carried.line, carry_over=carried, used_nok=20_000, **told)
    move(report, "submit", by=world.people["leader"], moves=MOVES, now=now, fields={"submitted_at": now})
    return stage.stage.fresh(report), carried


def settle(world, report, **more):
    return settle_unspent(
        report=report,
        choices={**stage.choices(report), **more},
        by=world.person("case_officer"),
        now=oslo(2029, 6, 20, 12),
    )


def test_carried_money_that_is_left_is_claimed_where_it_was_given(world):
    report, carried = with_carried(world)

    settle(world, report)

    claims = {claim.carry_over: claim for claim in MoneyBack.objects.all()}
    assert {key: claim.amount_nok for key, claim in claims.items()} == {None: 10_000, carried: 10_000}
    assert (claims[None].grant, claims[carried].grant) == (report.grant, carried.line.grant)
    rows = {row.report_line.carry_over: row for row in Settlement.objects.all()}
    assert {key: (row.claim, row.reason) for key, row in rows.items()} == {
        None: (claims[None], stage.REASON),
        carried: (claims[carried], stage.REASON),
    }
    assert balance_of(carried.line.grant, Account.CARRIED) == 20_000
    assert balance_of(carried.line.grant, Account.OWED_BACK) == 10_000
    assert list(faults_of_round(world.round)) == []


def test_carried_money_is_not_carried_over_once_more(world):
    report, _carried = with_carried(world)
    key = next(line.key for line in stage.unsettled(report).to_settle if line.row.carry_over)
    with pytest.raises(NotNow):
        settle(world, report, **{key: Choice(way="carry_over", reason="Igjen")})
    assert not Settlement.objects.exists()


def test_a_question_without_an_answer_is_said_before_and_after_the_approval(world, sign_in, at):
    paid(world)
    report = stage.sent(world)
    ask_recipient(report=report, text="Hvem var med?", by=world.person("case_officer"), now=NEXT_SPRING)
    at(NEXT_SPRING)
    officer, place = sign_in("case_officer"), {"pk": report.grant_id}
    assert (
        "kan ikke besvares etter"
        in officer.get(reverse("reporting:report_approve", kwargs=place)).content.decode()
    )
    control = reverse("reporting:report_control", kwargs=place)
    assert "Venter på svar" in officer.get(control).content.decode()
    stage.approve(world, report)
    after = officer.get(control).content.decode()
    assert ("Ble ikke besvart" in after, "Venter på svar" in after) == (True, False)
    assert 'value="question"' not in after
    assert officer.post(control, {"kind": "question", "finding": "", "text": "Hvem?"}).status_code == 200
    assert officer.post(control, {"kind": "note", "finding": "", "text": "Ferdig."}).status_code == 302
