"""Who declares, decides, withdraws and reconsiders, and who takes part: allowed, wrong person, wrong moment."""

import pytest

from common.moves import move
from common.refusals import NotAllowed, NotNow, may
from networks.queries import votes as queries
from networks.rules import impartiality as rules
from networks.services import impartiality as services
from networks.states import ITEM_MOVES, MEETING_MOVES
from tests.meetings import meeting as plain_meeting
from tests.networks.votes import NOW, case, declared, own_line, recused
from tests.world import World

NOT_RECORDERS = ("uh", "owner", "approver", "governor", "nobody", "foreign_officer")


def kind(found) -> type | None:
    return None if found is None else NotNow if isinstance(found, NotNow) else NotAllowed


def declaring(world: World, item, role: str, about: str | None = None) -> type | None:
    user, loaded = world.person(role), queries.locked_case(item.pk)
    about_whom = world.person(about) if about else user
    return kind(may(rules.check_may_declare, user, loaded, person=about_whom, now=NOW))


def asking(world: World, check, role: str, declaration) -> type | None:
    item = queries.locked_case(declaration.item_id)
    row = queries.declaration_in(item, declaration.pk)
    return kind(may(check, world.person(role), row, now=NOW))


def decide(item, verb: str, world: World) -> None:
    fields = {"decided_at": NOW, "recorded_by": world.people["forum"]}
    move(item, verb, by=world.people["forum"], moves=ITEM_MOVES, now=NOW, fields=fields)


def test_whoever_takes_part_declares_for_themselves_also_the_governors_people(world):
    item = case(world)
    for role in ("leader", "uh", "forum", "governor", "case_officer"):
        assert declaring(world, item, role) is None
    for role in ("head", "coordinator", "nobody", "foreign_officer", "approver"):
        assert declaring(world, item, role) is NotAllowed


def test_it_can_be_declared_from_when_the_meeting_is_called(world):
    item = case(world, state="called")
    assert declaring(world, item, "leader") is None
    move(item.meeting, "cancel", by=world.people["forum"], moves=MEETING_MOVES, now=NOW)
    assert declaring(world, item, "leader") is NotNow


def test_nobody_declares_in_a_draft(world):
    draft = plain_meeting(world, state="draft")
    item = draft.items.create(order=1, title="Sak")
    assert declaring(world, item, "forum") is NotAllowed


@pytest.mark.parametrize(("verb", "expected"), [("divide", None), ("agree", NotNow), ("postpone", NotNow)])
def test_it_can_be_declared_until_the_case_is_decided(world, verb, expected):
    item = case(world)
    decide(item, verb, world)
    assert declaring(world, item, "leader") is expected


def test_those_who_record_declare_for_others_while_the_meeting_is_held(world):
    item = case(world)
    assert (declaring(world, item, "forum", "leader"), declaring(world, item, "case_officer", "leader")) == (
        None,
        None,
    )
    assert declaring(world, item, "uh", "leader") is NotAllowed
    assert declaring(world, item, "forum", "head") is NotAllowed


def test_nobody_declares_for_others_before_the_meeting(world):
    assert declaring(world, case(world, state="called"), "case_officer", "leader") is NotNow


def test_the_meeting_decides_without_the_one_it_is_about(world):
    declaration = declared(world, case(world), "forum")
    check = rules.check_may_decide_declaration
    assert asking(world, check, "case_officer", declaration) is None
    assert asking(world, check, "forum", declaration) is NotAllowed  # the chair is the one it is about
    assert {asking(world, check, role, declaration) for role in NOT_RECORDERS} == {NotAllowed}


def test_the_secretary_does_not_decide_on_themselves(world):
    declaration = declared(world, case(world), "case_officer")
    check = rules.check_may_decide_declaration
    assert asking(world, check, "case_officer", declaration) is NotAllowed
    assert asking(world, check, "forum", declaration) is None


def test_it_is_decided_once_in_the_meeting_before_the_case_is(world):
    check = rules.check_may_decide_declaration
    before = declared(world, case(world, state="called"))
    assert asking(world, check, "case_officer", before) is NotNow
    move(before.item.meeting, "open", by=world.people["forum"], moves=MEETING_MOVES, now=NOW)
    assert asking(world, check, "case_officer", before) is None
    decide(before.item, "agree", world)
    assert asking(world, check, "case_officer", before) is NotNow


def test_what_is_decided_is_reconsidered_by_those_who_record_until_the_case_is_decided(world):
    declaration, check = recused(world, case(world)), rules.check_may_reconsider_declaration
    assert (
        asking(world, check, "forum", declaration),
        asking(world, check, "case_officer", declaration),
    ) == (
        None,
        None,
    )
    assert {asking(world, check, role, declaration) for role in ("leader", *NOT_RECORDERS)} == {NotAllowed}
    decide(declaration.item, "agree", world)
    assert asking(world, check, "forum", declaration) is NotNow


def test_nothing_is_reconsidered_that_is_not_decided(world):
    declaration = declared(world, case(world))
    assert asking(world, rules.check_may_reconsider_declaration, "forum", declaration) is NotNow


def test_a_declaration_is_taken_back_by_the_one_it_is_about_until_it_is_decided(world):
    declaration, check = declared(world, case(world)), rules.check_may_withdraw_declaration
    assert asking(world, check, "leader", declaration) is None
    assert {asking(world, check, role, declaration) for role in ("forum", *NOT_RECORDERS)} == {NotAllowed}
    services.clear_declaration(declaration=declaration, reason="Nei", by=world.person("forum"), now=NOW)
    assert asking(world, check, "leader", declaration) is NotNow


def test_whoever_recorded_it_for_another_takes_it_back_too(world):
    item = case(world)
    declaration = services.declare_impartiality(
        item=item, line="", reason="Feil", person=world.person("leader"), by=world.person("forum"), now=NOW
    )
    assert asking(world, rules.check_may_withdraw_declaration, "forum", declaration) is None
    assert asking(world, rules.check_may_withdraw_declaration, "uh", declaration) is NotAllowed


def takes_part(world: World, item, role: str, line: str = "") -> type | None:
    loaded = queries.locked_case(item.pk)
    return kind(may(rules.check_takes_part, world.person(role), loaded, line=line, now=NOW))


def test_whoever_is_disqualified_in_the_case_takes_part_in_none_of_its_lines(world):
    item = case(world)
    recused(world, item)
    assert {takes_part(world, item, "leader", line) for line in ("", own_line(world), "network-0")} == {
        NotAllowed
    }
    assert takes_part(world, item, "uh") is None


def test_whoever_is_disqualified_in_one_line_takes_part_in_the_rest(world):
    item = case(world)
    recused(world, item, line=own_line(world))
    assert takes_part(world, item, "leader", own_line(world)) is NotAllowed
    assert takes_part(world, item, "leader", "network-0") is None
    assert takes_part(world, item, "leader") is None


def test_whoever_has_asked_takes_part_until_the_meeting_has_decided(world):
    item = case(world)
    declaration = declared(world, item)
    assert takes_part(world, item, "leader") is None
    services.clear_declaration(declaration=declaration, reason="Nei", by=world.person("forum"), now=NOW)
    assert takes_part(world, item, "leader") is None
