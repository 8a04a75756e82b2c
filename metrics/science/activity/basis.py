"""What the numbers of one activity are computed from, worked out once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from athletes.sources.records import RecordedActivity, Sport
from metrics.science import pace, power
from metrics.science.activity.totals import Totals, totals
from metrics.science.segments import Column
from metrics.science.streams import Grid
from metrics.science.thresholds import Thresholds


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Grid, totals and the streams with their weighted means; a channel without a known value is None."""

    grid: Grid
    recorded: RecordedActivity
    thresholds: Thresholds
    totals: Totals
    power_w: Column | None
    heart_rate_bpm: Column | None
    speed_mps: Column | None
    graded_mps: Column | None
    weighted_power_w: float | None
    weighted_speed_mps: float | None

    @property
    def sport(self) -> Sport:
        return self.recorded.sport

    @property
    def beats_bpm(self) -> Column | None:
        """Heart rate by the second. Without any sample (entered by hand) the told mean, over the whole time:
        Banister's impulse was first defined on it, and it is a little below that of a varied effort."""
        mean, timer = self.recorded.avg_heart_rate_bpm, self.totals.timer_s
        if self.grid.n or mean is None or not timer:
            return self.heart_rate_bpm
        return np.full(round(timer), float(mean))

    def coverage(self, values: Column) -> float:
        """Share of the running seconds whose value is known."""
        return np.count_nonzero(~np.isnan(values)) / max(self.grid.running_s, 1)


def prepare(grid: Grid, recorded: RecordedActivity, thresholds: Thresholds) -> Basis:
    """Everything that several numbers need; graded speed only for running."""
    power_w, speed = _known(grid, "power_w"), _known(grid, "speed_mps")
    graded = None
    if recorded.sport is Sport.RUNNING and speed is not None:
        graded = pace.graded_speed(speed, grid.channels.get("altitude_m"), grid.running)
    return Basis(
        grid=grid,
        recorded=recorded,
        thresholds=thresholds,
        totals=totals(grid, recorded),
        power_w=power_w,
        heart_rate_bpm=_known(grid, "heart_rate_bpm"),
        speed_mps=speed,
        graded_mps=graded,
        weighted_power_w=None if power_w is None else power.weighted_power(power_w),
        weighted_speed_mps=None if graded is None else pace.weighted_speed(graded, grid.running),
    )


def _known(grid: Grid, name: str) -> Column | None:
    values = grid.channels.get(name)
    return None if values is None or np.isnan(values).all() else values
