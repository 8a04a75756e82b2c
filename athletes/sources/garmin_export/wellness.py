"""Rows of an export's daily files, and the values of a day that are in them. Units are those of the names."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field

from athletes.sources.garmin.answers import (
    Bpm,
    Breaths,
    HrvMs,
    Kcal,
    Kilograms,
    Level,
    Metres,
    Minutes,
    Percent,
    Seconds,
    SpO2,
    Steps,
)
from athletes.sources.garmin.lenient import OBJECTS, Answer, Instant, LocalDay, Text, measured, within
from athletes.sources.garmin.values import Found

_METRES_PER_FLOOR: Final = 3.048
_DAY_MS, _SHORTEST_DAY_MS = 86_400_000, 82_800_000


class Uds(Answer):
    """A row of UDSFile: one day. Total stress is the aggregator of type TOTAL."""

    class Aggregator(Answer):
        type: Text | None = None
        average_stress_level: Level = None
        max_stress_level: Level = None

    class Stress(Answer):
        aggregators: Annotated[tuple[Uds.Aggregator, ...], OBJECTS] = Field((), alias="aggregatorList")

    class BatteryStat(Answer):
        type: Text | None = Field(None, alias="bodyBatteryStatType")
        value: Level = Field(None, alias="statsValue")

    class Battery(Answer):
        charged_value: Level = None
        drained_value: Level = None
        stats: Annotated[tuple[Uds.BatteryStat, ...], OBJECTS] = Field((), alias="bodyBatteryStatList")

    class Respiration(Answer):
        avg_waking: Breaths = Field(None, alias="avgWakingRespirationValue")

    calendar_date: LocalDay | None = None
    duration_in_milliseconds: Annotated[float | None, within(0, 2 * _DAY_MS)] = None
    total_steps: Steps = None
    total_distance_meters: Metres = None
    floors_ascended_in_meters: Metres = None
    active_kilocalories: Kcal = None
    bmr_kilocalories: Kcal = None
    moderate_intensity_minutes: Minutes = None
    vigorous_intensity_minutes: Minutes = None
    min_heart_rate: Bpm = None
    max_heart_rate: Bpm = None
    resting_heart_rate: Bpm = None
    all_day_stress: Uds.Stress | None = None
    body_battery: Uds.Battery | None = None
    respiration: Uds.Respiration | None = None
    average_spo2: SpO2 = Field(None, alias="averageSpo2Value")
    lowest_spo2: SpO2 = Field(None, alias="lowestSpo2Value")

    @property
    def is_whole(self) -> bool:
        """False on the day of the export, which was not over; a day in March has 23 hours."""
        length_ms = self.duration_in_milliseconds
        return length_ms is None or length_ms >= _SHORTEST_DAY_MS


class Night(Answer):
    """A row of sleepData. Placeholders hold no more than `retro`."""

    class Scores(Answer):
        overall_score: Percent = None

    class SpO2Summary(Answer):
        average_spo2: SpO2 = Field(None, alias="averageSPO2")
        lowest_spo2: SpO2 = Field(None, alias="lowestSPO2")

    class Nap(Answer):
        nap_time_sec: Seconds = None

    calendar_date: LocalDay | None = None
    start: Instant | None = Field(None, alias="sleepStartTimestampGMT")
    end: Instant | None = Field(None, alias="sleepEndTimestampGMT")
    deep_sleep_seconds: Seconds = None
    light_sleep_seconds: Seconds = None
    rem_sleep_seconds: Seconds = None
    awake_sleep_seconds: Seconds = None
    average_respiration: Breaths = None
    sleep_scores: Night.Scores | None = None
    spo2: Night.SpO2Summary | None = Field(None, alias="spo2SleepSummary")
    naps: Annotated[tuple[Night.Nap, ...], OBJECTS] = Field((), alias="napList")


class HealthStatus(Answer):
    """A row of healthStatusData: what the watch measured in the night before the day."""

    class Metric(Answer):
        type: Text | None = None
        value: Annotated[float | None, within(-1_000, 10_000)] = None

    calendar_date: LocalDay | None = None
    metrics: Annotated[tuple[HealthStatus.Metric, ...], OBJECTS] = ()


class Measured(Answer):
    """What of a health status can be used, by the type of its metric."""

    hrv: HrvMs = Field(None, alias="HRV")
    respiration: Breaths = Field(None, alias="RESPIRATION")
    spo2: SpO2 = Field(None, alias="SPO2")


class BioMetrics(Answer):
    """A row of userBioMetrics: a weighing, or a change of something else."""

    class Meta(Answer):
        calendar_date: LocalDay | None = None

    class Weight(Answer):
        weight: Kilograms = None
        body_fat: Annotated[float | None, measured(1, 80)] = None

    meta: BioMetrics.Meta | None = Field(None, alias="metaData")
    calendar_date: LocalDay | None = None
    weight: BioMetrics.Weight | None = None


def uds(row: Uds) -> Found:
    total = _by_type(row.all_day_stress.aggregators if row.all_day_stress else (), "TOTAL")
    battery = row.body_battery
    stats = battery.stats if battery else ()
    high, low = _by_type(stats, "HIGHEST"), _by_type(stats, "LOWEST")
    climbed_m = row.floors_ascended_in_meters
    values = {
        "steps": None if row.total_steps is None else round(row.total_steps),
        "distance_m": row.total_distance_meters,
        "floors": None if climbed_m is None else round(climbed_m / _METRES_PER_FLOOR, 1),
        "active_kcal": row.active_kilocalories,
        "resting_kcal": row.bmr_kilocalories,
        "moderate_min": row.moderate_intensity_minutes,
        "vigorous_min": row.vigorous_intensity_minutes,
        "hr_min_bpm": row.min_heart_rate,
        "hr_max_bpm": row.max_heart_rate,
        "resting_hr_bpm": row.resting_heart_rate,
        "stress": total and total.average_stress_level,
        "stress_max": total and total.max_stress_level,
        "body_battery_high": high and high.value,
        "body_battery_low": low and low.value,
        "body_battery_charged": battery and battery.charged_value,
        "body_battery_drained": battery and battery.drained_value,
        "respiration_waking_rpm": row.respiration and row.respiration.avg_waking,
        "spo2_pct": row.average_spo2,
        "spo2_low_pct": row.lowest_spo2,
    }
    return Found(row.calendar_date, values)


def night(row: Night) -> Found:
    """Sleep is what its stages add up to; the night belongs to the day it ends on, as Garmin names it."""
    stages = [row.deep_sleep_seconds, row.light_sleep_seconds, row.rem_sleep_seconds]
    asleep_s = sum(each for each in stages if each is not None) or None
    has_times = row.start is not None and row.end is not None and row.start < row.end
    naps_s = [each.nap_time_sec for each in row.naps if each.nap_time_sec is not None]
    values = {
        "sleep_s": asleep_s,
        "deep_sleep_s": row.deep_sleep_seconds if asleep_s else None,
        "light_sleep_s": row.light_sleep_seconds if asleep_s else None,
        "rem_sleep_s": row.rem_sleep_seconds if asleep_s else None,
        "awake_s": row.awake_sleep_seconds if asleep_s else None,
        "nap_s": sum(naps_s) if naps_s else None,
        "sleep_start": row.start if has_times else None,
        "sleep_end": row.end if has_times else None,
        "sleep_score": row.sleep_scores and row.sleep_scores.overall_score,
        "respiration_rpm": row.average_respiration,
        "spo2_pct": row.spo2 and row.spo2.average_spo2,
        "spo2_low_pct": row.spo2 and row.spo2.lowest_spo2,
    }
    return Found(row.calendar_date, values)


def health_status(row: HealthStatus, endpoint: str, warnings: list[Any]) -> Found:
    """Heart rate is left to UDSFile, which has the resting one itself."""
    by_type = {each.type: each.value for each in row.metrics if each.type}
    found = Measured.read(by_type, endpoint, warnings)
    if found is None:
        return Found(row.calendar_date, {})
    values = {
        "hrv_rmssd_ms": found.hrv,
        "respiration_rpm": found.respiration,
        "spo2_pct": found.spo2,
    }
    return Found(row.calendar_date, values)


def weighing(row: BioMetrics) -> Found:
    when = row.calendar_date or (row.meta.calendar_date if row.meta else None)
    values = {
        "weight_kg": row.weight and row.weight.weight,
        "body_fat_pct": row.weight and row.weight.body_fat,
    }
    return Found(when, values)


def _by_type(entries: Any, wanted: str) -> Any:
    return next((each for each in entries if each.type == wanted), None)
