"""The doorbells: each rings one thing, and may ring twice."""

from datetime import timedelta

import pytest

from common import clock, outbox
from common.clock import oslo
from common.models import Heartbeat, OutboxMail
from rekom import tasks
from rekom.planning import reminders
from tests.needs import chain
from tests.world import AUTUMN


def test_tick_plans_and_notes_that_it_is_alive(world, at):
    at(AUTUMN)
    tasks.tick()
    planned = OutboxMail.objects.count()
    tasks.tick()
    assert planned == OutboxMail.objects.count() > 0
    assert clock.machine_now() - Heartbeat.objects.get(name="tick").at < timedelta(minutes=1)


def test_tick_with_nothing_to_do_asks_fifteen_questions_at_most(world, at, django_assert_max_num_queries):
    at(AUTUMN)
    tasks.tick()
    with django_assert_max_num_queries(15):
        tasks.tick()


def test_tick_that_could_not_plan_everything_is_not_noted_as_alive(world, at, monkeypatch):
    def broken(steps, book, *, now):
        raise RuntimeError("broken")

    at(AUTUMN)
    monkeypatch.setattr(reminders, "letters_of", broken)
    with pytest.raises(reminders.PlanningFailed):
        tasks.tick()
    assert not Heartbeat.objects.filter(name="tick").exists()


def test_mail_is_sent_by_its_own_bell(world, at, mailoutbox):
    at(AUTUMN)
    tasks.tick()
    assert mailoutbox == []
    tasks.deliver_mail()
    tasks.deliver_mail()
    assert len(mailoutbox) == OutboxMail.objects.filter(status="sent").count() > 0


@pytest.mark.parametrize("has_more", [True, False])
def test_bell_of_the_mail_rings_again_while_there_is_more(db, monkeypatch, has_more):
    rung = []
    monkeypatch.setattr(tasks.outbox, "send_batch", lambda **words: outbox.Batch(sent=1, has_more=has_more))
    monkeypatch.setattr(tasks.deliver_mail, "apply_async", lambda **words: rung.append("mail"))
    tasks.deliver_mail()
    assert rung == ["mail"] * has_more


def test_worker_that_starts_rings_both_bells(monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.tick, "delay", lambda: rung.append("tick"))
    monkeypatch.setattr(tasks.deliver_mail, "delay", lambda: rung.append("mail"))
    tasks.ring_at_start()
    assert rung == ["tick", "mail"]


def test_the_days_forgetting_logs_how_many_and_never_who(world, at, caplog):
    chain.submitted_nomination(world)
    at(oslo(2029, 10, 1, 3, 40))

    with caplog.at_level("INFO", logger="rekom.tasks"):
        tasks.anonymise()

    assert [record.getMessage() for record in caplog.records] == [
        "Anonymised 1 nominations.",
        "Forgot the reasons of 0 payouts.",
        "Threw away 0 uploaded workbooks.",
    ]


def test_forgetting_is_rung_every_day(settings):
    assert settings.CELERY_BEAT_SCHEDULE["anonymise"]["task"] == tasks.anonymise.name
