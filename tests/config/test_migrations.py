"""Tables of the tests are made from the models, those of an installation by migrations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from psycopg import sql
from pytest_django import DjangoDbBlocker

ALIAS = "migrated"
# The servers of the tests migrate SQLite in any case; that nothing is missing in them takes most of a minute.
RARELY_ON_SQLITE = pytest.mark.long if connection.vendor == "sqlite" else pytest.mark.django_db
OURS = ("core_", "athletes_", "notifications_", "metrics_", "plans_", "analysis_")


@pytest.fixture
def migrated(
    tmp_path: Path, settings: Any, django_db_blocker: DjangoDbBlocker
) -> Iterator[BaseDatabaseWrapper]:
    """A database of its own on the same engine, to which every migration was applied."""
    settings.MIGRATION_MODULES = {}
    name = str(tmp_path / "migrated.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_migrated"
        on_server("CREATE DATABASE {}", name)
    connections.databases[ALIAS] = {**connection.settings_dict, "NAME": name}
    with django_db_blocker.unblock():
        call_command("migrate", database=ALIAS, verbosity=0)
        yield connections[ALIAS]
        connections[ALIAS].close()
        if isinstance(made := connections[ALIAS], PostgreSQL):
            made.close_pool()
    del connections[ALIAS], connections.databases[ALIAS]
    if connection.vendor == "postgresql":
        on_server("DROP DATABASE {}", name)


def on_server(statement: Any, name: str) -> None:
    params = connection.get_connection_params()
    wanted = {key: params[key] for key in ("host", "port", "user", "password") if params.get(key)}
    with psycopg.connect(dbname="postgres", autocommit=True, **wanted) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))


def tables(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Columns of our tables with type and null; what constraints and indexes say, whatever their names."""
    look = database.introspection
    with database.cursor() as cursor:
        return {
            table: (
                {
                    each.name: (each.type_code, each.null_ok)
                    for each in look.get_table_description(cursor, table)
                },
                sorted(map(meaning, look.get_constraints(cursor, table).values())),
            )
            for table in look.table_names(cursor)
            if table.startswith(OURS)
        }


def meaning(constraint: Any) -> str:
    kinds = ("primary_key", "unique", "foreign_key", "check", "index")
    return str((constraint["columns"], [constraint[kind] for kind in kinds]))


@RARELY_ON_SQLITE
@pytest.mark.django_db
def test_migrations_lead_to_the_tables_that_the_models_describe(migrated: BaseDatabaseWrapper) -> None:
    assert len(tables(migrated)) > 50
    assert tables(migrated) == tables(connection)
