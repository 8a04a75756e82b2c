"""What stands in a backup: the database, every stored file, and at its end a manifest of all of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config.core.backup.databases import Rows, dump
from config.core.backup.errors import BackupError
from config.core.backup.sealing import CHUNK, Opened, Sealed

DATABASE, MANIFEST, FILES = "database", "manifest.json", "files/"
FORMAT = 1


@dataclass
class Manifest:
    """`members` are bytes and SHA-256 by name; `migrations` those that were applied, "app.name"."""

    format: int
    made_at: str
    vendor: str
    migrations: list[str]
    tables: Rows
    members: dict[str, tuple[int, str]] = field(default_factory=dict)


class Measured(io.RawIOBase):
    """Counts and hashes what is read through it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._hash, self.count = source, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        piece = self._source.read(len(view))
        view[: len(piece)] = piece
        self._hash.update(piece)
        self.count += len(piece)
        return len(piece)

    def told(self) -> tuple[int, str]:
        return self.count, self._hash.hexdigest()


def make_backup(target: Path) -> Manifest:
    """Write a whole backup to `target`, readable by its owner alone; what was there stays until it is whole.

    Raises BackupError: BACKUP_KEY_MISSING, BACKUP_PROGRAM_MISSING, BACKUP_PROGRAM_FAILED.
    """
    aside = target.with_name(f"{target.name}.part")
    with TemporaryDirectory(dir=target.parent) as folder, _private(aside) as raw:
        database = Path(folder) / DATABASE
        tables = dump(database)
        manifest = Manifest(FORMAT, timezone.now().isoformat(), connection.vendor, _applied(), tables)
        with Sealed(raw) as sealed, tarfile.open(fileobj=sealed, mode="w|", bufsize=CHUNK) as archive:
            with database.open("rb") as content:
                _add(archive, manifest, DATABASE, content, database.stat().st_size)
            for name in stored_files():
                _add_stored(archive, manifest, name)
            told = json.dumps(asdict(manifest)).encode()
            _put(archive, MANIFEST, io.BytesIO(told), len(told))
        raw.flush()
        os.fsync(raw.fileno())
    aside.replace(target)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Read all of a backup, change nothing, and raise BackupError unless every byte is as it was written."""
    manifest: Manifest | None = None
    found: dict[str, tuple[int, str]] = {}
    for name, content in members(source):
        if name == MANIFEST:
            manifest = _manifest(content.read())
            continue
        measured = Measured(content)
        while measured.read(CHUNK):
            pass
        found[name] = measured.told()
    if manifest is None or {name: tuple(told) for name, told in manifest.members.items()} != found:
        raise BackupError
    return manifest


def members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each member with its content, in order; the whole is read to its end."""
    with source.open("rb") as raw:
        opened = Opened(raw)
        try:
            with tarfile.open(fileobj=opened, mode="r|", bufsize=CHUNK) as archive:
                for each in archive:
                    content = archive.extractfile(each)
                    if content is not None:
                        yield each.name, content
            while opened.read(CHUNK):
                pass
        except tarfile.TarError as error:
            raise BackupError from error


def stored_files(folder: str = "") -> Iterator[str]:
    """Names of all files of the storage."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (str(PurePosixPath(folder) / name) for name in sorted(files))
    for name in sorted(folders):
        yield from stored_files(str(PurePosixPath(folder) / name))


def _private(path: Path) -> IO[bytes]:
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _add_stored(archive: tarfile.TarFile, manifest: Manifest, name: str) -> None:
    try:
        with default_storage.open(name) as content:
            _add(archive, manifest, f"{FILES}{name}", content, default_storage.size(name))
    except FileNotFoundError:
        # Removed since it was listed: nothing in the database will ask for it for long.
        return


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, content: IO[bytes], size: int) -> None:
    measured = Measured(content)
    _put(archive, name, measured, size)
    manifest.members[name] = measured.told()


def _put(archive: tarfile.TarFile, name: str, content: io.RawIOBase | io.BytesIO, size: int) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    archive.addfile(about, content)


def _manifest(text: bytes) -> Manifest:
    told = json.loads(text)
    if told.get("format") != FORMAT:
        raise BackupError("This backup was made by a newer Formline: update first.", code="BACKUP_NEWER")
    return Manifest(**told)
