"""`manage.py erase_athlete`: erase everything of one person, or again of all who were, after a restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from athletes.people import people_by_uid, person_by_email
from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as JsonCommand
from config.core.errors import DataNotFoundError
from config.core.personal import Person, erasing


class Command(JsonCommand):
    help = "Erase everything of one person: tables, files, cache. There is no way back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?")
        parser.add_argument("--again", action="store_true", help="all who were erased; after a restore")
        parser.add_argument("--list", type=Path, help="with --again: an erased.jsonl kept elsewhere")
        parser.add_argument("--yes", action="store_true", help="without it nothing is erased")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, **options: Any) -> None:
        people = self._people(options)
        if not options["yes"]:
            self.refuse("NOT_CONFIRMED", f"{len(people)} would be erased for good. Say --yes to do so.")
        done = [erasing.erase(person) for person in people]
        answer = {name: sum(getattr(each, name) for each in done) for name in ("rows", "files", "remaining")}
        if options["json"]:
            self.answer(answer)
        else:
            self.stdout.write(", ".join(f"{count} {name}" for name, count in answer.items()))
        if answer["remaining"]:
            sys.exit(PARTLY_FAILED)

    def _people(self, options: dict[str, Any]) -> list[Person]:
        if bool(options["email"]) == options["again"]:
            self.refuse("ARGUMENTS_INVALID", "Name one person by e-mail address, or say --again.")
        if options["again"]:
            return people_by_uid(erasing.erased_uids(options["list"]))
        try:
            return [person_by_email(options["email"])]
        except DataNotFoundError as error:
            self.refuse(error.code, error.message)
