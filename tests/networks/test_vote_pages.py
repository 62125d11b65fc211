"""The page of a case, as members, the chair, the secretary and those outside meet it."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import AgendaItem, Ballot, Declaration, MeetingPaper, Seat, Vote
from networks.roles import Interest, Role
from networks.services import impartiality
from networks.services import votes as services
from tests import factories as f
from tests.networks.votes import (
    AGAINST,
    FOR,
    NOW,
    attends,
    ballot,
    case,
    closed,
    declared,
    divided,
    own_line,
    recused,
    vote,
)


@pytest.fixture(autouse=True)
def _in_the_meeting(at):
    at(NOW)


def page(name: str, pk: int) -> str:
    return reverse(f"networks:{name}", kwargs={"pk": pk})


def shown(client, item):
    """What the page of the case was made of."""
    response = client.get(page("meeting_item_detail", item.pk))
    assert response.status_code == 200
    return response.context


def test_a_case_goes_from_question_to_vote_to_decision(world, sign_in):
    item = divided(world)
    leader, chair, uh = sign_in("leader"), sign_in("forum"), sign_in("uh")
    asked = {"line": own_line(world), "reason": "Jeg leder nettverket."}
    leader.post(page("impartiality_declare", item.pk), asked)
    declaration = Declaration.objects.get()
    decision = {"outcome": "recused", "reason": "Leder selv.", "sees_papers": "on"}
    assert chair.post(page("declaration_decide", declaration.pk), decision).url == page(
        "meeting_item_detail", item.pk
    )
    chair.post(page("ballot_open", item.pk), {"question": "Skal den vedtas?", "line": ""})
    opened = Ballot.objects.get()
    uh.post(page("ballot_vote", opened.pk), {"choice": "for"})
    recorded = {f"vote_{world.people['owner'].pk}": "against", "rest": "for"}
    chair.post(page("ballot_record", opened.pk), recorded)
    chair.post(page("ballot_close", opened.pk))
    form = chair.get(page("meeting_item_settle", item.pk)).context["form"]
    assert form.initial["resolution"] == "Skal den vedtas?"
    assert "Prøve Owner (" in form.initial["dissent"]
    chair.post(page("meeting_item_settle", item.pk), form.initial)
    item.refresh_from_db()
    assert (item.state, item.is_carried) == ("voted", True)
    result = shown(sign_in("uh"), item)["results"][0]
    assert [(group["count"], len(group["people"])) for group in result["groups"]] == [(3, 3), (1, 1), (0, 0)]


def test_the_recorder_s_rest_leaves_those_with_a_mark_alone(world, sign_in):
    opened = ballot(world)
    vote(world, opened, "uh", AGAINST)
    response = sign_in("forum").get(page("ballot_record", opened.pk))
    assert [person.pk for person in response.context["alone"]] == [world.people["uh"].pk]
    sign_in("forum").post(page("ballot_record", opened.pk), {"rest": "for"})
    assert sorted(Vote.objects.values_list("choice", flat=True)) == ["against", "for", "for", "for"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("leader", 403), ("governor", 403), ("case_officer", 403), ("head", 404), ("foreign_officer", 404)],
)
def test_a_direct_vote_without_right_stores_nothing_and_is_logged(world, sign_in, caplog, role, status):
    item = divided(world)
    recused(world, item)
    opened, client = ballot(world, item), sign_in(role)
    with caplog.at_level(logging.WARNING, "rekom.refused_votes"):
        response = client.post(page("ballot_vote", opened.pk), {"choice": "for"})
    assert (response.status_code, Vote.objects.count()) == (status, 0)
    said = [record.getMessage() for record in caplog.records if record.name == "rekom.refused_votes"]
    assert [f"person {world.people[role].pk} (" in line for line in said] == [True]


def test_a_member_of_another_countys_forum_is_told_nothing(world, sign_in, caplog):
    f.seat(Role.FORUM_MEMBER, f.ForumFactory(), world.people["nobody"], interest=Interest.UNION)
    opened = ballot(world)
    assert sign_in("nobody").post(page("ballot_vote", opened.pk), {"choice": "for"}).status_code == 404
    assert "(not_member)" in caplog.text


def test_a_vote_that_comes_too_late_is_answered_with_a_sentence(world, sign_in, caplog):
    opened = closed(world, {"uh": FOR})
    response = sign_in("owner").post(page("ballot_vote", opened.pk), {"choice": "against"})
    assert (response.status_code, str(response.context["refusal"].reason)) == (409, "closed")
    assert (Vote.objects.count(), "(closed)" in caplog.text) == (1, True)


def test_somebody_who_is_not_noted_as_present_is_told_how_to_get_there(world, sign_in):
    opened = ballot(world)
    opened.item.meeting.attendance.filter(person=world.people["uh"]).update(is_present=None)
    response = sign_in("uh").post(page("ballot_vote", opened.pk), {"choice": "for"})
    assert (response.status_code, str(response.context["refusal"].reason)) == (409, "not_present")


@pytest.mark.parametrize("choice", ["", "ja", "for\x00", "FOR"])
def test_a_choice_that_is_not_there_is_not_taken(world, sign_in, choice):
    opened = ballot(world)
    response = sign_in("uh").post(page("ballot_vote", opened.pk), {"choice": choice})
    assert (response.status_code, Vote.objects.count()) == (302, 0)
    assert sign_in("head").post(page("ballot_vote", opened.pk), {"choice": choice}).status_code == 404


def test_a_show_of_hands_by_direct_post_from_a_member_is_logged(world, sign_in, caplog):
    opened = ballot(world)
    response = sign_in("uh").post(page("ballot_record", opened.pk), {"rest": "for"})
    assert (response.status_code, Vote.objects.count(), "(for_others)" in caplog.text) == (404, 0, True)


def test_how_others_vote_is_not_shown_while_it_is_open(world, sign_in):
    opened = ballot(world)
    vote(world, opened, "owner", AGAINST)
    context = shown(sign_in("uh"), opened.item)
    assert (context["voted"], context["entitled"], context["results"]) == (1, 4, [])
    assert [chosen for _value, _label, chosen in context["choices"]] == [False, False, False]


def test_only_those_who_record_see_what_they_can_do(world, sign_in):
    item = divided(world)
    assert [
        shown(sign_in(role), item)["records"] for role in ("forum", "case_officer", "uh", "approver")
    ] == [
        True,
        True,
        False,
        False,
    ]


def test_who_leads_a_network_is_given_a_hint_that_nobody_else_sees(world, sign_in):
    item = case(world)
    assert [line.label for line in shown(sign_in("leader"), item)["hints"]] == ["Prøvenettverket"]
    assert [line.label for line in shown(sign_in("uh"), item)["hints"]] == ["Prøve høgskole"]
    assert (shown(sign_in("forum"), item)["hints"], shown(sign_in("owner"), item)["hints"]) == ([], [])
    declared(world, item, line=own_line(world))
    assert shown(sign_in("leader"), item)["hints"] == []


def test_who_speaks_for_a_party_is_told_that_it_does_not_disqualify(world, sign_in):
    item = case(world)
    told = [shown(sign_in(role), item)["speaks_for_party"] for role in ("uh", "leader", "owner", "forum")]
    assert told == [True, True, True, False]
    assert Declaration.objects.count() == 0


def test_papers_are_kept_from_those_whom_the_meeting_has_decided_it_for(world, sign_in):
    item = case(world)
    MeetingPaper.objects.create(
        meeting=item.meeting,
        item=item,
        title="Oversikt",
        path="/tilskudd/",
        added_by=world.people["case_officer"],
        added_at=NOW,
    )
    recused(world, item, "leader", sees_papers=False)
    recused(world, item, "uh", sees_papers=True)
    seen = [len(shown(sign_in(role), item)["papers"]) for role in ("leader", "uh", "owner")]
    assert seen == [0, 1, 1]


def test_the_chair_who_it_is_about_is_offered_no_decision(world, sign_in):
    item = case(world)
    row = declared(world, item, "forum")
    assert not shown(sign_in("forum"), item)["declarations"][0]["may_decide"]
    assert sign_in("forum").get(page("declaration_decide", row.pk)).status_code == 404
    assert shown(sign_in("case_officer"), item)["declarations"][0]["may_decide"]


def test_those_who_record_say_whom_it_is_about(world, sign_in):
    item, client = case(world), sign_in("case_officer")
    form = client.get(page("impartiality_declare", item.pk)).context["form"]
    assert len(form.fields["person"].choices) == 7  # six are called, and the empty one
    typed = {"line": "", "reason": "Gift med lederen.", "person": world.people["uh"].pk}
    client.post(page("impartiality_declare", item.pk), typed)
    assert Declaration.objects.get().person_id == world.people["uh"].pk


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"line": "network-0", "reason": "Fordi."}, "line"),
        ({"line": "", "reason": " "}, "reason"),
        ({"line": "", "reason": "x" * 10_001}, "reason"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(world, sign_in, typed, field):
    response = sign_in("leader").post(page("impartiality_declare", case(world).pk), typed)
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert Declaration.objects.count() == 0


def test_declaring_twice_is_answered_on_the_form(world, sign_in):
    item = case(world)
    declared(world, item)
    response = sign_in("leader").post(page("impartiality_declare", item.pk), {"line": "", "reason": "Igjen"})
    assert (response.status_code, Declaration.objects.count()) == (409, 1)


def test_a_case_of_a_cancelled_or_decided_meeting_can_be_read(world, sign_in):
    item = divided(world)
    closed(world, {"uh": AGAINST}, item)
    services.settle_item(item=item, resolution="Falt.", dissent="", by=world.person("forum"), now=NOW)
    context = shown(sign_in("leader"), item)
    assert (context["is_decided"], context["may_declare"], context["ballot"]) == (True, False, None)


def test_an_empty_case_says_so(world, sign_in):
    item = case(world)
    AgendaItem.objects.filter(pk=item.pk).update(proposal="")
    assert shown(sign_in("uh"), item)["papers"].count() == 0


def queries_of(client, item) -> int:
    address = page("meeting_item_detail", item.pk)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("role", ["uh", "forum"])
def test_the_page_asks_as_many_questions_for_many_members_votes_and_declarations(world, sign_in, role):
    item = divided(world)
    closed(world, {"uh": FOR}, item)
    declaration = declared(world, item)
    impartiality.clear_declaration(
        declaration=declaration, reason="Nei", by=world.person("case_officer"), now=NOW
    )
    opened = ballot(world, item)
    vote(world, opened, "owner")
    client = sign_in(role)
    few = queries_of(client, item)
    for number in range(12):
        person = f.UserFactory(name=f"Prøve Medlem {number}")
        Seat.objects.create(
            user=person, role=Role.FORUM_MEMBER, forum=world.forum, valid_from=f.LONG_AGO, interest="union"
        )
        attends(item.meeting, person)
        services.cast_vote(ballot=opened, choice=FOR, by=person, now=NOW)
    row = declared(world, item, "uh", line=own_line(world))
    impartiality.clear_declaration(declaration=row, reason="Nei", by=world.person("case_officer"), now=NOW)
    services.close_ballot(ballot=opened, by=world.person("case_officer"), now=NOW)
    ballot(world, item)
    assert queries_of(client, item) == few
