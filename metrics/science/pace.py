"""Running pace with the hills taken out. Arrays are 1 Hz, shape (n,); NaN is unknown."""

from __future__ import annotations

import numpy as np

from metrics.science.segments import Column, Mask, centred_means, differences, weighted_mean

FLAT_COST = 3.6
STEEPEST = 0.45
"""Minetti measured from −.45 to +.45; the polynomial means nothing beyond."""

SMOOTH_HALF_S = 15
"""Altitude is averaged over 31 s and its slope taken over 30 s: shorter, and the altimeter's noise becomes
hills, which the convex cost turns into speed that was never run."""

SHORTEST_RISE_M = 10.0
"""Fewer metres in 30 s is standing about: a slope over them is noise over nothing."""


def grade_cost(grade: Column) -> Column:
    """Energy cost of running in J/(kg·m) at a grade given as a fraction, clamped to ±.45.

    155.4i⁵ − 30.4i⁴ − 43.3i³ + 46.3i² + 19.5i + 3.6 (Minetti et al. 2002, J Appl Physiol 93:1039).
    """
    i = np.clip(grade, -STEEPEST, STEEPEST)
    return ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + FLAT_COST


def grades(speed_mps: Column, altitude_m: Column, running: Mask) -> Column:
    """Grade as a fraction over 30 s, 0 where altitude or speed is unknown and where one hardly moves."""
    known = running & ~np.isnan(altitude_m) & ~np.isnan(speed_mps)
    travelled = np.cumsum(np.where(known, speed_mps, 0.0))
    rise, _ = differences(centred_means(altitude_m, known, SMOOTH_HALF_S), known, SMOOTH_HALF_S)
    run, _ = differences(travelled, known, SMOOTH_HALF_S)
    grade = np.divide(rise, run, out=np.zeros(rise.size), where=run >= SHORTEST_RISE_M)
    return np.clip(grade, -STEEPEST, STEEPEST)


def graded_speed(speed_mps: Column, altitude_m: Column | None, running: Mask) -> Column:
    """Speed on the flat that costs the same, m/s: speed · C(grade)/3.6. Without altitude all is flat."""
    if altitude_m is None:
        return speed_mps
    return speed_mps * grade_cost(grades(speed_mps, altitude_m, running)) / FLAT_COST


def weighted_speed(graded_mps: Column, running: Mask) -> float | None:
    """Weighted graded speed in m/s ("normalised graded pace"): 30-s rolling mean, fourth-power mean."""
    return weighted_mean(graded_mps, running & ~np.isnan(graded_mps))


def threshold_speed(threshold_pace_s_per_km: float | None) -> float | None:
    """Metres a second at a pace in s/km."""
    if not threshold_pace_s_per_km or threshold_pace_s_per_km <= 0:
        return None
    return 1000 / threshold_pace_s_per_km


def climbed_m(altitude_m: Column, running: Mask) -> tuple[float, float] | None:
    """Metres up and metres down of the altitude averaged over 31 s; None when no altitude is known."""
    known = running & ~np.isnan(altitude_m)
    if not known.any():
        return None
    steps = np.diff(centred_means(altitude_m, known, SMOOTH_HALF_S))
    steps = steps[~np.isnan(steps)]
    return float(np.sum(steps[steps > 0])), float(np.sum(-steps[steps < 0]))
