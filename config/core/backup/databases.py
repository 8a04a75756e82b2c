"""The database as one file, taken while it is used: SQLite by its backup, PostgreSQL by its own programs."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

from config.core.backup.errors import BackupError

PATIENCE_S = 4 * 3600
ASIDE = "formline_before_restore"
"""The schema that waits until a restore is over."""
type Rows = dict[str, list[int]]
"""Of each table its number of rows and, on PostgreSQL, the sum of the hashes of all rows (else 0)."""


def dump(target: Path) -> Rows:
    """Write all of one instant to `target`, and say what is in it."""
    return _dump_postgresql(target) if connection.vendor == "postgresql" else _dump_sqlite(target)


def load(source: Path) -> None:
    """Replace everything by what `dump` wrote. Raises BackupError, and everything is as it was."""
    connections.close_all()
    if connection.vendor == "postgresql":
        _load_postgresql(source)
    else:
        _load_sqlite(source)
    connections.close_all()


def count_rows() -> Rows:
    """What is in the database now."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        return {table: list(_of_table(cursor, table)) for table in tables}


def _of_table(cursor: Any, table: str) -> tuple[int, int]:
    name = connection.ops.quote_name(table)
    digest = "0"
    if connection.vendor == "postgresql":
        digest = "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)"
    cursor.execute(f"SELECT count(*), {digest} FROM {name} t")  # noqa: S608 - a table of this database
    count, total = cursor.fetchone()
    return int(count), int(total)


def _dump_sqlite(target: Path) -> Rows:
    with closing(sqlite3.connect(_path())) as ours, closing(sqlite3.connect(target)) as copy:
        ours.backup(copy)
        names = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        counted = {
            name: [copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0], 0]  # noqa: S608 - its tables
            for (name,) in names
        }
    return dict(sorted(counted.items()))


def _dump_postgresql(target: Path) -> Rows:
    with _snapshot() as snapshot:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
             f"--snapshot={snapshot}", f"--file={target}")  # fmt: skip
        return count_rows()


@contextmanager
def _snapshot() -> Iterator[str]:
    """One instant that pg_dump and our counting both see."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _load_sqlite(source: Path) -> None:
    with closing(sqlite3.connect(source)) as taken, closing(sqlite3.connect(_path())) as ours:
        try:
            taken.backup(ours)
        except sqlite3.DatabaseError as error:
            raise BackupError from error


def _load_postgresql(source: Path) -> None:
    with _set_aside():
        _run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
             "--schema=public", f"--dbname={_named()['PGDATABASE']}", str(source))  # fmt: skip


@contextmanager
def _set_aside() -> Iterator[None]:
    """An empty schema within the block; what was there goes after it, or comes back if it fails.

    What a restore that was killed had set aside is put back first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ASIDE])
        if cursor.fetchone():
            _put_back()
    _in_one(f"ALTER SCHEMA public RENAME TO {ASIDE}", "CREATE SCHEMA public")
    connections.close_all()
    try:
        yield
    except BaseException:
        _put_back()
        raise
    _in_one(f"DROP SCHEMA {ASIDE} CASCADE")


def _put_back() -> None:
    _in_one("DROP SCHEMA public CASCADE", f"ALTER SCHEMA {ASIDE} RENAME TO public")
    connections.close_all()


def _in_one(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program, path=settings.POSTGRES_BIN or None)
    if found is None:
        raise BackupError(
            f"{program} was not found. Install PostgreSQL's client programs of the server's version, or name "
            "their folder in POSTGRES_BIN.",
            code="BACKUP_PROGRAM_MISSING",
        )
    done = subprocess.run(  # noqa: S603 - found on the operator's path
        [found, "--no-password", *arguments],
        env=_named(),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-500:]}", code="BACKUP_PROGRAM_FAILED")


def _named() -> dict[str, str]:
    """Where our database is, as PostgreSQL's programs are told: the password stands on no command line."""
    params = connection.get_connection_params()
    given = {
        **{"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password"},
        **{"PGDATABASE": "dbname", "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"},
    }
    return {name: str(params[key]) for name, key in given.items() if params.get(key)}


def _path() -> str:
    return str(connection.settings_dict["NAME"])
