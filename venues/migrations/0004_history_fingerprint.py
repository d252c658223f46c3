"""Months that were stored before have no fingerprint: the hourly job scores them anew, once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_method_immutable")]

    operations = [
        migrations.AddField(
            model_name="history",
            name="fingerprint",
            field=models.CharField(
                default="", max_length=64, verbose_name="fingerprint of what the months follow from"
            ),
        ),
    ]
