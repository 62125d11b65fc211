"""What stands in which wheel, for whom; its pages and files; and the events in people's calendars."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from common.clock import oslo
from networks.queries.wheel import read_wheel
from networks.queries.wheel_events import feed_events
from networks.rules.wheel import WheelPlace
from networks.services import meeting_agenda, meetings
from networks.services.meetings import MeetingInput
from networks.services.wheel import remove_wheel_event
from networks.states import ArenaKind
from networks.wheel.entries import DEADLINES, REST, Kind
from networks.wheel.scope import Scope
from networks.wheel.year import WheelYear
from tests import factories as f
from tests.networks.wheel_stage import an_arena, an_event, place
from tests.world import AUTUMN, World

YEAR = WheelYear(2026)


def read(world: World, role: str = "leader", year: WheelYear = YEAR, **more):
    scope = Scope(**{"county": world.county, "network": world.network, **more})
    return read_wheel(scope, year, user=world.person(role), now=AUTUMN)


def titles(wheel, kind: Kind = Kind.EVENT) -> list[str]:
    return [entry.title for entry in wheel.entries if entry.kind == kind]


def a_meeting(world: World, arena=None, day: int = 7, *, calls: bool = True):
    """A meeting of the network in December, with two cases."""
    by = world.person("leader")
    starts = oslo(2026, 12, day, 12)
    given = MeetingInput(
        title="Digitalt møte", starts_at=starts, ends_at=starts + timedelta(hours=2), arena=arena
    )
    meeting = meetings.plan_meeting(body=world.network, typed=given, by=by, now=AUTUMN)
    for title in ("Evaluering", "Planlegging"):
        meeting_agenda.add_item(
            meeting=meeting, typed=meeting_agenda.ItemInput(title=title), by=by, now=AUTUMN
        )
    return meetings.call_meeting(meeting=meeting, by=by, now=AUTUMN) if calls else meeting


def test_deadlines_of_the_rounds_stand_on_the_rim(world):
    found = [entry for entry in read(world).entries if entry.kind == Kind.DEADLINE]
    assert len(found) == 9
    assert {entry.column for entry in found} == {DEADLINES}
    assert all(YEAR.holds(entry.starts_on) for entry in found)


def test_partners_have_links_to_what_the_network_owes_and_heads_to_their_assessment(world):
    assert sum(bool(entry.path) for entry in read(world).entries) == 2
    assert sum(bool(entry.path) for entry in read(world, "owner").entries) == 0
    own = read(world, "head", kindergarten=world.kindergarten)
    assert sum(bool(entry.path) for entry in own.entries) == 1


def test_called_meetings_stand_in_their_arena_with_their_cases(world):
    arena = an_arena(world)
    a_meeting(world, arena)
    a_meeting(world, arena, day=9, calls=False)
    (entry,) = (entry for entry in read(world).entries if entry.kind == Kind.MEETING)
    assert (entry.column, entry.title, entry.starts_on) == (str(arena.pk), "Digitalt møte", date(2026, 12, 7))
    assert [line.text for line in entry.lines] == ["Evaluering", "Planlegging"]


def test_meetings_are_shown_to_those_who_may_see_them(world):
    a_meeting(world, an_arena(world))
    assert titles(read(world, "member"), Kind.MEETING) == ["Digitalt møte"]
    assert titles(read(world, "owner"), Kind.MEETING) == []


def test_without_arenas_there_is_one_column_for_all(world):
    an_event(world)
    assert [column.key for column in read(world).columns] == [REST, DEADLINES]


def test_arenas_are_the_columns_in_their_order(world):
    arenas = [an_arena(world, name) for name in ("Arbeidsgruppe", "Styrernettverk")]
    assert [column.name for column in read(world).rings] == [arena.name for arena in arenas]
    assert [column.letter for column in read(world).rings] == ["A", "B"]


def test_partnership_has_its_own_arenas_and_those_for_all(world):
    f.PartnershipFactory(network=world.network, university=world.other_university)
    mine = an_arena(world, "Med oss", university=world.university)
    an_arena(world, "Med de andre", university=world.other_university)
    an_arena(world, "For alle")
    an_event(world, place(world, arena=mine))
    assert [c.name for c in read(world, university=world.university).rings] == ["For alle", "Med oss"]
    assert titles(read(world, university=world.other_university)) == []
    assert len(read(world).rings) == 3


def test_municipality_has_its_own_and_what_is_for_all(world):
    home = f.MunicipalityFactory(county=world.county, name_nb="Tredjedal")
    f.NetworkMunicipalityFactory(network=world.network, municipality=home)
    an_event(world, title="For alle")
    an_event(world, place(world, municipality=world.municipality), title="Vårt")
    an_event(world, place(world, municipality=home), title="Deres")
    an_event(world, place(world, kindergarten=world.kindergarten), title="Barnehagens")
    assert sorted(titles(read(world, municipality=world.municipality))) == ["For alle", "Vårt"]
    assert sorted(titles(read(world))) == ["Deres", "For alle", "Vårt"]
    assert sorted(titles(read(world, kindergarten=world.kindergarten))) == ["Barnehagens", "For alle", "Vårt"]
    assert sorted(titles(read(world, kindergarten=world.sister))) == ["For alle", "Vårt"]


def test_removed_events_and_those_of_other_years_are_gone(world):
    remove_wheel_event(event=an_event(world), by=world.person("leader"), now=AUTUMN)
    an_event(world, starts_on=date(2026, 7, 31))
    an_event(world, starts_on=date(2026, 7, 20), ends_on=date(2026, 8, 3), title="Over årsskiftet")
    assert titles(read(world)) == ["Over årsskiftet"]


def test_county_wheel_has_the_county_events_and_no_networks(world):
    an_event(world)
    an_event(world, WheelPlace(county=world.county), by="case_officer", title="Fylkessamling")
    wheel = read_wheel(Scope(county=world.county), YEAR, user=world.person("head"), now=AUTUMN)
    assert titles(wheel) == ["Fylkessamling"]


def test_only_those_who_may_change_an_event_are_shown_the_way(world):
    an_event(world)
    assert [bool(e.edit_path) for e in read(world).entries if e.kind == Kind.EVENT] == [True]
    assert [bool(e.edit_path) for e in read(world, "head").entries if e.kind == Kind.EVENT] == [False]


def test_number_of_statements_does_not_grow_with_the_entries(world, sign_in, at):
    at(AUTUMN)
    leader, address = sign_in("leader"), f"/nettverk/{world.network.pk}/arshjul/"
    arena = an_arena(world)

    def more(day: int) -> None:
        a_meeting(world, arena, day=day)
        an_event(world, place(world, arena=arena, municipality=world.municipality))

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert leader.get(address).status_code == 200
        return len(queries)

    more(7)
    leader.get(address)
    before = statements()
    for day in (8, 9, 10):
        more(day)
    assert statements() == before <= 25


def test_page_shows_picture_list_and_table(world, sign_in, at):
    at(AUTUMN)
    an_event(world, place(world, arena=an_arena(world)), text="- Kommunevis")
    html = sign_in("leader").get(f"/nettverk/{world.network.pk}/arshjul/?ar=2026").content.decode()
    assert html.count("Regional fagdag") == 4  # the mark, the list, the table, and the way to change it
    assert "<li>Kommunevis</li>" in html
    assert 'role="group"' in html
    assert "style=" not in html.split("<main")[1]


@pytest.mark.parametrize("query", ["?ar=9999", "?ar=x", "?ar=", "?fra=januar", "?ark=A7"])
def test_odd_addresses_show_the_year_that_is_now(world, sign_in, at, query):
    at(AUTUMN)
    page = sign_in("leader").get(f"/nettverk/{world.network.pk}/arshjul/{query}")
    assert page.context["wheel"].year == YEAR


def test_county_year_begins_in_january_when_asked(world, sign_in, at):
    at(AUTUMN)
    page = sign_in("head").get("/nettverk/arshjul/?fra=januar&ar=2026")
    assert page.context["wheel"].year == WheelYear(2026, 1)


def test_unknown_university_is_not_found(world, sign_in):
    leader = sign_in("leader")
    for key in (world.other_university.pk, "x"):
        assert leader.get(f"/nettverk/{world.network.pk}/arshjul/?uh={key}").status_code == 404


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_pdf_is_one_sheet_with_the_table_behind_it(world, sign_in, at, paper):
    at(AUTUMN)
    an_event(world, place(world, arena=an_arena(world)))
    address = f"/nettverk/{world.network.pk}/arshjul/fil/pdf/?ark={paper}"
    answer = sign_in("leader").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content == sign_in("leader").get(address).content
    assert len(PdfReader(BytesIO(answer.content)).pages) == 2


def test_svg_stands_by_itself(world, sign_in, at):
    at(AUTUMN)
    an_event(world, title="Lek & læring")
    text = sign_in("leader").get(f"/nettverk/{world.network.pk}/arshjul/fil/svg/").content.decode()
    assert text.startswith("<svg xmlns=")
    assert "Lek &amp; læring" in text
    assert "var(--" not in text
    assert "/arshjul/#oppforing-" in text


def test_unknown_kind_of_file_is_not_found(world, sign_in):
    assert sign_in("leader").get(f"/nettverk/{world.network.pk}/arshjul/fil/exe/").status_code == 404


def test_form_offers_what_the_person_may_and_leads_back_to_the_wheel(world, sign_in, at):
    at(AUTUMN)
    head, address = sign_in("head"), f"/nettverk/{world.network.pk}/arshjul/nytt/"
    form = head.get(address).context["form"]
    assert "whose" not in form.fields
    answer = head.post(address, {"title": "Planleggingsdag", "starts_on": "2027-01-04"})
    kindergarten = world.kindergarten.pk
    assert answer.url == f"/nettverk/{world.network.pk}/arshjul/barnehage/{kindergarten}/?ar=2026"


def test_form_keeps_what_was_typed_when_days_are_impossible(world, sign_in, at):
    at(AUTUMN)
    typed = {"title": "Fagdag", "starts_on": "2026-11-25", "ends_on": "2026-11-01", "whose": "alle"}
    answer = sign_in("leader").post(f"/nettverk/{world.network.pk}/arshjul/nytt/", typed)
    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "Fagdag"


def in_feed(world: World, role: str, now=AUTUMN) -> list[str]:
    return [event.title for event in feed_events(world.person(role), since=now, now=now)]


def test_calendars_get_the_events_of_the_wheels_one_belongs_to(world):
    an_event(world, title="Nettverkets")
    an_event(world, place(world, kindergarten=world.kindergarten), title="Barnehagens")
    an_event(world, WheelPlace(county=world.county), by="case_officer", title="Fylkets")
    for role in ("leader", "member", "uh"):
        assert sorted(in_feed(world, role)) == ["Fylkets", "Nettverkets"]
    assert sorted(in_feed(world, "head")) == ["Barnehagens", "Fylkets", "Nettverkets"]
    for role in ("owner", "forum", "other_leader", "other_head"):
        assert in_feed(world, role) == ["Fylkets"]
    assert in_feed(world, "foreign_officer") == []


def test_calendars_of_heads_have_no_arenas_of_universities_that_work_elsewhere(world):
    arena = an_arena(world, university=world.other_university, kind=ArenaKind.DEVELOPMENT)
    an_event(world, place(world, arena=arena))
    assert in_feed(world, "head") == []
    f.PartnershipFactory(network=world.network, university=world.other_university)
    assert in_feed(world, "head") == ["Regional fagdag"]


def test_calendars_hear_for_a_while_that_an_event_was_removed(world):
    remove_wheel_event(event=an_event(world), by=world.person("leader"), now=AUTUMN)
    assert in_feed(world, "leader") == ["Regional fagdag"]
    assert in_feed(world, "leader", AUTUMN + timedelta(days=91)) == []
