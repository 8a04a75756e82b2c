"""`manage.py restore SOURCE`: put a backup back, and erase again who was erased since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from athletes.people import people_by_uid
from config.core import audit
from config.core.backup import BackupError, forget_kept, restore_backup
from config.core.commands import Command as BaseCommand
from config.core.personal import erasing


class Command(BaseCommand):
    help = "Replace database and files by those of a backup. Stop everything else first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path)
        parser.add_argument("--replace", action="store_true", help="although there are accounts here")

    def handle(self, *args: Any, source: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = restore_backup(source, replaces=replace)
        except BackupError as error:
            self.refuse(error.code, error.message)
        except OSError as error:
            self.refuse("FILE_UNREADABLE", f"{error.strerror}: {error.filename}")
        again = [erasing.erase(person) for person in people_by_uid(erasing.erased_uids())]
        audit.accept()
        rows = sum(count for count, _ in manifest.tables.values())
        files = len(manifest.members) - 1
        if not (is_clear := forget_kept()):
            self.stderr.write("CACHE_KEPT: empty the Redis or Valkey of REDIS_URL before you start anything.")
        told = {"made_at": manifest.made_at, "rows": rows, "files": files, "erased_again": len(again)}
        self.answer({**told, "cache_cleared": is_clear})
