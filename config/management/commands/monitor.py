from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as BaseCommand
from config.monitor.run import Look, run


class Command(BaseCommand):
    help = "Measure how the installation does now, keep its incidents and tell the operators what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="One line of JSON.")

    def handle(self, *_args: Any, **options: Any) -> None:
        look = run()
        if look is None:
            self.refuse("MONITOR_BUSY", "Another process looks right now.")
        if options["json"]:
            self.answer(asdict(look))
        else:
            self._print(look)
        if look.failed:
            sys.exit(PARTLY_FAILED)

    def _print(self, look: Look) -> None:
        for name, value in look.values.items():
            self.stdout.write(f"{name}: {'unknown' if value is None else round(value, 1)}")
        self.stdout.write(f"Open incidents: {look.open}. Words to the operators: {look.told}.")
