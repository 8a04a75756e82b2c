"""Laps: what the device says, filled up from the grid."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import RecordedActivity, RecordedLap
from metrics.science.activity.numbers import LapNumbers
from metrics.science.activity.summary import known, max_of, mean_of, turning_mean
from metrics.science.power import average_power, weighted_power
from metrics.science.streams import Grid


def lap_numbers(grid: Grid, recorded: RecordedActivity) -> tuple[LapNumbers, ...]:
    """The laps as the device marked them, in its order."""
    return tuple(_lap(grid, lap) for lap in recorded.laps)


def _lap(grid: Grid, lap: RecordedLap) -> LapNumbers:
    part = _part(grid, lap)
    power = part.channels.get("power_w")
    timer = lap.timer_s if lap.timer_s is not None else (float(part.running_s) if part.n else None)
    distance = _first(lap.distance_m, _travelled(part))
    return LapNumbers(
        start_s=lap.start_s,
        elapsed_s=lap.elapsed_s,
        timer_s=timer,
        distance_m=distance,
        avg_speed_mps=_first(lap.avg_speed_mps, distance / timer if distance and timer else None),
        avg_power_w=_first(lap.avg_power_w, None if power is None else average_power(power)),
        weighted_power_w=None if power is None else weighted_power(power),
        avg_hr_bpm=_first(lap.avg_heart_rate_bpm, mean_of(part.channels.get("heart_rate_bpm"))),
        max_hr_bpm=_first(lap.max_heart_rate_bpm, max_of(part.channels.get("heart_rate_bpm"))),
        avg_cadence_rpm=_first(lap.avg_cadence_rpm, turning_mean(part.channels.get("cadence_rpm"))),
        ascent_m=lap.ascent_m,
        trigger=lap.trigger,
    )


def _part(grid: Grid, lap: RecordedLap) -> Grid:
    edges = grid.clock.to_grid(np.array([lap.start_s, lap.start_s + lap.elapsed_s]))
    start, end = np.rint(np.clip(edges, 0, grid.n)).astype(int).tolist()
    return Grid(grid.running[start:end], {k: v[start:end] for k, v in grid.channels.items()})


def _travelled(part: Grid) -> float | None:
    speed = known(part.channels.get("speed_mps"))
    return float(np.sum(speed)) if speed.size else None


def _first(told: float | None, computed: float | None) -> float | None:
    return computed if told is None else told
