"""What a race of a given length asks for: weeks to get ready, days of taper, what "specific" means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from athletes.sources.records import Sport

type RaceClass = Literal["5k", "10k", "half", "marathon", "ultra"]


@dataclass(frozen=True, slots=True)
class Demands:
    """`recovery_days` are easy days after the race; `kinds` count as specific for it, the first the most."""

    least_weeks: int
    taper_days: int
    recovery_days: int
    kinds: tuple[str, ...]


DEMANDS: dict[RaceClass, Demands] = {
    "5k": Demands(6, 10, 4, ("vo2max", "race_pace", "threshold")),
    "10k": Demands(8, 10, 5, ("race_pace", "threshold", "vo2max")),
    "half": Demands(10, 12, 7, ("threshold", "tempo", "race_pace")),
    "marathon": Demands(12, 14, 14, ("marathon_pace", "tempo", "threshold")),
    "ultra": Demands(16, 14, 14, ("marathon_pace", "tempo", "threshold")),
}
"""Horizons and tapers: science 3.2 stage A. A sport without marathon pace has tempo in its place."""

LIMITS_M: dict[Sport, tuple[tuple[float, RaceClass], ...]] = {
    Sport.RUNNING: ((7_500, "5k"), (15_000, "10k"), (25_000, "half"), (45_000, "marathon")),
    Sport.CYCLING: ((25_000, "5k"), (60_000, "10k"), (120_000, "half"), (200_000, "marathon")),
    Sport.SWIMMING: ((1_000, "5k"), (2_500, "10k"), (5_000, "half"), (12_000, "marathon")),
}
"""Up to which distance a class goes; races on the bicycle and in the water by how long they last."""


def class_of(sport: Sport, distance_m: float) -> RaceClass:
    return next((name for limit, name in LIMITS_M[sport] if distance_m <= limit), "ultra")


def demands(sport: Sport, distance_m: float) -> Demands:
    return DEMANDS[class_of(sport, distance_m)]
