"""Laps as the watch marks them: one per step of a workout, else one per kilometre or five."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Column, RecordedLap, Samples, Sport
from athletes.sources.simulator.clock import Clock
from athletes.sources.simulator.sessions import SessionSpec

_LAP_M = {Sport.RUNNING: 1000.0, Sport.CYCLING: 5000.0}


def laps(spec: SessionSpec, clock: Clock, samples: Samples) -> tuple[RecordedLap, ...]:
    """The laps of a session, without gaps from its start to its end."""
    trigger = "manual" if spec.workout.is_structured else "distance"
    starts = _step_starts(spec, clock) if spec.workout.is_structured else _distance_starts(spec, samples)
    ends = [*starts[1:], float(clock.elapsed_s)]
    return tuple(_lap(samples, start, end, trigger) for start, end in zip(starts, ends, strict=True))


def _step_starts(spec: SessionSpec, clock: Clock) -> list[float]:
    moving_s = np.cumsum([0, *(step.seconds for step in spec.steps[:-1])])
    return [float(clock.elapsed_at(int(second))) for second in moving_s]


def _distance_starts(spec: SessionSpec, samples: Samples) -> list[float]:
    distance = samples.channels["distance_m"]
    marks = np.arange(0.0, distance[-1], _LAP_M[spec.sport])
    return [float(samples.time_s[row]) for row in np.searchsorted(distance, marks)]


def _lap(samples: Samples, start_s: float, end_s: float, trigger: str) -> RecordedLap:
    first, last = np.searchsorted(samples.time_s, [start_s, end_s])
    rows = {name: column[first:last] for name, column in samples.channels.items()}
    distance, last_row = samples.channels["distance_m"], samples.time_s.size - 1
    return RecordedLap(
        start_s=start_s,
        elapsed_s=end_s - start_s,
        timer_s=float(last - first),
        distance_m=round(float(distance[min(last, last_row)] - distance[first]), 2),
        avg_power_w=mean(rows.get("power_w")),
        avg_heart_rate_bpm=mean(rows["heart_rate_bpm"]),
        max_heart_rate_bpm=peak(rows["heart_rate_bpm"]),
        avg_speed_mps=mean(rows["speed_mps"]),
        avg_cadence_rpm=mean(_turning(rows.get("cadence_rpm"))),
        ascent_m=climbed(rows.get("altitude_m")),
        trigger=trigger,
    )


def mean(column: Column | None) -> float | None:
    """Mean of the known values; None without any."""
    known = _known(column)
    return round(float(known.mean()), 3) if known.size else None


def _turning(cadence_rpm: Column | None) -> Column | None:
    """As a watch does: seconds of coasting do not count."""
    return None if cadence_rpm is None else cadence_rpm[cadence_rpm > 0]


def peak(column: Column | None) -> float | None:
    known = _known(column)
    return float(known.max()) if known.size else None


def climbed(altitude_m: Column | None) -> float | None:
    """Metres gained, falls left out."""
    if altitude_m is None:
        return None
    rises = np.diff(altitude_m)
    return round(float(rises[rises > 0].sum()), 1)


def _known(column: Column | None) -> Column:
    return np.empty(0) if column is None else column[~np.isnan(column)]
