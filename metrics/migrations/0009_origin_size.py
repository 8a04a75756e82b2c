from typing import Any

from django.core.files.storage import default_storage
from django.db import migrations, models

AT_ONCE = 500


def measure(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Files that are here already count as well; one that cannot be asked for counts nothing."""
    origin = apps.get_model("metrics", "Origin")
    batch = []
    for row in origin.objects.exclude(file="").only("pk", "file").iterator(chunk_size=AT_ONCE):
        try:
            row.size = default_storage.size(row.file.name)
        except OSError:
            continue
        batch.append(row)
        if len(batch) == AT_ONCE:
            origin.objects.bulk_update(batch, ["size"])
            batch = []
    origin.objects.bulk_update(batch, ["size"])


class Migration(migrations.Migration):
    dependencies = [("metrics", "0008_change_feed")]

    operations = [
        migrations.AddField(
            model_name="origin",
            name="size",
            field=models.PositiveBigIntegerField(default=0, help_text="Bytes of the file."),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop, elidable=True),
    ]
