"""The neutral language of ingest: what any source yields, whatever it read. No Django here.

SI units, names carry them. Instants are aware datetimes in UTC. `None` or NaN means unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Column = NDArray[np.float64]

CHANNELS = (
    "power_w",
    "heart_rate_bpm",
    "speed_mps",
    "distance_m",
    "altitude_m",
    "cadence_rpm",
    "latitude_deg",
    "longitude_deg",
    "temperature_c",
)
"""Channels a stream may have. Cadence is revolutions (or strides of one leg) per minute."""


class Sport(StrEnum):
    """The sport family: what decides the load method and whether two arrivals can be one activity."""

    RUNNING = "running"
    CYCLING = "cycling"
    SWIMMING = "swimming"
    WALKING = "walking"
    STRENGTH = "strength"
    ROWING = "rowing"
    SKIING = "skiing"
    MULTISPORT = "multisport"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Warning:
    """Something odd that was met and survived. Seconds count from the activity's start."""

    code: str
    channel: str | None = None
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """Columns as recorded, not resampled.

    `time_s` has shape (n,), strictly increasing seconds since the activity's start; every channel has the
    same shape, NaN where the device gave nothing. Only channels with at least one value are present.
    """

    time_s: Column
    channels: dict[str, Column]

    @property
    def is_empty(self) -> bool:
        return self.time_s.size == 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open [start_s, end_s), seconds since the activity's start."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class RecordedLap:
    """A lap as the device marked it; a pool length is not a lap."""

    start_s: float
    elapsed_s: float
    timer_s: float | None = None
    distance_m: float | None = None
    avg_power_w: float | None = None
    avg_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    avg_speed_mps: float | None = None
    avg_cadence_rpm: float | None = None
    ascent_m: float | None = None
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceFigures:
    """What the device itself computed: kept beside our figures, never over them."""

    weighted_power_w: float | None = None
    load: float | None = None
    intensity: float | None = None
    ftp_w: float | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """The file a record came from; `content` is kept so that a better parser can read it again."""

    file_name: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class RecordedActivity:
    """One activity of one sport, or the parent of a multisport activity with its `legs`.

    `elapsed_s` and `timer_s` are the file's own totals (None when it has none). `pauses` are what timer
    events say; `has_timer_events` tells an activity without pauses from one whose device writes no events.
    """

    sport: Sport
    start_time: datetime
    samples: Samples
    sub_sport: str | None = None
    name: str | None = None
    utc_offset_s: int | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    avg_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    avg_power_w: float | None = None
    avg_speed_mps: float | None = None
    calories_kcal: float | None = None
    pool_length_m: float | None = None
    rpe: float | None = None
    feel: int | None = None
    note: str | None = None
    goal: str | None = None
    device_name: str | None = None
    pauses: tuple[Interval, ...] = ()
    has_timer_events: bool = False
    laps: tuple[RecordedLap, ...] = ()
    device: DeviceFigures = DeviceFigures()
    legs: tuple[RecordedActivity, ...] = ()
    warnings: tuple[Warning, ...] = ()
    source: str = "file"
    external_id: str | None = None
    ai_allowed: bool = True
    original: Original | None = None


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


class EstimateKind(StrEnum):
    """What a watch or its maker computes itself, by its unit's name where it has one."""

    TRAINING_READINESS = "training_readiness"
    TRAINING_STATUS = "training_status"
    ACUTE_LOAD = "acute_load"
    CHRONIC_LOAD = "chronic_load"
    VO2MAX_RUNNING = "vo2max_running"
    VO2MAX_CYCLING = "vo2max_cycling"
    FITNESS_AGE = "fitness_age"
    RACE_5K = "race_5k_s"
    RACE_10K = "race_10k_s"
    RACE_HALF = "race_half_s"
    RACE_MARATHON = "race_marathon_s"
    FTP = "ftp_w"
    LTHR = "lthr_bpm"
    THRESHOLD_PACE = "threshold_pace_s_per_km"
    ENDURANCE_SCORE = "endurance_score"
    HILL_SCORE = "hill_score"

    @property
    def label(self) -> str:
        """Words for people."""
        return ESTIMATE_LABELS[self]


ESTIMATE_LABELS: dict[EstimateKind, str] = {
    EstimateKind.TRAINING_READINESS: "Training readiness",
    EstimateKind.TRAINING_STATUS: "Training status",
    EstimateKind.ACUTE_LOAD: "Acute load",
    EstimateKind.CHRONIC_LOAD: "Chronic load",
    EstimateKind.VO2MAX_RUNNING: "VO₂max, running",
    EstimateKind.VO2MAX_CYCLING: "VO₂max, cycling",
    EstimateKind.FITNESS_AGE: "Fitness age",
    EstimateKind.RACE_5K: "5 km prediction",
    EstimateKind.RACE_10K: "10 km prediction",
    EstimateKind.RACE_HALF: "Half marathon prediction",
    EstimateKind.RACE_MARATHON: "Marathon prediction",
    EstimateKind.FTP: "Threshold power",
    EstimateKind.LTHR: "Threshold heart rate",
    EstimateKind.THRESHOLD_PACE: "Threshold pace",
    EstimateKind.ENDURANCE_SCORE: "Endurance score",
    EstimateKind.HILL_SCORE: "Hill score",
}


@dataclass(frozen=True, slots=True)
class RecordedEstimate:
    """One estimate of one local day: a number (`value`) or a word (`text`)."""

    date: date
    kind: EstimateKind
    value: float | None = None
    text: str = ""
    source: str = "file"
    ai_allowed: bool = True


@dataclass(frozen=True, slots=True)
class ListedActivity:
    """An activity as a service lists it, before its file is fetched.

    `summary` is the validated item, plain JSON, enough to make an activity without samples from it.
    """

    external_id: str
    start_time: datetime
    utc_offset_s: int
    sport: Sport
    name: str | None
    duration_s: float | None
    summary: Mapping[str, Any]

    @property
    def local_date(self) -> date:
        return (self.start_time + timedelta(seconds=self.utc_offset_s)).date()


type Record = RecordedActivity | RecordedDay | RecordedEstimate
