"""Activities as recorded, and as a service lists them."""

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
