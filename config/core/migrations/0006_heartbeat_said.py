from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_idempotency_sees")]

    operations = [
        migrations.AddField(
            model_name="heartbeat",
            name="said",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
    ]
