"""What followers were ever given to write is given to read, before the database refuses it."""

from typing import Any

from django.db import migrations


def read_only(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    for name in ("CoachLink", "CoachInvitation"):
        for row in apps.get_model("athletes", name).objects.filter(role="follower"):
            if "write" in row.scopes.values():
                row.scopes = dict.fromkeys(row.scopes, "read")
                row.save(update_fields=["scopes"])


class Migration(migrations.Migration):
    dependencies = [("athletes", "0010_external_ids")]

    operations = [migrations.RunPython(read_only, migrations.RunPython.noop)]
