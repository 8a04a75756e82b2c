"""Which lap was which step."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from plans.engine.adherence.model import Lap
from plans.engine.steps import Step

type Paired = tuple[tuple[Step, Lap | None], ...]

SHORTEST_LAP_S = 5.0
ALIKE = 0.02
"""Laps that differ by no more than this were pressed by the device, not by the athlete."""

LEAST_AUTOMATIC = 3
LEAST_FIT, MOST_FIT = 0.6, 1.6
"""Of a step's length: what a lap must have to be taken for it."""

LEAST_WORK_FOUND = 0.6
SKIP_COST = 0.5


def pair_laps(steps: Sequence[Step], laps: Sequence[Lap]) -> Paired | None:
    """Every step with its lap, in order, None for one that was not done; None when the laps say nothing.

    As many laps as steps are the steps, when the lengths of the work agree. Else the steps are looked for
    among the laps by their lengths, and most of the work must be found. Laps that are all equally long, as
    devices mark each kilometre, tell nothing of a workout whose steps are not.
    """
    marked = [lap for lap in laps if lap.duration_s >= SHORTEST_LAP_S]
    work = [step for step in steps if step.kind == "work"]
    if len(marked) < 2 or not work or (_is_automatic(marked) and not _is_even(steps)):
        return None
    if len(marked) == len(steps):
        fitting = sum(
            step.kind == "work" and _cost(step, lap) is not None
            for step, lap in zip(steps, marked, strict=True)
        )
        if fitting >= LEAST_WORK_FOUND * len(work):
            return tuple(zip(steps, marked, strict=True))
    found = _aligned(steps, marked)
    done = sum(lap is not None for step, lap in found if step.kind == "work")
    return found if done >= LEAST_WORK_FOUND * len(work) else None


def ratio(step: Step, lap: Lap) -> float | None:
    """Done over planned length, in the measure the step has."""
    if step.duration_s:
        return lap.duration_s / step.duration_s
    return lap.distance_m / step.distance_m if step.distance_m and lap.distance_m else None


def _is_automatic(laps: Sequence[Lap]) -> bool:
    """All but the last, which is what was left, have one distance or one duration."""
    whole = laps[:-1]
    if len(whole) < LEAST_AUTOMATIC:
        return False
    distances = [lap.distance_m for lap in whole if lap.distance_m is not None]
    return any(
        len(values) == len(whole) and max(values) <= (1 + ALIKE) * min(values)
        for values in (distances, [lap.duration_s for lap in whole])
    )


def _is_even(steps: Sequence[Step]) -> bool:
    lengths = {(step.duration_s, step.distance_m) for step in steps}
    return len(lengths) == 1


def _cost(step: Step, lap: Lap) -> float | None:
    """How far the lengths are apart; None when they do not fit."""
    part = ratio(step, lap)
    return abs(log(part)) if part is not None and LEAST_FIT <= part <= MOST_FIT else None


def _aligned(steps: Sequence[Step], laps: Sequence[Lap]) -> Paired:
    """The cheapest way to go through both in order, where skipping a step or a lap costs the same."""
    best = [[0.0] * (len(laps) + 1) for _ in range(len(steps) + 1)]
    for i in range(len(steps), -1, -1):
        for j in range(len(laps), -1, -1):
            best[i][j] = min(_ways(steps, laps, best, i, j), default=0.0)
    found: list[tuple[Step, Lap | None]] = []
    i = j = 0
    while i < len(steps):
        fit = _cost(steps[i], laps[j]) if j < len(laps) else None
        if fit is not None and best[i][j] == fit + best[i + 1][j + 1]:
            found.append((steps[i], laps[j]))
            i, j = i + 1, j + 1
        elif j < len(laps) and best[i][j] == SKIP_COST + best[i][j + 1]:
            j += 1
        else:
            found.append((steps[i], None))
            i += 1
    return tuple(found)


def _ways(steps: Sequence[Step], laps: Sequence[Lap], best: list[list[float]], i: int, j: int) -> list[float]:
    ways: list[float] = []
    if i < len(steps) and j < len(laps) and (fit := _cost(steps[i], laps[j])) is not None:
        ways.append(fit + best[i + 1][j + 1])
    if j < len(laps):
        ways.append(SKIP_COST + best[i][j + 1])
    if i < len(steps):
        ways.append(SKIP_COST + best[i + 1][j])
    return ways
