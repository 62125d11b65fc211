"""Each kindergarten gets one period: as it is, since 1 January of its earliest figures, else since 2018."""

from datetime import date

from django.db import migrations
from django.db.models import Min

FIRST_YEAR = 2018


def begin(apps, schema_editor):
    Kindergarten = apps.get_model("networks", "Kindergarten")
    KindergartenPeriod = apps.get_model("networks", "KindergartenPeriod")
    rows = Kindergarten.objects.filter(periods__isnull=True).annotate(first=Min("figures__year"))
    KindergartenPeriod.objects.bulk_create(
        (
            KindergartenPeriod(
                kindergarten=row,
                name=row.name,
                owner_id=row.owner_id,
                municipality_id=row.municipality_id,
                valid_from=date(row.first or FIRST_YEAR, 1, 1),
                valid_to=_end(row),
            )
            for row in rows.iterator()
        ),
        batch_size=1000,
    )


def _end(row):
    """The day it closed, where that is after it began."""
    began = date(row.first or FIRST_YEAR, 1, 1)
    return row.closed_on if row.closed_on and row.closed_on > began else None


def forget(apps, schema_editor):
    apps.get_model("networks", "KindergartenPeriod").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0009_life_of_networks"),
    ]

    operations = [migrations.RunPython(begin, forget)]
