"""From a validated answer to the values of a day. A function returns (day or None, values, estimates)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from athletes.sources.garmin import answers
from athletes.sources.garmin.days import Noted
from athletes.sources.garmin.lenient import number
from athletes.sources.records import EstimateKind


class Found(NamedTuple):
    """`date` is None where the answer does not say it: then it is the day that was asked for."""

    date: date | None
    values: dict[str, Any]
    estimates: tuple[Noted, ...] = ()


def daily_summary(row: answers.DailySummary) -> Found:
    movement, heart, stress = row.movement, row.heart_rate, row.stress
    steps = movement.steps if movement else None
    battery, oxygen, minutes, kcal = row.body_battery, row.pulse_ox, row.intensity_minutes, row.calories
    values = {
        "steps": _whole(steps.value if steps else None),
        "distance_m": steps and steps.distance_in_meters,
        "floors": movement and movement.floors_ascended,
        "active_kcal": kcal and kcal.burned_active,
        "resting_kcal": kcal and kcal.burned_resting,
        "resting_hr_bpm": heart and heart.resting_value,
        "hr_min_bpm": heart and heart.min_value,
        "hr_max_bpm": heart and heart.max_value,
        "moderate_min": minutes and minutes.moderate,
        "vigorous_min": minutes and minutes.vigorous,
        "stress": stress and stress.avg_level,
        "stress_max": stress and stress.max_level,
        "body_battery_high": battery and battery.max_value,
        "body_battery_low": battery and battery.min_value,
        "body_battery_charged": battery and battery.charged_value,
        "body_battery_drained": battery and battery.drained_value,
        "respiration_waking_rpm": row.respiration and row.respiration.avg_value,
        "spo2_pct": oxygen and oxygen.avg_value,
        "spo2_low_pct": oxygen and oxygen.min_value,
    }
    return Found(row.calendar_date, _worn(values, row.includes_wellness_data))


def flat_summary(row: answers.FlatSummary) -> Found:
    values = {
        "steps": _whole(row.total_steps),
        "distance_m": row.total_distance_meters,
        "floors": row.floors_ascended,
        "active_kcal": row.active_kilocalories,
        "resting_kcal": row.bmr_kilocalories,
        "resting_hr_bpm": row.resting_heart_rate,
        "hr_min_bpm": row.min_heart_rate,
        "hr_max_bpm": row.max_heart_rate,
        "moderate_min": row.moderate_intensity_minutes,
        "vigorous_min": row.vigorous_intensity_minutes,
        "stress": row.average_stress_level,
        "stress_max": row.max_stress_level,
        "body_battery_high": row.body_battery_highest_value,
        "body_battery_low": row.body_battery_lowest_value,
        "body_battery_charged": row.body_battery_charged_value,
        "body_battery_drained": row.body_battery_drained_value,
        "respiration_waking_rpm": row.avg_waking_respiration_value,
        "spo2_pct": row.average_spo2,
        "spo2_low_pct": row.lowest_spo2,
    }
    return Found(row.calendar_date, _worn(values, row.includes_wellness_data))


def sleep(row: answers.Sleep) -> Found:
    """The night belongs to the day it ends on, by the sleeper's own clock."""
    has_times = row.start is not None and row.end is not None and row.start < row.end
    overall = row.sleep_scores.overall if row.sleep_scores else None
    values = {
        "sleep_s": row.sleep_time_seconds or None,
        "nap_s": row.nap_time_seconds,
        "sleep_start": row.start if has_times else None,
        "sleep_end": row.end if has_times else None,
        "sleep_score": overall and overall.value,
        "respiration_rpm": row.average_respiration_value,
        "spo2_pct": row.average_spo2_value,
        "spo2_low_pct": row.lowest_spo2_value,
    }
    if row.sleep_time_seconds:
        values |= {
            "deep_sleep_s": row.deep_sleep_seconds,
            "light_sleep_s": row.light_sleep_seconds,
            "rem_sleep_s": row.rem_sleep_seconds,
            "awake_s": row.awake_sleep_seconds,
        }
    return Found(_night(row), values)


def hrv(row: answers.HrvSummary) -> Found:
    values = {"hrv_rmssd_ms": row.last_night_avg, "hrv_high_ms": row.last_night5_min_high}
    return Found(row.calendar_date, values)


def heart_rate(row: answers.HeartRateDay) -> Found:
    values = {
        "resting_hr_bpm": row.resting_heart_rate,
        "hr_min_bpm": row.min_heart_rate,
        "hr_max_bpm": row.max_heart_rate,
    }
    return Found(row.calendar_date, values)


def stress(row: answers.StressDay) -> Found:
    return Found(row.calendar_date, {"stress": row.values and row.values.overall_stress_level})


def steps(row: answers.StepsDay) -> Found:
    return Found(row.calendar_date, {"steps": _whole(row.total_steps), "distance_m": row.total_distance})


def body_battery(row: answers.BodyBatteryDay) -> Found:
    levels = _levels(row)
    values = {
        "body_battery_charged": row.charged,
        "body_battery_drained": row.drained,
        "body_battery_high": max(levels, default=None),
        "body_battery_low": min(levels, default=None),
    }
    return Found(row.date, values)


def weight(row: answers.WeightDay) -> Found:
    """The latest weighing of the day; body fat of the latest one that measured it."""
    weighings = [each for each in (row.latest_weight, *row.all_weight_metrics) if each is not None]
    values = {
        "weight_kg": next((each.weight for each in weighings if each.weight is not None), None),
        "body_fat_pct": next((each.body_fat for each in weighings if each.body_fat is not None), None),
    }
    said = row.summary_date or next((each.calendar_date for each in weighings if each.calendar_date), None)
    return Found(said, values)


def spo2(row: answers.SpO2Day) -> Found:
    return Found(row.calendar_date, {"spo2_pct": row.average_spo2, "spo2_low_pct": row.lowest_spo2})


def fitness_age(row: answers.FitnessAge) -> Found:
    if row.fitness_age is None:
        return Found(None, {})
    return Found(None, {}, (Noted(EstimateKind.FITNESS_AGE, row.fitness_age),))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _worn(values: dict[str, Any], includes_wellness: bool | None) -> dict[str, Any]:
    """A zero of a day without wellness data was not measured: nobody wore the watch."""
    if includes_wellness is not False:
        return values
    return {name: value or None for name, value in values.items()}


def _night(row: answers.Sleep) -> date | None:
    ended = row.end_local.date() if row.end_local else None
    if ended is None or row.calendar_date is None:
        return row.calendar_date or ended
    # Further apart than a day, one of the two is broken, and the plain date is the safer one.
    return ended if abs(ended - row.calendar_date) <= timedelta(days=1) else row.calendar_date


def _levels(row: answers.BodyBatteryDay) -> list[float]:
    """The readings of the column that the descriptors call bodyBatteryLevel."""
    at = next((each.index for each in row.columns if each.key == "bodyBatteryLevel"), None)
    if at is None:
        return []
    levels = []
    for reading in row.readings or ():
        try:
            level = number(reading[int(at)])
        except (IndexError, TypeError, KeyError, ValueError):
            continue
        if 0 <= level <= 100:
            levels.append(level)
    return levels
