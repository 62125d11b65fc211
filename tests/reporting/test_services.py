"""Saving, sending, returning and approving: the result, the history, the letters; nothing on failure."""

import pytest

from common.history import history_of
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


def test_save_report_keeps_what_is_typed(world):
    report = stage.draft(world, done="Ánne og đđ: Sámi 🙂")
    assert {row.done for row in report.lines.all()} == {"Ánne og đđ: Sámi 🙂"}
    assert (report.version, report.state) == (1, ReportState.DRAFT)


def test_save_report_with_gaps_is_allowed(world):
    report = stage.draft(world, used_nok=None, done="")
    assert report.lines.filter(used_nok=None).count() == report.lines.count()


def test_save_report_on_an_older_version_is_refused(world):
    report = stage.draft(world)
    with pytest.raises(NotNow):
        services.save_report(
            grant=report.grant,
            summary="Mitt",
            lines={},
            version=0,
            by=world.person("leader"),
            now=NEXT_SPRING,
        )
    report.refresh_from_db()
    assert report.summary == "Vi fikk et felles språk."


def test_submit_report_moves_tells_and_leaves_a_line(world):
    report = stage.submitted(world)
    assert (report.state, report.submitted_at, report.is_late) == (ReportState.SUBMITTED, NEXT_SPRING, False)
    assert [line.verb for line in history_of(report)] == ["submit"]
    assert _told("report_submitted") == ["coordinator@example.no", "leader@example.no"]
    assert _told("report_received") == ["case_officer@example.no"]


def test_submit_report_after_the_date_is_marked_late(world):
    report = services.submit_report(
        report=stage.draft(world), by=world.person("leader"), now=NEXT_SPRING.replace(month=8)
    )
    assert report.is_late


def test_submit_report_with_gaps_changes_nothing(world):
    report = stage.draft(world, done="")
    with pytest.raises(NotNow, match="Skriv hva som ble gjort|write what was done"):
        services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    report.refresh_from_db()
    assert (report.state, history_of(report).count(), _told("report_submitted")) == ("draft", 0, [])


def test_submit_report_by_another_network_changes_nothing(world):
    report = stage.draft(world)
    with pytest.raises(NotAllowed):
        services.submit_report(report=report, by=world.person("other_leader"), now=NEXT_SPRING)
    assert Report.objects.get().state == ReportState.DRAFT


def test_two_submissions_at_once_leave_one(world):
    first, second = stage.draft(world), None
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


def test_a_returned_report_can_be_sent_again_and_tells_again(world):
    report = stage.returned(world)
    services.submit_report(report=report, by=world.person("leader"), now=NEXT_SPRING)
    assert [line.verb for line in history_of(report)] == ["submit", "return", "submit"]
    assert len(_told("report_submitted")) == 4


def test_approve_report_signs_and_tells(world):
    report = stage.submitted(world)
    services.approve_report(report=report, by=world.person("case_officer"), now=NEXT_SPRING)
    report.refresh_from_db()
    assert (report.state, report.approved_by, report.approved_at) == (
        ReportState.APPROVED,
        world.people["case_officer"],
        NEXT_SPRING,
    )
    assert _told("report_approved") == ["coordinator@example.no", "leader@example.no"]


def test_approve_report_twice_is_refused(world):
    report = stage.submitted(world)
    officer = world.person("case_officer")
    services.approve_report(report=stage.fresh(report), by=officer, now=NEXT_SPRING)
    with pytest.raises(MovedOn):
        services.approve_report(report=report, by=officer, now=NEXT_SPRING)
