"""`manage.py retention`: remove what has had its time, or say what would be removed."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from config.core import retention
from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as JsonCommand


class Command(JsonCommand):
    help = "Remove what has had its time, by the rules of every app."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and remove nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, **options: Any) -> None:
        outcome = retention.apply(dry_run=options["dry_run"], time_limit_s=float("inf"))
        if outcome is None:
            self.refuse("RETENTION_BUSY", "Another process removes old data now. Try again in a few minutes.")
        answer = {
            "dry_run": options["dry_run"],
            "counts": dict(outcome.counts),
            "failed": dict(outcome.failed),
        }
        if options["json"]:
            self.answer(answer)
        else:
            self._tell(outcome)
        if outcome.failed:
            sys.exit(PARTLY_FAILED)

    def _tell(self, outcome: retention.Outcome) -> None:
        for name, rule in retention.RULES.items():
            days = retention.keep_days(rule)
            kept = "for ever" if days is None else f"{days} days"
            count = outcome.failed.get(name, outcome.counts.get(name, 0))
            self.stdout.write(f"{name:26} kept {kept:10} {count:>10}  {rule.title}")
