"""`manage.py verify_audit`: recompute the chain of the audit record, and look for the end that was told."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from config.core import audit
from config.core.audit_heads import Head, parsed
from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as JsonCommand


class Command(JsonCommand):
    help = "Verify the audit record; exits 1 when something does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--expect", metavar="HEAD", help="LAST_ID:SHA256 from a log or a note")
        parser.add_argument("--accept", action="store_true", help="go on from the end there is")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, **options: Any) -> None:
        noted = self._head(options["expect"])
        accepted = audit.accept() if options["accept"] else []
        verdict = audit.check()
        broken = list(verdict.broken)
        if noted is not None and not audit.is_sealed(noted):
            broken.append(f"the head that was noted: nothing is sealed up to {noted.last_id} as it was")
        head = audit.newest_head()
        answer = {"sealed": verdict.sealed, "unsealed": verdict.unsealed, "head": str(head) if head else None}
        if options["json"]:
            self.answer({**answer, "broken": broken, "accepted": accepted})
        else:
            self._tell(answer, broken)
        if broken:
            sys.exit(PARTLY_FAILED)

    def _head(self, text: str | None) -> Head | None:
        try:
            return parsed(text) if text else None
        except ValueError:
            self.refuse("ARGUMENTS_INVALID", "A head is LAST_ID:SHA256.")

    def _tell(self, answer: dict[str, Any], broken: list[str]) -> None:
        self.stdout.write(f"{answer['sealed']} sealed, {answer['unsealed']} wait, head {answer['head']}")
        for each in broken:
            self.stdout.write(f"does not fit: {each}")
