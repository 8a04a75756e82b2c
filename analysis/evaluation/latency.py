"""How long the analyst takes: by rules, with a model that takes its time, and besides the model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from analysis.evaluation.gates import Gates, at_most
from analysis.evaluation.people import Somebody
from analysis.evaluation.performing import explained, played_by
from analysis.evaluation.personas.cast import persona
from analysis.evaluation.server import Persona, Said
from analysis.models import Analysis
from analysis.services.analysing import analyse

SLOW_MODEL_S, BRISK_MODEL_S = 8.0, 0.2
MOST_RULES_MS, MOST_RUN_S, MOST_OVERHEAD_MS = 1_000.0, 10.0, 300.0


def figures(people: Sequence[Somebody], *, runs: int, slow_runs: int) -> dict[str, float]:
    """95th percentiles: `rules_p95_ms`, `run_p95_s` with a model of 8 s, `overhead_p95_ms` besides it."""
    chosen = [people[index % len(people)] for index in range(runs)]
    rules = [1_000 * _seconds(lambda each=each: _by_rules(each)) for each in chosen]  # type: ignore[misc]
    slow = [_run(each, SLOW_MODEL_S)[0] for each in chosen[:slow_runs]]
    brisk = [_run(each, BRISK_MODEL_S) for each in chosen]
    overheads = [1_000 * (whole - of_the_model) for whole, of_the_model in brisk]
    return {"rules_p95_ms": _p95(rules), "run_p95_s": _p95(slow), "overhead_p95_ms": _p95(overheads)}


def gates(people: Sequence[Somebody], *, runs: int, slow_runs: int) -> Gates:
    found = figures(people, runs=runs, slow_runs=slow_runs)
    return {
        "rules_p95_ms": at_most(found["rules_p95_ms"], MOST_RULES_MS),
        "run_p95_s": at_most(found["run_p95_s"], MOST_RUN_S),
        "overhead_p95_ms": at_most(found["overhead_p95_ms"], MOST_OVERHEAD_MS),
    }


def _by_rules(somebody: Somebody) -> None:
    Analysis.objects.filter(athlete=somebody.athlete).delete()
    analyse(athlete=somebody.athlete)


def _run(somebody: Somebody, delay_s: float) -> tuple[float, float]:
    """Seconds of a whole run, the rules' part included, and of the model's part of it."""
    Analysis.objects.filter(athlete=somebody.athlete).delete()
    with played_by(_taking(delay_s)) as stage:
        whole = _seconds(lambda: explained(somebody))
        return whole, stage.busy_s


def _taking(delay_s: float) -> Persona:
    honest = persona("honest")

    def answers(body: dict[str, object]) -> Said:
        begun = time.monotonic()
        said = honest(body)
        time.sleep(max(0.0, delay_s - (time.monotonic() - begun)))
        return said

    return answers


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95))
