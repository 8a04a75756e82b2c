"""Distance and speed where the device gave only places."""

from __future__ import annotations

import numpy as np

from metrics.science.cleaning import SPEED_SPIKE_MPS
from metrics.science.segments import Column, Mask, differences

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the WGS 84 ellipsoid (IUGG R1)."""

HALF_WINDOW_S = 2
"""Speed is taken over five seconds: one second of a position is as noisy as a runner is fast."""


def great_circle_m(latitude_deg: Column, longitude_deg: Column) -> Column:
    """Haversine distance from each position to the next, shape (n − 1,), metres; NaN where one is unknown."""
    phi, lam = np.radians(latitude_deg), np.radians(longitude_deg)
    chord = np.sin(np.diff(phi) / 2) ** 2
    chord += np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    angle: Column = 2 * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return EARTH_RADIUS_M * angle


def speed_from_distance(distance_m: Column, running: Mask) -> Column:
    """Speed in m/s over ±2 s, never across a pause; NaN where unknown or over 60 m/s, 0 when it runs back."""
    known = running & ~np.isnan(distance_m)
    metres, seconds = differences(distance_m, known, HALF_WINDOW_S)
    speed = np.divide(metres, seconds, out=np.full(metres.size, np.nan), where=known & (seconds > 0))
    return np.where(speed > SPEED_SPIKE_MPS, np.nan, np.maximum(speed, 0.0))


def speed_from_positions(latitude_deg: Column, longitude_deg: Column, running: Mask) -> Column:
    """Speed in m/s from positions in degrees, as `speed_from_distance`; a jump adds no metres."""
    known = running & ~np.isnan(latitude_deg) & ~np.isnan(longitude_deg)
    steps = great_circle_m(latitude_deg, longitude_deg)
    steps = np.where(steps > SPEED_SPIKE_MPS, 0.0, steps)
    travelled = np.concatenate([[0.0], np.cumsum(np.nan_to_num(steps))])
    return speed_from_distance(np.where(known, travelled, np.nan), running)
