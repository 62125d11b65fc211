"""Who leads a kindergarten's development work and when it can be written: allowed, wrong person, wrong moment."""

from datetime import date, timedelta

import pytest

from common.refusals import NotAllowed, NotNow
from needs.rules import development as rules
from needs.services.development_parts import withdraw_log
from tests.needs import development_stage as stage
from tests.needs.development_stage import SPRING

VERBS = {
    "save": rules.check_may_save_development,
    "start": rules.check_may_start_development,
    "finish": rules.check_may_finish_development,
    "stop": rules.check_may_stop_development,
    "resume": rules.check_may_resume_development,
}
RIGHT = {
    "save": stage.begun,
    "start": stage.begun,
    "finish": stage.ongoing,
    "stop": stage.ongoing,
    "resume": stage.finished,
}
WRONG = {
    "save": stage.finished,
    "start": stage.ongoing,
    "finish": stage.begun,
    "stop": stage.finished,
    "resume": stage.ongoing,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["head", "owner"])
def test_head_and_owner_lead_the_work(world, verb, who):
    VERBS[verb](world.person(who), RIGHT[verb](world), now=SPRING)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["other_head", "other_owner", "leader", "uh", "case_officer"])
def test_nobody_else_leads_it(world, verb, who):
    with pytest.raises(NotAllowed):
        VERBS[verb](world.person(who), RIGHT[verb](world), now=SPRING)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_its_moment(world, verb):
    with pytest.raises(NotNow):
        VERBS[verb](world.person("head"), WRONG[verb](world), now=SPRING)


def begin(world, who="head", *, is_granted=True, now=SPRING):
    measure = stage.granted_measure(world)
    rules.check_may_begin_development(
        world.person(who), measure, world.kindergarten, is_granted=is_granted, now=now
    )


def test_work_is_begun_by_head_and_owner(world):
    begin(world, "head")
    begin(world, "owner")


def test_work_is_not_begun_by_others(world):
    with pytest.raises(NotAllowed):
        begin(world, "leader")


def test_work_is_not_begun_without_money(world):
    with pytest.raises(NotNow):
        begin(world, is_granted=False)


def test_work_is_not_begun_in_a_closed_kindergarten(world):
    world.kindergarten.closed_on = SPRING.date()
    with pytest.raises(NotNow):
        begin(world)


def test_work_is_led_by_the_new_owner_after_a_sale(world):
    work = stage.ongoing(world)
    stage.sold(world)

    work = stage.fresh(work)

    rules.check_may_save_development(world.person("other_owner"), work, now=SPRING)
    with pytest.raises(NotAllowed):
        rules.check_may_save_development(world.person("owner"), work, now=SPRING)


def test_work_of_a_closed_kindergarten_can_still_be_written(world):
    work = stage.ongoing(world)
    world.kindergarten.closed_on = date(2028, 1, 1)
    world.kindergarten.save(update_fields=["closed_on"])

    rules.check_may_save_development(world.person("owner"), stage.fresh(work), now=SPRING)


@pytest.mark.parametrize("check", [rules.check_log_day])
def test_the_log_is_about_what_has_been(check):
    check(SPRING.date(), now=SPRING)
    with pytest.raises(NotNow):
        check(SPRING.date() + timedelta(days=1), now=SPRING)


@pytest.mark.parametrize("is_held", [True, False])
def test_nothing_is_held_before_its_day(is_held):
    tomorrow = SPRING.date() + timedelta(days=1)
    rules.check_gathering(SPRING.date(), is_held=is_held, now=SPRING)
    rules.check_gathering(tomorrow, is_held=None, now=SPRING)
    with pytest.raises(NotNow):
        rules.check_gathering(tomorrow, is_held=is_held, now=SPRING)


def test_an_entry_is_withdrawn_by_its_writer(world):
    rules.check_may_withdraw_log(world.person("head"), stage.entry(world), now=SPRING)


def test_an_entry_is_not_withdrawn_by_somebody_else(world):
    with pytest.raises(NotAllowed):
        rules.check_may_withdraw_log(world.person("owner"), stage.entry(world), now=SPRING)


def test_an_entry_is_withdrawn_once(world):
    entry = withdraw_log(entry=stage.entry(world), by=world.person("head"), now=SPRING)
    with pytest.raises(NotNow):
        rules.check_may_withdraw_log(world.person("head"), entry, now=SPRING)
