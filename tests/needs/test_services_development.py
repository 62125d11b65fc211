"""Development work: begun, written, started, finished, with gatherings and log; nothing changes on failure."""

from datetime import date
from decimal import Decimal

import pytest

from common.drafts import Shown
from common.history import history_of
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import DevelopmentLog, DevelopmentWork, Gathering
from needs.services import development as services
from needs.services import development_parts as parts
from needs.services.development_parts import GatheringInput
from needs.states import DevelopmentState
from tests.needs import development_stage as stage
from tests.needs.development_stage import DAY, SPRING


def save(world, work, shown=None, by="head", **typed):
    shown = shown or Shown.of(services.development_values(work), work.version)
    return services.save_development(work=work, typed=typed, shown=shown, by=world.person(by), now=SPRING)


def test_begin_development_starts_with_the_measures_goal(world):
    work = stage.begun(world)
    assert (work.state, work.goal, work.created_by) == (
        DevelopmentState.PLANNED,
        "Alle barn er med i leken.",
        world.people["head"],
    )


def test_begin_development_twice_gives_the_same_work(world):
    first = stage.begun(world)
    assert stage.begun(world, first.measure, by="owner") == first
    assert DevelopmentWork.objects.count() == 1


def test_begin_development_refused_without_money(world):
    measure = stage.granted_measure(world, network_nok=0)
    with pytest.raises(NotNow):
        stage.begun(world, measure)
    assert not DevelopmentWork.objects.exists()


def test_begin_development_refused_for_a_kindergarten_outside_the_measure(world):
    measure = stage.granted_measure(world, kindergartens=[world.sister.pk])
    with pytest.raises(NotNow):
        stage.begun(world, measure)
    assert not DevelopmentWork.objects.exists()


def test_save_development_keeps_what_is_typed(world):
    saved = save(world, stage.begun(world), plan="Lekegrupper", hours_per_week=Decimal("1.5"), staff=14)
    work = DevelopmentWork.objects.get()
    assert (work.plan, work.hours_per_week, work.staff, work.version) == (
        "Lekegrupper",
        Decimal("1.5"),
        14,
        2,
    )
    assert (saved.version, saved.conflicts) == (2, [])


def test_save_development_gives_back_what_two_have_changed(world):
    work = stage.begun(world)
    shown = Shown.of(services.development_values(work), work.version)
    save(world, work, shown, plan="Eierens plan", by="owner")

    saved = save(world, work, shown, plan="Styrerens plan", between="Prøv selv")

    work = DevelopmentWork.objects.get()
    assert (work.plan, work.between) == ("Eierens plan", "Prøv selv")
    assert [(row.key, row.mine, row.theirs) for row in saved.conflicts] == [
        ("plan", "Styrerens plan", "Eierens plan")
    ]


def test_save_development_refused_when_it_is_over(world):
    with pytest.raises(NotNow):
        save(world, stage.finished(world), plan="Mer")
    assert DevelopmentWork.objects.get().plan == ""


def test_each_move_leaves_a_line(world):
    work, head = stage.ongoing(world), world.person("head")
    services.stop_development(work=work, comment="Uten ressursperson", by=head, now=SPRING)
    services.resume_development(work=work, by=head, now=SPRING)
    services.finish_development(work=work, by=head, now=SPRING)

    lines = history_of(work)

    assert [line.verb for line in lines] == ["start", "stop", "resume", "finish"]
    assert lines[1].comment == "Uten ressursperson"
    assert DevelopmentWork.objects.get().state == DevelopmentState.FINISHED


def test_of_two_who_start_one_wins(world):
    work = stage.begun(world)
    services.start_development(work=stage.fresh(work), by=world.person("head"), now=SPRING)
    with pytest.raises(MovedOn):
        services.start_development(work=work, by=world.person("owner"), now=SPRING)


def test_add_log_keeps_the_entry(world):
    entry = stage.entry(world)
    assert (entry.on, entry.traces, entry.done, entry.written_by) == (
        DAY,
        stage.TRACES,
        stage.DONE,
        world.people["head"],
    )


def test_add_log_starts_work_that_is_planned(world):
    work = stage.begun(world)
    stage.entry(world, work)
    assert stage.fresh(work).state == DevelopmentState.ONGOING
    assert [line.verb for line in history_of(work)] == ["start"]


def test_add_log_refused_when_it_says_nothing(world):
    with pytest.raises(NotNow):
        stage.entry(world, done=" ", traces="")
    assert not DevelopmentLog.objects.exists()


def test_add_log_refused_when_the_work_is_over_and_by_others(world):
    work = stage.finished(world)
    with pytest.raises(NotNow):
        stage.entry(world, work)
    with pytest.raises(NotAllowed):
        stage.entry(world, work, by="leader")
    assert not DevelopmentLog.objects.exists()


def test_withdraw_log_hides_the_entry_and_keeps_it(world):
    parts.withdraw_log(entry=stage.entry(world), by=world.person("head"), now=SPRING)
    entry = DevelopmentLog.objects.get()
    assert (entry.withdrawn_at, entry.traces) == (SPRING, stage.TRACES)
    assert stage.fresh(entry.work).entries == 0


def test_save_gathering_says_how_it_went(world):
    work = stage.ongoing(world)
    planned = stage.gathering(world, work, is_held=None, staff_present=None)
    typed = GatheringInput(on=DAY, title="Lek ute", is_held=True, staff_present=11, has_university=True)

    parts.save_gathering(gathering=planned, typed=typed, by=world.person("owner"), now=SPRING)

    row = Gathering.objects.get()
    assert (row.is_held, row.staff_present, row.has_university) == (True, 11, True)


def test_two_gatherings_of_one_name_on_one_day_are_refused(world):
    work = stage.ongoing(world)
    stage.gathering(world, work)
    with pytest.raises(NotNow):
        stage.gathering(world, work)
    assert Gathering.objects.count() == 1


def test_a_gathering_can_be_saved_as_it_stands(world):
    row = stage.gathering(world)
    typed = GatheringInput(on=row.on, title=row.title, is_held=True, staff_present=3)
    parts.save_gathering(gathering=row, typed=typed, by=world.person("head"), now=SPRING)
    assert Gathering.objects.get().staff_present == 3


def test_remove_gathering(world):
    parts.remove_gathering(gathering=stage.gathering(world), by=world.person("head"), now=SPRING)
    assert not Gathering.objects.exists()


def test_a_gathering_that_is_gone_is_not_saved(world):
    row = stage.gathering(world)
    parts.remove_gathering(gathering=row, by=world.person("head"), now=SPRING)
    typed = GatheringInput(on=date(2028, 3, 1), title="Ny")
    with pytest.raises(NotNow):
        parts.save_gathering(gathering=row, typed=typed, by=world.person("head"), now=SPRING)


def test_a_gathering_ahead_is_not_held(world):
    with pytest.raises(NotNow):
        stage.gathering(world, on=date(2028, 9, 1))
    assert not Gathering.objects.exists()
