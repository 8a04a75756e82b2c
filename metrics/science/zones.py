"""Seconds in zones. Arrays are 1 Hz; NaN (pause, unknown) is in no zone."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Sport
from metrics.science.segments import Column, Index

POWER_PCT = (55, 75, 90, 105, 120, 150)
"""Upper bounds of zones 1 to 6 in % of FTP (Coggan); a bound belongs to the lower zone."""

RUNNING_HR_PCT = (85, 90, 95, 100)
OTHER_HR_PCT = (81, 90, 94, 100)
"""Lower bounds of zones 2 to 5 in % of LTHR (after Friel), running and cycling with all others."""

MAX_HR_PCT = (60, 70, 80, 90)
"""Lower bounds of zones 2 to 5 in % of HR max, for want of an LTHR."""

PACE_PCT = (90, 99, 106, 114, 129)
"""Bounds in % of threshold pace (s/km), fastest first: zone 6 under 90, …, zone 1 over 129 (after Friel)."""


def power_zones(power_w: Column, ftp_w: float) -> list[int]:
    """Seconds in Coggan's 7 power zones."""
    known = power_w[~np.isnan(power_w)]
    return _counts(np.searchsorted(np.array(POWER_PCT) * ftp_w, known * 100, side="left"), 7)


def heart_rate_zones(
    heart_rate_bpm: Column, sport: Sport, lthr_bpm: float | None, hr_max_bpm: float | None
) -> list[int] | None:
    """Seconds in 5 heart rate zones by LTHR, else by HR max; None without either."""
    known = heart_rate_bpm[~np.isnan(heart_rate_bpm)]
    if lthr_bpm:
        percent = RUNNING_HR_PCT if sport is Sport.RUNNING else OTHER_HR_PCT
        return _counts(np.searchsorted(np.array(percent) * lthr_bpm, known * 100, side="right"), 5)
    if hr_max_bpm:
        return _counts(np.searchsorted(np.array(MAX_HR_PCT) * hr_max_bpm, known * 100, side="right"), 5)
    return None


def pace_zones(speed_mps: Column, threshold_pace_s_per_km: float) -> list[int]:
    """Seconds in 6 pace zones; standing still is zone 1.

    A bound belongs to the faster zone, but for 90 %, which is not yet "under 90".
    """
    speed = speed_mps[~np.isnan(speed_mps)]
    scaled = speed * threshold_pace_s_per_km
    slower = [np.round(scaled * percent, 6) < 100_000 for percent in PACE_PCT[1:]]
    slower.append(np.round(scaled * PACE_PCT[0], 6) <= 100_000)
    return _counts(5 - np.sum(slower, axis=0), 6)


def _counts(zone: Index, zones: int) -> list[int]:
    return np.bincount(zone.astype(np.int64), minlength=zones).tolist()
