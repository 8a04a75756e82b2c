"""Races as sessions: what the day of the race costs."""

from __future__ import annotations

from itertools import pairwise

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.catalogue.entry import CatalogueEntry, entry
from plans.engine.catalogue.levels import Measure, measure_of, step, target_of
from plans.engine.prediction import rounded
from plans.engine.steps import Step

LONGEST_MIN = 300
WARMUP_S, COOLDOWN_S = 900, 300

type Curve = tuple[tuple[float, float], ...]

HELD: dict[Sport, Curve] = {
    Sport.RUNNING: ((10, 108), (30, 103), (60, 100), (90, 97), (180, 92), (300, 86)),
    Sport.CYCLING: ((10, 112), (20, 105), (60, 98), (120, 88), (180, 82), (300, 74)),
    Sport.SWIMMING: ((5, 110), (10, 106), (30, 100), (60, 96), (180, 90)),
}
"""Minutes of racing and the per cent of the threshold that are held so long: round numbers near Daniels's
table and Coggan's power profile, only to foresee a load."""

HARD_MIN, THRESHOLD_MIN = 30, 90


def race_entry(sport: Sport, thresholds: Thresholds, race_s: float) -> CatalogueEntry:
    """A race of about so many seconds, to the nearest five minutes, with warm-up and cool-down."""
    minutes = max(rounded(race_s / 300), 1) * 5
    measure = measure_of(sport, thresholds)
    steps = (
        step("warmup", WARMUP_S, "easy", sport, measure),
        _racing(sport, measure, minutes),
        step("cooldown", COOLDOWN_S, "recovery", sport, measure),
    )
    return entry("race", sport, steps, thresholds)


def _racing(sport: Sport, measure: Measure, minutes: int) -> Step:
    if measure in ("power_pct", "pace_pct"):
        percent = rounded(_held(sport, minutes) * 2) / 2
        return Step("work", minutes * 60, None, measure, percent - 1, percent + 1, "race")
    easing = (minutes > HARD_MIN) + (minutes > THRESHOLD_MIN)
    value = {"hr_zone": 5 - easing, "hr_max_zone": max(5 - easing, 4)}.get(measure, 9 - easing)
    return Step("work", minutes * 60, None, target_of(measure), value, value, "race")


def _held(sport: Sport, minutes: float) -> float:
    curve = HELD[sport]
    if minutes >= curve[-1][0]:
        return curve[-1][1]
    (x0, y0), (x1, y1) = next(pair for pair in pairwise(curve) if minutes <= pair[1][0])
    return y0 + (y1 - y0) * (max(minutes, x0) - x0) / (x1 - x0)
