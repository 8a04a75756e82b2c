"""Distance from positions and speed from distance, for files that give neither."""

from __future__ import annotations

import numpy as np

from athletes.sources.files.samples import RANGES
from athletes.sources.records import CHANNELS, Column, Samples

_EARTH_RADIUS_M = 6_371_008.8


def with_motion(samples: Samples, pieces: Column | None = None) -> Samples:
    """Return samples that also have `distance_m` (from positions) and `speed_mps` (from distance).

    `pieces` numbers the piece each sample belongs to; nothing is covered between two pieces, and the first
    sample of a piece has no speed. What the file itself gives is left as it is.
    """
    if samples.time_s.size < 2:
        return samples
    channels = dict(samples.channels)
    pieces = np.zeros(samples.time_s.size) if pieces is None else pieces
    if "distance_m" not in channels and "latitude_deg" in channels:
        channels["distance_m"] = _distance(channels["latitude_deg"], channels["longitude_deg"], pieces)
    if "speed_mps" not in channels and "distance_m" in channels:
        speed = _speed(samples.time_s, channels["distance_m"], pieces)
        if np.nansum(speed) > 0.0:
            channels["speed_mps"] = speed
    return Samples(samples.time_s, {name: channels[name] for name in CHANNELS if name in channels})


def _distance(latitude: Column, longitude: Column, pieces: Column) -> Column:
    """Great-circle metres along the known positions (haversine); unknown positions have no distance."""
    known = np.flatnonzero(np.isfinite(latitude) & np.isfinite(longitude))
    phi, lam = np.radians(latitude[known]), np.radians(longitude[known])
    a = np.sin(np.diff(phi) / 2) ** 2
    a += np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    steps = 2 * _EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(a, 0.0, 1.0)))
    steps[np.diff(pieces[known]) != 0] = 0.0
    distance = np.full(latitude.shape, np.nan)
    distance[known] = np.concatenate(([0.0], np.cumsum(steps)))
    distance[distance > RANGES["distance_m"][1]] = np.nan
    return distance


def _speed(times: Column, distance: Column, pieces: Column) -> Column:
    known = np.flatnonzero(np.isfinite(distance))
    speed = np.full(times.shape, np.nan)
    if known.size < 2:
        return speed
    steps = np.diff(distance[known]) / np.diff(times[known])
    steps[(np.diff(pieces[known]) != 0) | (steps < 0.0) | (steps > RANGES["speed_mps"][1])] = np.nan
    speed[known[1:]] = steps
    return speed
