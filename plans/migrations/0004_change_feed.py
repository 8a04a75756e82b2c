from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("athletes", "0008_change_feed"),
        ("metrics", "0008_change_feed"),
        ("plans", "0003_proposal_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="blackout",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="blackout_changed"),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="plan_changed"),
        ),
        migrations.AddIndex(
            model_name="plannedsession",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="session_changed"),
        ),
        migrations.AddIndex(
            model_name="planproposal",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="plan_proposal_changed"),
        ),
        migrations.AddIndex(
            model_name="workouttemplate",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="template_changed"),
        ),
    ]
