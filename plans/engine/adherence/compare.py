"""A planned session beside the activity that was done for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.adherence.laps import pair_laps
from plans.engine.adherence.model import Adherence, Lap, Size, StepResult
from plans.engine.adherence.verdicts import Judgement, judge, length_score
from plans.engine.prediction import predict
from plans.engine.steps import Step, Workout, leaves
from plans.engine.targets import Lack, Resolved, resolve

SESSION_SLACK = 0.10
WORK_WEIGHT = 2.0
USUAL_SPEED_MPS = 3.0
"""For the weight of a step of so many metres while no threshold says how long it takes."""


def adherence(
    *,
    steps: Workout,
    sport: Sport,
    thresholds: Thresholds,
    planned: Size,
    done: Size,
    laps: Sequence[Lap] = (),
) -> Adherence:
    """Step by step where the laps allow it, else by duration and load of the whole.

    `thresholds` are those of the day it was done. Every second of work weighs double.
    """
    duration, load = _part(planned.minutes, done.minutes), _part(planned.load, done.load)
    paired = pair_laps(list(leaves(steps)), laps)
    if paired is None:
        return Adherence(_session_score(duration, load), duration, load, "session")
    compared = [_compared(step, lap, sport, thresholds) for step, lap in paired]
    weights = [_weight(step, sport, thresholds) for step, _ in paired]
    total = sum(weight * each.score for weight, (_, each) in zip(weights, compared, strict=True))
    results = tuple(
        StepResult(index, _planned(step, target), _done(lap), each.verdict)
        for index, ((step, lap), (target, each)) in enumerate(zip(paired, compared, strict=True))
    )
    return Adherence(total / sum(weights), duration, load, "laps", results)


def _compared(
    step: Step, lap: Lap | None, sport: Sport, thresholds: Thresholds
) -> tuple[Resolved | None, Judgement]:
    target = resolve(step, sport, thresholds)
    known = None if isinstance(target, Lack) else target
    return known, Judgement("not done", 0.0) if lap is None else judge(step, known, lap)


def _session_score(duration: float | None, load: float | None) -> float | None:
    known = [length_score(part, SESSION_SLACK) for part in (duration, load) if part is not None]
    return sum(known) / len(known) if known else None


def _part(planned: float | None, done: float | None) -> float | None:
    return done / planned if planned and done is not None else None


def _weight(step: Step, sport: Sport, thresholds: Thresholds) -> float:
    seconds: float | None = step.duration_s
    if seconds is None:
        told = predict((step,), sport, thresholds)
        seconds = (step.distance_m or 0.0) / USUAL_SPEED_MPS if isinstance(told, Lack) else told.duration_s
    return seconds * (WORK_WEIGHT if step.kind == "work" else 1.0)


def _planned(step: Step, target: Resolved | None) -> dict[str, Any]:
    bounds = Resolved("none") if target is None else target
    length = {"kind": step.kind, "duration_s": step.duration_s, "distance_m": step.distance_m}
    return length | {"unit": bounds.unit, "low": bounds.low, "high": bounds.high}


def _done(lap: Lap | None) -> dict[str, Any] | None:
    return None if lap is None else asdict(lap)
