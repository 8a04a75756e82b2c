from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from analysis.models import Analysis
from analysis.selectors.analyses import WINDOW_DAYS, as_json
from analysis.services.analysing import analyse
from analysis.services.explaining import explain
from athletes.models import Athlete
from config.core.commands import Command as BaseCommand

LONGEST_DAYS = 90


class Command(BaseCommand):
    help = "Explain one athlete's last days and print the analysis as the API gives it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--engine", choices=["rules", "claude"], default="rules")
        parser.add_argument("--days", type=int, default=WINDOW_DAYS)
        parser.add_argument("--json", action="store_true")

    def handle(
        self,
        *args: Any,
        email: str,
        engine: str,
        days: int,
        json: bool,
        **options: Any,
    ) -> None:
        if not 1 <= days <= LONGEST_DAYS:
            self.refuse("DAYS_INVALID", f"--days takes 1 to {LONGEST_DAYS}.")
        athlete = Athlete.objects.filter(user__email__iexact=email).first()
        if athlete is None:
            self.refuse("ATHLETE_UNKNOWN", f"No athlete has the address {email}.")
        if engine == Analysis.Engine.CLAUDE:
            row = explain(athlete=athlete, purpose=Analysis.Purpose.ASKED, days=days)
        else:
            row = analyse(athlete=athlete, days=days)
        analysis = as_json(row)
        if json:
            self.answer(analysis)
        else:
            self.stdout.write(_text(analysis))


def _text(analysis: dict[str, Any]) -> str:
    """The sentences alone, a line each."""
    parts = [*analysis["findings"], *analysis["recommendations"]]
    claims = [analysis["headline"], *(claim for part in parts for claim in part["claims"])]
    return "\n".join(claim["text"] for claim in claims)
