"""The form in which every benchmark answers: one JSON object as the last line."""

import json
import time
from collections.abc import Callable, Mapping

import numpy as np


def report(
    name: str,
    figures: Mapping[str, float],
    targets: Mapping[str, float],
    least: Mapping[str, float] | None = None,
) -> None:
    """Print `{name, figures, targets, passed}`. `targets` are the most a figure may be, `least` the least."""
    floors = least or {}
    passed = all(figures[key] <= most for key, most in targets.items())
    passed = passed and all(figures[key] >= fewest for key, fewest in floors.items())
    told = _rounded({**targets, **floors})
    answer = {"name": name, "figures": _rounded(figures), "targets": told, "passed": passed}
    print(json.dumps(answer))


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, 5) for key, value in values.items()}


def seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def times_ms(
    call: Callable[[], object], count: int, before: Callable[[], object] | None = None
) -> list[float]:
    """Milliseconds of `count` calls; what `before` does is not timed."""
    taken = []
    for _ in range(count):
        if before is not None:
            before()
        taken.append(seconds(call) * 1_000)
    return taken


def p50(values: list[float]) -> float:
    return float(np.percentile(values, 50))


def p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))
