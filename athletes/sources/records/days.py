"""Daily values of one local day, and how complete they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class DailyChannel(StrEnum):
    """The groups of daily values whose presence is told apart."""

    HEART = "heart"
    HRV = "hrv"
    SLEEP = "sleep"
    STRESS = "stress"
    BODY_BATTERY = "body_battery"
    RESPIRATION = "respiration"
    SPO2 = "spo2"
    STEPS = "steps"
    WEIGHT = "weight"
    READINESS = "readiness"


class ChannelState(StrEnum):
    """Of a channel that was asked for: all of it, some of it (or the day is not over), nothing."""

    PRESENT = "present"
    PARTIAL = "partial"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FieldWarning:
    """A field of an answer that could not be used. Holds no value: those are health data."""

    endpoint: str
    field: str
    problem: str


@dataclass(frozen=True, slots=True)
class RecordedDay:
    """Daily values of one local day; None is "not measured". The night belongs to the day it ends on.

    `channels` says what became of the channels that were asked for; one that is absent was not asked for, or
    its answer failed, so that nothing is known about it.
    """

    date: date
    resting_hr_bpm: float | None = None
    hrv_rmssd_ms: float | None = None
    sleep_s: float | None = None
    sleep_score: float | None = None
    stress: float | None = None
    body_battery_high: float | None = None
    respiration_rpm: float | None = None
    weight_kg: float | None = None
    steps: int | None = None
    hr_min_bpm: float | None = None
    hr_max_bpm: float | None = None
    hrv_high_ms: float | None = None
    deep_sleep_s: float | None = None
    light_sleep_s: float | None = None
    rem_sleep_s: float | None = None
    awake_s: float | None = None
    nap_s: float | None = None
    stress_max: float | None = None
    body_battery_low: float | None = None
    body_battery_charged: float | None = None
    body_battery_drained: float | None = None
    respiration_waking_rpm: float | None = None
    spo2_pct: float | None = None
    spo2_low_pct: float | None = None
    body_fat_pct: float | None = None
    distance_m: float | None = None
    floors: float | None = None
    moderate_min: float | None = None
    vigorous_min: float | None = None
    active_kcal: float | None = None
    resting_kcal: float | None = None
    sleep_start: datetime | None = None
    sleep_end: datetime | None = None
    channels: Mapping[DailyChannel, ChannelState] = field(default_factory=dict)
    warnings: tuple[FieldWarning, ...] = ()
    source: str = "file"
    ai_allowed: bool = True
