from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0005_edits_of_drafts"),
        ("athletes", "0008_change_feed"),
        ("metrics", "0008_change_feed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="analysis",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="analysis_changed"),
        ),
        migrations.AddIndex(
            model_name="memory",
            index=models.Index(fields=["athlete", "updated_at", "uid"], name="memory_changed"),
        ),
    ]
