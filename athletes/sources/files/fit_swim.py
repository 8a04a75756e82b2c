"""Distance and speed of a pool swim from its `length` messages.

Older swim watches write one record per length, some without a time; newer ones write records every second
without speed or distance. Only the lengths know how fast each one was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from athletes.sources.files.fit_content import Message
from athletes.sources.files.fit_values import instant, number, positive
from athletes.sources.records import Column

_MAX_LENGTH_S = 3600.0
_MAX_LENGTHS = 20_000
_MAX_SWIM_S = 2 * 86_400
_RECORDS_PER_LENGTH = 2


@dataclass(frozen=True, slots=True)
class _Lengths:
    """Shape (lengths,) each, by time: FIT seconds, metres gained, strokes per minute."""

    starts: Column
    ends: Column
    gains: Column
    cadence: Column


def needs_lengths(lengths: list[Message], times: Column, columns: dict[str, Column]) -> bool:
    """Whether the records are too few or too empty to tell the swim's pace."""
    active = sum(length.get("length_type") == "active" for length in lengths)
    if active == 0:
        return False
    moving = any(np.nansum(columns[name]) > 0 for name in ("speed_mps", "distance_m") if name in columns)
    return not moving or times.size <= _RECORDS_PER_LENGTH * len(lengths)


def swim_columns(
    lengths: list[Message], pool_length_m: float | None, times: Column, columns: dict[str, Column]
) -> tuple[Column, dict[str, Column]]:
    """Return (times, columns) with speed and distance of every second in the water.

    `times` are increasing FIT seconds, shape (n,). Where records are sparse a sample is added for each second
    of a length; the other channels stay unknown there.
    """
    swim = _sort(lengths[:_MAX_LENGTHS], pool_length_m)
    if swim.starts.size == 0 or swim.ends[-1] - swim.starts[0] > _MAX_SWIM_S:
        return times, columns
    grid = times
    if times.size <= _RECORDS_PER_LENGTH * swim.starts.size:
        seconds = [np.arange(np.ceil(a), b) for a, b in zip(swim.starts, swim.ends, strict=True)]
        grid = np.unique(np.concatenate([times, *seconds, swim.ends[-1:]]))
    spread = {name: _spread(times, values, grid) for name, values in columns.items()}
    spread["distance_m"], spread["speed_mps"] = _motion(swim, grid)
    if np.isfinite(swim.cadence).any() and "cadence_rpm" not in columns:
        spread["cadence_rpm"] = _cadence(swim, grid)
    return grid, spread


def _sort(lengths: list[Message], pool_length_m: float | None) -> _Lengths:
    rows = []
    for length in lengths:
        start = instant(length, "start_time")
        took = positive(length, "total_elapsed_time", "total_timer_time", high=_MAX_LENGTH_S)
        if start is None or took is None:
            continue
        is_active = length.get("length_type") != "idle"
        pace = number(length, "avg_speed", low=0.0, high=5.0) or 0.0
        gain = (pool_length_m if pool_length_m is not None else pace * took) if is_active else 0.0
        strokes = positive(length, "avg_swimming_cadence", "avg_cadence", high=200.0)
        rows.append((start, start + took, gain, strokes if is_active and strokes else np.nan))
    table = np.array(sorted(rows), dtype=np.float64).reshape(-1, 4)
    starts, ends = table[:, 0], table[:, 1]
    ends = np.minimum(ends, np.concatenate((starts[1:], ends[-1:])))
    real = ends > starts
    return _Lengths(starts[real], ends[real], table[real, 2], table[real, 3])


def _motion(swim: _Lengths, grid: Column) -> tuple[Column, Column]:
    done = np.cumsum(swim.gains)
    knots = np.column_stack((swim.starts, swim.ends)).ravel()
    metres = np.column_stack((done - swim.gains, done)).ravel()
    place, inside = _place(swim, grid)
    pace = swim.gains / (swim.ends - swim.starts)
    return np.interp(grid, knots, metres), np.where(inside, pace[place], 0.0)


def _cadence(swim: _Lengths, grid: Column) -> Column:
    place, inside = _place(swim, grid)
    return np.where(inside, swim.cadence[place], np.nan)


def _place(swim: _Lengths, grid: Column) -> tuple[np.ndarray, np.ndarray]:
    """Return (number of the length, whether really inside it) for each time."""
    place = np.clip(np.searchsorted(swim.starts, grid, side="right") - 1, 0, None)
    return place, (grid >= swim.starts[place]) & (grid < swim.ends[place])


def _spread(times: Column, values: Column, grid: Column) -> Column:
    spread = np.full(grid.shape, np.nan)
    spread[np.searchsorted(grid, times)] = values
    return spread
