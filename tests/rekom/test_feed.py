"""The calendar link: the home page's duties, read by a second reader of calendars, revocable, and for nobody else."""

from datetime import datetime, timedelta

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import OSLO, oslo
from networks.models import Round
from networks.roles import Role
from networks.services import default_deadlines, grant_dispensation, make_feed, revoke_feed
from networks.states import Duty
from rekom.duties import home_of
from rekom.feed import Entry, calendar_of, entries_of, mark_of
from tests import factories as f
from tests.grants.stage import built
from tests.needs.chain import submitted_need
from tests.reporting.stage import network_grant
from tests.world import APRIL, AUTUMN, NEXT_SPRING, WINTER, World

CLOCK_CHANGES = [oslo(2026, 10, 25, 23, 59, 59), oslo(2027, 3, 28, 23, 59, 59), oslo(2026, 10, 25, 2, 30)]


def link(world: World, role: str) -> str:
    user = world.person(role)
    return f"/kalender/{make_feed(user=user, by=user, now=AUTUMN).token}.ics"


def read(text: bytes) -> vobject.base.Component:
    return vobject.readOne(text.decode())


def events(answer) -> dict[str, vobject.base.Component]:
    """The calendar's events by the beginning of their UID."""
    found = read(answer.content).contents.get("vevent", [])
    return {event.uid.value.split("@")[0]: event for event in found}


def keys(world: World, role: str, now: datetime) -> list[str]:
    return [entry.key for entry in entries_of(world.person(role), now=now)]


def entry(**said) -> Entry:
    base = {
        "key": "needs_report-1-network-2",
        "title": "Behovsmelding for 2027",
        "body": "Lekestua Prøve SA",
        "state": "Kladd",
        "due_at": oslo(2026, 12, 1, 23, 59, 59),
        "path": "/behov/",
        "is_done": False,
    }
    return Entry(**{**base, **said})


def only_event(one: Entry) -> vobject.base.Component:
    return read(calendar_of([one], now=AUTUMN)).vevent


# --- What it says -----------------------------------------------------------------------------------------


def test_second_reader_finds_the_owners_duties(world, client, at):
    at(AUTUMN)
    answer = client.get(link(world, "owner"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    report = events(answer)[
        f"needs_report-{world.round.pk}-organisation-{world.owner.pk}-network-{world.network.pk}"
    ]
    assert report.dtstart.value.astimezone(OSLO) == oslo(2026, 12, 1, 23, 59, 59).astimezone(OSLO)
    assert "Behovsmelding for 2027 til Prøvenettverket" in report.summary.value
    assert report.description.value.startswith("Lekestua Prøve SA\n")
    assert report.url.value.endswith(f"/behov/melding/{world.owner.pk}/{world.network.pk}/2027/skriv/")
    assert [alarm.action.value for alarm in report.valarm_list] == ["DISPLAY", "DISPLAY"]


def test_no_other_personal_data_than_the_body(world, client, at):
    at(WINTER)
    for role in ("owner", "leader", "case_officer", "head"):
        said = client.get(link(world, role)).content.decode().replace("\r\n ", "")
        assert [person.email for person in world.people.values() if person.email in said] == []
        assert [person.name for person in world.people.values() if person.name in said] == []


def test_what_has_not_opened_stands_in_the_calendar_and_not_on_the_home_page(world):
    basis = f"decision_basis-{world.round.pk}-network-{world.network.pk}"
    shown = [card.key for group in home_of(world.person("leader"), now=AUTUMN).groups for card in group.cards]
    assert (basis in keys(world, "leader", AUTUMN), basis in shown) == (True, False)


@pytest.mark.parametrize("now", [oslo(2026, 9, 10), AUTUMN, WINTER, oslo(2027, 2, 10), APRIL, NEXT_SPRING])
@pytest.mark.parametrize("role", ["head", "owner", "leader", "coordinator", "uh", "forum", "case_officer"])
def test_all_the_home_page_asks_for_by_a_date_stands_in_the_calendar(world, role, now):
    network_grant(world)
    told = {(entry.key, entry.due_at, entry.path) for entry in entries_of(world.person(role), now=now)}
    home = home_of(world.person(role), now=now)
    cards = [card for group in home.groups for card in group.cards if card.is_todo and card.due and card.key]
    assert [card.title for card in cards if (card.key, card.due, card.url) not in told] == []


def test_payments_outside_the_portal_stand_there_for_those_who_mark_them(world):
    network_grant(world)
    now = oslo(2027, 4, 20, 12)
    assert f"payment-{world.round.pk}-county-{world.county.pk}" in keys(world, "case_officer", now)
    plan = f"plan_revision-{world.round.pk}-network-{world.network.pk}"
    assert plan in keys(world, "leader", now)
    assert plan not in keys(world, "other_leader", now)


def test_leader_and_coordinator_have_the_same_entries(world):
    assert keys(world, "leader", WINTER) == keys(world, "coordinator", WINTER) != []


def test_duty_of_two_seats_stands_once(world):
    f.seat(Role.COORDINATOR, world.network, world.people["leader"])
    found = keys(world, "leader", WINTER)
    assert sorted(found) == sorted(set(found))


def test_next_years_round_is_told_as_soon_as_it_is_open(world):
    before = keys(world, "owner", AUTUMN)
    ahead = Round.objects.create(county=world.county, grant_year=2028, scheme_key="REKOM_2021")
    ahead.deadlines.bulk_create(default_deadlines(ahead, ahead.scheme))
    fresh = set(keys(world, "owner", AUTUMN)) - set(before)
    assert fresh == {
        f"assessment-{ahead.pk}-organisation-{world.owner.pk}",  # of the kindergarten without a head
        f"needs_report-{ahead.pk}-organisation-{world.owner.pk}-network-{world.network.pk}",
    }


def test_done_stays_with_a_check_mark_and_without_alarms(world):
    submitted_need(world)
    (done,) = [one for one in entries_of(world.person("owner"), now=AUTUMN) if one.is_done]
    event = only_event(done)
    assert event.summary.value.startswith("✓ ")
    assert "valarm" not in event.contents


def test_dispensation_shows_at_the_next_look_with_the_same_uid(world, client, at):
    at(AUTUMN)
    address = link(world, "owner")
    first = client.get(address)
    deadline = world.round.deadlines.get(duty=Duty.NEEDS_REPORT)
    later = oslo(2026, 12, 12, 12)
    grant_dispensation(
        deadline=deadline,
        organisation=world.owner,
        network=world.network,
        due_at=later,
        reason="Syk",
        by=world.person("leader"),
        now=AUTUMN,
    )
    second = client.get(address, headers={"if-none-match": first["ETag"]})
    moved = [uid for uid, event in events(second).items() if event.dtstart.value == later.astimezone(OSLO)]
    assert second.status_code == 200
    assert [uid for uid in moved if uid in events(first)] == moved != []
    assert set(events(first)) == set(events(second))


def test_what_has_not_changed_is_not_sent_again(world, client, at):
    at(AUTUMN)
    address = link(world, "owner")
    first = client.get(address)
    at(AUTUMN + timedelta(minutes=5))
    second = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert first["Cache-Control"] == second["Cache-Control"] == "private, max-age=60"


def test_marks_differ_as_soon_as_a_date_does():
    assert mark_of([entry()]) == mark_of([entry()])
    assert mark_of([entry()]) != mark_of([entry(due_at=oslo(2026, 12, 2))]) != mark_of([])


# --- The form ---------------------------------------------------------------------------------------------


def test_lines_are_folded_at_75_bytes_and_end_with_crlf():
    title = "Behovsmelding for Ærøskøbing, Åsgårdstrand og Bjørnøya; æøå " * 4
    text = calendar_of([entry(title=title.strip())], now=AUTUMN)
    lines = text.split(b"\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    assert title.strip() in read(text).vevent.summary.value


@pytest.mark.parametrize("name", ["Lek, lær & le; AS", r"Skråstrek \ n", "To\nlinjer", 'Anførsel "x"', "🌲"])
def test_awkward_names_come_back_whole(name):
    assert name in only_event(entry(title=name)).summary.value
    assert only_event(entry(body=name)).description.value.startswith(name)


@pytest.mark.parametrize("due_at", [*CLOCK_CHANGES, oslo(2028, 2, 29, 23, 59, 59), oslo(2027, 6, 30, 12)])
def test_second_reader_finds_the_same_instant(due_at):
    event = only_event(entry(due_at=due_at))
    assert event.dtstart.value.astimezone(OSLO) == due_at.astimezone(OSLO)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Europe/Oslo"]


@pytest.mark.parametrize("due_at", [*CLOCK_CHANGES, oslo(2026, 12, 1, 23, 59, 59), oslo(2027, 3, 29, 7)])
def test_alarms_ring_in_the_morning_a_week_and_a_day_before(due_at):
    event = only_event(entry(due_at=due_at))
    local = due_at.astimezone(OSLO).replace(tzinfo=None)
    rings = [local + alarm.trigger.value for alarm in event.valarm_list]
    days = [(local.date() - ring.date()).days for ring in rings]
    assert (days, {ring.hour for ring in rings}) == ([7, 1], {8})


def test_calendar_without_duties_is_still_a_calendar(world, client, at):
    at(AUTUMN)
    answer = client.get(link(world, "nobody"))
    assert events(answer) == {}
    assert read(answer.content).vtimezone.tzid.value == "Europe/Oslo"


def test_calendar_speaks_the_persons_language(world, client, at):
    at(AUTUMN)
    user = world.person("owner")
    user.language = "en"
    user.save(update_fields=["language"])
    answer = client.get(link(world, "owner"), headers={"accept-language": "nb"})
    assert b"Needs report for 2027" in answer.content


# --- Who gets in ------------------------------------------------------------------------------------------


def test_link_works_without_signing_in_and_leaves_no_session(world, client, at):
    at(AUTUMN)
    answer = client.get(link(world, "owner"))
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_revoked_replaced_and_unknown_links_are_not_found(world, client):
    old = link(world, "owner")
    new = link(world, "owner")
    assert [client.get(address).status_code for address in (old, new)] == [404, 200]
    user = world.person("owner")
    revoke_feed(user=user, by=user, now=AUTUMN)
    unknown = [
        "/kalender/x.ics",
        "/kalender/%00.ics",
        "/kalender/a%2Fb.ics",
        f"/kalender/{'a' * 3000}.ics",
        new,
    ]
    assert [client.get(address).status_code for address in unknown] == [404] * 5


def test_person_who_may_not_sign_in_has_no_calendar(world, client):
    address = link(world, "owner")
    user = world.person("owner")
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get(address).status_code == 404


def test_link_is_only_read(world, client):
    assert client.post(link(world, "owner")).status_code == 405


@pytest.mark.parametrize(
    ("role", "seat"), [("owner", "owner"), ("leader", "leader"), ("head", "head"), ("case_officer", "")]
)
def test_number_of_statements_does_not_grow_with_the_bodies(world, client, at, role, seat):
    at(WINTER)
    address = link(world, role)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    before = statements()
    for number in range(5):
        network = f.NetworkFactory(county=world.county)
        place = f.MunicipalityFactory(county=world.county, name_nb=f"Prøvestad {number}")
        f.NetworkMunicipalityFactory(network=network, municipality=place)
        kindergarten = f.KindergartenFactory(owner=world.owner, municipality=place)
        if seat == "leader":
            f.seat(Role.COORDINATOR, network, world.people[role])
        if seat == "head":
            f.seat(Role.HEAD, kindergarten, world.people[role])
    assert statements() == before <= 14


# --- My page ----------------------------------------------------------------------------------------------


def test_my_page_makes_shows_and_revokes_the_link(world, sign_in, client):
    me = sign_in("head")
    assert me.get("/meg/").context["feed"] is None
    me.post("/kalender/lenke/ny/")
    page = me.get("/meg/")
    address = page.context["feed_url"]
    assert address in page.content.decode()
    path = address[address.index("/kalender/") :]
    assert client.get(path).status_code == 200
    me.post("/kalender/lenke/trekk/")
    assert me.get("/meg/").context["feed"] is None
    assert client.get(path).status_code == 404


def test_revoking_nothing_says_nothing(world, sign_in):
    answer = sign_in("head").post("/kalender/lenke/trekk/", follow=True)
    assert (answer.status_code, list(answer.context["messages"])) == (200, [])


def test_decision_card_of_a_begun_decision_is_not_ahead(world):
    built(world)
    now = oslo(2027, 3, 1, 12)
    home = home_of(world.person("case_officer"), now=now)
    assert any(card.url.endswith("/vedtak/") for group in home.groups for card in group.cards)
