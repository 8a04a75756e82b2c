"""From a validated answer of the Garmin login to values and estimates of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from athletes.sources.garmin.days import Noted
from athletes.sources.garmin.values import Found
from athletes.sources.garmin_login import answers
from athletes.sources.records import EstimateKind

_STATUS_WORDS = {"NO_STATUS": "No status", "ONLY_VO2": "No status"}


def sleep_values(row: answers.SleepValues) -> Found:
    """A night of the statistics; without sleep there are no phases of it either."""
    night = row.values
    if night is None or not night.total:
        return Found(row.calendar_date, {})
    has_times = night.start is not None and night.end is not None and night.start < night.end
    values = {
        "sleep_s": night.total,
        "deep_sleep_s": night.deep_time,
        "light_sleep_s": night.light_time,
        "rem_sleep_s": night.rem_time,
        "awake_s": night.awake_time,
        "sleep_score": night.sleep_score,
        "respiration_rpm": night.respiration,
        "spo2_pct": night.spo2,
        "hrv_rmssd_ms": night.avg_overnight_hrv,
        "sleep_start": night.start if has_times else None,
        "sleep_end": night.end if has_times else None,
    }
    return Found(row.calendar_date, values)


def readiness(row: answers.Readiness) -> Found:
    return _found(
        row.calendar_date,
        (EstimateKind.TRAINING_READINESS, row.score),
        (EstimateKind.ACUTE_LOAD, row.acute_load),
    )


def training_status(row: answers.TrainingStatus) -> Found:
    """The status as a word: the phrase is one, with a number that tells its variants apart."""
    load = row.load or answers.AcuteLoad.model_construct()
    found = _found(
        row.calendar_date,
        (EstimateKind.ACUTE_LOAD, load.acute),
        (EstimateKind.CHRONIC_LOAD, load.chronic),
    )
    word = "Paused" if row.training_paused else _word(row.phrase)
    if not word:
        return found
    return found._replace(estimates=(Noted(EstimateKind.TRAINING_STATUS, text=word), *found.estimates))


def running(row: answers.MaxMet) -> Found:
    return _found(
        row.calendar_date,
        (EstimateKind.VO2MAX_RUNNING, row.precise or row.rounded),
        (EstimateKind.FITNESS_AGE, row.fitness_age),
    )


def cycling(row: answers.MaxMet) -> Found:
    return _found(row.calendar_date, (EstimateKind.VO2MAX_CYCLING, row.precise or row.rounded))


def race_predictions(row: answers.RacePredictions) -> Found:
    return _found(
        row.calendar_date,
        (EstimateKind.RACE_5K, row.five),
        (EstimateKind.RACE_10K, row.ten),
        (EstimateKind.RACE_HALF, row.half),
        (EstimateKind.RACE_MARATHON, row.marathon),
    )


def ftp(row: answers.PowerStatistic) -> Found:
    return _found(_day(row), (EstimateKind.FTP, row.value))


def latest_ftp(row: answers.LatestPower) -> Found:
    return _found(row.calendar_date, (EstimateKind.FTP, row.functional_threshold_power))


def threshold_pulse(row: answers.PulseStatistic) -> Found:
    return _found(_day(row), (EstimateKind.LTHR, row.value))


def threshold_speed(row: answers.SpeedStatistic) -> Found:
    return _found(_day(row), (EstimateKind.THRESHOLD_PACE, _pace(row.value)))


def latest_threshold(row: answers.LatestThreshold) -> Found:
    return _found(
        row.calendar_date,
        (EstimateKind.LTHR, row.heart_rate or row.misspelt_heart_rate),
        (EstimateKind.THRESHOLD_PACE, _pace(row.speed)),
    )


def endurance(row: answers.OverallScore) -> Found:
    return _found(row.calendar_date, (EstimateKind.ENDURANCE_SCORE, row.overall_score))


def hill(row: answers.OverallScore) -> Found:
    return _found(row.calendar_date, (EstimateKind.HILL_SCORE, row.overall_score))


def stress_levels(row: answers.StressLevels) -> Found:
    return Found(row.calendar_date, {"stress": row.avg_stress_level, "stress_max": row.max_stress_level})


def breathing(row: answers.BreathingDay) -> Found:
    return Found(row.calendar_date, {"respiration_rpm": row.asleep, "respiration_waking_rpm": row.awake})


def _found(when: date | None, *known: tuple[EstimateKind, float | None]) -> Found:
    return Found(when, {}, tuple(_noted(known)))


def _noted(known: Iterable[tuple[EstimateKind, float | None]]) -> Iterable[Noted]:
    return (Noted(kind, value) for kind, value in known if value is not None)


def _day(row: answers.Statistic) -> date | None:
    return row.begins or row.calendar_date or row.updated_date


def _pace(speed_mps: float | None) -> float | None:
    return 1_000 / speed_mps if speed_mps else None


def _word(phrase: str | None) -> str:
    """ "PRODUCTIVE_6" is "Productive"."""
    name = (phrase or "").rstrip("0123456789").rstrip("_")
    return _STATUS_WORDS.get(name, name.replace("_", " ").capitalize())[:80]
