"""Where limits of sign-in are counted while Valkey is away."""

from typing import Any

from django.core.management import call_command
from django.db import migrations

TABLE = "core_cache"


def make_table(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    schema_editor.execute(f'DROP TABLE IF EXISTS "{TABLE}"')


class Migration(migrations.Migration):
    dependencies = [("core", "0003_operation")]

    operations = [migrations.RunPython(make_table, drop_table)]
