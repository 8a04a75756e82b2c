from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from config.core.commands import Command as BaseCommand
from config.core.errors import DataValidationError
from metrics.science.signals import detect
from metrics.services.daily_csv import read_daily_csv


class Command(BaseCommand):
    help = "Detect signals in a CSV of daily values. Touches no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("csv", type=Path)
        parser.add_argument("--json", action="store_true", help="the only form there is")

    def handle(self, *args: Any, csv: Path, **options: Any) -> None:
        if not csv.is_file():
            self.refuse("FILE_UNKNOWN", f"There is no file {csv}.")
        try:
            with csv.open(encoding="utf-8-sig", newline="") as lines:
                series = read_daily_csv(lines)
        except DataValidationError as error:
            self.refuse(error.code, error.message)
        except UnicodeDecodeError:
            self.refuse("CSV_INVALID", "The file is not text in UTF-8.")
        self.answer([signal.to_json() for signal in detect(series)])
