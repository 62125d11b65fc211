"""What earlier reports said of each measure becomes its shared facts; the reports keep their lines as they were.

The facts are agreed where a report that tells of the measure is approved, else a draft.
"""

from collections import defaultdict

import pgtrigger
from django.db import connection, migrations

CARRIED_OUT = {"not": "not", "partly": "partly"}
"""What the goal says of whether the measure was carried out; anything else was carried out."""
FLAG = "rekom.moving"
LONGEST = 10_000
"""Characters in one text, at most."""


def tell(apps, schema_editor):
    """One row of facts for each measure that a report says something of, and nobody has begun on."""
    told = defaultdict(list)
    for line in _lines(apps):
        told[line.line.measure_id].append(line)
    MeasureReport = apps.get_model("reporting", "MeasureReport")
    for measure, lines in told.items():
        facts = MeasureReport.objects.create(measure_id=measure, **_said(lines))
        facts.kindergartens.set(facts.measure.kindergartens.all())
        approved = min(
            (line.report for line in lines if line.report.state == "approved"),
            key=lambda report: report.approved_at,
            default=None,
        )
        if approved:
            _agree(apps, facts, approved)


def _lines(apps):
    rows = apps.get_model("reporting", "ReportLine").objects.filter(
        line__measure__isnull=False, line__measure__facts__isnull=True, carry_over__isnull=True
    )
    said = rows.exclude(done="", attainment="", attainment_text="")
    return said.select_related(
        "line", "report__grant__network", "report__grant__university", "report__approved_by"
    ).order_by("line__measure", "report__grant__university", "pk")  # the network first: it has no university


def _said(lines):
    """The network's texts first, each with its sender's name where several have written; the network's judgement."""
    lines = sorted(lines, key=lambda line: (line.report.grant.university_id is not None, line.pk))
    attainment = next((line.attainment for line in lines if line.attainment), "")
    carried_out = CARRIED_OUT.get(attainment, "fully") if attainment else ""
    signs = _joined(lines, "attainment_text")
    return {
        "done": _joined(lines, "done"),
        "attainment": attainment,
        "carried_out": carried_out,
        "why": signs if carried_out in ("not", "partly") else "",
        "signs": signs,
        "version": 1,
    }


def _joined(lines, field):
    texts = [(line, getattr(line, field).strip()) for line in lines if getattr(line, field).strip()]
    if len({text for _line, text in texts}) < 2:
        return texts[0][1] if texts else ""
    return "\n\n".join(f"{_name(line)}: {text}" for line, text in texts)[:LONGEST]


def _name(line):
    grant = line.report.grant
    return (grant.network or grant.university).name


def _agree(apps, facts, report):
    """Agreed when the first report that tells of it was approved, by the one who approved it."""
    _flag("on")
    type(facts).objects.filter(pk=facts.pk).update(state="agreed", agreed_at=report.approved_at)
    _flag("")
    types = apps.get_model("contenttypes", "ContentType").objects
    apps.get_model("common", "StateChange").objects.create(
        content_type=types.get_or_create(app_label="reporting", model="measurereport")[0],
        object_id=facts.pk,
        verb="agree",
        before="draft",
        after="agreed",
        by_id=report.approved_by_id,
        at=report.approved_at,
    )


def _flag(value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [FLAG, value])


def untell(apps, schema_editor):
    """Take away the facts that nobody has written in since; the reports' lines still say what they said."""
    rows = apps.get_model("reporting", "MeasureReport").objects.filter(
        saved_by__isnull=True, version=1, approvals__isnull=True, answers__isnull=True
    )
    types = apps.get_model("contenttypes", "ContentType").objects
    about = types.filter(app_label="reporting", model="measurereport").first()
    keys = list(rows.values_list("pk", flat=True))
    with pgtrigger.ignore("common.StateChange:history_never_changes"):
        apps.get_model("common", "StateChange").objects.filter(
            content_type=about, object_id__in=keys
        ).delete()
    for facts in rows.filter(pk__in=keys):
        facts.kindergartens.clear()
    rows.model.objects.filter(pk__in=keys).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0008_versions_and_writing_places"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("grants", "0008_carry_overs"),
        ("needs", "0007_development_and_goals"),
        ("reporting", "0003_shared_facts_questions_summary"),
    ]

    operations = [migrations.RunPython(tell, untell)]
