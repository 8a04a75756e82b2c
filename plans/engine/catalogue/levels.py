"""How hard each level is, in the measure this athlete has: power or pace, else heart rate, else RPE.

Per cent are of threshold power, and of threshold speed for paces. Ranges follow Coggan's zones on the
bicycle, Daniels's paces on foot and usual shares of critical speed in the water; whatever is meant to be easy
stays below the first of the three zones' bounds.
"""

from __future__ import annotations

from typing import Literal

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.steps import Kind, Step, Target

type Level = Literal[
    "recovery", "easy", "steady", "marathon", "tempo", "threshold", "race", "vo2max", "hill", "sprint"
]
type Measure = Literal["power_pct", "pace_pct", "hr_zone", "hr_max_zone", "rpe"]
type Range = tuple[float, float]

CYCLING_POWER: dict[Level, Range] = {
    "recovery": (45, 55),
    "easy": (58, 68),
    "steady": (66, 74),
    "tempo": (78, 86),
    "race": (86, 93),
    "threshold": (95, 100),
    "vo2max": (108, 118),
    "hill": (115, 125),
    "sprint": (160, 200),
}
RUNNING_PACE: dict[Level, Range] = {
    "recovery": (66, 74),
    "easy": (72, 82),
    "steady": (80, 86),
    "marathon": (91, 95),
    "tempo": (94, 97),
    "threshold": (97, 100),
    "race": (102, 105),
    "vo2max": (105, 109),
}
SWIMMING_PACE: dict[Level, Range] = {
    "recovery": (72, 80),
    "easy": (78, 85),
    "steady": (82, 87),
    "tempo": (91, 95),
    "threshold": (97, 100),
    "race": (101, 104),
    "vo2max": (104, 108),
}
HEART_RATE: dict[Level, Range] = {
    "recovery": (1, 1),
    "easy": (2, 2),
    "steady": (2, 2),
    "marathon": (3, 3),
    "tempo": (3, 3),
    "threshold": (4, 4),
    "race": (4, 4),
    "vo2max": (5, 5),
}
RPE: dict[Level, Range] = {
    "recovery": (2, 2),
    "easy": (3, 3),
    "steady": (4, 4),
    "marathon": (5, 5),
    "tempo": (5, 6),
    "threshold": (6, 7),
    "race": (7, 8),
    "vo2max": (8, 9),
    "hill": (9, 9),
    "sprint": (10, 10),
}
"""Uphill and all out neither pace nor heart rate says anything, so there RPE stands in for both."""

RUNNING_HEART_RATE = {**HEART_RATE, "easy": (1, 2)}
"""On foot the bottom of zone 2 is 85 % of the threshold heart rate: easy runs begin below."""

HIGHEST_HEART_RATE: dict[Level, Range] = {
    "recovery": (1, 1),
    "easy": (2, 2),
    "steady": (3, 3),
    "marathon": (4, 4),
    "tempo": (4, 4),
    "threshold": (4, 4),
    "race": (5, 5),
    "vo2max": (5, 5),
}
"""Zones by the highest heart rate alone have three below the first threshold instead of two."""

TABLES: dict[tuple[Sport, Measure], dict[Level, Range]] = {
    (Sport.CYCLING, "power_pct"): CYCLING_POWER,
    (Sport.CYCLING, "hr_zone"): HEART_RATE,
    (Sport.RUNNING, "pace_pct"): RUNNING_PACE,
    (Sport.RUNNING, "hr_zone"): RUNNING_HEART_RATE,
    (Sport.CYCLING, "hr_max_zone"): HIGHEST_HEART_RATE,
    (Sport.RUNNING, "hr_max_zone"): HIGHEST_HEART_RATE,
    (Sport.SWIMMING, "pace_pct"): SWIMMING_PACE,
}


def measure_of(sport: Sport, thresholds: Thresholds) -> Measure:
    """What targets are written in: the best the known thresholds allow. Heart rate is no guide in water."""
    if sport is Sport.CYCLING and thresholds.ftp_w:
        return "power_pct"
    if sport is Sport.RUNNING and thresholds.threshold_pace_s_per_km:
        return "pace_pct"
    if sport is Sport.SWIMMING:
        return "pace_pct" if thresholds.css_s_per_100m else "rpe"
    if thresholds.lthr_bpm:
        return "hr_zone"
    return "hr_max_zone" if thresholds.hr_max_bpm else "rpe"


def step(kind: Kind, seconds: int, level: Level, sport: Sport, measure: Measure, note: str = "") -> Step:
    """A stretch at a level."""
    known = TABLES.get((sport, measure), {}).get(level)
    low, high = known or RPE[level]
    return Step(kind, seconds, None, target_of(measure) if known else "rpe", low, high, note)


def target_of(measure: Measure) -> Target:
    """The grammar's name: whose zones they are is for the thresholds to say."""
    return "hr_zone" if measure == "hr_max_zone" else measure
