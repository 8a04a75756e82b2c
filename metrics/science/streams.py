"""From samples as recorded to one value a second: the grid that every number is computed on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from athletes.sources.records import Column, RecordedActivity, Warning
from metrics.science.cleaning import clean
from metrics.science.clock import Clock, shortening
from metrics.science.faults import position_jumps, without_faults
from metrics.science.motion import speed_from_distance, speed_from_positions
from metrics.science.segments import Index, Mask

LONGEST_GAP_S = 10.0
"""A gap up to this long holds the last value; a longer one is a pause unless timer events say otherwise."""

LONGEST_GRID_S = 7 * 86_400
"""Bounds the memory (5 MB a channel). The longest races take four days; a longer recording first loses what
is over a day of its pauses, then its end."""

INTERPOLATED = ("distance_m", "altitude_m", "latitude_deg", "longitude_deg")
"""Places move on between two records, so short gaps are filled along a line instead of held."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """An activity at 1 Hz over elapsed time: index k is the second [k, k + 1) since the start.

    `running` has shape (n,), False in pauses. Every channel has shape (n,), NaN where unknown and in every
    pause. `speed_mps` may be derived (from distance, else from positions) when the device gave none.
    `warnings` are what was met on the way. `clock` leads from seconds since the start to the grid's seconds;
    the two differ only in a recording of over seven days.
    """

    running: Mask
    channels: dict[str, Column]
    warnings: tuple[Warning, ...] = ()
    clock: Clock = field(default_factory=Clock)

    @property
    def n(self) -> int:
        return self.running.size

    @property
    def running_s(self) -> int:
        return int(np.count_nonzero(self.running))


def resample(recorded: RecordedActivity) -> Grid:
    """The activity on the 1 Hz grid, from its start to its last sample, seven days at most.

    When the samples span more, gaps of over a day become a day, and what still lies beyond is cut.

    A second takes the last sample at or before its end; in gaps of 10 s or less power, heart rate, speed,
    cadence and temperature hold the last value, places are interpolated. A longer gap of one channel is
    unknown from the second after its last value. Pauses are the timer events; without them, or when the
    file's own timer total contradicts them and fits the gaps, they are the gaps of more than 10 s.
    Seconds of a locked or stuck sensor are unknown. Warnings: `sensor_spike, sensor_dropout, cadence_lock,
    sensor_stuck, gps_jump, pause_shortened, recording_cut`.
    """
    samples, warnings = clean(recorded.samples)
    clock = _clock(samples.time_s)
    times = clock.to_grid(samples.time_s)
    keep = (times >= 0) & (times < LONGEST_GRID_S)
    warnings += _length_warnings(samples.time_s, times, clock)
    times = times[keep]
    if times.size == 0:
        return Grid(np.zeros(0, dtype=bool), {}, warnings)
    n = int(_seconds(times)[-1]) + 1
    running = _running(recorded, times, n, clock)
    every_sample = _latest(times, n)
    channels = {
        name: _on_grid(name, times, values[keep], running, every_sample)
        for name, values in samples.channels.items()
    }
    channels, faults = without_faults(channels, running, recorded.sport)
    warnings += faults + position_jumps(samples)
    return Grid(running, _with_speed(channels, running), warnings, clock)


def durations_agree(counted_s: float, told_s: float) -> bool:
    """Whether two durations of the same thing differ by no more than 30 s or 5 %."""
    return abs(counted_s - told_s) <= max(30.0, 0.05 * told_s)


def _clock(times: Column) -> Clock:
    return shortening(times) if times.size and times[-1] >= LONGEST_GRID_S else Clock()


def _length_warnings(recorded_s: Column, grid_s: Column, clock: Clock) -> tuple[Warning, ...]:
    pauses = clock.knots_s.reshape(-1, 2).tolist() if clock.total_removed_s else []
    warnings = [Warning("pause_shortened", None, start, end) for start, end in pauses]
    beyond = recorded_s[grid_s >= LONGEST_GRID_S]
    if beyond.size:
        warnings.append(Warning("recording_cut", None, float(beyond[0]), float(beyond[-1])))
    return tuple(warnings)


def _seconds(times: Column) -> Index:
    """The whole second each sample lies in; a microsecond forgives what float arithmetic took away."""
    return np.floor(times + 1e-6).astype(np.int64)


def _running(recorded: RecordedActivity, times: Column, n: int, clock: Clock) -> Mask:
    by_gaps = _running_by_gaps(times, n)
    if not recorded.has_timer_events and not recorded.pauses:
        return by_gaps
    by_events = _running_by_events(recorded, n, clock)
    told = recorded.timer_s
    if told is None or durations_agree(int(np.count_nonzero(by_events)), told):
        return by_events
    return by_gaps if durations_agree(int(np.count_nonzero(by_gaps)), told) else by_events


def _running_by_gaps(times: Column, n: int) -> Mask:
    seconds = _seconds(times)
    long = np.flatnonzero(np.diff(times) > LONGEST_GAP_S)
    starts, ends = seconds[long] + 1, seconds[long + 1]
    if times[0] > LONGEST_GAP_S:
        starts, ends = np.append(starts, 0), np.append(ends, seconds[0])
    return _outside(starts, ends, n)


def _running_by_events(recorded: RecordedActivity, n: int, clock: Clock) -> Mask:
    edges = np.array([(p.start_s, p.end_s) for p in recorded.pauses], dtype=np.float64).reshape(-1, 2)
    whole = np.ceil(np.clip(clock.to_grid(edges), 0, n) - 1e-6).astype(np.int64)
    return _outside(whole[:, 0], whole[:, 1], n)


def _outside(starts: Index, ends: Index, n: int) -> Mask:
    """True where no half-open interval [start, end) covers the second."""
    wanted = ends > starts
    depth = np.zeros(n + 1, dtype=np.int64)
    np.add.at(depth, starts[wanted], 1)
    np.add.at(depth, ends[wanted], -1)
    covered: Mask = np.cumsum(depth[:n]) > 0
    return ~covered


def _on_grid(
    name: str, times: Column, values: Column, running: Mask, every_sample: tuple[Index, Mask]
) -> Column:
    """`every_sample` is what `_latest` gives for a channel without gaps, as most are."""
    valid = ~np.isnan(values)
    if not valid.any():
        return np.full(running.size, np.nan)
    latest, known = every_sample
    if not valid.all():
        times, values = times[valid], values[valid]
        latest, known = _latest(times, running.size)
    moves = name in INTERPOLATED
    filled = np.interp(np.arange(running.size), times, values) if moves else values[latest]
    return np.where(known & running, filled, np.nan)


def _latest(times: Column, n: int) -> tuple[Index, Mask]:
    """For each second the index of the last sample in or before it, and whether it still holds."""
    seconds = _seconds(times)
    latest = np.full(n, -1, dtype=np.int64)
    latest[seconds] = np.arange(times.size)
    latest = np.maximum.accumulate(latest)
    gaps = np.diff(times, append=float(n))
    own = seconds[latest] == np.arange(n)
    return latest, (latest >= 0) & (own | (gaps[latest] <= LONGEST_GAP_S))


def _with_speed(channels: dict[str, Column], running: Mask) -> dict[str, Column]:
    if "speed_mps" in channels:
        return channels
    if "distance_m" in channels:
        return channels | {"speed_mps": speed_from_distance(channels["distance_m"], running)}
    if "latitude_deg" in channels and "longitude_deg" in channels:
        speed = speed_from_positions(channels["latitude_deg"], channels["longitude_deg"], running)
        return channels | {"speed_mps": speed}
    return channels
