from typing import Any

from django.db import migrations


def need_the_profile(apps: Any, schema_editor: Any) -> None:
    """What was found before is about thresholds all the same."""
    signals = apps.get_model("metrics", "Signal").objects.using(schema_editor.connection.alias)
    changes = signals.filter(kind="threshold_change")
    changes.exclude(needs="heart").update(needs="profile")
    changes.filter(needs="heart").update(needs="heart,profile")


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0006_cold_streams"),
    ]

    operations = [
        migrations.RunPython(need_the_profile, migrations.RunPython.noop),
    ]
