"""Demo only: be anyone with one button, and move the clock."""

import pytest
from kombu.exceptions import OperationalError

from common import clock
from common.clock import oslo
from common.models import OutboxMail
from networks.models import Deadline
from networks.states import DeadlineState, Duty
from rekom.demo import next_events
from rekom.planning.digest import DIGEST_KIND
from rekom.planning.reminders import PlanningFailed, catch_up
from rekom.views import demo as views
from tests import factories as f
from tests.world import AUTUMN


@pytest.fixture
def demo(settings, monkeypatch):
    settings.DEMO_MODE = True
    rung = []
    monkeypatch.setattr(views.deliver_mail, "delay", lambda: rung.append("mail"))
    return rung


@pytest.mark.parametrize(
    ("method", "url"), [("get", "/demo/klokke/"), ("post", "/demo/klokke/"), ("post", "/demo/inn/")]
)
def test_pages_do_not_exist_outside_the_demo(world, client, method, url):
    assert getattr(client, method)(url, {"role": "owner"}).status_code == 404


def test_one_button_signs_in(world, demo, client):
    person = f.UserFactory(email="eier@example.no")
    answer = client.post("/demo/inn/", {"role": "owner"})
    assert (answer.status_code, answer.url) == (302, "/")
    assert int(client.session["_auth_user_id"]) == person.pk


@pytest.mark.parametrize("role", ["owner", "", "no such role", "\x00"])
def test_button_of_nobody_is_not_found(world, demo, client, role):
    assert client.post("/demo/inn/", {"role": role}).status_code == 404


def test_sign_in_page_offers_the_roles_that_somebody_has(world, demo, client):
    f.UserFactory(email="eier@example.no")
    keys = [button.key for button in client.get("/inn/").context["demo_roles"]]
    assert keys == ["owner"]


def test_sign_in_page_offers_no_roles_outside_the_demo(world, client):
    f.UserFactory(email="eier@example.no")
    assert client.get("/inn/").context["demo_roles"] == []


def test_moved_clock_opens_duties_and_plans_letters_at_once(world, demo, client):
    answer = client.post("/demo/klokke/", {"date": "2026-12-02", "time": "08:05"})
    assert answer.status_code == 302
    assert clock.now().astimezone(clock.OSLO).strftime("%d.%m.%Y %H:%M") == "02.12.2026 08:05"
    assert Deadline.objects.get(duty=Duty.NEEDS_REPORT).state == DeadlineState.PASSED
    assert OutboxMail.objects.filter(context__duty=Duty.DECISION_BASIS).exists()
    assert demo == ["mail"]


def test_next_events_come_in_order(world):
    events = next_events(now=AUTUMN)
    assert [event.at for event in events[:5]] == [
        oslo(2026, 11, 22, 8),  # a week after the assessment's date
        oslo(2026, 11, 23, 8),  # the leaders' weekly letter
        oslo(2026, 11, 24, 8),
        oslo(2026, 11, 30, 8),
        oslo(2026, 12, 2),
    ]
    assert len(events[4].labels) == 2  # the report closes and the basis opens in the same second


def test_first_events_say_how_many_letters_they_lead_to(world, demo, client, at):
    letters = {event.at: event.letters for event in next_events(now=AUTUMN)}
    assert letters[oslo(2026, 11, 23, 8)] == 3
    assert letters[oslo(2026, 12, 2)] is None
    at(oslo(2026, 11, 23, 8, 1))
    assert OutboxMail.objects.count() == 0
    catch_up(now=oslo(2026, 11, 23, 8, 1))
    assert OutboxMail.objects.filter(kind=DIGEST_KIND).count() == 3


@pytest.fixture
def autumn(world, demo):
    """The clock shows the autumn, and what was due then has happened."""
    clock.move_to(AUTUMN)
    catch_up(now=AUTUMN)


def step_to(client, instant):
    """Press the button of the event at that instant; the page that follows."""
    answer = client.post("/demo/klokke/", {"event": instant.isoformat()})
    assert answer.status_code == 302
    return client.get(answer.url)


def test_step_shows_the_mails_it_made_and_no_older_ones(autumn, client):
    step_to(client, oslo(2026, 11, 23, 8))
    before = set(OutboxMail.objects.values_list("pk", flat=True))
    made = step_to(client, oslo(2026, 11, 24, 8)).context["made"]
    fresh = OutboxMail.objects.exclude(pk__in=before).order_by("planned_at", "pk")
    assert before
    assert (made.number, [mail.pk for mail in made.shown]) == (len(fresh), [mail.pk for mail in fresh])
    assert sum(number for _label, number in made.kinds) == made.number
    assert all(mail.subject for mail in made.shown)
    assert "owner@example.no" in {mail.to.rsplit(", ")[-1] for mail in made.shown}


def test_step_without_mail_says_so(autumn, client):
    step_to(client, oslo(2026, 11, 24, 8))
    page = step_to(client, oslo(2026, 11, 24, 9))
    assert page.context["made"].number == 0
    assert 'id="made-title"' in page.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        "-1",
        "",
        "\x00",
        "2026-11-20T12:00:00",
        "9999-12-31T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
    ],
)
def test_page_with_a_mark_that_is_none_shows_no_mails(world, demo, client, typed):
    answer = client.get("/demo/klokke/", {"etter": typed})
    assert (answer.status_code, answer.context["made"]) == (200, None)


def test_mail_of_a_step_can_be_read(autumn, client):
    (first, *_rest) = step_to(client, oslo(2026, 11, 24, 8)).context["made"].shown
    page = client.get(f"/demo/post/{first.pk}/")
    html = client.get(f"/demo/post/{first.pk}/html/")
    assert (page.status_code, html.status_code) == (200, 200)
    assert page.context["letter"].subject == first.subject
    assert "sandbox" in html["Content-Security-Policy"]
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert client.get("/demo/post/999999/").status_code == 404


def test_mails_cannot_be_read_outside_the_demo(world, client):
    catch_up(now=AUTUMN)
    pk = OutboxMail.objects.values_list("pk", flat=True).first()
    assert [client.get(f"/demo/post/{pk}/{end}").status_code for end in ("", "html/")] == [404, 404]


def test_a_whole_year_passes_step_by_step(autumn, client):
    """From the autumn to the report, always with the first button: what was announced is what came."""
    at, steps = AUTUMN, 0
    while at < oslo(2027, 6, 1):
        event = next_events(now=at)[0]
        made = step_to(client, event.at).context["made"]
        assert (event.at, made.number) == (event.at, event.letters)
        at, steps = event.at, steps + 1
    assert 20 < steps < 80


def test_clock_jumps_to_the_next_event(world, demo, client):
    event = next_events(now=AUTUMN)[0]
    assert client.post("/demo/klokke/", {"event": event.at.isoformat()}).status_code == 302
    assert abs((clock.now() - event.at).total_seconds()) < 10


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"date": "", "time": "08:05"},
        {"date": "2026-99-99", "time": "08:05"},
        {"event": "nonsense"},
        {"event": "2026-99-99T00:00:00+00:00"},
        {"date": "9999-12-31", "time": "23:59"},
        {"date": "0001-01-01", "time": "00:00"},
        {"date": "2026-12-01\x00", "time": "08:05"},
    ],
)
def test_bad_dates_are_refused_with_a_sentence(world, demo, client, data):
    answer = client.post("/demo/klokke/", data)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert clock.shift().total_seconds() == 0


def test_clock_goes_back_to_today(world, demo, client):
    client.post("/demo/klokke/", {"date": "2027-03-01", "time": "12:00"})
    client.post("/demo/klokke/", {"reset": "1"})
    assert clock.shift().total_seconds() == 0


def test_stopped_broker_does_not_stop_the_clock(world, demo, client, monkeypatch):
    def refuse():
        raise OperationalError("no broker")

    monkeypatch.setattr(views.deliver_mail, "delay", refuse)
    assert client.post("/demo/klokke/", {"date": "2026-12-02", "time": "08:05"}).status_code == 302


def test_what_cannot_be_planned_is_said_and_does_not_stop_the_clock(autumn, client, monkeypatch):
    def fail(*, now):
        raise PlanningFailed("Prøvefylket 2027")

    monkeypatch.setattr(views, "let_happen", fail)
    page = step_to(client, oslo(2026, 11, 24, 8))
    assert "Prøvefylket 2027" in page.content.decode()
