"""Counties that have study types already get those that are new."""

from django.db import migrations

MORE = {
    "ablu_sami": ("ABLU med samisk profil", "ablu"),
    "fagbrev": ("Fagbrev i barne- og ungdomsarbeiderfaget", "tib"),
}
"""Code: name, and the code that it comes after."""


def add(apps, schema_editor):
    """Counties that have study types get those that are new; each stands right after the one that it belongs with."""
    StudyType = apps.get_model("needs", "StudyType")
    for county in StudyType.objects.order_by().values_list("county", flat=True).distinct():
        mine = {row.code: row for row in StudyType.objects.filter(county=county)}
        last = max(row.order for row in mine.values())
        StudyType.objects.bulk_create(
            StudyType(
                county_id=county,
                code=code,
                name=name,
                order=mine[before].order if before in mine else last,
            )
            for code, (name, before) in MORE.items()
            if code not in mine
        )


def remove(apps, schema_editor):
    """What no nomination has used is taken away again."""
    StudyType = apps.get_model("needs", "StudyType")
    StudyType.objects.filter(code__in=MORE, nominations__isnull=True, amounts__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("needs", "0005_workbooks")]

    operations = [migrations.RunPython(add, remove)]
