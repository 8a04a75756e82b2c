"""`manage.py export_athlete`: everything of one person in one zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from athletes.people import person_by_email
from config.core import audit
from config.core.commands import Command as JsonCommand
from config.core.errors import DataNotFoundError
from config.core.personal import exporting


class Command(JsonCommand):
    help = "Write everything of one person to a zip: JSON, CSV, the original files and a README."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--out", type=Path, required=True, help="the zip, which must not exist yet")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, **options: Any) -> None:
        target: Path = options["out"]
        if target.exists() or not target.parent.is_dir():
            self.refuse("FILE_EXISTS", f"{target} exists already, or its folder does not.")
        try:
            person = person_by_email(options["email"])
        except DataNotFoundError as error:
            self.refuse(error.code, error.message)
        done = exporting.export(person, target)
        target.chmod(0o600)
        audit.record(None, "athlete.export", person.athlete_uid or person.user_uid, {"as": "operator"})
        if options["json"]:
            self.answer(exporting.as_answer(done))
        else:
            self.stdout.write(f"{done.files} files with {done.rows} rows, {done.bytes} bytes: {target}")
