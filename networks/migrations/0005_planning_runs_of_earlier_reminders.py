"""Reminders that were planned before steps were noted count as steps that have run: nobody is told again.

Their letters get the words that letters about duties have now, so that they can be asked about before they leave.
"""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")
OFFSETS = {"opens": "opens", "21": "-21", "7": "-7", "1": "-1", "after": "+1"}
KINDS = ["rekom/duty_opens", "rekom/duty_reminder", "rekom/duty_overdue"]


def note(apps, schema_editor):
    OutboxMail = apps.get_model("common", "OutboxMail")
    PlanningRun = apps.get_model("common", "PlanningRun")
    Deadline = apps.get_model("networks", "Deadline")
    planned = set()
    for key in OutboxMail.objects.filter(kind__in=KINDS).values_list("key", flat=True):
        # "needs_report:5:7:2026-12-01:77", or for an opening "needs_report:5:opens:77"
        parts = key.split(":")
        if len(parts) in (4, 5) and parts[2] in OFFSETS and parts[1].isdigit():
            due_on = date.fromisoformat(parts[3]) if len(parts) == 5 else None
            planned.add((parts[0], int(parts[1]), parts[2], due_on))
    deadlines = {(row.duty, row.round_id): row for row in Deadline.objects.prefetch_related("dispensations")}
    keys = {
        step
        for duty, round_id, offset, due_on in planned
        if (duty, round_id) in deadlines
        for step in _steps(deadlines[duty, round_id], OFFSETS[offset], due_on)
    }
    now = timezone.now()
    PlanningRun.objects.bulk_create(
        [PlanningRun(key=key, at=now, letters=0) for key in sorted(keys)], ignore_conflicts=True
    )


def word(apps, schema_editor):
    OutboxMail = apps.get_model("common", "OutboxMail")
    changed = []
    for mail in OutboxMail.objects.filter(kind__in=KINDS).exclude(context__has_key="decline_path"):
        context = mail.context
        due = f"{context['duty']}:{context['round']}"
        new = {"due": due, "people": "", "title": "", "date": "", "ask_path": ""}
        mail.context = {
            **context,
            "offset": OFFSETS.get(context["offset"], context["offset"]),
            "decline_path": "",
            "bodies": [{**new, **body} for body in context["bodies"]],
        }
        changed.append(mail)
    OutboxMail.objects.bulk_update(changed, ["context"], batch_size=500)


def leave(apps, schema_editor):
    """The words may stay: what reads letters about duties does not mind more of them."""


def _steps(row, offset, due_on):
    """The keys of the steps: of all with the date, and of each body whose own date it is."""
    begins = due_on or row.opens_at.astimezone(OSLO).date()
    yield f"{row.duty}:{row.round_id}:{offset}:{begins.isoformat()}:0"
    for given in row.dispensations.all():
        if due_on is None or given.due_at.astimezone(OSLO).date() == due_on:
            yield f"{row.duty}:{row.round_id}:{offset}:{begins.isoformat()}:{given.pk}"


def forget(apps, schema_editor):
    apps.get_model("common", "PlanningRun").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0004_inquiries"),
        ("common", "0006_attachments"),
    ]

    operations = [migrations.RunPython(note, forget), migrations.RunPython(word, leave)]
