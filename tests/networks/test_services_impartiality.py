"""Impartiality: result, history line, letter, and nothing changed on failure."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.models import Declaration
from networks.queries.lines import lines_of, own_lines
from networks.queries.meetings import is_recused, items_hidden_from, recused_lines
from networks.services import impartiality as services
from tests.networks.votes import LATER, NOW, case, declared, own_line, recused


def letters() -> list[tuple[str, str]]:
    return sorted((mail.kind, mail.to.split("@")[0]) for mail in OutboxMail.objects.all())


def verbs(declaration) -> list[str]:
    return [line.verb for line in history_of(declaration)]


def test_a_member_declares_before_the_meeting_and_those_who_lead_it_are_told(world):
    item = case(world, state="called")
    row = declared(world, item, line=own_line(world))
    row.refresh_from_db()
    assert (row.state, row.line_label, row.sees_papers) == ("declared", "Prøvenettverket", True)
    assert (row.person_id, row.declared_by_id, row.declared_at) == (row.person_id, row.person_id, NOW)
    assert letters() == [
        ("networks/impartiality_declared", "case_officer"),
        ("networks/impartiality_declared", "forum"),
    ]


def test_the_chair_is_not_told_of_their_own(world):
    declared(world, case(world, state="called"), "forum")
    assert letters() == [("networks/impartiality_declared", "case_officer")]


def test_in_the_meeting_nobody_is_mailed(world):
    declared(world, case(world))
    assert letters() == []


def test_it_is_declared_once_for_each_line(world):
    item = case(world)
    declared(world, item)
    declared(world, item, line=own_line(world))
    with pytest.raises(NotNow):
        declared(world, item)
    with pytest.raises(NotNow):
        declared(world, item, "uh", line="network-0")
    assert Declaration.objects.count() == 2


def test_what_is_taken_back_can_be_declared_again(world):
    item = case(world)
    first = declared(world, item)
    services.withdraw_declaration(declaration=first, by=world.person("leader"), now=LATER)
    declared(world, item)
    assert sorted(Declaration.objects.values_list("state", flat=True)) == ["declared", "withdrawn"]
    assert verbs(first) == ["withdraw"]


def test_it_is_recorded_for_somebody(world):
    row = services.declare_impartiality(
        item=case(world),
        line="",
        reason="Gift med lederen.",
        person=world.person("leader"),
        by=world.person("forum"),
        now=NOW,
    )
    assert (row.person_id, row.declared_by_id) == (world.people["leader"].pk, world.people["forum"].pk)


def test_the_meeting_decides_that_somebody_is_disqualified_and_does_not_see_the_papers(world):
    item = case(world)
    row = recused(world, item, line=own_line(world), sees_papers=False)
    leader = world.person("leader")
    assert (row.state, row.decision_reason, row.decided_at) == ("recused", "Leder selv.", NOW)
    assert [(line.verb, line.comment) for line in history_of(row)] == [("recuse", "Leder selv.")]
    assert recused_lines(item) == {leader.pk: {own_line(world)}}
    assert (is_recused(leader, item), is_recused(leader, item, own_line(world))) == (False, True)
    assert items_hidden_from(leader, item.meeting) == {item.pk}
    assert letters() == [("networks/impartiality_decided", "leader")]


def test_the_papers_are_seen_unless_the_meeting_decides_otherwise(world):
    item = case(world)
    recused(world, item)
    assert items_hidden_from(world.person("leader"), item.meeting) == set()


def test_the_meeting_decides_that_somebody_is_impartial(world):
    item = case(world)
    row = services.clear_declaration(
        declaration=declared(world, item), reason="Representerer en part.", by=world.person("forum"), now=NOW
    )
    assert (row.state, verbs(row), recused_lines(item)) == ("cleared", ["clear"], {})
    assert letters() == [("networks/impartiality_decided", "leader")]


def test_a_decision_is_reconsidered_and_the_person_is_told_of_the_new_one(world):
    row = recused(world, case(world), sees_papers=False)
    again = services.reconsider_declaration(
        declaration=row, reason="Nye opplysninger.", by=world.person("forum"), now=NOW
    )
    assert (again.state, again.decided_by, again.decision_reason, again.sees_papers) == (
        "declared",
        None,
        "",
        True,
    )
    cleared = services.clear_declaration(
        declaration=again, reason="Ikke nær nok.", by=world.person("forum"), now=LATER
    )
    assert verbs(cleared) == ["recuse", "reconsider", "clear"]
    assert len(letters()) == 2


def test_nobody_decides_on_themselves_and_nothing_is_changed(world):
    row = declared(world, case(world), "forum")
    with pytest.raises(NotAllowed):
        services.clear_declaration(declaration=row, reason="Jeg er grei.", by=world.person("forum"), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.decision_reason, verbs(row), letters()) == ("declared", "", [], [])


def test_lines_are_the_countys_networks_and_the_universities_that_work_with_them(world):
    labels = [line.label for line in lines_of(case(world), now=NOW)]
    assert labels == ["Annet nettverk", "Prøvenettverket", "Andre universitet", "Prøve høgskole"]


@pytest.mark.parametrize(
    ("role", "count"), [("leader", 1), ("uh", 1), ("coordinator", 1), ("owner", 0), ("forum", 0)]
)
def test_own_lines_are_what_one_leads_or_coordinates(world, role, count):
    assert len(own_lines(world.person(role), now=NOW)) == count
