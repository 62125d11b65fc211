"""Home is "my duties": what I owe, by when, in which state, with one button."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock, outbox
from common.clock import oslo
from common.models import Heartbeat, OutboxMail
from needs.models import Assessment, NeedsReport
from networks.roles import Role
from networks.services import grant_dispensation
from networks.states import Duty
from rekom.duties import greeting, home_of, in_words
from rekom.outbox.services import pause_sending
from rekom.pulse import interval
from tests import factories as f
from tests.needs import chain
from tests.rekom.mails import mail
from tests.reporting.stage import network_grant
from tests.world import AUTUMN, FEBRUARY, MARCH, NEXT_SPRING, ROLES, WINTER

MOST_QUERIES = 12
MOST_AT_HOME = 32
"""Duties, what others do, news by kind, and for the office what stands still."""


def cards(world, role, now):
    return [card for group in home_of(world.person(role), now=now).groups for card in group.cards]


def summary(world, role, now):
    return [(card.url, card.days, card.is_late, card.is_todo) for card in cards(world, role, now)]


def test_head_sees_the_late_assessment_and_may_nominate(world):
    assert summary(world, "head", AUTUMN) == [
        (f"/behov/vurdering/{world.kindergarten.pk}/2027/skriv/", -5, True, True),
        ("/behov/studenter/ny/2027/", 73, False, False),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_everybody_finds_their_own_page_wherever_they_are(world, sign_in, role):
    assert 'href="/meg/"' in sign_in(role).get("/meg/").getvalue().decode()


def test_owner_sees_one_card_for_each_network(world):
    f.KindergartenFactory(owner=world.owner, municipality=world.other_municipality)
    mine = [card for card in cards(world, "owner", AUTUMN) if "/melding/" in card.url]
    assert sorted(card.url for card in mine) == sorted(
        f"/behov/melding/{world.owner.pk}/{network.pk}/2027/skriv/"
        for network in (world.network, world.other_network)
    )
    assert {card.days for card in mine} == {11}


def test_owner_sees_how_many_kindergartens_have_shared(world):
    Assessment.objects.create(round=world.round, kindergarten=world.kindergarten)
    (card,) = [card for card in cards(world, "owner", AUTUMN) if "/melding/" in card.url]
    assert (card.state, "0" in card.text, "2" in card.text) == ("planned", True, True)


def test_owner_writes_the_assessment_where_no_head_is_known(world):
    (card,) = [card for card in cards(world, "owner", AUTUMN) if "/vurdering/" in card.url]
    assert card.url == f"/behov/vurdering/{world.sister.pk}/2027/skriv/"
    assert (card.is_late, "Lillestua" in card.text, "Lekestua" in card.text) == (True, True, False)
    Assessment.objects.create(round=world.round, kindergarten=world.sister)
    (card,) = [card for card in cards(world, "owner", AUTUMN) if "/vurdering/" in card.url]
    assert card.state == "draft"
    f.seat(Role.HEAD, world.sister)
    assert [card for card in cards(world, "owner", AUTUMN) if "/vurdering/" in card.url] == []


def test_owner_of_many_without_heads_gets_one_card(world):
    for _number in range(4):
        f.KindergartenFactory(owner=world.owner, municipality=world.municipality)
    (card,) = [card for card in cards(world, "owner", AUTUMN) if "/vurdering/" in card.url]
    assert card.url == "/behov/vurdering/?aar=2027"
    assert "2 til" in card.text


def test_begun_report_is_continued(world):
    NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    (card,) = [card for card in cards(world, "owner", AUTUMN) if "/melding/" in card.url]
    assert (card.state, card.is_done) == ("draft", False)


def test_closed_report_can_be_read_for_two_weeks(world):
    NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    just, later = oslo(2026, 12, 5, 12), oslo(2026, 12, 20, 12)
    (card,) = [card for card in cards(world, "owner", just) if "/melding/" in card.url]
    assert card.url == f"/behov/melding/{world.owner.pk}/{world.network.pk}/2027/"
    assert [card for card in cards(world, "owner", later) if "/melding/" in card.url] == []


def test_new_deadline_brings_the_card_back(world):
    deadline = world.round.deadlines.get(duty=Duty.NEEDS_REPORT)
    later = oslo(2026, 12, 20, 12)
    grant_dispensation(
        deadline=deadline,
        organisation=world.owner,
        network=world.network,
        due_at=oslo(2026, 12, 28, 23, 59, 59),
        reason="Syk",
        by=world.person("leader"),
        now=oslo(2026, 12, 19),
    )
    (card,) = [card for card in cards(world, "owner", later) if "/melding/" in card.url]
    assert (card.days, card.is_late) == (8, False)
    assert [card for card in cards(world, "other_owner", later) if "/melding/" in card.url] == []


def test_leader_sees_who_is_missing_and_then_the_basis(world):
    assert [url for url, *_rest in summary(world, "leader", AUTUMN)] == [
        "/oppfolging/2027/",
        "/behov/melding/?aar=2027",
    ]
    assert [url for url, *_rest in summary(world, "leader", WINTER)] == [
        f"/behov/grunnlag/{world.network.pk}/2027/"
    ]


def test_university_sees_the_bases_of_its_partners(world):
    assert [url for url, *_rest in summary(world, "uh", WINTER)] == [
        f"/behov/grunnlag/{world.network.pk}/2027/"
    ]


def test_case_officer_sees_frame_then_recommendation_then_decision(world):
    urls = {now: [url for url, *_rest in summary(world, "case_officer", now)] for now in (WINTER, FEBRUARY)}
    assert urls[WINTER] == ["/tilskudd/2027/ramme/"]
    assert "/tilskudd/2027/innstilling/" in urls[FEBRUARY]
    later = [url for url, *_rest in summary(world, "case_officer", oslo(2027, 3, 20))]
    assert "/tilskudd/2027/vedtak/" in later


def test_approver_has_nothing_before_a_decision_is_prepared(world):
    assert summary(world, "approver", MARCH) == []


def test_person_with_three_seats_sees_three_groups(world):
    person = world.people["owner"]
    f.seat(Role.HEAD, world.sister, person)
    f.seat(Role.COORDINATOR, world.other_network, person)
    groups = home_of(world.person("owner"), now=AUTUMN).groups
    assert [group.title.split(" · ")[1] for group in groups] == [
        "Lekestua Prøve SA",
        "Lillestua",
        "Annet nettverk",
    ]


def test_news_are_the_letters_sent_to_me_without_reminders(world, mailoutbox):
    owner = world.person("owner")
    for kind, key in (("networks/invited", "a"), ("rekom/duty_opens", "b")):
        outbox.post(kind=kind, to=owner, context={"role": "r", "body": "b"}, key=key, now=AUTUMN)
    OutboxMail.objects.update(status="sent", sent_at=AUTUMN, subject="Hei")
    assert [item.title for item in home_of(owner, now=AUTUMN).news] == ["Hei"]


def test_year_marks_what_has_passed_and_what_comes_next(world):
    items = home_of(world.person("owner"), now=AUTUMN).year
    assert [item.is_done for item in items] == [True] + [False] * 12
    assert [item.is_current for item in items] == [False, True] + [False] * 11


@pytest.mark.parametrize(
    ("hour", "word"),
    [
        (4, "Hello"),
        (5, "morning"),
        (9, "morning"),
        (10, "day"),
        (17, "day"),
        (18, "evening"),
        (23, "evening"),
    ],
)
def test_greeting_follows_the_hour_in_norway(world, hour, word):
    from_english = {"Hello": "Hei", "morning": "morgen", "day": "dag", "evening": "kveld"}
    text = greeting(world.person("owner"), now=oslo(2026, 11, 22, hour, 30))
    assert word in text or from_english[word] in text


def test_small_numbers_are_words():
    assert [in_words(n) for n in (10, 12)] == ["10", "12"]
    assert in_words(2) in ("two", "to")


@pytest.mark.parametrize("now", [AUTUMN, WINTER, FEBRUARY, MARCH, NEXT_SPRING])
@pytest.mark.parametrize("role", [*ROLES, "three_seats"])
def test_home_asks_few_questions(world, sign_in, at, role, now):
    if role == "three_seats":
        f.seat(Role.HEAD, world.sister, world.people["owner"])
        f.seat(Role.NETWORK_LEADER, f.NetworkFactory(county=world.county), world.people["owner"])
        role = "owner"
    at(now)
    client = sign_in(role)
    client.get("/")  # notes the visit, once in four hours
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert len(queries) <= MOST_AT_HOME


def test_home_asks_the_same_for_two_and_many_kindergartens(world, sign_in, at):
    at(AUTUMN)

    def questions(role):
        client = sign_in(role)
        client.get("/")  # notes the visit, once in four hours
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        return len(queries)

    before = {role: questions(role) for role in ("owner", "leader", "head", "case_officer")}
    f.KindergartenFactory.create_batch(37, owner=world.owner, municipality=world.municipality)
    assert {role: questions(role) for role in before} == before


def test_round_page_shows_staff_all_and_leaders_their_own(world, sign_in, at):
    at(AUTUMN)
    pages = {role: sign_in(role).get("/runde/2027/") for role in ("case_officer", "leader")}
    steps = {role: {step.duty: step for step in page.context["progress"]} for role, page in pages.items()}
    assert (steps["case_officer"][Duty.ASSESSMENT].total, steps["leader"][Duty.ASSESSMENT].total) == (3, 2)
    assert steps["leader"][Duty.NEEDS_REPORT].missing == ("Lekestua Prøve SA – Prøvenettverket",)
    assert Duty.DECISION not in steps["leader"]
    assert steps["case_officer"][Duty.ASSESSMENT].state == "late"


@pytest.mark.parametrize("now", [AUTUMN, WINTER, FEBRUARY, NEXT_SPRING])
@pytest.mark.parametrize("role", ["leader", "case_officer"])
def test_round_page_asks_at_most_twelve_questions(world, sign_in, at, role, now):
    at(now)
    client = sign_in(role)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/runde/2027/").status_code == 200
    assert len(queries) <= MOST_QUERIES


def alerts(world, role):
    return home_of(world.person(role), now=AUTUMN).alerts


@pytest.mark.parametrize("job", ["tick", "mail"])
@pytest.mark.parametrize(
    ("intervals", "role", "is_silent"),
    [
        (2.01, "case_officer", True),
        (1.99, "case_officer", False),
        (300, "owner", False),
        (None, "case_officer", False),
    ],
)
def test_staff_see_that_the_calendar_or_the_mail_has_stopped(world, job, intervals, role, is_silent):
    if intervals is not None:
        Heartbeat.objects.create(name=job, at=clock.machine_now() - intervals * interval(job))
    assert bool(alerts(world, role).notes) is is_silent


def test_production_worries_also_when_the_calendar_never_ran(world, settings):
    settings.PRODUCTION = True
    assert len(alerts(world, "approver").notes) == 3


@pytest.mark.parametrize(("role", "number"), [("case_officer", 2), ("foreign_officer", 0), ("leader", 0)])
def test_staff_of_the_county_see_that_mail_failed_or_is_in_doubt(world, role, number):
    mail(world, "failed")
    mail(world, "in_doubt")
    mail(world, "sent")
    assert len(alerts(world, role).notes) == number


def test_mail_that_was_sent_again_needs_nobody(world):
    old = mail(world, "failed")
    mail(world, "sent", resends=old, asked_by=world.people["approver"], asked_because="Rettet")
    assert alerts(world, "case_officer").notes == ()


@pytest.mark.parametrize(("role", "is_told"), [("case_officer", True), ("foreign_officer", False)])
def test_staff_see_that_mail_is_held_back(world, role, is_told, sign_in, at):
    at(AUTUMN)
    pause_sending(county=world.county, reason="Feil i brevet", by=world.person("approver"), now=AUTUMN)
    assert ("Feil i brevet" in sign_in(role).get("/").content.decode()) is is_told


def test_the_calendars_silence_is_told_on_the_page(world, sign_in, at):
    at(AUTUMN)
    Heartbeat.objects.create(name="tick", at=clock.machine_now() - timedelta(days=1))
    assert b'data-color="danger"' in sign_in("case_officer").get("/").content


def test_owner_who_receives_the_networks_money_sees_the_report(world):
    world.network.payee = world.owner
    world.network.save(update_fields=["payee"])
    grant = network_grant(world)
    urls = [url for url, *_rest in summary(world, "owner", NEXT_SPRING)]
    assert f"/rapport/{grant.pk}/skriv/" in urls
    assert f"/rapport/{grant.pk}/skriv/" not in [
        url for url, *_r in summary(world, "other_owner", NEXT_SPRING)
    ]


def test_owner_is_led_to_what_became_of_the_needs(world):
    follows = {role: home_of(world.person(role), now=AUTUMN).follows_needs for role in ("owner", "head")}
    assert follows == {"owner": True, "head": False}


def test_unknown_round_is_not_found(sign_in, at):
    at(AUTUMN + timedelta(days=1))
    assert sign_in("leader").get("/runde/2040/").status_code == 404


def test_a_proposal_is_a_thing_to_do_for_the_owner_and_waits_for_the_head(world):
    chain.proposed_nomination(world)

    (card,) = [card for card in cards(world, "owner", AUTUMN) if card.state == "proposed"]
    assert (card.url, card.is_todo, "1" in card.title) == ("/behov/studenter/?aar=2027", True, True)
    (mine,) = [card for card in cards(world, "head", AUTUMN) if "/studenter/" in card.url]
    assert (mine.is_todo, "1" in mine.text) == (False, True)


def test_a_proposal_that_came_too_late_is_no_card(world):
    chain.proposed_nomination(world)

    assert [card for card in cards(world, "owner", FEBRUARY) if card.state == "proposed"] == []
