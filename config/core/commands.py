"""What every command of ours shares: one line of JSON on stdout, exit codes, errors with a code."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

DONE, PARTLY_FAILED, BAD_INPUT = 0, 1, 2


class Command(BaseCommand):
    """Exits 0 when done, 1 when partly failed, 2 on bad input with one line `CODE: message` on stderr."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.error = partial(self.refuse, "ARGUMENTS_INVALID")  # type: ignore[method-assign]
        return parser

    def answer(self, value: dict[str, Any] | list[Any]) -> None:
        """Print the one line of JSON."""
        self.stdout.write(json.dumps(value, cls=DjangoJSONEncoder, allow_nan=False, ensure_ascii=False))

    def refuse(self, code: str, message: str) -> NoReturn:
        self.stderr.write(f"{code}: {_on_one_line(message)}")
        sys.exit(BAD_INPUT)


def _on_one_line(message: str) -> str:
    """Without line breaks, and with control characters as escapes: a message may quote what others wrote."""
    shown = message.replace("\n", " ")
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in shown)
