"""Needs reports: rules and services, each with who, when, history, letter, and nothing changed on failure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail, StateChange
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import NeedsReport
from needs.rules.needs_report import needs_report_gaps, record_gaps
from needs.services.needs_report import (
    declare_no_needs,
    extend_needs_report,
    record_needs_report,
    resume_needs_report,
    return_needs_report,
    submit_needs_report,
)
from needs.states import NeedsReportState
from networks.models import Dispensation
from tests.needs.stage import (
    RECEIVED,
    TEXTS,
    another_need,
    draft_report,
    fresh,
    need,
    recorded_draft,
    submitted_report,
    themes,
)
from tests.world import AUTUMN, FEBRUARY, WINTER, World

LAST_SECOND = oslo(2026, 12, 1, 23, 59, 59)
AFTER = LAST_SECOND + timedelta(seconds=1)
BEFORE = oslo(2026, 8, 31, 12)


def place(world: World) -> dict[str, Any]:
    return {"round": world.fresh_round(), "owner": world.owner, "network": world.network}


def nothing_has_happened() -> bool:
    return not (StateChange.objects.exists() or OutboxMail.objects.exists() or Dispensation.objects.exists())


# --- Submitting -------------------------------------------------------------------------------------------


def test_submit_needs_report_moves_writes_history_and_tells(world: World) -> None:
    report = submitted_report(world, now=LAST_SECOND)
    assert (report.state, report.submitted_at) == (NeedsReportState.SUBMITTED, LAST_SECOND)
    line = history_of(report).get()
    assert (line.verb, line.before, line.after, line.by) == (
        "submit",
        "draft",
        "submitted",
        world.people["owner"],
    )
    letters = OutboxMail.objects.order_by("to").values_list("kind", "to")
    assert list(letters) == [
        ("needs/needs_report_received", "coordinator@example.no"),
        ("needs/needs_report_received", "leader@example.no"),
        ("needs/needs_report_submitted", "owner@example.no"),
    ]


def test_submit_needs_report_refused_after_deadline(world: World) -> None:
    report = draft_report(world)
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=world.person("owner"), now=AFTER)
    assert fresh(world).state == NeedsReportState.DRAFT
    assert nothing_has_happened()


def test_submit_needs_report_refused_for_others(world: World) -> None:
    report = draft_report(world)
    with pytest.raises(NotAllowed):
        submit_needs_report(report=report, by=world.person("leader"), now=AUTUMN)
    assert nothing_has_happened()


def test_submit_needs_report_refused_with_gaps(world: World) -> None:
    report = draft_report(world, texts={}, needs=[need(world, goal="")])
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert nothing_has_happened()


def test_submit_needs_report_refused_when_changed_since_it_was_looked_through(world: World) -> None:
    report = draft_report(world)
    another_need(world)
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN, version=report.version)
    assert fresh(world).state == NeedsReportState.DRAFT


def test_submit_needs_report_twice_is_refused_politely(world: World) -> None:
    report = draft_report(world)
    submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    with pytest.raises(MovedOn):
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert OutboxMail.objects.count() == 3


def test_what_is_missing_names_field_and_row(world: World) -> None:
    other = themes(world)[-1]
    report = draft_report(
        world,
        texts={},
        needs=[need(world), need(world, theme=other, why="", goal="", kindergartens=[])],
    )
    gaps = needs_report_gaps(report, report.needs.all())
    assert [gap.anchor for gap in gaps] == [
        "id_heads_involvement",
        "id_staff_groups",
        "id_involved_when",
        "id_staff_involvement",
        "id_needs-1-kindergartens",
        "id_needs-1-why",
        "id_needs-1-goal",
        "id_needs-1-theme_other",
    ]
    assert [gap.anchor for gap in needs_report_gaps(report, [])][-1] == "id_needs-0-theme"


# --- No needs ---------------------------------------------------------------------------------------------


def test_declare_no_needs_meets_the_duty_and_can_be_taken_back(world: World) -> None:
    report = declare_no_needs(**place(world), by=world.person("owner"), now=AUTUMN)
    assert (report.state, report.submitted_at) == (NeedsReportState.NO_NEEDS, AUTUMN)
    assert OutboxMail.objects.filter(context__is_no_needs=True).count() == 3
    report = resume_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert (report.state, report.submitted_at) == (NeedsReportState.DRAFT, None)
    assert [line.verb for line in history_of(report)] == ["declare_no_needs", "resume"]


def test_declare_no_needs_keeps_the_draft(world: World) -> None:
    draft_report(world)
    declare_no_needs(**place(world), by=world.person("owner"), now=AUTUMN)
    assert fresh(world).needs.count() == 1


def test_declare_no_needs_refused_for_others_and_after_deadline(world: World) -> None:
    with pytest.raises(NotAllowed):
        declare_no_needs(**place(world), by=world.person("leader"), now=AUTUMN)
    with pytest.raises(NotNow):
        declare_no_needs(**place(world), by=world.person("owner"), now=AFTER)
    assert not NeedsReport.objects.exists()


def test_resume_refused_for_others_and_after_deadline(world: World) -> None:
    report = declare_no_needs(**place(world), by=world.person("owner"), now=AUTUMN)
    with pytest.raises(NotAllowed):
        resume_needs_report(report=report, by=world.person("leader"), now=AUTUMN)
    with pytest.raises(NotNow):
        resume_needs_report(report=report, by=world.person("owner"), now=AFTER)
    assert fresh(world).state == NeedsReportState.NO_NEEDS


def test_declare_no_needs_refused_once_submitted(world: World) -> None:
    submitted_report(world)
    with pytest.raises(MovedOn):
        declare_no_needs(**place(world), by=world.person("owner"), now=AUTUMN)


# --- Recording --------------------------------------------------------------------------------------------


def test_record_needs_report_after_the_closing_tells_the_owner(world: World) -> None:
    report = record_needs_report(report=recorded_draft(world), by=world.person("leader"), now=WINTER)
    assert (report.state, report.received_how) == (NeedsReportState.SUBMITTED, RECEIVED)
    line = history_of(report).get()
    assert (line.verb, line.comment) == ("record", RECEIVED)
    assert list(OutboxMail.objects.values_list("kind", "to")) == [
        ("needs/needs_report_recorded", "owner@example.no")
    ]


def test_record_refused_for_owner_and_for_another_networks_leader(world: World) -> None:
    with pytest.raises(NotNow):
        recorded_draft(world, by=world.person("owner"))
    for role in ("other_leader", "member", "case_officer"):
        with pytest.raises(NotAllowed):
            recorded_draft(world, by=world.person(role))
    assert not NeedsReport.objects.exists()


@pytest.mark.parametrize("moment", [BEFORE, FEBRUARY])
def test_record_refused_before_opening_and_after_the_basis_is_due(world: World, moment: Any) -> None:
    with pytest.raises(NotNow):
        recorded_draft(world, now=moment)
    assert not NeedsReport.objects.exists()


def test_record_never_touches_what_the_owner_has_begun(world: World) -> None:
    draft_report(world)
    with pytest.raises(NotNow):
        recorded_draft(world)
    assert fresh(world).received_how == ""


def test_record_needs_how_it_was_received_and_a_whole_need(world: World) -> None:
    with pytest.raises(NotNow):
        recorded_draft(world, received_how=" ")
    report = recorded_draft(world, needs=[])
    assert [gap.field for gap in record_gaps(report, [])] == ["theme"]
    with pytest.raises(NotNow):
        record_needs_report(report=report, by=world.person("leader"), now=WINTER)
    assert fresh(world).state == NeedsReportState.DRAFT


def test_owner_may_take_over_what_the_leader_began_to_record(world: World) -> None:
    report = recorded_draft(world, texts=TEXTS, now=AUTUMN)
    sent = submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert sent.received_how == ""


# --- Returning and new deadlines --------------------------------------------------------------------------


def test_return_needs_report_after_closing_gives_a_new_instant(world: World) -> None:
    report = submitted_report(world)
    OutboxMail.objects.all().delete()
    until = oslo(2027, 1, 22, 23, 59, 59)
    report = return_needs_report(
        report=report, comment="Hvilke barnehager?", due_at=until, by=world.person("leader"), now=WINTER
    )
    assert (report.state, report.submitted_at) == (NeedsReportState.RETURNED, None)
    given = Dispensation.objects.get()
    assert (given.organisation, given.network, given.due_at) == (world.owner, world.network, until)
    assert history_of(report).last().comment == "Hvilke barnehager?"
    assert [mail.to for mail in OutboxMail.objects.all()] == ["owner@example.no"]
    again = submit_needs_report(report=fresh(world), by=world.person("owner"), now=until)
    assert again.state == NeedsReportState.SUBMITTED
    assert OutboxMail.objects.filter(kind="needs/needs_report_submitted").count() == 1


def test_returned_report_closes_again_at_its_new_instant(world: World) -> None:
    until = oslo(2027, 1, 22, 23, 59, 59)
    report = submitted_report(world)
    return_needs_report(report=report, comment="?", due_at=until, by=world.person("leader"), now=WINTER)
    with pytest.raises(NotNow):
        submit_needs_report(report=fresh(world), by=world.person("owner"), now=until + timedelta(seconds=1))


@pytest.mark.parametrize("role", ["owner", "member", "other_leader", "case_officer"])
def test_return_needs_report_refused_for_others(world: World, role: str) -> None:
    report = submitted_report(world)
    with pytest.raises(NotAllowed):
        return_needs_report(report=report, comment="?", due_at=FEBRUARY, by=world.person(role), now=WINTER)
    assert fresh(world).state == NeedsReportState.SUBMITTED
    assert not Dispensation.objects.exists()


def test_return_needs_report_refused_for_a_past_instant_or_a_draft(world: World) -> None:
    report = draft_report(world)
    with pytest.raises(MovedOn):
        return_needs_report(
            report=report, comment="?", due_at=FEBRUARY, by=world.person("leader"), now=WINTER
        )
    report = submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    with pytest.raises(NotNow):
        return_needs_report(report=report, comment="?", due_at=WINTER, by=world.person("leader"), now=WINTER)
    assert fresh(world).state == NeedsReportState.SUBMITTED


def test_extend_needs_report_lets_the_owner_write_again(world: World) -> None:
    until = oslo(2027, 1, 20, 23, 59, 59)
    extend_needs_report(
        **place(world), due_at=until, reason="Sykdom", by=world.person("coordinator"), now=WINTER
    )
    assert OutboxMail.objects.get().context["reason"] == "Sykdom"
    assert draft_report(world, now=until).version > 0
    with pytest.raises(NotNow):
        draft_report(world, now=until + timedelta(seconds=1))


def test_extend_needs_report_refused_for_others_past_instants_and_sent_reports(world: World) -> None:
    give: Callable[..., None] = lambda role, due_at: extend_needs_report(  # noqa: E731 -- four short calls
        **place(world), due_at=due_at, reason="?", by=world.person(role), now=WINTER
    )
    with pytest.raises(NotAllowed):
        give("owner", FEBRUARY)
    with pytest.raises(NotAllowed):
        give("other_leader", FEBRUARY)
    with pytest.raises(NotNow):
        give("leader", WINTER)
    submitted_report(world)
    with pytest.raises(MovedOn):
        give("leader", FEBRUARY)
    assert not Dispensation.objects.exists()


def test_state_is_changed_by_moves_only(world: World) -> None:
    report = draft_report(world)
    with pytest.raises(Exception, match="move"):
        NeedsReport.objects.filter(pk=report.pk).update(state="submitted", submitted_at=AUTUMN)
