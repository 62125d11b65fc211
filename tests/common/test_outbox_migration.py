"""Mails from before the topics get theirs from what they say."""

from importlib import import_module

from django.db import connection

from common.models import MailPriority, OutboxMail
from tests.common.letters import post

migration = import_module("common.migrations.0004_topics_of_earlier_mails")


def test_earlier_mails_get_topics_and_priority_and_lose_them_again(reader):
    post(
        reader,
        "a",
        kind="rekom/duty_reminder",
        context={"duty": "needs_report", "round": 5, "path": "/behov/"},
    )
    post(reader, "b", kind="needs/needs_report_submitted", context={"round": "2027", "body": "Eier"})
    with connection.cursor() as cursor:
        cursor.execute(migration.REMINDERS_IN_THEIR_TURN)
        cursor.execute(migration.TOPICS_FROM_CONTEXT)
    found = dict(OutboxMail.objects.order_by("key").values_list("key", "topics"))
    assert found == {"a": ["duty:needs_report", "round:5"], "b": []}
    assert OutboxMail.objects.get(key="a").priority == MailPriority.BULK
    assert OutboxMail.objects.get(key="b").priority == MailPriority.PROMPT
    with connection.cursor() as cursor:
        cursor.execute(migration.REMINDERS_AT_ONCE)
        cursor.execute(migration.NO_TOPICS)
    assert set(OutboxMail.objects.values_list("priority", flat=True)) == {MailPriority.PROMPT}
    assert OutboxMail.objects.get(key="a").topics == []
