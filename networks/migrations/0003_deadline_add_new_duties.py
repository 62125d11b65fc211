"""Rounds that are open already get the duties that the calendar has learned, where their date lies ahead."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")
# duty, opens (month, day), due (month, day) in the grant year, days before
NEW = [
    ("payment", (4, 16), (4, 30), [7, 1]),
    ("spring_payout", (5, 1), (5, 31), [7, 1]),
    ("still_studying", (9, 1), (9, 30), [7, 1]),
    ("autumn_payout", (9, 1), (9, 30), [7, 1]),
    ("plan_revision", (9, 1), (9, 30), [7]),
]


def add(apps, schema_editor):
    Round = apps.get_model("networks", "Round")
    Deadline = apps.get_model("networks", "Deadline")
    now = timezone.now()
    for round in Round.objects.filter(scheme_key="REKOM_2021"):
        for duty, opens, due, before in NEW:
            due_at = datetime(round.grant_year, *due, 23, 59, 59, tzinfo=OSLO)
            if due_at > now:
                Deadline.objects.get_or_create(
                    round=round,
                    duty=duty,
                    defaults={
                        "opens_at": datetime(round.grant_year, *opens, tzinfo=OSLO),
                        "due_at": due_at,
                        "closes": False,
                        "remind_before": before,
                    },
                )
    Deadline.objects.filter(duty__in=["nomination", "nomination_list"]).update(remind_before=[7, 1])


def take_away(apps, schema_editor):
    Deadline = apps.get_model("networks", "Deadline")
    Deadline.objects.filter(duty__in=[duty for duty, *_dates in NEW]).delete()


class Migration(migrations.Migration):
    dependencies = [("networks", "0002_round_calendar")]

    operations = [migrations.RunPython(add, take_away)]
