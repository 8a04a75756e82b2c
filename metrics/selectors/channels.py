"""Which columns of a day belong to which channel, and the data class that each needs."""

from __future__ import annotations

from collections.abc import Mapping

from athletes.sources.records import DailyChannel, EstimateKind

COLUMNS: Mapping[DailyChannel, tuple[str, ...]] = {
    DailyChannel.SLEEP: (
        "sleep_s",
        "sleep_score",
        "deep_sleep_s",
        "light_sleep_s",
        "rem_sleep_s",
        "awake_s",
        "nap_s",
        "sleep_start",
        "sleep_end",
    ),
    DailyChannel.HRV: ("hrv_rmssd_ms", "hrv_high_ms"),
    DailyChannel.HEART: ("resting_hr_bpm", "hr_min_bpm", "hr_max_bpm"),
    DailyChannel.RESPIRATION: ("respiration_rpm", "respiration_waking_rpm"),
    DailyChannel.SPO2: ("spo2_pct", "spo2_low_pct"),
    DailyChannel.STRESS: ("stress", "stress_max"),
    DailyChannel.BODY_BATTERY: (
        "body_battery_high",
        "body_battery_low",
        "body_battery_charged",
        "body_battery_drained",
    ),
    DailyChannel.STEPS: (
        "steps",
        "distance_m",
        "floors",
        "moderate_min",
        "vigorous_min",
        "active_kcal",
        "resting_kcal",
    ),
    DailyChannel.WEIGHT: ("weight_kg", "body_fat_pct"),
    DailyChannel.READINESS: (),
}
"""In the order in which they are shown; the first column is the one a channel is for. The watch's own
readiness is an estimate and no column."""

CHANNEL_OF = {column: channel for channel, columns in COLUMNS.items() for column in columns}

DATA_CLASSES: Mapping[DailyChannel, str] = {
    **dict.fromkeys(DailyChannel, "heart"),
    DailyChannel.SLEEP: "sleep",
    DailyChannel.WEIGHT: "body",
}
DATA_CLASS_OF_VALUE: Mapping[str, str] = {
    column: DATA_CLASSES[channel] for column, channel in CHANNEL_OF.items()
}

ESTIMATE_CLASSES: Mapping[EstimateKind, str] = {
    **dict.fromkeys(EstimateKind, "load"),
    EstimateKind.TRAINING_READINESS: "heart",
    EstimateKind.LTHR: "heart",
    EstimateKind.FITNESS_AGE: "body",
}
"""What an estimate gives away of the person needs the same leave as what it was made from."""
