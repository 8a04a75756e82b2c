"""`manage.py rotate_keys`: seal every stored secret by the newest of CREDENTIAL_KEYS."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from config.core import rewrapping
from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as JsonCommand


class Command(JsonCommand):
    help = "Seal every stored secret by the newest of CREDENTIAL_KEYS; safe to interrupt and to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=rewrapping.BATCH, help="rows in one transaction")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, **options: Any) -> None:
        if options["batch"] < 1:
            self.refuse("ARGUMENTS_INVALID", "A batch has at least one row.")
        outcome = rewrapping.rotate(batch=options["batch"])
        seconds = round(outcome.seconds, 3)
        if options["json"]:
            done = {"rewrapped": outcome.rewrapped, "remaining": outcome.remaining}
            self.answer(done | {"seconds": seconds})
        else:
            self.stdout.write(f"{outcome.rewrapped} rewrapped, {outcome.remaining} remaining, {seconds} s")
        if outcome.unreadable or outcome.remaining:
            self.stderr.write(f"KEYS_UNREADABLE: {self._advice()}")
            sys.exit(PARTLY_FAILED)

    def _advice(self) -> str:
        if missing := rewrapping.missing_keys():
            return f"Put back these keys of CREDENTIAL_KEYS: {', '.join(sorted(missing))}."
        return "Rows are damaged, or were being written: keep the older keys and run this again."
