"""Sensors that repeat one value."""

from __future__ import annotations

import numpy as np

from metrics.science.cleaning import MOST_WARNINGS
from metrics.science.segments import Column, Index

STUCK_S = {"heart_rate_bpm": 180, "power_w": 45}
"""The longest runs of one value in 150 real recordings: 80 s of heart rate, 33 s of power."""

STEADY_S = {"heart_rate_bpm": 60, "power_w": 15}
STEADY_SHARE = 0.25
"""A trainer that holds its power, and a rowing machine that tells means, repeat values all the time: when
other long runs make up so much of the recording, it is the device's way."""

LEAST_VALUES = 4
"""Elsewhere the sensor must have shown so many values; else nobody knows that it can."""


def stuck_values(channels: dict[str, Column]) -> list[tuple[str, tuple[int, int]]]:
    """Half-open stretches in which heart rate repeats one value for 180 s, or power one above 0 for 45 s.

    Coasting is real, a heart at its highest rate of the day may stay there, and some devices always work in
    steps. Pauses break a run.
    """
    return [(name, span) for name in STUCK_S if name in channels for span in _stuck(name, channels[name])]


def _stuck(name: str, values: Column) -> list[tuple[int, int]]:
    starts, lengths = _runs(values)
    here = values[starts]
    live = here > 0
    long = live & (lengths >= STUCK_S[name])
    if name == "heart_rate_bpm" and long.any():
        long &= here < np.nanmax(values)
    if not long.any():
        return []
    longest = int(lengths[long].max())
    steady = int(lengths[live & (lengths >= STEADY_S[name])].sum()) - longest
    elsewhere = int(lengths[live].sum()) - longest
    if steady > STEADY_SHARE * elsewhere or np.unique(here[live & ~long]).size < LEAST_VALUES:
        return []
    ends = starts[long] + lengths[long]
    return list(zip(starts[long].tolist(), ends.tolist(), strict=True))[:MOST_WARNINGS]


def _runs(values: Column) -> tuple[Index, Index]:
    """First second and length of each run of one value; a NaN is a run of its own."""
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: values.size])
    return starts, np.diff(starts, append=values.size)
