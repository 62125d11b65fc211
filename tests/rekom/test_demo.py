"""Demo only: be anyone with one button, and move the clock."""

import pytest
from kombu.exceptions import OperationalError

from common import clock
from common.clock import oslo
from common.models import OutboxMail
from networks.models import Deadline
from networks.states import DeadlineState, Duty
from rekom.demo import next_events
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
        oslo(2026, 11, 24, 8),
        oslo(2026, 11, 30, 8),
        oslo(2026, 12, 2),
        oslo(2026, 12, 2, 8),
    ]
    assert len(events[3].labels) == 2  # the report closes and the basis opens in the same second


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
