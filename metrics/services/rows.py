"""From a neutral record to unsaved rows, and the rows into the tables."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import numpy as np

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity
from config.core.errors import DataValidationError
from metrics.models import Activity, Lap, Origin, Stream
from metrics.science.activity import ActivityNumbers, LapNumbers, measure_on
from metrics.science.activity.legs import combine
from metrics.science.codec import RESOLUTION, encode_channel
from metrics.science.streams import Grid, resample
from metrics.science.thresholds import Thresholds
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.held import HeldRows, held_rows, insert_held

NUMBER_FIELDS = (
    "elapsed_s",
    "timer_s",
    "moving_s",
    "distance_m",
    "ascent_m",
    "descent_m",
    "avg_speed_mps",
    "max_speed_mps",
    "graded_speed_mps",
    "avg_power_w",
    "max_power_w",
    "weighted_power_w",
    "intensity",
    "load",
    "trimp",
    "hr_load",
    "pace_load",
    "avg_hr_bpm",
    "max_hr_bpm",
    "avg_cadence_rpm",
    "variability",
    "efficiency",
    "decoupling_pct",
    "work_kj",
    "power_zones_s",
    "hr_zones_s",
    "pace_zones_s",
)


@dataclass
class ActivityRows:
    """Unsaved rows of one activity and of its legs, with the numbers they hold."""

    activity: Activity
    numbers: ActivityNumbers
    streams: list[Stream] = field(default_factory=list)
    laps: list[Lap] = field(default_factory=list)
    held: HeldRows = field(default_factory=HeldRows)
    legs: list[ActivityRows] = field(default_factory=list)


def build_rows(athlete: Athlete, recorded: RecordedActivity, book: ThresholdBook) -> ActivityRows:
    """Resample and measure a record with the thresholds of its day; nothing is written."""
    activity = _identity(athlete, recorded)
    thresholds = book.on(recorded.sport, activity.local_date)
    if recorded.legs:
        legs = [build_rows(athlete, leg, book) for leg in recorded.legs]
        rows = ActivityRows(activity, combine(recorded, tuple(leg.numbers for leg in legs)), legs=legs)
    else:
        grid = resample(recorded)
        rows = ActivityRows(activity, measure_on(grid, recorded, thresholds), stream_rows(activity, grid))
        rows.held = held_rows(activity, rows.numbers)
    rows.laps = [_lap(activity, index, lap) for index, lap in enumerate(rows.numbers.laps)]
    apply_numbers(activity, rows.numbers, thresholds)
    activity.warnings = [dataclasses.asdict(warning) for warning in rows.numbers.warnings]
    return rows


def _identity(athlete: Athlete, recorded: RecordedActivity) -> Activity:
    """The row without its numbers: what it is, when and by which device."""
    offset_s = _utc_offset_s(athlete, recorded)
    return Activity(
        athlete=athlete,
        sport=recorded.sport,
        sub_sport=(recorded.sub_sport or "")[:40],
        name=(recorded.name or "")[:200],
        start_time=recorded.start_time,
        utc_offset_s=offset_s,
        local_date=(recorded.start_time + timedelta(seconds=offset_s)).date(),
        device_name=(recorded.device_name or "")[:100],
        rpe=recorded.rpe,
        feel=recorded.feel,
        note=recorded.note or "",
        goal=recorded.goal or "",
        ai_allowed=recorded.ai_allowed,
        calories_kcal=recorded.calories_kcal,
        pool_length_m=recorded.pool_length_m,
        device=dataclasses.asdict(recorded.device),
    )


def apply_numbers(activity: Activity, numbers: ActivityNumbers, thresholds: Thresholds) -> None:
    """Copy the numbers onto the row, with the thresholds that they were computed with."""
    for name in NUMBER_FIELDS:
        setattr(activity, name, getattr(numbers, name))
    activity.load_method = numbers.load_method or ""
    activity.load_reason = (numbers.load_reason or "")[:200]
    activity.thresholds = dataclasses.asdict(thresholds)


def stream_rows(activity: Activity, grid: Grid) -> list[Stream]:
    """One row per channel, the mask of running seconds among them."""
    columns = {**grid.channels, "running": grid.running.astype(np.float64)}
    return [
        Stream(
            activity=activity,
            channel=channel,
            count=values.size,
            data=encode_channel(values, RESOLUTION[channel]),
        )
        for channel, values in columns.items()
        if channel in RESOLUTION
    ]


def insert_rows(rows: ActivityRows, recorded: RecordedActivity, file_name: str) -> None:
    """Write the activity, its legs and one origin. Runs in the caller's transaction."""
    _insert(rows)
    original = recorded.original
    Origin.objects.create(
        athlete=rows.activity.athlete,
        activity=rows.activity,
        source=recorded.source,
        external_id=recorded.external_id or "",
        sha256=original.sha256 if original else "",
        file_name=PurePath(original.file_name).name[-255:] if original else "",
        file=file_name,
        size=len(original.content) if original and file_name else 0,
        ai_allowed=recorded.ai_allowed,
    )


def _insert(rows: ActivityRows) -> None:
    rows.activity.save()
    Stream.objects.bulk_create(rows.streams)
    Lap.objects.bulk_create(rows.laps)
    insert_held(rows.held)
    for index, leg in enumerate(rows.legs):
        leg.activity.parent = rows.activity
        leg.activity.leg_index = index
        _insert(leg)


def _utc_offset_s(athlete: Athlete, recorded: RecordedActivity) -> int:
    if recorded.utc_offset_s is not None:
        return recorded.utc_offset_s
    offset = recorded.start_time.astimezone(athlete.zone).utcoffset()
    if offset is None:
        raise DataValidationError("The start time has no time zone.", code="ACTIVITY_TIME_NAIVE")
    return int(offset.total_seconds())


def _lap(activity: Activity, index: int, lap: LapNumbers) -> Lap:
    values: dict[str, Any] = dataclasses.asdict(lap)
    values["trigger"] = (values["trigger"] or "")[:20]
    return Lap(activity=activity, index=index, **values)
