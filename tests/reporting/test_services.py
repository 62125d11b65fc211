"""Sending, returning and approving: the result, the history, the letters; nothing on failure."""

import pytest

from common.history import history_of
from common.kept import last_version, versions_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from networks import deadlines
from networks.models import Dispensation
from networks.states import Duty
from reporting import services
from reporting.models import Report
from reporting.states import ReportState
from tests.reporting import stage
from tests.world import NEXT_SPRING


def _told(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"reporting/{kind}").values_list("to", flat=True))


def test_submit_report_moves_tells_and_leaves_a_line(world):
    report = stage.submitted(world)
    assert (report.state, report.submitted_at, report.is_late) == (ReportState.SUBMITTED, NEXT_SPRING, False)
    assert [line.verb for line in history_of(report)] == ["submit"]
    assert _told("report_submitted") == ["coordinator@example.no", "leader@example.no"]
    assert _told("report_received") == ["case_officer@example.no"]


def test_submit_report_keeps_what_it_said_and_mails_it_as_a_receipt(world):
    report = stage.submitted(world)
    version = last_version(report)
    assert (version.number, version.verb, version.by) == (1, "submit", world.people["leader"])
    assert version.content["sections"][0]["rows"][0]["text"] == stage.SUMMARY
    mail = OutboxMail.objects.filter(kind="reporting/report_submitted").first()
    assert mail.attachments == [report.document.number]
    assert bytes(report.document.content).startswith(b"%PDF-")


def test_submit_report_stores_what_is_unspent_where_it_is_counted(world):
    report = stage.complete(world, kind_teaching=1000, unspent_wish="return", unspent_reason="Sykdom")
    services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert {row.unspent_nok for row in report.lines.all()} == {
        row.line.budget_nok - 1000 for row in report.lines.all()
    }


def test_submit_report_after_the_date_is_marked_late(world):
    report = services.submit_report(
        report=stage.complete(world), by=world.person("leader"), now=NEXT_SPRING.replace(month=8)
    )
    assert report.is_late


def test_submit_report_with_gaps_changes_nothing(world):
    report = stage.complete(world, kind_teaching=None)
    with pytest.raises(NotNow):
        services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    report.refresh_from_db()
    assert (report.state, history_of(report).count(), _told("report_submitted")) == ("draft", 0, [])
    assert not versions_of(report).exists()


def test_submit_report_before_the_own_side_has_approved_the_facts_is_refused(world):
    report = stage.draft(world)
    with pytest.raises(NotNow, match="Lek & læring"):
        services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert Report.objects.get().state == ReportState.DRAFT


def test_submit_report_does_not_wait_for_the_other_side(world):
    report = stage.draft(world)
    for facts in stage.facts_of(report.grant):
        stage.MeasureReportApproval.objects.create(
            facts=stage.MeasureReport.objects.create(measure=facts.measure),
            approved_by=world.people["leader"],
            approved_at=NEXT_SPRING,
        )
    services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert Report.objects.get().state == ReportState.SUBMITTED


def test_submit_report_by_another_network_changes_nothing(world):
    report = stage.complete(world)
    with pytest.raises(NotAllowed):
        services.submit_report(report=report, by=world.person("other_leader"), now=NEXT_SPRING)
    assert Report.objects.get().state == ReportState.DRAFT


def test_submit_report_that_was_changed_since_it_was_looked_over_is_refused(world):
    report = stage.complete(world)
    with pytest.raises(NotNow):
        services.submit_report(
            report=report, by=world.person("leader"), now=NEXT_SPRING, version=report.version - 1
        )


def test_two_submissions_at_once_leave_one(world):
    first = stage.complete(world)
    second = stage.fresh(first)
    services.submit_report(report=first, by=world.person("leader"), now=NEXT_SPRING)
    with pytest.raises(MovedOn):
        services.submit_report(report=second, by=world.person("coordinator"), now=NEXT_SPRING)
    assert history_of(first).count() == 1


def test_return_report_gives_a_new_date_and_tells(world):
    report = stage.returned(world)
    (dispensation,) = Dispensation.objects.all()
    answer = deadlines.answer(Duty.REPORT, world.fresh_round(), now=NEXT_SPRING, network=world.network)
    assert report.state == ReportState.RETURNED
    assert (dispensation.network, dispensation.reason) == (world.network, "Skriv mer")
    assert answer.due_at == max(answer.due_at, dispensation.due_at)
    assert _told("report_returned") == ["coordinator@example.no", "leader@example.no"]


def test_a_returned_report_keeps_what_was_typed(world):
    report = stage.returned(world)
    assert report.summary == stage.SUMMARY
    assert {row.used_nok for row in report.lines.all()} == {row.budget_nok for row in report.lines.all()}


def test_the_facts_can_be_changed_while_the_report_is_returned_and_stand_when_it_is_sent_again(world):
    report = stage.returned(world)
    assert {one.state for one in stage.facts_of(report.grant)} == {"draft"}
    services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert {one.state for one in stage.facts_of(report.grant)} == {"agreed"}


def test_a_returned_report_can_be_sent_again_and_tells_again(world):
    report = stage.returned(world)
    services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert [line.verb for line in history_of(report)] == ["submit", "return", "submit"]
    assert len(_told("report_submitted")) == 4
    assert [version.number for version in versions_of(report)] == [1, 2]
