"""`manage.py backup TARGET`: database and files in one sealed file, while everything runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from config.core.backup import BackupError, make_backup, read_manifest
from config.core.commands import Command as BaseCommand

SUFFIX = ".backup"


class Command(BaseCommand):
    help = (
        "Write database and files into one file, sealed by BACKUP_KEY; or read one without changing anything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "target", type=Path, help="a file, or a folder in which it gets a name by the time"
        )
        parser.add_argument("--verify", action="store_true", help="read all of this backup instead")
        parser.add_argument("--keep", type=int, metavar="N", help="of a folder's backups keep the newest N")

    def handle(self, *args: Any, target: Path, verify: bool, keep: int | None, **options: Any) -> None:
        if keep is not None and (keep < 1 or not target.is_dir()):
            self.refuse("ARGUMENTS_INVALID", "--keep takes a number from 1 on, and a folder.")
        if not verify and not (target.is_dir() or target.parent.is_dir()):
            self.refuse("ARGUMENTS_INVALID", f"There is no folder {target.parent}.")
        try:
            name = target / f"formline-{timezone.now():%Y%m%dT%H%M%SZ}{SUFFIX}" if target.is_dir() else target
            manifest = read_manifest(name) if verify else make_backup(name)
        except BackupError as error:
            self.refuse(error.code, error.message)
        except OSError as error:
            self.refuse("FILE_UNREADABLE", f"{error.strerror}: {error.filename}")
        if settings.BACKUP_MARKER and not verify:
            Path(settings.BACKUP_MARKER).touch()
        removed = _thin(target, keep) if keep else 0
        rows = sum(count for count, _ in manifest.tables.values())
        files = len(manifest.members) - 1
        self.answer({"backup": str(name), "rows": rows, "files": files, "removed": removed})


def _thin(folder: Path, keep: int) -> int:
    """Remove all but the newest; names begin with their time."""
    old = sorted(folder.glob(f"formline-*{SUFFIX}"))[:-keep]
    for each in old:
        each.unlink()
    return len(old)
