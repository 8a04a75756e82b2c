"""What values of a person can be; one that is outside was not measured, whatever the device wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from athletes.sources.records import EstimateKind

HEART_RATE, SHARE, DAY_S, DAY_MIN = (20.0, 250.0), (0.0, 100.0), (0.0, 86_400.0), (0.0, 1_440.0)

DAILY_RANGES: Mapping[str, tuple[float, float]] = {
    "resting_hr_bpm": HEART_RATE,
    "hrv_rmssd_ms": (1, 500),
    "sleep_s": (1, 86_400),
    "sleep_score": SHARE,
    "stress": SHARE,
    "body_battery_high": SHARE,
    "respiration_rpm": (2, 80),
    "weight_kg": (20, 400),
    "steps": (0, 500_000),
    "hr_min_bpm": HEART_RATE,
    "hr_max_bpm": HEART_RATE,
    "hrv_high_ms": (1, 500),
    "deep_sleep_s": DAY_S,
    "light_sleep_s": DAY_S,
    "rem_sleep_s": DAY_S,
    "awake_s": DAY_S,
    "nap_s": DAY_S,
    "stress_max": SHARE,
    "body_battery_low": SHARE,
    "body_battery_charged": (0, 300),
    "body_battery_drained": (0, 300),
    "respiration_waking_rpm": (2, 80),
    "spo2_pct": (40, 100),
    "spo2_low_pct": (40, 100),
    "body_fat_pct": (1, 80),
    "distance_m": (0, 500_000),
    "floors": (0, 5_000),
    "moderate_min": DAY_MIN,
    "vigorous_min": DAY_MIN,
    "active_kcal": (0, 30_000),
    "resting_kcal": (0, 10_000),
}
"""Both bounds can be. A day recharges a battery more than once, so charged may exceed a hundred."""

ESTIMATE_RANGES: Mapping[EstimateKind, tuple[float, float]] = {
    EstimateKind.TRAINING_READINESS: SHARE,
    EstimateKind.TRAINING_STATUS: (0, 1_000),
    EstimateKind.ACUTE_LOAD: (0, 20_000),
    EstimateKind.CHRONIC_LOAD: (0, 20_000),
    EstimateKind.VO2MAX_RUNNING: (10, 100),
    EstimateKind.VO2MAX_CYCLING: (10, 100),
    EstimateKind.FITNESS_AGE: (5, 130),
    EstimateKind.RACE_5K: (600, 14_400),
    EstimateKind.RACE_10K: (1_300, 28_800),
    EstimateKind.RACE_HALF: (3_000, 57_600),
    EstimateKind.RACE_MARATHON: (6_600, 115_200),
    EstimateKind.FTP: (20, 800),
    EstimateKind.LTHR: (60, 230),
    EstimateKind.THRESHOLD_PACE: (120, 1_800),
    EstimateKind.ENDURANCE_SCORE: (0, 30_000),
    EstimateKind.HILL_SCORE: (0, 200),
}


def is_plausible(bounds: tuple[float, float] | None, value: Any) -> bool:
    """Whether a value lies within its bounds, where it has any; NaN and infinity never do."""
    return bounds is None or bounds[0] <= value <= bounds[1]
