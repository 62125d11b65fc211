"""A meeting on the home page and in the calendar link: for those who are called, until it is over and minuted."""

from datetime import timedelta

from common.clock import oslo
from networks.services import make_feed
from networks.services import meetings as services
from rekom.duties import home_of
from rekom.feed import mark_of, meetings_of
from tests.networks import meetings_stage as stage
from tests.networks import network_meetings_stage as network_stage
from tests.networks.meetings_stage import MEETING_DAY, PLANNED, STARTS
from tests.rekom.test_feed import read
from tests.world import World

FORTNIGHT = STARTS - timedelta(days=13)


def cards(world: World, role: str, now):
    groups = home_of(world.person(role), now=now).groups
    return [card for group in groups for card in group.cards if "/moter/" in card.url]


def test_who_is_called_is_asked_to_answer(world):
    made = stage.called(world)
    (card,) = cards(world, "forum", PLANNED)
    assert (card.url, card.is_todo, card.days) == (f"/nettverk/moter/{made.pk}/svar/", True, 37)
    for role in ("approver", "leader", "owner", "foreign_officer", "nobody"):
        assert cards(world, role, PLANNED) == []


def test_a_draft_gives_no_card(world):
    stage.drafted(world)
    assert cards(world, "case_officer", PLANNED) == []


def test_an_answered_meeting_comes_back_in_the_fortnight_before(world):
    made = stage.called(world)
    services.answer_invitation(meeting=made, answer="yes", by=world.person("forum"), now=PLANNED)
    assert cards(world, "forum", PLANNED) == []
    (card,) = cards(world, "forum", FORTNIGHT)
    assert (card.url, card.is_todo) == (f"/nettverk/moter/{made.pk}/", False)


def test_a_cancelled_meeting_is_gone(world):
    made = stage.called(world)
    services.cancel_meeting(meeting=made, reason="Nei", by=world.person("case_officer"), now=PLANNED)
    assert cards(world, "forum", FORTNIGHT) == []
    assert meetings_of(world.person("forum"), now=PLANNED) == []


def test_the_case_officer_is_asked_for_the_minutes(world):
    made = stage.done(world)
    after = STARTS + timedelta(days=1)
    (card,) = cards(world, "case_officer", after)
    assert (card.url, card.is_todo) == (f"/nettverk/moter/{made.pk}/", True)
    assert cards(world, "forum", after) == []
    assert not cards(world, "forum", MEETING_DAY)[0].is_todo


def test_a_minuted_meeting_is_nothing_to_do(world):
    stage.minuted(world)
    assert cards(world, "case_officer", STARTS + timedelta(days=1)) == []


def test_the_calendar_link_tells_of_meetings(world, client, at):
    made, user = stage.called(world), world.person("forum")
    at(PLANNED)
    answer = client.get(f"/kalender/{make_feed(user=user, by=user, now=PLANNED).token}.ics")
    events = read(answer.content).contents["vevent"]
    (event,) = [one for one in events if one.uid.value.startswith(f"meeting-{made.pk}@")]
    assert (event.dtstart.value, event.sequence.value) == (oslo(2027, 3, 10, 9), "0")


def test_the_mark_of_the_calendar_follows_a_change(world):
    made, member = stage.called(world), world.person("forum")
    before = mark_of(meetings_of(member, now=PLANNED))
    services.change_meeting(
        meeting=made,
        typed=stage.typed(place="Rådhuset", round=world.round),
        version=made.version,
        by=world.person("case_officer"),
        now=PLANNED,
    )
    (told,) = meetings_of(member, now=PLANNED)
    assert (told.sequence, told.place) == (1, "Rådhuset")
    assert mark_of([told]) != before


def test_who_is_not_called_has_no_meetings_in_the_calendar(world):
    stage.called(world)
    for role in ("approver", "leader", "owner"):
        assert meetings_of(world.person(role), now=PLANNED) == []


def test_a_networks_meeting_is_on_the_home_page_of_those_who_are_called(world):
    made = network_stage.called(world, arena=network_stage.an_arena(world))
    for role in ("leader", "coordinator", "member", "uh", "head"):
        (card,) = cards(world, role, PLANNED)
        assert (card.url, card.is_todo) == (f"/nettverk/moter/{made.pk}/svar/", True), role
        assert [told.title for told in meetings_of(world.person(role), now=PLANNED)] == [made.title]
    for role in ("owner", "case_officer", "other_leader", "nobody"):
        assert cards(world, role, PLANNED) == []
        assert meetings_of(world.person(role), now=PLANNED) == []


def test_a_networks_draft_gives_no_card(world):
    network_stage.drafted(world)
    assert cards(world, "leader", PLANNED) == []


def test_the_leader_is_asked_for_the_networks_minutes_and_the_members_are_not(world):
    network_stage.done(world)
    after = STARTS + timedelta(days=1)
    assert [card.is_todo for card in cards(world, "leader", after)] == [True]
    assert cards(world, "member", after) == []
