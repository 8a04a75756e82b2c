from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from analysis.models import AnalysisRecord
from analysis.services.replaying import replay
from config.core.commands import PARTLY_FAILED
from config.core.commands import Command as BaseCommand

AT_ONCE = 50


class Command(BaseCommand):
    help = "Check the stored analyses of Claude again by today's rules, without asking anybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", help="Only those written on this day (UTC) or later.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, since: str | None, json: bool, **options: Any) -> None:
        begun = time.monotonic()
        rows = AnalysisRecord.objects.select_related("analysis").order_by("pk")
        if since:
            rows = rows.filter(created_at__date__gte=self._day(since))
        checked, different = 0, []
        for record in rows.iterator(chunk_size=AT_ONCE):
            checked += 1
            if problems := replay(record):
                different.append(
                    {
                        "uid": str(record.analysis.uid),
                        "prompt_version": record.analysis.prompt_version,
                        "problems": problems,
                    }
                )
        seconds = round(time.monotonic() - begun, 3)
        self._tell({"checked": checked, "different": different, "seconds": seconds}, as_json=json)
        if different:
            sys.exit(PARTLY_FAILED)

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse("DATE_INVALID", "--since takes a day such as 2026-03-01.")

    def _tell(self, answer: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.answer(answer)
            return
        for each in answer["different"]:
            self.stdout.write(f"{each['uid']} ({each['prompt_version']})")
            self.stdout.writelines(f"  {problem}" for problem in each["problems"])
        self.stdout.write(f"{answer['checked']} checked, {len(answer['different'])} different.")
