"""Votes: what is stored, what is refused and logged, what a show of hands and a settled case leave behind."""

import logging

import pytest
from django.db import DatabaseError, transaction

from common.history import history_of
from common.moves import move
from common.refusals import NotAllowed, NotNow
from networks.models import AgendaItem, Attendance, Ballot, Vote
from networks.roles import Interest, Role
from networks.services import impartiality, meeting_minutes
from networks.services import votes as services
from networks.states import ITEM_MOVES, VoteChoice
from tests import factories as f
from tests.at_once import at_once
from tests.networks.votes import (
    ABSTAIN,
    AGAINST,
    FOR,
    LATER,
    NOW,
    ballot,
    case,
    closed,
    declared,
    divided,
    own_line,
    recused,
    vote,
)
from tests.world import World, make_world


def stored() -> dict[str, str]:
    """What is voted, by the beginning of the person's address."""
    return {row.person.email.split("@")[0]: row.choice for row in Vote.objects.select_related("person")}


def test_a_member_votes_and_changes_the_vote_until_it_is_closed(world):
    opened = ballot(world)
    vote(world, opened, "uh", FOR)
    vote(world, opened, "uh", AGAINST)
    assert stored() == {"uh": "against"}
    services.close_ballot(ballot=opened, by=world.person("forum"), now=LATER)
    with pytest.raises(NotNow):
        vote(world, opened, "uh", FOR)
    assert stored() == {"uh": "against"}
    row = Vote.objects.get()
    assert (row.cast_by_id, row.cast_at, row.seat.interest) == (row.person_id, NOW, Interest.UNIVERSITY)


def test_somebody_with_two_seats_votes_once_by_the_first(world):
    first = f.seat(Role.FORUM_MEMBER, world.forum, world.people["uh"], interest=Interest.UNION)
    vote(world, ballot(world), "uh")
    assert Vote.objects.get().seat_id == first.pk


@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("governor", "governor"),
        ("case_officer", "governor"),
        ("head", "not_member"),
        ("foreign_officer", "not_member"),
        ("leader", "recused"),
    ],
)
def test_a_vote_without_right_stores_nothing_and_is_logged_without_names(world, caplog, role, reason):
    item = divided(world)
    recused(world, item)
    opened = ballot(world, item)
    with caplog.at_level(logging.WARNING, "rekom.refused_votes"), pytest.raises(NotAllowed):
        vote(world, opened, role)
    assert (Vote.objects.count(), len(caplog.records)) == (0, 1)
    said = caplog.records[0].getMessage()
    assert said == f"ballot {opened.pk}: no vote stored, tried by person {world.people[role].pk} ({reason})"


@pytest.mark.parametrize("change", [{"is_present": None}, {"is_present": False}])
def test_a_vote_of_somebody_absent_stores_nothing_and_is_logged(world, caplog, change):
    opened = ballot(world)
    Attendance.objects.filter(person=world.people["uh"]).update(**change)
    with pytest.raises(NotNow):
        vote(world, opened, "uh")
    assert (Vote.objects.count(), "not_present" in caplog.text) == (0, True)


def test_a_vote_on_a_closed_ballot_is_logged(world, caplog):
    opened = closed(world, {"uh": FOR})
    with pytest.raises(NotNow):
        vote(world, opened, "owner")
    assert (stored(), "(closed)" in caplog.text) == ({"uh": "for"}, True)


def test_a_show_of_hands_stores_all_or_nothing(world, caplog):
    opened, people = ballot(world), world.people
    hands = {people["uh"].pk: FOR, people["leader"].pk: AGAINST, people["owner"].pk: None}
    services.record_votes(ballot=opened, choices=hands, by=world.person("forum"), now=NOW)
    assert stored() == {"uh": "for", "leader": "against"}
    worse = {people["uh"].pk: AGAINST, people["governor"].pk: FOR}
    with pytest.raises(services.rules.VoteRefused), transaction.atomic():
        services.record_votes(ballot=opened, choices=worse, by=world.person("forum"), now=NOW)
    assert (stored(), "(governor)" in caplog.text) == ({"uh": "for", "leader": "against"}, True)


def test_a_show_of_hands_names_only_those_who_are_called(world):
    hands = {world.people["head"].pk: FOR}
    with pytest.raises(NotAllowed):
        services.record_votes(ballot=ballot(world), choices=hands, by=world.person("forum"), now=NOW)
    assert stored() == {}


def test_a_show_of_hands_by_another_stores_nothing_and_is_logged(world, caplog):
    opened = ballot(world)
    with pytest.raises(NotAllowed):
        services.record_votes(
            ballot=opened, choices={world.people["owner"].pk: FOR}, by=world.person("uh"), now=NOW
        )
    assert (stored(), "(for_others)" in caplog.text) == ({}, True)


def test_the_hand_that_was_recorded_wrongly_is_taken_back_and_own_votes_are_not(world):
    opened, people = ballot(world), world.people
    services.record_votes(ballot=opened, choices={people["uh"].pk: FOR}, by=world.person("forum"), now=NOW)
    vote(world, opened, "owner", AGAINST)
    services.record_votes(ballot=opened, choices={people["uh"].pk: None}, by=world.person("forum"), now=NOW)
    assert stored() == {"owner": "against"}
    with pytest.raises(NotNow):
        services.record_votes(
            ballot=opened, choices={people["owner"].pk: None}, by=world.person("forum"), now=NOW
        )
    assert stored() == {"owner": "against"}


def test_a_member_changes_what_was_recorded_for_them(world):
    opened, uh = ballot(world), world.people["uh"]
    services.record_votes(ballot=opened, choices={uh.pk: FOR}, by=world.person("forum"), now=NOW)
    vote(world, opened, "uh", ABSTAIN)
    assert stored() == {"uh": "abstain"}
    assert Vote.objects.get().cast_by_id == uh.pk


def test_whoever_is_disqualified_while_it_is_open_loses_the_vote(world):
    opened = ballot(world)
    for role in ("leader", "uh"):
        vote(world, opened, role)
    declaration = declared(world, opened.item)
    with pytest.raises(NotNow):
        services.close_ballot(ballot=opened, by=world.person("forum"), now=LATER)
    impartiality.recuse_declaration(declaration=declaration, reason="Ja", by=world.person("forum"), now=LATER)
    assert stored() == {"uh": "for"}
    assert services.close_ballot(ballot=opened, by=world.person("forum"), now=LATER).closed_at == LATER


def test_a_ballot_is_opened_closed_and_the_case_settled(world):
    item = divided(world)
    done = closed(world, {"uh": FOR, "owner": FOR, "leader": AGAINST}, item)
    assert (done.closed_by_id, done.closed_at) == (world.people["case_officer"].pk, LATER)
    settled = services.settle_item(
        item=item, resolution="Vedtatt.", dissent="Leder er imot.", by=world.person("forum"), now=LATER
    )
    settled.refresh_from_db()
    assert (settled.state, settled.is_carried, settled.resolution) == ("voted", True, "Vedtatt.")
    assert (settled.dissent, settled.decided_at) == ("Leder er imot.", LATER)
    assert [line.verb for line in history_of(settled)] == ["divide", "settle"]


@pytest.mark.parametrize("choices", [{"uh": FOR, "owner": AGAINST}, {"uh": AGAINST}, {}])
def test_a_tie_or_a_minority_does_not_carry(world, choices):
    item = divided(world)
    closed(world, choices, item)
    settled = services.settle_item(
        item=item, resolution="Falt.", dissent="", by=world.person("forum"), now=LATER
    )
    assert settled.is_carried is False


def test_a_case_without_a_vote_is_not_settled(world):
    item = divided(world)
    with pytest.raises(NotNow):
        services.settle_item(item=item, resolution="x", dissent="", by=world.person("forum"), now=LATER)
    item.refresh_from_db()
    assert (item.state, item.resolution, history_of(item).count()) == ("divided", "", 1)


def test_a_ballot_on_a_line_that_is_not_there_is_refused(world):
    with pytest.raises(NotNow):
        ballot(world, divided(world), line="network-0")
    assert Ballot.objects.count() == 0


def test_a_ballot_keeps_what_its_line_was_called(world):
    assert ballot(world, divided(world), line=own_line(world)).line_label == "Prøvenettverket"


# --- The database itself ------------------------------------------------------------------------------------


def raw_vote(world: World, opened: Ballot, role: str, **changed) -> None:
    """Write a vote past all rules."""
    person = world.person(role)
    seat = person.seats.filter(role=Role.FORUM_MEMBER).first() or person.seats.first()
    values = {"choice": "for", "cast_by": person, "cast_at": NOW, "seat": seat} | changed
    with transaction.atomic():
        Vote.objects.create(ballot=opened, person=person, **values)


def test_the_database_takes_the_vote_of_somebody_entitled(world):
    raw_vote(world, ballot(world), "uh")
    assert stored() == {"uh": "for"}


def _leave(world, opened):
    Attendance.objects.filter(person=world.people["uh"]).update(is_present=False)


def _uncall(world, opened):
    Attendance.objects.filter(person=world.people["uh"]).update(is_called=False)


def _close(world, opened):
    services.close_ballot(ballot=opened, by=world.person("forum"), now=NOW)


def _declare(world, opened):
    declared(world, opened.item, "uh")


def _recuse(world, opened):
    recused(world, opened.item, "uh")


def _serve_the_governor(world, opened):
    f.seat(Role.APPROVER, world.county, world.people["uh"])


def _speak_for_the_governor(world, opened):
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["uh"], interest=Interest.GOVERNOR)


def _end_the_seat(world, opened):
    world.people["uh"].seats.filter(role=Role.FORUM_MEMBER).update(valid_to=NOW.date())


@pytest.mark.parametrize(
    "change",
    [
        _leave,
        _uncall,
        _close,
        _declare,
        _recuse,
        _serve_the_governor,
        _speak_for_the_governor,
        _end_the_seat,
    ],
)
def test_the_database_refuses_a_vote_without_right(world, change):
    opened = ballot(world)
    change(world, opened)
    with pytest.raises(DatabaseError):
        raw_vote(world, opened, "uh")
    assert stored() == {}


@pytest.mark.parametrize("role", ["governor", "leader_of_another_seat", "case_officer"])
def test_the_database_refuses_other_seats(world, role):
    opened = ballot(world)
    if role == "leader_of_another_seat":
        uh_seat = world.person("uh").seats.get(role=Role.FORUM_MEMBER)
        with pytest.raises(DatabaseError):
            raw_vote(world, opened, "leader", seat=uh_seat)
    else:
        with pytest.raises(DatabaseError):
            raw_vote(world, opened, role)
    assert stored() == {}


def test_the_database_keeps_closed_votes_as_they_are(world):
    opened = closed(world, {"uh": FOR})
    for change in (
        lambda: Vote.objects.update(choice="against"),
        lambda: Vote.objects.all().delete(),
        lambda: Ballot.objects.update(closed_at=None, closed_by=None),
        lambda: Ballot.objects.update(question="Noe annet"),
        lambda: Ballot.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert (stored(), Ballot.objects.get().question) == ({"uh": "for"}, opened.question)


def test_the_database_lets_no_ballot_open_where_there_is_consensus(world):
    item = divided(world)
    AgendaItem.objects.filter(pk=item.pk).update(title="Uendret")
    other = AgendaItem.objects.create(meeting=item.meeting, order=2, title="Enighet")
    with pytest.raises(DatabaseError), transaction.atomic():
        Ballot.objects.create(item=other, question="?", opened_by=world.people["forum"], opened_at=NOW)


# --- Two at once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_votes_of_one_person_at_once_are_one_vote():
    world = make_world()
    opened, uh = ballot(world), world.person("uh")
    done = at_once(
        *(
            lambda choice=choice: services.cast_vote(ballot=opened, choice=choice, by=uh, now=NOW)
            for choice in (VoteChoice.FOR, VoteChoice.AGAINST)
        )
    )
    assert (done, Vote.objects.count()) == (["done", "done"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_vote_while_it_is_closed_counts_or_is_refused():
    world = make_world()
    opened, uh, chair = ballot(world), world.person("uh"), world.person("forum")
    done = at_once(
        lambda: services.cast_vote(ballot=opened, choice=FOR, by=uh, now=NOW),
        lambda: services.close_ballot(ballot=opened, by=chair, now=LATER),
    )
    assert done in (["done", "done"], ["VoteNotNow", "done"])
    assert Vote.objects.count() == (done == ["done", "done"])


@pytest.mark.django_db(transaction=True)
def test_a_vote_while_its_voter_is_disqualified_does_not_stay():
    world = make_world()
    item = divided(world)
    opened = ballot(world, item)
    declaration = declared(world, item, "uh")
    uh, chair = world.person("uh"), world.person("forum")
    done = at_once(
        lambda: services.cast_vote(ballot=opened, choice=FOR, by=uh, now=NOW),
        lambda: impartiality.recuse_declaration(declaration=declaration, reason="Ja", by=chair, now=NOW),
    )
    assert (len(done), done.count("done"), Vote.objects.count()) == (2, 1, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_ballots_opened_at_once_there_is_one():
    world = make_world()
    item, chair = divided(world), world.person("forum")
    officer = world.person("case_officer")
    done = at_once(
        *(
            lambda by=by: services.open_ballot(item=item, question="?", by=by, now=NOW)
            for by in (chair, officer)
        )
    )
    assert (done, Ballot.objects.count()) == (["NotNow", "done"], 1)


# --- The case waits for the vote, and for impartiality -------------------------------------------------------


def test_a_case_stays_where_it_is_while_people_vote(world):
    opened, chair = ballot(world), world.person("forum")
    for call in (meeting_minutes.postpone_item, meeting_minutes.take_up_again_item):
        with pytest.raises(NotNow):
            call(item=opened.item, reason="Senere.", by=chair, now=NOW)
    fields = {"decided_at": NOW, "recorded_by": chair}
    with pytest.raises(DatabaseError), transaction.atomic():
        move(opened.item, "postpone", by=chair, moves=ITEM_MOVES, now=NOW, fields=fields)
    services.close_ballot(ballot=opened, by=chair, now=NOW)
    again = meeting_minutes.take_up_again_item(item=opened.item, reason="Ny runde.", by=chair, now=LATER)
    assert again.state == "open"


def test_nothing_is_agreed_before_impartiality_is_decided(world):
    item, chair = case(world), world.person("forum")
    declaration = declared(world, item)
    with pytest.raises(NotNow):
        meeting_minutes.agree_item(item=item, resolution="Enige.", by=chair, now=NOW)
    impartiality.clear_declaration(declaration=declaration, reason="Nei", by=chair, now=NOW)
    assert meeting_minutes.agree_item(item=item, resolution="Enige.", by=chair, now=NOW).state == "agreed"
