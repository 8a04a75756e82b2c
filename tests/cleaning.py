"""Tests that commit leave rows behind, and Django empties every table after each of them.

Of more than a hundred tables a test fills a handful. PostgreSQL takes as long to truncate an empty table as a
full one, and after it rows of permissions would be made anew that nothing here reads.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate

PERMISSIONS = "django.contrib.auth.management.create_permissions"


def make_cheap() -> None:
    """For the rest of this process."""
    post_migrate.disconnect(create_permissions, dispatch_uid=PERMISSIONS)
    post_migrate.disconnect(create_contenttypes)
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = _delete_what_is_there  # type: ignore[assignment]


def _delete_what_is_there(_style: Any, tables: Sequence[str], **_options: Any) -> list[str]:
    """One DELETE per table that has rows. All are one transaction, at whose end foreign keys are checked."""
    names = {table: connection.ops.quote_name(table) for table in tables}
    questions = [f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name})" for table, name in names.items()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [f"DELETE FROM {names[table]}" for (table,) in cursor.fetchall()]
