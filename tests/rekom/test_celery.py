from datetime import timedelta

import pytest
from django.conf import settings

from rekom import celery, heartbeat


@pytest.fixture
def broker():
    keys = [heartbeat.key(who) for who in (heartbeat.WORKER, heartbeat.BEAT)]
    with heartbeat.client() as client:
        client.delete(*keys)
        yield client
        client.delete(*keys)


@pytest.fixture
def scheduler():
    scheduler = celery.LivingScheduler(app=celery.app, lazy=True)
    scheduler.setup_schedule()
    return scheduler


def test_the_tick_rings_every_five_minutes_the_post_every_minute_and_the_rest_every_day():
    schedule = settings.CELERY_BEAT_SCHEDULE
    assert {entry["task"]: entry["schedule"] for entry in schedule.values()} == {
        "rekom.tasks.tick": 300,
        "rekom.tasks.deliver_mail": 60,
        "rekom.tasks.anonymise": 24 * 60 * 60,
        "rekom.tasks.check_all_money": 24 * 60 * 60,
    }


def test_a_bell_that_nobody_answered_is_forgotten_when_the_next_one_rings():
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["options"] == {"expires": entry["schedule"]}


def test_beat_rings_at_once_after_a_start(scheduler):
    ours = [entry for entry in scheduler.schedule.values() if entry.task.startswith("rekom.")]
    assert [entry.is_due().is_due for entry in ours] == [True, True, True, True]


def test_beat_keeps_the_interval_after_the_first_ring(scheduler):
    rung = next(scheduler.schedule["tick"])
    assert not rung.is_due().is_due
    assert rung.schedule.run_every == timedelta(seconds=300)


def test_beat_gives_a_sign_of_life_at_each_look(scheduler, broker, monkeypatch):
    monkeypatch.setattr("celery.beat.Scheduler.tick", lambda self, *args, **kwargs: 5.0)
    assert scheduler.tick() == 5.0
    assert broker.exists(heartbeat.key(heartbeat.BEAT)) == 1


def test_the_worker_gives_a_sign_of_life_not_more_often_than_needed(monkeypatch):
    given = []
    monkeypatch.setattr(celery, "worker_is_alive", lambda: given.append(1))
    monkeypatch.setattr(celery, "_last_sign", -1000.0)
    celery.give_sign_of_life()
    celery.give_sign_of_life()
    assert len(given) == 1


def test_every_task_of_the_schedule_exists():
    celery.app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in celery.app.tasks
