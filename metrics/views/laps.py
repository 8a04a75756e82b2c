"""Laps as a table with only the columns that some lap can fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.core import formatting
from config.core.formatting import UNKNOWN, Shown, Units
from metrics.models import Lap
from metrics.views.sports import cadence, speed_label

STANDING_MPS = 0.3
"""A lap this slow was a rest; its pace would be a number without meaning."""


@dataclass(frozen=True)
class LapTable:
    """`rows` hold one value per column; their order is that of the laps."""

    columns: list[str]
    rows: list[list[Shown]]


def lap_table(laps: list[Lap], sport: str, units: Units, *, with_heart: bool) -> LapTable:
    """Time, distance, speed, power, heart rate, cadence and ascent of every lap, as far as they are known."""
    is_going = any(lap.distance_m for lap in laps)
    columns: list[tuple[str, Callable[[Lap], Shown]]] = [
        ("Time", lambda lap: formatting.duration(lap.elapsed_s if lap.timer_s is None else lap.timer_s)),
        ("Distance", lambda lap: formatting.distance(lap.distance_m if is_going else None, units)),
        (speed_label(sport), lambda lap: formatting.pace_of(_moving(lap), sport, units)),
        ("Power", lambda lap: formatting.power(lap.avg_power_w)),
        ("Weighted", lambda lap: formatting.power(lap.weighted_power_w)),
        ("Heart rate", lambda lap: formatting.heart_rate(lap.avg_hr_bpm if with_heart else None)),
        ("Highest", lambda lap: formatting.heart_rate(lap.max_hr_bpm if with_heart else None)),
        ("Cadence", lambda lap: cadence(lap.avg_cadence_rpm, sport)),
        ("Ascent", lambda lap: formatting.elevation(lap.ascent_m, units)),
    ]
    filled = [(label, [show(lap) for lap in laps]) for label, show in columns]
    known = [(label, values) for label, values in filled if any(value != UNKNOWN for value in values)]
    return LapTable(
        columns=[label for label, _ in known],
        rows=[list(row) for row in zip(*(values for _, values in known), strict=True)],
    )


def _moving(lap: Lap) -> float | None:
    speed: float | None = lap.avg_speed_mps
    return None if speed is None or speed < STANDING_MPS else speed
