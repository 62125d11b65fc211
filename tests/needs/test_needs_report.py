"""Needs reports: rules and services, each with who, when, history, letter, and nothing changed on failure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail, StateChange
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import DecisionBasis, Measure, Need, NeedsReport
from needs.rules.needs_report import needs_report_gaps, record_gaps
from needs.services.needs_report import (
    Content,
    declare_no_needs,
    extend_needs_report,
    record_needs_report,
    resume_needs_report,
    return_needs_report,
    save_record,
    submit_needs_report,
)
from needs.states import NeedsReportState
from networks.models import Dispensation
from tests.needs.stage import TEXTS, draft_report, fresh, need, submitted_report, themes
from tests.world import AUTUMN, FEBRUARY, WINTER, World

LAST_SECOND = oslo(2026, 12, 1, 23, 59, 59)
AFTER = LAST_SECOND + timedelta(seconds=1)
BEFORE = oslo(2026, 8, 31, 12)


def place(world: World) -> dict[str, Any]:
    return {"round": world.fresh_round(), "owner": world.owner, "network": world.network}


def nothing_has_happened() -> bool:
    return not (StateChange.objects.exists() or OutboxMail.objects.exists() or Dispensation.objects.exists())


# --- Saving -----------------------------------------------------------------------------------------------


def test_save_needs_report_keeps_a_draft_with_gaps(world: World) -> None:
    report = draft_report(
        world, content=Content(texts={}, needs=[need(world, theme=None, why="", kindergartens=[])])
    )
    assert (report.state, report.version, report.needs.count()) == (NeedsReportState.DRAFT, 1, 1)


def test_save_needs_report_changes_keeps_and_removes_needs(world: World) -> None:
    report = draft_report(world, content=Content(texts=TEXTS, needs=[need(world), need(world, why="To")]))
    first, second = report.needs.all()
    changed = need(world, pk=first.pk, why="Endret", kindergartens=[world.sister])
    report = draft_report(
        world, version=1, content=Content(texts=TEXTS, needs=[changed], removed=[second.pk])
    )
    assert [(n.pk, n.why, list(n.kindergartens.all())) for n in report.needs.all()] == [
        (first.pk, "Endret", [world.sister])
    ]


def test_save_needs_report_leaves_needs_that_the_page_did_not_show(world: World) -> None:
    draft_report(world)
    report = draft_report(world, version=1, content=Content(texts=TEXTS, needs=[need(world, why="Nytt")]))
    assert report.needs.count() == 2


def test_save_needs_report_refused_for_an_older_version_and_nothing_changes(world: World) -> None:
    draft_report(world)
    with pytest.raises(NotNow):
        draft_report(world, content=Content(texts={"staff_involvement": "Overskriver"}, needs=[need(world)]))
    report = fresh(world)
    assert (report.staff_involvement, report.needs.count(), report.version) == (
        TEXTS["staff_involvement"],
        1,
        1,
    )


def test_save_needs_report_never_takes_another_reports_need(world: World) -> None:
    report = draft_report(world)
    stolen = report.needs.get()
    other = draft_report(
        world,
        owner=world.other_owner,
        network=world.other_network,
        by=world.person("other_owner"),
        content=Content(texts={}, needs=[need(world, pk=stolen.pk, why="Kapret")], removed=[stolen.pk]),
    )
    stolen.refresh_from_db()
    assert stolen.report == report
    assert stolen.why != "Kapret"
    assert other.needs.count() == 1


@pytest.mark.parametrize("role", ["head", "leader", "member", "uh", "case_officer", "other_owner", "nobody"])
def test_save_needs_report_refused_for_others(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        draft_report(world, by=world.person(role))
    assert not NeedsReport.objects.exists()


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_save_needs_report_refused_when_closed(world: World, moment: Any) -> None:
    with pytest.raises(NotNow):
        draft_report(world, now=moment)
    assert not NeedsReport.objects.exists()


def test_need_that_the_network_has_built_on_cannot_be_removed(world: World) -> None:
    report = draft_report(world)
    basis = DecisionBasis.objects.create(round=world.round, network=world.network)
    measure = Measure.objects.create(basis=basis, title="Tiltak", priority=1)
    measure.needs.set(report.needs.all())
    removed = Content(texts=TEXTS, removed=[report.needs.get().pk])
    with pytest.raises(NotNow):
        draft_report(world, version=1, content=removed)
    assert fresh(world).needs.count() == 1


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
    report = draft_report(world, content=Content(texts={}, needs=[need(world, goal="")]))
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert nothing_has_happened()


def test_submit_needs_report_refused_when_changed_since_it_was_looked_through(world: World) -> None:
    report = draft_report(world)
    draft_report(world, version=1, content=Content(texts=TEXTS))
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN, version=1)
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
        content=Content(
            texts={},
            needs=[need(world), need(world, priority=2, theme=other, why="", goal="", kindergartens=[])],
        ),
    )
    gaps = needs_report_gaps(report, report.needs.all())
    assert [gap.anchor for gap in gaps] == [
        "id_heads_involvement",
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


def record(world: World, **changes: Any) -> NeedsReport:
    values = {
        **place(world),
        "received_how": "På e-post 28. november",
        "content": Content(texts={}, needs=[need(world)]),
        "version": 0,
        "by": world.person("leader"),
        "now": WINTER,
    }
    return save_record(**{**values, **changes})


def test_record_needs_report_after_the_closing_tells_the_owner(world: World) -> None:
    report = record_needs_report(report=record(world), by=world.person("leader"), now=WINTER)
    assert (report.state, report.received_how) == (NeedsReportState.SUBMITTED, "På e-post 28. november")
    line = history_of(report).get()
    assert (line.verb, line.comment) == ("record", "På e-post 28. november")
    assert list(OutboxMail.objects.values_list("kind", "to")) == [
        ("needs/needs_report_recorded", "owner@example.no")
    ]


def test_record_refused_for_owner_and_for_another_networks_leader(world: World) -> None:
    for role in ("owner", "other_leader", "member", "case_officer"):
        with pytest.raises(NotAllowed):
            record(world, by=world.person(role))
    assert not NeedsReport.objects.exists()


@pytest.mark.parametrize("moment", [BEFORE, FEBRUARY])
def test_record_refused_before_opening_and_after_the_basis_is_due(world: World, moment: Any) -> None:
    with pytest.raises(NotNow):
        record(world, now=moment)
    assert not NeedsReport.objects.exists()


def test_record_never_touches_what_the_owner_has_begun(world: World) -> None:
    draft_report(world)
    with pytest.raises(NotNow):
        record(world, version=1)
    assert fresh(world).received_how == ""


def test_record_needs_how_it_was_received_and_a_whole_need(world: World) -> None:
    with pytest.raises(NotNow):
        record(world, received_how=" ")
    report = record(world, content=Content(texts={}))
    assert [gap.field for gap in record_gaps(report, [])] == ["theme"]
    with pytest.raises(NotNow):
        record_needs_report(report=report, by=world.person("leader"), now=WINTER)
    assert fresh(world).state == NeedsReportState.DRAFT


def test_owner_may_take_over_what_the_leader_began_to_record(world: World) -> None:
    report = record(world, now=AUTUMN, content=Content(texts=TEXTS, needs=[need(world)]))
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
    assert draft_report(world, now=until).version == 1
    with pytest.raises(NotNow):
        draft_report(world, now=until + timedelta(seconds=1), version=1)


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


def test_needs_stand_in_priority_order_with_the_undecided_last(world: World) -> None:
    rows = [
        need(world, why="c", priority=None),
        need(world, why="b", priority=2),
        need(world, why="a", priority=1),
    ]
    report = draft_report(world, content=Content(texts={}, needs=rows))
    assert [row.why for row in report.needs.all()] == ["a", "b", "c"]
    assert [row.why for row in Need.objects.filter(report=report)] == ["a", "b", "c"]
