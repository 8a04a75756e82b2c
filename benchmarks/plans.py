#!/usr/bin/env python3
"""How good plans are and how long they take, for random athletes, beside three ways to do without a planner.

`--seeds A:B` draws others than those that are published. Times are seconds of one core. Whoever gets no plan
is confirmed by the hard rules alone. Determinism is the share of plans that another process, which orders its
sets differently, answers byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from support import root  # noqa: F401 - makes the following imports possible

from benchmarks.support.plan_athletes import athlete
from benchmarks.support.plan_baselines import baseline_scores
from benchmarks.support.plan_possible import is_possible
from benchmarks.support.report import p95
from plans.engine.answer import answer
from plans.engine.plan import Plan, make_plan
from plans.engine.spec import parse

REPORTING = range(1000, 1200)
QUICK, QUICK_TIMED = 3, 1
TIMED, REPEATED = 20, 5
TARGETS: dict[str, tuple[str, float]] = {
    "hard_pass": (">=", 1.0),
    "all_pass": (">=", 0.95),
    "infeasible": ("<=", 0.10),
    "infeasible_unconfirmed": ("<=", 0),
    "determinism": (">=", 1.0),
    "p95_16w_s": ("<=", 3.0),
    "p95_24w_s": ("<=", 5.0),
}


@dataclass
class Tally:
    athletes: int = 0
    infeasible: int = 0
    unconfirmed: int = 0
    hard: int = 0
    everything: int = 0
    scores: list[float] = field(default_factory=list)
    baselines: dict[str, list[float]] = field(default_factory=dict)
    failures: dict[int, int] = field(default_factory=dict)

    def add(self, seed: int) -> None:
        spec = parse(athlete(seed))
        plan = make_plan(spec)
        self.athletes += 1
        if plan.status == "infeasible":
            self.infeasible += 1
            self.unconfirmed += is_possible(spec)
            return
        self._judge(plan)
        for name, value in baseline_scores(spec, seed).items():
            self.baselines.setdefault(name, []).append(value)

    def _judge(self, plan: Plan) -> None:
        failed = [
            each.rule.number for each in plan.verdicts if each.finding.applies and not each.finding.passed
        ]
        self.hard += not any(each.breaks_plan for each in plan.verdicts)
        self.everything += not failed
        self.scores.append(plan.score)
        for number in failed:
            self.failures[number] = self.failures.get(number, 0) + 1

    def figures(self) -> dict[str, Any]:
        planned = max(self.athletes - self.infeasible, 1)
        return {
            "athletes": self.athletes,
            "infeasible": self.infeasible / max(self.athletes, 1),
            "infeasible_unconfirmed": self.unconfirmed,
            "hard_pass": self.hard / planned,
            "all_pass": self.everything / planned,
            "mean_score": sum(self.scores) / planned,
            "baseline_scores": {name: sum(each) / len(each) for name, each in self.baselines.items()},
            "failures_by_rule": dict(sorted(self.failures.items())),
        }


def main() -> None:
    options = _options()
    if options.print:
        print(*map(_printed, options.seeds), sep="\n")
        return
    make_plan(parse(athlete(0, 6)))
    tally = Tally()
    for seed in options.seeds[:QUICK] if options.quick else options.seeds:
        tally.add(seed)
    figures = tally.figures()
    figures["determinism"] = _determinism(options.seeds[: 1 if options.quick else REPEATED])
    timed = options.seeds[: QUICK_TIMED if options.quick else TIMED]
    for weeks in (16, 24):
        figures[f"p95_{weeks}w_s"] = p95([_seconds(seed, weeks) for seed in timed])
    _print_scores(figures)
    verdicts = [_holds(figures[name], *aim) for name, aim in TARGETS.items()]
    rounded = {name: round(each, 4) if isinstance(each, float) else each for name, each in figures.items()}
    targets = {name: value for name, (_, value) in TARGETS.items()}
    print(json.dumps({"name": "plans", "figures": rounded, "targets": targets, "passed": all(verdicts)}))


def _determinism(seeds: range) -> float:
    command = [sys.executable, __file__, "--print", "--seeds", f"{seeds.start}:{seeds.stop}"]
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    same = [one == other for one, other in zip(map(_printed, seeds), there.splitlines(), strict=True)]
    return sum(same) / len(same)


def _printed(seed: int) -> str:
    return json.dumps(answer(make_plan(parse(athlete(seed)))))


def _seconds(seed: int, weeks: int) -> float:
    spec = parse(athlete(seed, weeks))
    started = time.process_time()
    make_plan(spec)
    return time.process_time() - started


def _print_scores(figures: dict[str, Any]) -> None:
    print(f"{'weeks by':<20}{'mean score':>12}")
    for name, value in {"the planner": figures["mean_score"], **figures["baseline_scores"]}.items():
        print(f"{name:<20}{value:>12.3f}")


def _holds(value: float, sign: str, aim: float) -> bool:
    return value >= aim if sign == ">=" else value <= aim


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=_seeds, default=REPORTING, metavar="A:B", help="half-open range")
    options.add_argument("--print", action="store_true", help="only the plans, one a line")
    options.add_argument("--quick", action="store_true", help="a few athletes only")
    return options.parse_args()


def _seeds(text: str) -> range:
    first, _, last = text.partition(":")
    return range(int(first), int(last))


if __name__ == "__main__":
    main()
