from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("athletes", "0008_change_feed"),
        ("metrics", "0007_needs_of_thresholds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="activity_changed"),
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="annotation_changed"),
        ),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="check_in_changed"),
        ),
        migrations.AddIndex(
            model_name="cycleday",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="cycle_day_changed"),
        ),
        migrations.AddIndex(
            model_name="day",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="day_changed"),
        ),
        migrations.AddIndex(
            model_name="race",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="race_changed"),
        ),
        migrations.AddIndex(
            model_name="readinessoverride",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="override_changed"),
        ),
        migrations.AddIndex(
            model_name="signal",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="signal_changed"),
        ),
        migrations.AddIndex(
            model_name="thresholdproposal",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="proposal_changed"),
        ),
    ]
