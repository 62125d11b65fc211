"""Meetings of a network: who plans, who sees, where they are, their invitations, and their minutes to everyone."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from common.calendars import Invitation, invitation_text
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow, may
from networks.models import Arena, Meeting
from networks.queries.invitations import invitation_to
from networks.queries.meetings import meeting_of, people_of_network
from networks.rules import meetings as rules
from networks.services import meeting_agenda, meeting_minutes, meetings
from networks.services.callees import take_off_meeting
from networks.states import AgendaKind, ArenaKind
from tests import factories as f
from tests.networks import network_meetings_stage as stage
from tests.networks.network_meetings_stage import DAY, PLANNED
from tests.world import ROLES

PARTNERS = {"leader", "coordinator", "uh"}
EVERYBODY = {"leader", "coordinator", "member", "uh"}


def may_plan(world, role: str, **said) -> bool:
    return may(rules.check_may_plan_meeting, world.person(role), world.network, now=PLANNED, **said) is None


def seen_by(world, made: Meeting) -> set[str]:
    """Who sees a meeting, by the rule and by the query: they agree."""
    by_rule = {
        role
        for role in ROLES
        if may(rules.check_may_see_meeting, world.person(role), made, now=PLANNED) is None
    }
    by_query = {role for role in ROLES if meeting_of(world.person(role), made.pk, now=PLANNED)}
    assert by_rule == by_query
    return by_rule


def test_leader_coordinator_and_university_plan_as_equals(world):
    assert {role for role in ROLES if may_plan(world, role)} == PARTNERS


def test_a_university_plans_in_its_own_arenas_and_in_the_networks(world):
    f.PartnershipFactory(network=world.network, university=world.other_university)
    own = stage.an_arena(world, university=world.university)
    shared = stage.an_arena(world)
    assert {role for role in ROLES if may_plan(world, role, arena=own)} == PARTNERS
    assert {role for role in ROLES if may_plan(world, role, arena=shared)} == PARTNERS | {"other_uh"}


def test_the_authority_of_a_municipality_plans_what_the_municipality_arranges(world):
    stage.authority(world)
    municipal, regional = stage.an_arena(world, ArenaKind.MUNICIPAL_HEADS), stage.an_arena(world)
    place, other = world.municipality, world.other_municipality
    assert may_plan(world, "authority", arena=municipal, municipality=place)
    assert not may_plan(world, "authority", arena=municipal, municipality=other)
    assert not may_plan(world, "authority", arena=municipal)
    assert not may_plan(world, "authority", arena=regional, municipality=place)
    assert not may_plan(world, "member", arena=municipal, municipality=place)
    made = stage.drafted(world, by="authority", arena=municipal, municipality=place)
    assert meeting_of(world.person("authority"), made.pk, now=PLANNED)
    with pytest.raises(NotAllowed):
        meetings.save_meeting(
            meeting=made,
            typed=stage.typed(arena=regional, municipality=place),
            version=1,
            by=world.person("authority"),
            now=PLANNED,
        )


def test_a_draft_is_seen_by_those_alone_who_plan_it(world):
    assert seen_by(world, stage.drafted(world)) == PARTNERS
    own = stage.an_arena(world, university=world.other_university)
    f.PartnershipFactory(network=world.network, university=world.other_university)
    assert seen_by(world, stage.drafted(world, arena=own)) == {"leader", "coordinator", "other_uh"}


def test_a_meeting_that_is_called_is_seen_by_the_network_staff_and_those_who_are_called(world):
    assert seen_by(world, stage.called(world)) == EVERYBODY | {"case_officer", "approver"}
    heads = stage.called(world, arena=stage.an_arena(world))
    assert seen_by(world, heads) == EVERYBODY | {"head", "case_officer", "approver"}
    municipal = stage.called(world, arena=stage.an_arena(world, ArenaKind.MUNICIPAL_HEADS))
    assert "owner" in seen_by(world, municipal)


def test_who_was_called_by_a_seat_that_has_ended_sees_it_no_more(world):
    made = stage.called(world, arena=stage.an_arena(world))
    world.people["head"].seats.update(valid_to=PLANNED.date())
    assert "head" not in seen_by(world, made)


def test_a_meeting_is_in_an_arena_and_for_a_place_of_its_own_network(world):
    foreign = Arena.objects.create(network=world.other_network, name="Deres", order=1)
    for said in (
        {"arena": foreign},
        {"municipality": world.other_municipality},
        {"kindergarten": world.other_kindergarten},
        {"kindergarten": world.kindergarten, "municipality": world.other_municipality},
        {"ends_at": stage.STARTS},
    ):
        with pytest.raises(NotNow):
            stage.drafted(world, **said)
    with pytest.raises(NotNow):
        meetings.plan_meeting(
            body=world.forum,
            typed=stage.typed(municipality=world.municipality),
            by=world.person("case_officer"),
            now=PLANNED,
        )
    assert Meeting.objects.count() == 0


def test_a_network_can_be_called_without_an_agenda_and_has_no_votes(world):
    made, leader = stage.called(world, round=world.round), world.person("leader")
    assert made.items.count() == 0
    with pytest.raises(NotNow):
        meeting_agenda.add_item(
            meeting=made,
            typed=meeting_agenda.ItemInput(title="Nøkkel", kind=AgendaKind.KEY),
            by=leader,
            now=PLANNED,
        )
    item = meeting_agenda.add_item(
        meeting=made, typed=meeting_agenda.ItemInput(title="Evaluering"), by=leader, now=PLANNED
    )
    meetings.open_meeting(meeting=made, chair=leader, by=leader, now=DAY)
    with pytest.raises(NotNow):
        meeting_minutes.divide_item(item=item, by=leader, now=DAY)


def ics(mail: OutboxMail) -> Calendar:
    """What Outlook, Google and Thunderbird get with a letter."""
    invitation = Invitation(**mail.context["invitation"])
    return Calendar.from_ical(invitation_text(invitation, to=mail.to, name="Prøve", stamp=PLANNED))


def newest(kind: str, to: str) -> OutboxMail:
    return OutboxMail.objects.filter(kind=f"networks/{kind}", to=f"{to}@example.no").latest("pk")


def test_invitation_change_and_cancelling_are_one_meeting_in_the_calendar(world):
    made, leader = stage.called(world), world.person("leader")
    mails = [newest("meeting_called", "member")]
    meetings.change_meeting(
        meeting=made, typed=stage.typed(place="Biblioteket"), version=made.version, by=leader, now=PLANNED
    )
    mails.append(newest("meeting_changed", "member"))
    world.people["leader"].seats.update(valid_to=PLANNED.date())
    made.refresh_from_db()
    meetings.cancel_meeting(
        meeting=made, reason="Storm", by=world.person("coordinator"), now=PLANNED + timedelta(days=1)
    )
    mails.append(newest("meeting_cancelled", "member"))
    calendars = [ics(mail) for mail in mails]
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [str(calendar["METHOD"]) for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert len({str(event["ORGANIZER"]) for event in events}) == 1
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {str(event["ATTENDEE"]) for event in events} == {"mailto:member@example.no"}
    assert events[0]["ORGANIZER"].params["CN"] == "Prøvenettverket"


def test_the_organizer_stays_when_the_office_gets_a_new_address(world):
    made = stage.called(world)
    before = invitation_to(made).organizer_email
    world.county.email = "ny@example.no"
    world.county.save(update_fields=["email"])
    assert invitation_to(Meeting.objects.get(pk=made.pk)).organizer_email == before


def test_the_letter_says_who_meets(world):
    stage.called(world, arena=stage.an_arena(world), municipality=world.municipality)
    said = newest("meeting_called", "head").context
    assert said["body"].startswith("Prøvenettverket, ")
    assert "Prøvedal" in said["body"]


def test_minutes_go_to_all_who_were_called_and_to_all_of_the_network(world):
    draft, leader = stage.drafted(world, arena=stage.an_arena(world)), world.person("leader")
    take_off_meeting(
        meeting=draft, people=[world.people["member"]], reason="Er på reise", by=leader, now=PLANNED
    )
    meetings.call_meeting(meeting=draft, by=leader, now=PLANNED)
    meetings.open_meeting(meeting=draft, chair=leader, by=leader, now=DAY)
    meetings.record_attendance(meeting=draft, present=[leader.pk], by=leader, now=DAY)
    document = meeting_minutes.send_minutes(meeting=draft, by=leader, now=DAY)
    told = set(OutboxMail.objects.filter(kind="networks/meeting_minutes_sent").values_list("to", flat=True))
    assert told == {f"{role}@example.no" for role in EVERYBODY | {"head"}}
    assert document.number == f"MN-2027-{world.network.pk}-1-1"


def test_a_networks_people_are_its_leaders_members_and_universities(world):
    assert {user.email.split("@")[0] for user in people_of_network(world.network, now=PLANNED)} == EVERYBODY
