"""Two at once where money is at stake: one wins, nothing is done twice, nothing is done by halves."""

import pytest

from common.history import history_of
from common.kept import versions_of
from common.models import OutboxMail
from grants.models import Account, CarryOver, MoneyBack, Posting, PostingKind
from grants.queries.ledger import balance_of
from grants.queries.money_check import faults_of_round
from grants.services.carry_over import claim_carried
from grants.services.money_back import claim_money
from networks.deadlines import returned_until
from networks.roles import Role
from reporting import services
from reporting.models import MeasureReport, MeasureReportApproval, Report, ReportLine, Settlement
from reporting.services.facts import approve_facts, reopen_facts, withdraw_facts
from tests import factories as f
from tests.at_once import at_once, while_it_waits
from tests.grants.carry_stage import both_years, carry, grant_in, line_in
from tests.reporting import control_stage, facts_stage, stage
from tests.world import APRIL, NEXT_SPRING, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def second_officer(world: World) -> World:
    """A second case officer has come to the office."""
    world.people["second_officer"] = f.UserFactory(name="Prøve Annen", email="second_officer@example.no")
    f.seat(Role.CASE_OFFICER, world.county, world.people["second_officer"])
    return world


# --- A report is approved ----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["return", "carry_over"])
def test_of_two_officers_who_approve_at_once_one_settles(way):
    world = second_officer(make_world())
    report = control_stage.with_unspent(world, wish=way, later=way == "carry_over")
    chosen = control_stage.choices(report, way)

    done = at_once(
        *(
            lambda who=who: control_stage.approve(world, stage.fresh(report), by=who, choices=chosen)
            for who in ("case_officer", "second_officer")
        )
    )

    assert done == ["MovedOn", "done"]
    assert [line.verb for line in history_of(report)] == ["submit", "approve"]
    left = sum(row.unspent_nok for row in ReportLine.objects.filter(report=report))
    assert sum(row.amount_nok for row in Settlement.objects.all()) == left
    account = {"return": Account.OWED_BACK, "carry_over": Account.CARRIED}[way]
    assert balance_of(report.grant, account) == left
    assert MoneyBack.objects.count() == (way == "return")
    assert list(faults_of_round(world.round)) == []


def test_a_report_that_is_approved_and_returned_at_once_is_one_of_them():
    world = second_officer(make_world())
    report = control_stage.with_unspent(world)
    chosen = control_stage.choices(report)
    until = returned_until(now=NEXT_SPRING)

    done = at_once(
        lambda: control_stage.approve(world, stage.fresh(report), choices=chosen),
        lambda: services.return_report(
            report=stage.fresh(report),
            comment="Skriv mer",
            due_at=until,
            by=world.person("second_officer"),
            now=NEXT_SPRING,
        ),
    )

    assert done == ["MovedOn", "done"]
    is_approved = stage.fresh(report).state == "approved"
    assert MoneyBack.objects.count() == is_approved
    told = OutboxMail.objects.filter(kind__in=["reporting/report_approved", "reporting/report_returned"])
    assert set(told.values_list("kind", flat=True)) == {
        "reporting/report_approved" if is_approved else "reporting/report_returned"
    }


# --- Money is carried over ---------------------------------------------------------------------------------


def test_the_same_money_carried_over_twice_at_once_is_carried_once():
    world = second_officer(make_world())
    later = both_years(world)

    done = at_once(
        *(lambda who=who: carry(world, later, 30_000, by=who) for who in ("case_officer", "second_officer"))
    )

    assert (done, CarryOver.objects.count()) == (["MovedOn", "done"], 1)
    assert Posting.objects.filter(kind=PostingKind.CARRY_OVER).count() == 1
    assert balance_of(grant_in(world, world.network), Account.CARRIED) == 30_000
    assert list(faults_of_round(world.round)) == []


def test_carried_money_that_is_claimed_twice_at_once_is_claimed_once():
    world = second_officer(make_world())
    made = carry(world, both_years(world), 30_000)

    done = at_once(
        *(
            lambda who=who: claim_carried(
                carried=CarryOver.objects.select_related("line__grant__decision__round__county").get(
                    pk=made.pk
                ),
                amount_nok=20_000,
                reason="Ikke brukt",
                round=world.fresh_round(),
                by=world.person(who),
                now=APRIL,
            )
            for who in ("case_officer", "second_officer")
        )
    )

    assert (done, MoneyBack.objects.count()) == (["NotNow", "done"], 1)
    assert balance_of(grant_in(world, world.network), Account.CARRIED) == 10_000


def test_money_that_is_claimed_and_carried_over_at_once_is_not_spent_twice():
    world = second_officer(make_world())
    later = both_years(world)
    grant, line = grant_in(world, world.network), line_in(world, world.network)
    paid = balance_of(grant, Account.PAID)

    done = at_once(
        lambda: carry(world, later, line.budget_nok, line=line),
        lambda: claim_money(
            grant=grant,
            amount_nok=paid,
            reason="Alt",
            round=world.fresh_round(),
            by=world.person("second_officer"),
            now=APRIL,
        ),
    )

    assert done == ["NotNow", "done"]
    assert CarryOver.objects.count() + MoneyBack.objects.count() == 1
    assert balance_of(grant, Account.PAID) in (0, paid - line.budget_nok)
    assert list(faults_of_round(world.round)) == []


# --- The shared facts --------------------------------------------------------------------------------------


def test_two_sides_that_approve_at_once_both_stand_and_agree_once():
    world = make_world()
    facts = facts_stage.written(world)

    done = at_once(
        *(
            lambda side=side, who=who: approve_facts(
                facts=facts_stage.read(facts),
                university_id=side,
                version=facts.version,
                by=world.person(who),
                now=NEXT_SPRING,
            )
            for side, who in ((None, "leader"), (world.university.pk, "uh"))
        )
    )

    assert (done, facts_stage.read(facts).state) == (["done", "done"], "agreed")
    assert MeasureReportApproval.objects.filter(facts=facts, withdrawn_at__isnull=True).count() == 2
    assert [line.verb for line in history_of(facts)] == ["agree"]
    assert [version.verb for version in versions_of(facts)] == ["agree"]


def test_one_side_that_approves_twice_at_once_approves_once():
    world = make_world()
    facts = facts_stage.written(world)

    done = at_once(
        *(
            lambda who=who: facts_stage.approve(world, facts_stage.read(facts), by=who)
            for who in ("leader", "coordinator")
        )
    )

    assert (done, MeasureReportApproval.objects.count()) == (["MovedOn", "done"], 1)


def test_what_is_written_while_a_side_approves_is_never_approved_unseen():
    world = make_world()
    facts = facts_stage.written(world)

    at_once(
        lambda: facts_stage.approve(world, facts),
        lambda: facts_stage.save(world, facts, by="uh", done="Noe helt annet"),
    )

    assert facts_stage.read(facts).done == "Noe helt annet"
    assert not MeasureReportApproval.objects.filter(withdrawn_at__isnull=True).exists()


def test_facts_whose_approval_is_taken_back_while_the_report_is_sent_are_not_agreed():
    world = make_world()
    report = stage.complete(world)
    officer, uh = world.person("case_officer"), world.person("uh")
    reopen_facts(grant=report.grant, comment="Se igjen", by=officer, now=NEXT_SPRING)
    opened = stage.facts_of(report.grant)

    def withdraw() -> None:
        for facts in opened:
            withdraw_facts(facts=facts, university_id=world.university.pk, by=uh, now=NEXT_SPRING)

    done = while_it_waits(
        withdraw,
        lambda: services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING),
    )

    assert done == ("done", "done")
    assert {facts.state for facts in MeasureReport.objects.all()} == {"draft"}


# --- A report is sent --------------------------------------------------------------------------------------


def test_two_who_send_at_once_send_once():
    world = make_world()
    report = stage.complete(world)

    done = at_once(
        *(
            lambda who=who: services.submit_report(
                report=stage.fresh(report), by=world.person(who), now=NEXT_SPRING
            )
            for who in ("leader", "coordinator")
        )
    )

    assert (done, versions_of(report).count()) == (["MovedOn", "done"], 1)
    assert OutboxMail.objects.filter(kind="reporting/report_received").count() == 1


def test_what_is_saved_while_the_report_is_sent_is_whole_in_it_or_refused():
    world = make_world()
    report = stage.complete(world)
    row = report.lines.select_related("line").first()
    more = {"kind_teaching": 1_000, "unspent_wish": "return", "unspent_reason": "Sykdom"}

    done = at_once(
        lambda: stage.write_line(world, report.grant, row.line_id, by="coordinator", **more),
        lambda: services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING),
    )

    assert done in (["NotNow", "done"], ["done", "done"])
    stored, wanted = ReportLine.objects.get(pk=row.pk), 1_000 if done[0] == "done" else row.used_nok
    assert (stored.used_nok, sum(part.amount_nok for part in stored.by_kind)) == (wanted, wanted)
    assert stored.used_nok + stored.unspent_nok == row.line.budget_nok
    assert wanted in _kept_as_used(report)
    assert Report.objects.get().state == "submitted"


def _kept_as_used(report: Report) -> set[int]:
    sections = versions_of(report).get().content["sections"]
    return {int(row["codes"][0]) for section in sections for row in section["rows"] if row["key"] == "used"}
