"""A workout as bars: how long and how hard each step is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.prediction import Effort, effort, predict
from plans.engine.steps import InvalidWorkout, Step, from_json, leaves
from plans.engine.targets import Lack

TOP = 1.25
"""The part of the threshold that fills the height: harder steps are short and end there too."""

LOWEST = 0.3
UNKNOWN = Effort(0.7, 1)
USUAL_S_PER_M = {Sport.RUNNING: 0.36, Sport.SWIMMING: 1.3}
"""How long a metre is drawn for an athlete whose pace is unknown; by bicycle `OTHER_S_PER_M`."""

OTHER_S_PER_M = 0.12
TONES = {1: "z2", 2: "z4", 3: "z5"}


@dataclass(frozen=True, slots=True)
class Bar:
    """In parts of a drawing that is 100 wide and 100 high, y downwards; `tone` is the class of a zone."""

    x: float
    y: float
    width: float
    height: float
    tone: str


def profile(steps: object, sport: str, thresholds: Thresholds) -> list[Bar]:
    """The bars of a workout in JSON, in order; none for one without steps or that cannot be read."""
    try:
        parts = list(leaves(from_json(steps)))
    except InvalidWorkout:
        return []
    return list(_bars(parts, Sport(sport), thresholds))


def _bars(parts: list[Step], sport: Sport, thresholds: Thresholds) -> Iterator[Bar]:
    seconds = [_seconds(step, sport, thresholds) for step in parts]
    per_second, x = 100 / sum(seconds), 0.0
    for step, length in zip(parts, seconds, strict=True):
        told = effort(step, sport, thresholds)
        how = UNKNOWN if isinstance(told, Lack) else told
        height = 100 * min(max(how.fraction, LOWEST) / TOP, 1.0)
        width = length * per_second
        yield Bar(round(x, 2), round(100 - height, 1), round(width, 2), round(height, 1), _tone(step, how))
        x += width


def _seconds(step: Step, sport: Sport, thresholds: Thresholds) -> float:
    if step.duration_s is not None:
        return step.duration_s
    told = predict((step,), sport, thresholds)
    if not isinstance(told, Lack):
        return told.duration_s
    return max(1.0, (step.distance_m or 0) * USUAL_S_PER_M.get(sport, OTHER_S_PER_M))


def _tone(step: Step, how: Effort) -> str:
    """The zone that the step names, else the one its effort falls into; rest is grey."""
    if step.target.endswith("_zone") and step.high:
        return f"z{int(step.high)}"
    return "z1" if step.kind == "recover" and how.zone == 1 else TONES[how.zone]
