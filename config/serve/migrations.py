"""Migrating only when something changed, since asking Django takes as long as a start."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from config.serve.options import CODE, ROOT


class Migrations:
    """Whether the SQLite file of a data folder has all migrations of this code, without loading the code.

    What is pending follows from the migration files and the rows of `django_migrations`, nothing else; both
    as they were after the last `migrate` are kept as one fingerprint. Of another database nothing is known.
    """

    def __init__(self, data: Path) -> None:
        self._mark = data / "migrated"
        self._database = data / "formline.sqlite3"

    def are_applied(self) -> bool:
        """Nothing changed since `set_applied`, neither in the code nor in the database."""
        if os.environ.get("DATABASE_URL") or not self._mark.is_file():
            return False
        return self._mark.read_text() == self._fingerprint()

    def set_applied(self) -> None:
        """Call it after migrating."""
        self._mark.write_text(self._fingerprint())

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(repr(self._rows()).encode())
        ours = sorted(path for folder in CODE for path in (ROOT / folder).rglob("migrations/*.py"))
        for path in [*ours, *sorted(ROOT.glob(".venv/.installed-*"))]:
            digest.update(f"{path}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return digest.hexdigest()

    def _rows(self) -> list[tuple[str, str]]:
        if not self._database.is_file():
            return []
        with closing(sqlite3.connect(self._database, timeout=20)) as connection:
            try:
                return connection.execute(
                    "SELECT app, name FROM django_migrations ORDER BY app, name"
                ).fetchall()
            except sqlite3.DatabaseError:
                return []
