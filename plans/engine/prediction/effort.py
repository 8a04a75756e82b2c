"""How hard a step is: its part of the threshold, and which of the three zones it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from athletes.sources.records import Sport
from metrics.science.distribution import JOINED, Source
from metrics.science.effort import THRESHOLD_RPE
from metrics.science.thresholds import Thresholds
from metrics.science.zones import OTHER_HR_PCT, PACE_PCT, POWER_PCT, RUNNING_HR_PCT
from plans.engine.prediction.percent import heart_rate_percent, pace_speed_percent, power_percent
from plans.engine.steps import Kind, Step
from plans.engine.targets import Lack

EASY_RPE = 4.0
"""CR10 at the first ventilatory threshold; 7 is the second (Seiler & Kjerland 2006)."""

UNSAID: dict[Kind, float] = {"warmup": 3.0, "work": 4.0, "recover": 2.0, "cooldown": 2.0}
"""RPE of a step that names no target: easy going, a little less in recoveries. A convention."""


@dataclass(frozen=True, slots=True)
class Effort:
    """`fraction` of the threshold's power or speed; `zone` 1 to 3: below, between, above the thresholds."""

    fraction: float
    zone: int


def effort(step: Step, sport: Sport, thresholds: Thresholds) -> Effort | Lack:
    """The effort in the middle of the step's range.

    Heart rate becomes power or speed by joining the bounds of its zones with theirs, RPE by the load it is
    worth: intensity² = RPE / 7.
    """
    if step.target.startswith("power"):
        return _in_zone(power_percent(step, sport, thresholds), "power")
    if step.target.startswith("pace"):
        return _in_zone(pace_speed_percent(step, sport, thresholds), "pace")
    if step.target.startswith("hr"):
        return _by_heart_rate(heart_rate_percent(step, sport, thresholds), sport)
    if step.target == "rpe" and step.low is not None and step.high is not None:
        return _by_rpe((step.low + step.high) / 2)
    return _by_rpe(UNSAID[step.kind])


def _in_zone(percent: float | Lack, source: Source) -> Effort | Lack:
    """A bound belongs to the lower zone for power, to the faster one for pace, as where zones are counted."""
    if isinstance(percent, Lack):
        return percent
    if source == "power":
        above = sum(percent > POWER_PCT[zones - 1] for zones in _joined(source))
    else:
        slowest = tuple(reversed(PACE_PCT))
        above = sum(round(10_000 / percent, 6) <= slowest[zones - 1] for zones in _joined(source))
    return Effort(percent / 100, 1 + above)


def _by_heart_rate(percent: float | Lack, sport: Sport) -> Effort | Lack:
    if isinstance(percent, Lack):
        return percent
    beats = RUNNING_HR_PCT if sport is Sport.RUNNING else OTHER_HR_PCT
    above = sum(percent >= beats[zones - 1] for zones in _joined("heart_rate"))
    output = POWER_PCT[:4] if sport is Sport.CYCLING else [10_000 / each for each in PACE_PCT[:0:-1]]
    anchors = [(0.0, 0.0), *((float(beat), float(out)) for beat, out in zip(beats, output, strict=True))]
    return Effort(_along(percent, anchors) / 100, 1 + above)


def _by_rpe(rpe: float) -> Effort:
    return Effort((rpe / THRESHOLD_RPE) ** 0.5, 1 + (rpe > EASY_RPE) + (rpe > THRESHOLD_RPE))


def _joined(source: Source) -> tuple[int, int]:
    return JOINED[source].easy, JOINED[source].middle


def _along(x: float, anchors: list[tuple[float, float]]) -> float:
    """Straight between the anchors, and on in the last one's direction."""
    (x0, y0), (x1, y1) = next(
        (pair for pair in pairwise(anchors) if x <= pair[1][0]), (anchors[-2], anchors[-1])
    )
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
