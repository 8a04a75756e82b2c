"""Putting a backup back: first all of it is read and judged, then everything here is replaced by it."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from redis.exceptions import RedisError

from config.core.backup.archive import DATABASE, FILES, Manifest, members, read_manifest, stored_files
from config.core.backup.databases import count_rows, load
from config.core.backup.errors import BackupError
from config.core.backup.sealing import CHUNK


def restore_backup(source: Path, *, replaces: bool = False) -> Manifest:
    """Replace database and files by those of the backup, then apply the migrations made since.

    Raises BackupError before anything is changed: BACKUP_KEY_WRONG, BACKUP_DAMAGED, BACKUP_NEWER,
    BACKUP_OTHER_DATABASE, BACKUP_TARGET_NOT_EMPTY (unless `replaces`). BACKUP_PROGRAM_FAILED leaves
    the database as it was, BACKUP_INCOMPLETE says that it does not hold what the manifest names.
    """
    manifest = read_manifest(source)
    _check_fits(manifest)
    if not replaces and _has_people():
        raise BackupError(
            "There are accounts here already. With --replace they make way for those of the backup.",
            code="BACKUP_TARGET_NOT_EMPTY",
        )
    with TemporaryDirectory(dir=source.parent) as folder:
        database = Path(folder) / DATABASE
        _unpack(source, database)
        load(database)
    if count_rows() != manifest.tables:
        raise BackupError(
            "The database does not hold what the backup names. Restore it again.", code="BACKUP_INCOMPLETE"
        )
    _remove_others(manifest)
    call_command("migrate", verbosity=0, interactive=False)
    return manifest


def forget_kept() -> bool:
    """Empty cache and queue, which speak of what was there before; false when they are away."""
    try:
        cache.clear()
    except (RedisError, OSError):
        return False
    return True


def _check_fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupError(
            f"This backup holds a database of {manifest.vendor}, and DATABASE_URL names {connection.vendor}.",
            code="BACKUP_OTHER_DATABASE",
        )
    ours = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - ours):
        raise BackupError(
            f"This backup was made by a newer Formline ({unknown[0]}): update first.", code="BACKUP_NEWER"
        )


def _has_people() -> bool:
    try:
        return get_user_model().objects.exists()
    except DatabaseError:
        # No table yet: an installation that was never migrated.
        return False


def _unpack(source: Path, database: Path) -> None:
    for name, content in members(source):
        if name == DATABASE:
            with database.open("wb") as target:
                shutil.copyfileobj(content, target, CHUNK)
        elif name.startswith(FILES):
            stored = name.removeprefix(FILES)
            default_storage.delete(stored)
            default_storage.save(stored, File(content))


def _remove_others(manifest: Manifest) -> None:
    for name in list(stored_files()):
        if f"{FILES}{name}" not in manifest.members:
            default_storage.delete(name)
