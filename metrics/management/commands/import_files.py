from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from athletes.models import Athlete
from config.core.celery import run_inline
from config.core.commands import DONE, PARTLY_FAILED
from config.core.commands import Command as BaseCommand
from metrics.services.bulk import import_paths


class Command(BaseCommand):
    help = "Import activity files, folders and archives of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--athlete", required=True, help="the e-mail address of the athlete's user")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, paths: list[Path], athlete: str, json: bool, **options: Any) -> None:
        owner = Athlete.objects.select_related("user").filter(user__email__iexact=athlete).first()
        if owner is None:
            self.refuse("ATHLETE_UNKNOWN", f"No athlete has the address {athlete}.")
        if missing := next((path for path in paths if not path.exists()), None):
            self.refuse("PATH_UNKNOWN", f"There is no file or folder {missing}.")
        with run_inline():
            result = import_paths(athlete=owner, paths=paths)
        if json:
            self.answer(result.as_json())
        else:
            self.stdout.write(result.summary())
        raise SystemExit(PARTLY_FAILED if result.failed else DONE)
