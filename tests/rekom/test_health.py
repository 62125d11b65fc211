import pytest
from django.db import OperationalError, connection

from common import clock
from common.heartbeats import note_heartbeat
from common.models import Heartbeat
from rekom import heartbeat, pulse

PARTS = ("database", "broker", "worker", "beat", "tick", "mail")
WELL = dict.fromkeys(("status", *PARTS), "ok")
UNKNOWN = ("status", "database", "tick", "mail")  # without the database nobody knows when the jobs ran
SIGNS = (heartbeat.WORKER, heartbeat.BEAT)

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    with heartbeat.client() as client:
        client.delete(*map(heartbeat.key, SIGNS))
        yield client
        client.delete(*map(heartbeat.key, SIGNS))


@pytest.fixture
def _alive(broker):
    heartbeat.worker_is_alive()
    heartbeat.beat_is_alive()
    note_heartbeat(pulse.TICK)
    note_heartbeat(pulse.MAIL)


@pytest.mark.usefixtures("_alive")
def test_health_is_200_when_all_is_there(client):
    answer = client.get("/helse/")
    assert (answer.status_code, answer.json()) == (200, WELL)


@pytest.mark.usefixtures("_alive")
def test_health_is_never_stored(client):
    assert "no-store" in client.get("/helse/")["Cache-Control"]


@pytest.mark.usefixtures("_alive")
@pytest.mark.parametrize("who", SIGNS)
def test_health_is_503_and_names_who_gives_no_sign(client, broker, who):
    broker.delete(heartbeat.key(who))
    answer = client.get("/helse/")
    assert (answer.status_code, answer.json()) == (503, WELL | {"status": "missing", who: "missing"})


@pytest.mark.usefixtures("_alive")
@pytest.mark.parametrize("job", [pulse.TICK, pulse.MAIL])
@pytest.mark.parametrize(("intervals", "status"), [(2.1, 503), (1.9, 200)])
def test_health_misses_a_job_that_is_silent_for_two_intervals(client, job, intervals, status):
    Heartbeat.objects.filter(name=job).update(at=clock.machine_now() - intervals * pulse.interval(job))
    answer = client.get("/helse/")
    assert (answer.status_code, answer.json()[job]) == (status, "ok" if status == 200 else "missing")


@pytest.mark.usefixtures("_alive")
def test_health_misses_a_job_that_never_ran(client):
    Heartbeat.objects.filter(name=pulse.MAIL).delete()
    assert client.get("/helse/").json() == WELL | {"status": "missing", "mail": "missing"}


@pytest.mark.usefixtures("_alive")
def test_health_is_503_without_broker(client, settings):
    settings.REDIS_ADDRESS = "unix:///nowhere/valkey.sock"
    answer = client.get("/helse/")
    gone = dict.fromkeys(("status", "broker", "worker", "beat"), "missing")
    assert (answer.status_code, answer.json()) == (503, WELL | gone)


@pytest.mark.usefixtures("_alive")
def test_health_is_503_without_database_and_tells_no_details(client, monkeypatch):
    def no_cursor():
        raise OperationalError('connection to server at "10.0.0.5" failed')

    monkeypatch.setattr(connection, "cursor", no_cursor)
    answer = client.get("/helse/")
    assert (answer.status_code, answer.json()) == (503, WELL | dict.fromkeys(UNKNOWN, "missing"))


def test_health_answers_only_questions(client):
    assert client.post("/helse/").status_code == 405


def test_a_sign_of_life_fades(broker):
    heartbeat.beat_is_alive()
    assert 0 < broker.ttl(heartbeat.key(heartbeat.BEAT)) <= heartbeat.FADES_AFTER


def test_a_missing_broker_does_not_stop_who_is_alive(settings, caplog):
    settings.REDIS_ADDRESS = "unix:///nowhere/valkey.sock"
    heartbeat.worker_is_alive()
    assert "No sign of life written for worker" in caplog.text
