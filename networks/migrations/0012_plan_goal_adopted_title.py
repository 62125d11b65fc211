from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0011_history_that_holds"),
    ]

    operations = [
        migrations.AddField(
            model_name="plangoal",
            name="adopted_title",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
