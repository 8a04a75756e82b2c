from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from config.core.commands import Command as BaseCommand
from plans.engine.answer import answer
from plans.engine.plan import make_plan
from plans.engine.spec import Spec, parse
from plans.errors import PlanSpecError


class Command(BaseCommand):
    help = "Make a plan from a specification in JSON. Touches no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("spec", type=Path)
        parser.add_argument("--json", action="store_true", help="the only form there is")

    def handle(self, *args: Any, spec: Path, **options: Any) -> None:
        self.answer(answer(make_plan(self._read(spec))))

    def _read(self, path: Path) -> Spec:
        if not path.is_file():
            self.refuse("FILE_UNKNOWN", f"There is no file {path}.")
        try:
            return parse(json.loads(path.read_text(encoding="utf-8-sig")))
        except PlanSpecError as error:
            self.refuse(error.code, error.message)
        except (ValueError, RecursionError):
            self.refuse("JSON_INVALID", "The file is not JSON in UTF-8.")
