"""How long and how far: the file's own totals where they fit its samples, else what the samples say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from athletes.sources.records import RecordedActivity
from metrics.science.pace import climbed_m
from metrics.science.streams import Grid, durations_agree

STANDING_MPS = 0.5
"""Below a very slow walk (1.8 km/h); satellites let a resting watch drift at up to .3 m/s."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Durations in s and distances in m; None is unknown."""

    elapsed_s: float | None
    timer_s: float | None
    moving_s: float | None
    distance_m: float | None
    ascent_m: float | None
    descent_m: float | None


def totals(grid: Grid, recorded: RecordedActivity) -> Totals:
    """The activity's totals.

    Elapsed and timer time are the file's when they differ by no more than 30 s or 5 % from the grid's, else
    the grid's. Moving time is running seconds that are not slower than .5 m/s, the timer when no speed is
    known. Ascent and descent fall back to the smoothed altitude, distance to the channel, then to the speed.
    """
    timer = _told_or_counted(recorded.timer_s, grid.running_s)
    climbed = climbed_m(grid.channels["altitude_m"], grid.running) if "altitude_m" in grid.channels else None
    up, down = climbed or (None, None)
    return Totals(
        elapsed_s=_told_or_counted(recorded.elapsed_s, grid.n + grid.clock.total_removed_s),
        timer_s=timer,
        moving_s=_moving(grid, timer),
        distance_m=_distance(grid, recorded),
        ascent_m=up if recorded.ascent_m is None else recorded.ascent_m,
        descent_m=down,
    )


def _told_or_counted(told: float | None, counted: float) -> float | None:
    if counted == 0:
        return told
    if told is not None and told > 0 and durations_agree(counted, told):
        return told
    return float(counted)


def _moving(grid: Grid, timer_s: float | None) -> float | None:
    speed = grid.channels.get("speed_mps")
    if speed is None or timer_s is None or np.isnan(speed).all():
        return timer_s
    standing = int(np.count_nonzero(grid.running & (speed < STANDING_MPS)))
    return min(float(grid.running_s - standing), timer_s)


def _distance(grid: Grid, recorded: RecordedActivity) -> float | None:
    if recorded.distance_m is not None:
        return recorded.distance_m
    for name, measured in (("distance_m", _travelled), ("speed_mps", _integrated)):
        values = grid.channels.get(name)
        if values is not None and not np.isnan(values).all():
            return measured(values[~np.isnan(values)])
    return None


def _travelled(distance_m: np.ndarray) -> float:
    return float(distance_m[-1] - distance_m[0])


def _integrated(speed_mps: np.ndarray) -> float:
    return float(np.sum(speed_mps))
