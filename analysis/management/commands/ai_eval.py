from __future__ import annotations

import json as plain_json
import sys
from collections.abc import Sequence
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from analysis.evaluation import house
from analysis.evaluation.gates import Gates
from analysis.evaluation.running import SECTIONS, SEEDS, Evaluation, run
from analysis.gateway.state import why_unavailable
from config.core.commands import DONE, PARTLY_FAILED
from config.core.commands import Command as BaseCommand


class Command(BaseCommand):
    help = "Measure the analyst with invented athletes and scripted models, in a database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        first, last = SEEDS[0], SEEDS[-1] + 1
        parser.add_argument(
            "--live", action="store_true", help="also ask the model of the settings; costs money"
        )
        parser.add_argument("--quick", action="store_true", help="less of everything")
        parser.add_argument("--seeds", default=f"{first}:{last}", metavar="A:B", help="who the athletes are")
        parser.add_argument(
            "--only", action="append", choices=list(SECTIONS), default=[], help="may be repeated"
        )
        parser.add_argument("--json", action="store_true")

    def handle(
        self,
        *args: Any,
        live: bool,
        quick: bool,
        seeds: str,
        only: list[str],
        json: bool,
        **options: Any,
    ) -> None:
        chosen = self._seeds(seeds)
        if live and (reason := why_unavailable()):
            self.refuse("AI_UNAVAILABLE", reason)
        if house.is_inside():
            call_command("migrate", verbosity=0)
            self.answer(self._measured(Evaluation(chosen, quick=quick), only, is_live=live))
            return
        given = [*(["--live"] if live else []), *(["--quick"] if quick else []), "--seeds", seeds]
        code, said = house.run_inside([*given, *(part for each in only for part in ("--only", each))])
        if code != DONE:
            self.refuse("EVALUATION_FAILED", "The evaluation broke off; what it said stands above.")
        found: dict[str, Any] = plain_json.loads(said)
        self.answer(found) if json else self._table(found)
        sys.exit(DONE if all(gate["passed"] for gate in found.values()) else PARTLY_FAILED)

    def _seeds(self, text: str) -> Sequence[int]:
        first, _, last = text.partition(":")
        if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
            self.refuse("SEEDS_INVALID", "--seeds takes A:B with A below B.")
        return range(int(first), int(last))

    def _measured(self, evaluation: Evaluation, only: list[str], *, is_live: bool) -> dict[str, Any]:
        """Three things a gate; the details are told on the way."""
        found: Gates = {}
        for section, gates in run(evaluation, only, is_live=is_live):
            found |= gates
            told = {name: gate.to_json() for name, gate in gates.items()}
            self.stderr.write(f"{section}: {plain_json.dumps(told, ensure_ascii=False, indent=1)}")
        return {
            name: {key: value for key, value in gate.to_json().items() if key != "details"}
            for name, gate in found.items()
        }

    def _table(self, found: dict[str, Any]) -> None:
        for name, gate in found.items():
            verdict = "passed" if gate["passed"] else "MISSED"
            self.stdout.write(f"{name:<44}{gate['value']!s:>12}  {gate['target']:<10}{verdict}")
