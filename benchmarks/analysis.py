#!/usr/bin/env python3
"""How long the analyst takes: by rules, with a model that takes 8 s to answer, and besides the model.

The model is a scripted one on loopback that the real SDK talks to. The athletes are invented.
"""

from __future__ import annotations

import argparse

from support import house  # noqa: F401 - makes the installation

from analysis.evaluation.latency import MOST_OVERHEAD_MS, MOST_RULES_MS, MOST_RUN_S, figures
from analysis.evaluation.running import Evaluation
from benchmarks.support.report import report
from config.core.celery import sending_with

TARGETS = {"rules_p95_ms": MOST_RULES_MS, "run_p95_s": MOST_RUN_S, "overhead_p95_ms": MOST_OVERHEAD_MS}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="fewer runs")
    quick = options.parse_args().quick
    with sending_with(lambda *_: None):
        people = Evaluation(quick=True).people
        runs, slow_runs = (6, 1) if quick else (60, 20)
        found = figures(people, runs=runs, slow_runs=slow_runs)
    report("analysis", found, TARGETS)


if __name__ == "__main__":
    main()
