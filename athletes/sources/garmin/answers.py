"""The answers about days, field by field as Garmin names them. Durations in s, lengths in m, pulse in bpm."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, StrictBool
from pydantic_core import PydanticCustomError

from athletes.sources.garmin.lenient import (
    OBJECTS,
    Answer,
    Instant,
    LocalDay,
    Text,
    measured,
    number,
    within,
)

Bpm = Annotated[float | None, measured(20, 250)]
HrvMs = Annotated[float | None, measured(1, 500)]
Percent = Annotated[float | None, measured(1, 100)]
Level = Annotated[float | None, measured(0, 100)]
"""Stress and Body Battery: negative is how Garmin writes "not enough data"."""
Breaths = Annotated[float | None, measured(2, 80)]
SpO2 = Annotated[float | None, measured(50, 100)]
Seconds = Annotated[float | None, within(0, 86_400)]
Minutes = Annotated[float | None, within(0, 10_080)]
Steps = Annotated[float | None, within(0, 500_000)]
Metres = Annotated[float | None, within(0, 1_000_000)]
Kcal = Annotated[float | None, within(0, 50_000)]
Years = Annotated[float | None, measured(1, 130)]
_GRAMS_FROM = 1_000


def _kilograms(value: Any) -> float:
    """Garmin's schema says kilograms, its answers hold grams: the magnitude decides."""
    mass = number(value)
    mass = mass / 1_000 if mass > _GRAMS_FROM else mass
    if not 20 <= mass <= 400:
        raise PydanticCustomError("out of range", "out of range")
    return mass


def _floors(value: Any) -> float | None:
    """A number, or an object that holds it beside the goal."""
    bare = value.get("value") if isinstance(value, dict) else value
    if bare is None:
        return None
    if not 0 <= (floors := number(bare)) <= 10_000:
        raise PydanticCustomError("out of range", "out of range")
    return floors


Kilograms = Annotated[float | None, BeforeValidator(_kilograms)]
Floors = Annotated[float | None, BeforeValidator(_floors)]


class Movement(Answer):
    class StepCount(Answer):
        value: Steps = None
        distance_in_meters: Metres = None

    steps: StepCount | None = None
    floors_ascended: Floors = None


class Calories(Answer):
    burned_resting: Kcal = None
    burned_active: Kcal = None


class HeartRate(Answer):
    expected = ("restingValue",)
    min_value: Bpm = None
    max_value: Bpm = None
    resting_value: Bpm = None


class IntensityMinutes(Answer):
    moderate: Minutes = None
    vigorous: Minutes = None


class Stress(Answer):
    expected = ("avgLevel",)
    avg_level: Level = None
    max_level: Level = None


class BodyBattery(Answer):
    min_value: Level = None
    max_value: Level = None
    charged_value: Level = None
    drained_value: Level = None


class Respiration(Answer):
    avg_value: Breaths = None


class PulseOx(Answer):
    avg_value: SpO2 = None
    min_value: SpO2 = None


class DailySummary(Answer):
    """A row of the daily summaries, version 2."""

    expected = ("calendarDate", "movement", "heartRate", "stress", "bodyBattery")
    calendar_date: LocalDay | None = None
    includes_wellness_data: StrictBool | None = None
    movement: Movement | None = None
    calories: Calories | None = None
    heart_rate: HeartRate | None = None
    intensity_minutes: IntensityMinutes | None = None
    stress: Stress | None = None
    body_battery: BodyBattery | None = None
    respiration: Respiration | None = None
    pulse_ox: PulseOx | None = None


class FlatSummary(Answer):
    """The older daily summary, all in one object."""

    expected = ("calendarDate", "totalSteps", "restingHeartRate", "averageStressLevel")
    calendar_date: LocalDay | None = None
    includes_wellness_data: StrictBool | None = None
    total_steps: Steps = None
    total_distance_meters: Metres = None
    floors_ascended: Floors = None
    active_kilocalories: Kcal = None
    bmr_kilocalories: Kcal = None
    moderate_intensity_minutes: Minutes = None
    vigorous_intensity_minutes: Minutes = None
    min_heart_rate: Bpm = None
    max_heart_rate: Bpm = None
    resting_heart_rate: Bpm = None
    average_stress_level: Level = None
    max_stress_level: Level = None
    body_battery_highest_value: Level = None
    body_battery_lowest_value: Level = None
    body_battery_charged_value: Level = None
    body_battery_drained_value: Level = None
    avg_waking_respiration_value: Breaths = None
    average_spo2: SpO2 = Field(None, alias="averageSpo2")
    lowest_spo2: SpO2 = Field(None, alias="lowestSpo2")


class SleepScores(Answer):
    class Overall(Answer):
        expected = ("value",)
        value: Percent = None

    overall: Overall | None = None


class Sleep(Answer):
    """One night. `sleepTimeSeconds` is without naps."""

    expected = ("calendarDate", "sleepTimeSeconds", "sleepStartTimestampGMT", "sleepEndTimestampGMT")
    calendar_date: LocalDay | None = None
    sleep_time_seconds: Seconds = None
    nap_time_seconds: Seconds = None
    deep_sleep_seconds: Seconds = None
    light_sleep_seconds: Seconds = None
    rem_sleep_seconds: Seconds = None
    awake_sleep_seconds: Seconds = None
    start: Instant | None = Field(None, alias="sleepStartTimestampGMT")
    end: Instant | None = Field(None, alias="sleepEndTimestampGMT")
    end_local: Instant | None = Field(None, alias="sleepEndTimestampLocal")
    average_respiration_value: Breaths = None
    average_spo2_value: SpO2 = Field(None, alias="averageSpO2Value")
    lowest_spo2_value: SpO2 = Field(None, alias="lowestSpO2Value")
    sleep_scores: SleepScores | None = None


class HrvSummary(Answer):
    expected = ("calendarDate", "lastNightAvg")
    calendar_date: LocalDay | None = None
    last_night_avg: HrvMs = None
    last_night5_min_high: HrvMs = Field(None, alias="lastNight5MinHigh")


class HeartRateDay(Answer):
    expected = ("calendarDate", "restingHeartRate")
    calendar_date: LocalDay | None = None
    resting_heart_rate: Bpm = None
    min_heart_rate: Bpm = None
    max_heart_rate: Bpm = None


class StressDay(Answer):
    class Values(Answer):
        expected = ("overallStressLevel",)
        overall_stress_level: Level = None

    expected = ("calendarDate", "values")
    calendar_date: LocalDay | None = None
    values: Values | None = None


class StepsDay(Answer):
    expected = ("calendarDate", "totalSteps")
    calendar_date: LocalDay | None = None
    total_steps: Steps = None
    total_distance: Metres = None


class BodyBatteryDay(Answer):
    """A day's report. The rows of readings are read by the columns that the descriptors name."""

    class Column(Answer):
        index: Annotated[float | None, within(0, 50)] = Field(None, alias="bodyBatteryValueDescriptorIndex")
        key: Text | None = Field(None, alias="bodyBatteryValueDescriptorKey")

    expected = ("date",)
    date: LocalDay | None = None
    charged: Level = None
    drained: Level = None
    readings: Annotated[tuple[Any, ...] | None, BeforeValidator(lambda value: value)] = Field(
        None, alias="bodyBatteryValuesArray"
    )
    columns: Annotated[tuple[Column, ...], OBJECTS] = Field((), alias="bodyBatteryValueDescriptorDTOList")


class WeighIn(Answer):
    expected: ClassVar[tuple[str, ...]] = ("weight",)
    calendar_date: LocalDay | None = None
    weight: Kilograms = None
    body_fat: Percent = None


class WeightDay(Answer):
    summary_date: LocalDay | None = None
    latest_weight: WeighIn | None = None
    all_weight_metrics: Annotated[tuple[WeighIn, ...], OBJECTS] = ()


class SpO2Day(Answer):
    calendar_date: LocalDay | None = None
    average_spo2: SpO2 = Field(None, alias="averageSpO2")
    lowest_spo2: SpO2 = Field(None, alias="lowestSpO2")


class FitnessAge(Answer):
    expected = ("fitnessAge",)
    fitness_age: Years = None


class ProfileSettings(Answer):
    display_name: Text | None = None
    time_zone: Text | None = None
