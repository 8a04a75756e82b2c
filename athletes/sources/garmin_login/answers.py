"""The answers that only the Garmin login gives, field by field as Garmin names them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictBool

from athletes.sources.garmin.answers import Bpm, Breaths, HrvMs, Level, Percent, Seconds, SpO2, Years
from athletes.sources.garmin.lenient import Answer, Instant, LocalDay, Text, measured, within

Vo2Max = Annotated[float | None, measured(10, 100)]
Load = Annotated[float | None, within(0, 20_000)]
RaceTime = Annotated[float | None, measured(300, 60_000)]
Watts = Annotated[float | None, measured(30, 700)]
Score = Annotated[float | None, measured(1, 20_000)]


def _metres_per_second(value: Any) -> Any:
    """Garmin writes threshold speeds in cm/ms, a tenth of m/s, and no runner's lies below one of these."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value * 10 if is_number and 0 < value < 1 else value


Speed = Annotated[float | None, measured(1, 8), BeforeValidator(_metres_per_second)]


class SleepValues(Answer):
    """A night as the statistics of the sleep page have it."""

    class Values(Answer):
        expected = ("totalSleepTimeInSeconds",)
        total: Seconds = Field(None, alias="totalSleepTimeInSeconds")
        deep_time: Seconds = None
        light_time: Seconds = None
        rem_time: Seconds = None
        awake_time: Seconds = None
        sleep_score: Percent = None
        respiration: Breaths = None
        spo2: SpO2 = Field(None, alias="spO2")
        avg_overnight_hrv: HrvMs = None
        start: Instant | None = Field(None, alias="gmtSleepStartTimeInMillis")
        end: Instant | None = Field(None, alias="gmtSleepEndTimeInMillis")

    expected = ("calendarDate", "values")
    calendar_date: LocalDay | None = None
    values: Values | None = None


class Readiness(Answer):
    expected = ("calendarDate", "score")
    calendar_date: LocalDay | None = None
    score: Level = None
    acute_load: Load = None


class AcuteLoad(Answer):
    acute: Load = Field(None, alias="dailyTrainingLoadAcute")
    chronic: Load = Field(None, alias="dailyTrainingLoadChronic")


class TrainingStatus(Answer):
    expected = ("calendarDate", "trainingStatusFeedbackPhrase")
    calendar_date: LocalDay | None = None
    phrase: Text | None = Field(None, alias="trainingStatusFeedbackPhrase")
    training_paused: StrictBool | None = None
    load: AcuteLoad | None = Field(None, alias="acuteTrainingLoadDTO")


class MaxMet(Answer):
    expected = ("calendarDate",)
    calendar_date: LocalDay | None = None
    precise: Vo2Max = Field(None, alias="vo2MaxPreciseValue")
    rounded: Vo2Max = Field(None, alias="vo2MaxValue")
    fitness_age: Years = None


class RacePredictions(Answer):
    expected = ("calendarDate",)
    calendar_date: LocalDay | None = None
    five: RaceTime = Field(None, alias="raceTime5K")
    ten: RaceTime = Field(None, alias="raceTime10K")
    half: RaceTime = Field(None, alias="raceTimeHalf")
    marathon: RaceTime = Field(None, alias="raceTimeMarathon")


class Statistic(Answer):
    """A row of the statistics of thresholds; `value` has the unit of the threshold."""

    expected = ("value",)
    begins: LocalDay | None = Field(None, alias="from")
    calendar_date: LocalDay | None = None
    updated_date: LocalDay | None = None


class PowerStatistic(Statistic):
    value: Watts = None


class PulseStatistic(Statistic):
    value: Bpm = None


class SpeedStatistic(Statistic):
    value: Speed = None


class LatestPower(Answer):
    expected = ("functionalThresholdPower",)
    calendar_date: LocalDay | None = None
    functional_threshold_power: Watts = None


class LatestThreshold(Answer):
    """The latest threshold of running, in two rows or one; the pulse has two spellings."""

    calendar_date: LocalDay | None = None
    heart_rate: Bpm = None
    misspelt_heart_rate: Bpm = Field(None, alias="hearRate")
    speed: Speed = None


class OverallScore(Answer):
    expected = ("calendarDate", "overallScore")
    calendar_date: LocalDay | None = None
    overall_score: Score = None


class StressLevels(Answer):
    calendar_date: LocalDay | None = None
    avg_stress_level: Level = None
    max_stress_level: Level = None


class BreathingDay(Answer):
    calendar_date: LocalDay | None = None
    asleep: Breaths = Field(None, alias="avgSleepRespirationValue")
    awake: Breaths = Field(None, alias="avgWakingRespirationValue")
