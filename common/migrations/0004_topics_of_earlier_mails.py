"""Mails from before the topics: reminders go in their turn, and each mail is about what its context names."""

from django.db import migrations

REMINDERS_IN_THEIR_TURN = "UPDATE common_outboxmail SET priority = 1 WHERE kind LIKE 'rekom/%'"
REMINDERS_AT_ONCE = "UPDATE common_outboxmail SET priority = 0 WHERE kind LIKE 'rekom/%'"

TOPICS_FROM_CONTEXT = """
UPDATE common_outboxmail SET topics = array_remove(ARRAY[
    CASE WHEN jsonb_typeof(context -> 'duty') = 'string' THEN left('duty:' || (context ->> 'duty'), 40) END,
    CASE WHEN jsonb_typeof(context -> 'round') = 'number' THEN left('round:' || (context ->> 'round'), 40) END
]::varchar(40)[], NULL)
WHERE jsonb_typeof(context -> 'duty') = 'string' OR jsonb_typeof(context -> 'round') = 'number'
"""
NO_TOPICS = "UPDATE common_outboxmail SET topics = ARRAY[]::varchar(40)[]"


class Migration(migrations.Migration):
    dependencies = [("common", "0003_outbox_topics")]

    operations = [
        migrations.RunSQL(REMINDERS_IN_THEIR_TURN, REMINDERS_AT_ONCE),
        migrations.RunSQL(TOPICS_FROM_CONTEXT, NO_TOPICS),
    ]
