"""Swimming: critical swim speed and load."""

from __future__ import annotations


def critical_swim_speed(time_400_s: float, time_200_s: float) -> float:
    """Metres a second from a 400 m and a 200 m trial: 200 / (t400 − t200) (Wakayoshi; Dekerle)."""
    return 200 / (time_400_s - time_200_s)


def intensity(
    distance_m: float | None, duration_s: float | None, css_s_per_100m: float | None
) -> float | None:
    """Mean speed over critical swim speed; None without any of the three."""
    if not distance_m or not duration_s or not css_s_per_100m:
        return None
    return distance_m / duration_s * css_s_per_100m / 100


def load(duration_s: float | None, intensity: float | None) -> float | None:
    """Hours · intensity³ · 100: the cube because drag grows with speed (TrainingPeaks' sTSS, 2008)."""
    if duration_s is None or intensity is None:
        return None
    return duration_s / 3600 * intensity**3 * 100
