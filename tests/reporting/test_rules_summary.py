"""Who may do what with the county's summary, and when: each rule by itself, over summaries that are not stored."""

import pytest

from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import AgendaItem
from reporting.models import CountySummary, SummarySection
from reporting.rules import summary as rules
from reporting.states import SummaryState
from reporting.summary_parts import OWN
from tests.world import NEXT_SPRING

pytestmark = pytest.mark.django_db
FREE = {"is_being_made": False, "is_being_frozen": False}
NUMBERS = {"this": {"kindergartens": 1}}
OTHERS = ["approver", "forum", "leader", "uh", "foreign_officer", "nobody"]


def summary_in(world, *, is_frozen: bool = False, numbers=NUMBERS) -> CountySummary:
    state = SummaryState.FROZEN if is_frozen else SummaryState.DRAFT
    return CountySummary(round=world.round, state=state, numbers=numbers)


def make(world, summary=None, *, by="case_officer", is_issued=True, is_being_frozen=False) -> None:
    rules.check_may_make_summary(
        world.person(by),
        world.round,
        summary,
        is_issued=is_issued,
        is_being_frozen=is_being_frozen,
        now=NEXT_SPRING,
    )


def save(world, summary, *, by="case_officer", is_being_frozen=False) -> None:
    rules.check_may_save_summary(world.person(by), summary, is_being_frozen=is_being_frozen, now=NEXT_SPRING)


def remove(world, section, *, by="case_officer") -> None:
    rules.check_may_remove_section(world.person(by), section, is_being_frozen=False, now=NEXT_SPRING)


def freeze(world, summary, *, by="case_officer", **more) -> None:
    rules.check_may_freeze_summary(world.person(by), summary, **FREE | more, now=NEXT_SPRING)


def reopen(world, summary, *, by="case_officer") -> None:
    rules.check_may_reopen_summary(world.person(by), summary, now=NEXT_SPRING)


def lay(world, summary, item, *, by="case_officer") -> None:
    rules.check_may_lay_summary(world.person(by), summary, item, now=NEXT_SPRING)


def test_a_case_officer_makes_writes_freezes_opens_and_lays_it(world):
    draft, frozen = summary_in(world), summary_in(world, is_frozen=True)
    make(world)
    make(world, draft)
    save(world, draft)
    remove(world, SummarySection(summary=draft, key=f"{OWN}1"))
    freeze(world, draft)
    reopen(world, frozen)
    lay(world, frozen, AgendaItem())


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_does_any_of_it(world, who):
    draft, frozen = summary_in(world), summary_in(world, is_frozen=True)
    acts = [
        lambda: make(world, by=who),
        lambda: save(world, draft, by=who),
        lambda: remove(world, SummarySection(summary=draft, key=f"{OWN}1"), by=who),
        lambda: freeze(world, draft, by=who),
        lambda: reopen(world, frozen, by=who),
        lambda: lay(world, frozen, AgendaItem(), by=who),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_what_is_frozen_is_not_made_written_or_taken_from(world):
    frozen = summary_in(world, is_frozen=True)
    for act in (
        lambda: make(world, frozen),
        lambda: save(world, frozen),
        lambda: remove(world, SummarySection(summary=frozen, key=f"{OWN}1")),
    ):
        with pytest.raises(NotNow):
            act()
    with pytest.raises(MovedOn):
        freeze(world, frozen)


def test_while_it_is_being_frozen_nothing_is_done_to_it(world):
    draft = summary_in(world)
    for act in (
        lambda: make(world, draft, is_being_frozen=True),
        lambda: save(world, draft, is_being_frozen=True),
        lambda: freeze(world, draft, is_being_frozen=True),
    ):
        with pytest.raises(NotNow, match=str(rules.BEING_FROZEN)):
            act()


def test_it_waits_for_the_letters_the_making_and_the_numbers(world):
    draft = summary_in(world)
    for act in (
        lambda: make(world, is_issued=False),
        lambda: freeze(world, draft, is_being_made=True),
        lambda: freeze(world, summary_in(world, numbers={})),
        lambda: freeze(world, summary_in(world, numbers={"before": {"kindergartens": 1}})),
    ):
        with pytest.raises(NotNow):
            act()


def test_a_draft_is_neither_opened_nor_laid_and_no_meeting_takes_nothing(world):
    draft, frozen = summary_in(world), summary_in(world, is_frozen=True)
    with pytest.raises(MovedOn):
        reopen(world, draft)
    with pytest.raises(NotNow):
        lay(world, draft, AgendaItem())
    with pytest.raises(NotNow):
        lay(world, frozen, None)


def test_the_schemes_own_parts_are_not_taken_away(world):
    with pytest.raises(NotNow):
        remove(world, SummarySection(summary=summary_in(world), key="signs"))
