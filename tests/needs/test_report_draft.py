"""Writing a needs report: texts, needs, their order; merged by field, and nobody loses what they typed."""

from datetime import timedelta
from typing import Any

import pytest

from common.clock import oslo
from common.drafts import Saved, Shown
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import DecisionBasis, Measure, Need, NeedsReport
from needs.queries.drafts import need_values, report_values
from needs.services import report_draft
from needs.services.report_draft import (
    MOST_NEEDS,
    add_need,
    order_needs,
    remove_need,
    save_need,
    save_report_texts,
)
from needs.states import NeedsReportState
from tests.needs.stage import (
    TEXTS,
    another_need,
    draft_report,
    fresh,
    need,
    recorded_draft,
    submitted_report,
    themes,
)
from tests.world import AUTUMN, WINTER, World

AFTER = oslo(2026, 12, 1, 23, 59, 59) + timedelta(seconds=1)
BEFORE = oslo(2026, 8, 31, 12)
NOTHING = Shown(0)


def save(world: World, shown: Shown = NOTHING, **typed: Any) -> Saved:
    where = {"round": world.fresh_round(), "owner": world.owner, "network": world.network}
    return save_report_texts(**where, typed=typed, shown=shown, by=world.person("owner"), now=AUTUMN)


def seen(world: World) -> Shown:
    """What a page shows now: the report's fields."""
    report = fresh(world)
    return Shown.of(report_values(report), report.version)


def change(world: World, one: Need, shown: Shown, by: str = "owner", **typed: Any) -> Saved:
    return save_need(
        report=fresh(world), pk=one.pk, typed=typed, shown=shown, by=world.person(by), now=AUTUMN
    )


def first_need(world: World) -> Need:
    return fresh(world).needs.all()[0]


def shown_of(one: Need) -> Shown:
    return Shown.of(need_values(one), 1)


# --- The report's own fields ------------------------------------------------------------------------------


def test_save_report_texts_keeps_a_draft_with_gaps_and_says_who_saved(world: World) -> None:
    saved = save(world, heads_involvement="Møte", staff_groups=["heads"])
    report = fresh(world)
    assert (report.state, report.version, report.saved_by, report.saved_at) == (
        NeedsReportState.DRAFT,
        1,
        world.people["owner"],
        AUTUMN,
    )
    assert saved.version == 1
    assert (report.heads_involvement, report.staff_groups) == ("Møte", ["heads"])


def test_save_of_nothing_new_is_no_change(world: World) -> None:
    draft_report(world)
    before = fresh(world).version
    save(world, seen(world), **TEXTS)
    assert fresh(world).version == before


def test_two_who_write_in_different_fields_both_get_their_texts(world: World) -> None:
    draft_report(world)
    shown = seen(world)
    save(world, shown, heads_involvement="Annas")
    saved = save(world, shown, sami_perspectives="Bos")
    assert saved.conflicts == []
    assert (fresh(world).heads_involvement, fresh(world).sami_perspectives) == ("Annas", "Bos")


def test_two_who_write_in_the_same_field_are_asked_and_the_rest_is_saved(world: World) -> None:
    draft_report(world)
    shown = seen(world)
    save(world, shown, heads_involvement="Annas")
    saved = save(world, shown, heads_involvement="Bos", sami_perspectives="Bos")
    assert [(c.key, c.mine, c.theirs) for c in saved.conflicts] == [("heads_involvement", "Bos", "Annas")]
    assert (fresh(world).heads_involvement, fresh(world).sami_perspectives) == ("Annas", "Bos")


@pytest.mark.parametrize("role", ["head", "leader", "member", "uh", "case_officer", "other_owner", "nobody"])
def test_writing_a_needs_report_is_refused_for_others(world: World, role: str) -> None:
    refusal = NotNow if role == "leader" else NotAllowed  # a leader says first how it came
    with pytest.raises(refusal):
        draft_report(world, by=world.person(role))
    assert not NeedsReport.objects.exists()


@pytest.mark.parametrize("moment", [BEFORE, AFTER])
def test_writing_a_needs_report_is_refused_when_closed(world: World, moment: Any) -> None:
    with pytest.raises(NotNow):
        draft_report(world, now=moment)
    assert not NeedsReport.objects.exists()


def test_sent_report_is_not_written_in(world: World) -> None:
    submitted_report(world)
    with pytest.raises(NotNow):
        save(world, seen(world), heads_involvement="For sent")
    assert fresh(world).heads_involvement == TEXTS["heads_involvement"]


# --- Needs ------------------------------------------------------------------------------------------------


def test_needs_stand_in_the_order_in_which_they_are_added(world: World) -> None:
    draft_report(world, needs=[need(world, why=why) for why in ("a", "b", "c")])
    assert [(row.why, row.priority) for row in Need.objects.all()] == [("a", 1), ("b", 2), ("c", 3)]


def test_need_may_have_gaps_and_say_that_it_continues(world: World) -> None:
    last = another_need(world)
    where = {"round": world.fresh_round(), "owner": world.owner, "network": world.network}
    one = add_need(**where, typed={"why": ""}, by=world.person("owner"), now=AUTUMN, continues=last)
    assert (one.theme, one.continues, list(one.kindergartens.all())) == (None, last, [])


def test_thirty_needs_are_enough(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(report_draft, "MOST_NEEDS", 2)
    draft_report(world, needs=[need(world)] * 2)
    with pytest.raises(NotNow):
        another_need(world)
    assert fresh(world).needs.count() == 2
    assert MOST_NEEDS == 30


def test_save_need_merges_by_field(world: World) -> None:
    draft_report(world)
    one = first_need(world)
    shown = shown_of(one)
    change(world, one, shown, why="Annas", kindergartens=[world.sister])
    saved = change(world, one, shown, why="Bos", goal="Bos", kindergartens=[world.kindergarten])
    assert [conflict.key for conflict in saved.conflicts] == ["why"]
    one = first_need(world)
    assert (one.why, one.goal, list(one.kindergartens.all())) == ("Annas", "Bos", [world.sister])


def test_need_gets_a_theme_by_object_and_by_key_and_loses_it(world: World) -> None:
    draft_report(world)
    one, other = first_need(world), themes(world)[1]
    change(world, one, shown_of(one), theme=other)
    assert first_need(world).theme == other
    change(world, one, shown_of(first_need(world)), theme=themes(world)[2].pk)
    assert first_need(world).theme == themes(world)[2]
    change(world, one, shown_of(first_need(world)), theme=None)
    assert first_need(world).theme is None


def test_what_somebody_has_removed_is_not_saved_silently(world: World) -> None:
    draft_report(world)
    one = first_need(world)
    remove_need(report=fresh(world), pk=one.pk, by=world.person("owner"), now=AUTUMN)
    with pytest.raises(MovedOn):
        change(world, one, shown_of(one), why="Borte")


def test_another_reports_need_is_never_touched(world: World) -> None:
    draft_report(world)
    one = first_need(world)
    other = draft_report(
        world,
        owner=world.other_owner,
        network=world.other_network,
        by=world.person("other_owner"),
        needs=[need(world, kindergartens=[world.other_kindergarten])],
    )
    by = world.person("other_owner")
    with pytest.raises(MovedOn):
        save_need(report=other, pk=one.pk, typed={"why": "Kapret"}, shown=shown_of(one), by=by, now=AUTUMN)
    with pytest.raises(MovedOn):
        remove_need(report=other, pk=one.pk, by=by, now=AUTUMN)
    assert first_need(world).why != "Kapret"


def test_those_after_a_removed_need_move_up(world: World) -> None:
    report = draft_report(world, needs=[need(world, why=why) for why in ("a", "b", "c")])
    remove_need(report=report, pk=report.needs.all()[1].pk, by=world.person("owner"), now=AUTUMN)
    assert [(row.why, row.priority) for row in Need.objects.all()] == [("a", 1), ("c", 2)]


def test_need_that_the_network_has_built_on_cannot_be_removed(world: World) -> None:
    report = draft_report(world)
    basis = DecisionBasis.objects.create(round=world.round, network=world.network)
    measure = Measure.objects.create(basis=basis, title="Tiltak", priority=1)
    measure.needs.set(report.needs.all())
    with pytest.raises(NotNow):
        remove_need(report=report, pk=first_need(world).pk, by=world.person("owner"), now=AUTUMN)
    assert fresh(world).needs.count() == 1


def test_order_needs_puts_the_most_important_first(world: World) -> None:
    report = draft_report(world, needs=[need(world, why=why) for why in ("a", "b", "c")])
    a, b, c = (row.pk for row in report.needs.all())
    order_needs(report=report, order=[c, a, b], by=world.person("owner"), now=AUTUMN)
    assert [row.why for row in Need.objects.all()] == ["c", "a", "b"]
    for wrong in ([c, a], [c, a, a], [c, a, b, b + 99]):
        with pytest.raises(NotNow):
            order_needs(report=report, order=wrong, by=world.person("owner"), now=AUTUMN)
    assert [row.why for row in Need.objects.all()] == ["c", "a", "b"]


@pytest.mark.parametrize("role", ["leader", "other_owner", "head"])
def test_needs_are_changed_by_those_who_write_the_report(world: World, role: str) -> None:
    report = draft_report(world)
    one = first_need(world)
    refusal = NotNow if role == "leader" else NotAllowed
    for call in (
        lambda by: change(world, one, shown_of(one), by=role, why="Kapret"),
        lambda by: remove_need(report=report, pk=one.pk, by=by, now=AUTUMN),
        lambda by: order_needs(report=report, order=[one.pk], by=by, now=AUTUMN),
    ):
        with pytest.raises(refusal):
            call(world.person(role))
    assert (first_need(world).why, fresh(world).version) == (one.why, report.version)


# --- What the leader records ------------------------------------------------------------------------------


def test_leader_says_how_it_came_before_anything_else(world: World) -> None:
    where = {"round": world.fresh_round(), "owner": world.owner, "network": world.network}
    leader = world.person("leader")
    with pytest.raises(NotNow):
        save_report_texts(**where, typed={"heads_involvement": "?"}, shown=NOTHING, by=leader, now=WINTER)
    with pytest.raises(NotNow):
        add_need(**where, typed=need(world), by=leader, now=WINTER)
    assert not NeedsReport.objects.exists()


def test_what_the_owner_changes_in_a_record_is_the_owners_own(world: World) -> None:
    recorded_draft(world, now=AUTUMN)
    save(world, seen(world), heads_involvement="Nå skriver vi selv")
    assert fresh(world).received_how == ""
    with pytest.raises(NotNow):
        recorded_draft(world, now=AUTUMN)


# --- Speed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_asks_few_questions_however_many_needs_there_are(
    world: World, rows: int, django_assert_num_queries: Any
) -> None:
    draft_report(world, needs=[need(world)] * rows)
    shown, one = seen(world), first_need(world)
    where = {"round": world.fresh_round(), "owner": world.owner, "network": world.network}
    report, shown_need, by = fresh(world), shown_of(one), world.person("owner")
    with django_assert_num_queries(5):  # savepoint, seats, the locked report, its update, release
        save_report_texts(**where, typed={"heads_involvement": "Nytt"}, shown=shown, by=by, now=AUTUMN)
    typed = {"why": "Nytt"}
    with django_assert_num_queries(7):  # the same without seats; the need, its kindergartens, its update
        save_need(report=report, pk=one.pk, typed=typed, shown=shown_need, by=by, now=AUTUMN)
