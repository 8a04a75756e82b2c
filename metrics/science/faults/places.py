"""Positions that jump."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Samples, Warning
from metrics.science.cleaning import MOST_WARNINGS, SPEED_SPIKE_MPS
from metrics.science.motion import great_circle_m
from metrics.science.segments import Column

LONGEST_STEP_S = 10.0
"""After a longer silence nobody knows how far the athlete has come."""

LEAST_EXCESS_M = 150.0
EXCESS_RATIO = 3.0
JUMPS_JOINED_S = 60.0


def position_jumps(samples: Samples) -> tuple[Warning, ...]:
    """`gps_jump` where two recorded positions lie further apart than anything on wheels or skis goes.

    That is 60 m/s; with a speed of its own in the recording also 150 m more, and three times as much, as that
    speed covers. Steps of more than 10 s prove nothing. Jumps within a minute are one.
    """
    if "latitude_deg" not in samples.channels or "longitude_deg" not in samples.channels:
        return ()
    latitude, longitude = samples.channels["latitude_deg"], samples.channels["longitude_deg"]
    known = np.flatnonzero(~np.isnan(latitude) & ~np.isnan(longitude))
    if known.size < 2:
        return ()
    times = samples.time_s[known]
    metres, seconds = great_circle_m(latitude[known], longitude[known]), np.diff(times)
    jumps = metres > SPEED_SPIKE_MPS * np.maximum(seconds, 1.0)
    if "speed_mps" in samples.channels:
        jumps |= _outruns(samples.channels["speed_mps"][known], metres, seconds)
    at = np.flatnonzero(jumps & (seconds <= LONGEST_STEP_S))
    if at.size == 0:
        return ()
    apart = np.flatnonzero(np.diff(times[at]) > JUMPS_JOINED_S) + 1
    clusters = np.split(at, apart)[:MOST_WARNINGS]
    return tuple(
        Warning("gps_jump", "latitude_deg", float(times[each[0]]), float(times[each[-1] + 1]) + 1.0)
        for each in clusters
    )


def _outruns(speed: Column, metres: Column, seconds: Column) -> np.ndarray:
    covered = np.fmax(speed[:-1], speed[1:]) * seconds
    return (metres - covered > LEAST_EXCESS_M) & (metres > EXCESS_RATIO * covered)
