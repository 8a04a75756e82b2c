"""How the answers of the Garmin login are read: the shared table with what only this way in has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from athletes.sources.garmin import answers as shared
from athletes.sources.garmin import mapping
from athletes.sources.garmin import values as shared_values
from athletes.sources.garmin.days import DayParts
from athletes.sources.garmin.mapping import READERS as SHARED
from athletes.sources.garmin.mapping import Reader, one_object, rows_in
from athletes.sources.garmin_login import answers, rows, values
from athletes.sources.records import DailyChannel

FLAT_SUMMARIES: Final = "flat_summaries"
SLEEP_STATS: Final = "sleep_stats"
READINESS: Final = "readiness"
TRAINING_STATUS: Final = "training_status"
TRAINING_STATUS_DAY: Final = "training_status_day"
VO2MAX_RUNNING: Final = "vo2max_running"
VO2MAX_CYCLING: Final = "vo2max_cycling"
RACE_PREDICTIONS: Final = "race_predictions"
FTP: Final = "ftp"
FTP_LATEST: Final = "ftp_latest"
THRESHOLD_PULSE: Final = "threshold_pulse"
THRESHOLD_SPEED: Final = "threshold_speed"
THRESHOLD_LATEST: Final = "threshold_latest"
ENDURANCE: Final = "endurance_score"
HILL: Final = "hill_score"
STRESS: Final = "stress"
RESPIRATION: Final = "respiration"

_NOTHING: frozenset[DailyChannel] = frozenset()


def _asks(*channels: DailyChannel) -> frozenset[DailyChannel]:
    return frozenset(channels)


READERS: Mapping[str, Reader[Any]] = {
    **SHARED,
    FLAT_SUMMARIES: Reader(
        SHARED[mapping.DAILY_SUMMARIES].channels,
        rows_in("data"),
        shared.FlatSummary,
        shared_values.flat_summary,
    ),
    SLEEP_STATS: Reader(_asks(DailyChannel.SLEEP), rows.sleep_rows, answers.SleepValues, values.sleep_values),
    READINESS: Reader(_asks(DailyChannel.READINESS), rows.readings, answers.Readiness, values.readiness),
    TRAINING_STATUS: Reader(_NOTHING, rows.statuses, answers.TrainingStatus, values.training_status),
    TRAINING_STATUS_DAY: Reader(_NOTHING, rows.status_of_day, answers.TrainingStatus, values.training_status),
    VO2MAX_RUNNING: Reader(_NOTHING, rows.max_met("generic"), answers.MaxMet, values.running),
    VO2MAX_CYCLING: Reader(_NOTHING, rows.max_met("cycling"), answers.MaxMet, values.cycling),
    RACE_PREDICTIONS: Reader(_NOTHING, rows.predictions, answers.RacePredictions, values.race_predictions),
    FTP: Reader(_NOTHING, rows_in(), answers.PowerStatistic, values.ftp),
    FTP_LATEST: Reader(_NOTHING, one_object, answers.LatestPower, values.latest_ftp),
    THRESHOLD_PULSE: Reader(_NOTHING, rows_in(), answers.PulseStatistic, values.threshold_pulse),
    THRESHOLD_SPEED: Reader(_NOTHING, rows_in(), answers.SpeedStatistic, values.threshold_speed),
    THRESHOLD_LATEST: Reader(_NOTHING, rows_in(), answers.LatestThreshold, values.latest_threshold),
    ENDURANCE: Reader(
        _NOTHING,
        rows.scores("enduranceScoreDTOList", "enduranceScoreDTO"),
        answers.OverallScore,
        values.endurance,
    ),
    HILL: Reader(
        _NOTHING, rows.scores("hillScoreDTOList", "hillScoreDTO"), answers.OverallScore, values.hill
    ),
    STRESS: Reader(_asks(DailyChannel.STRESS), one_object, answers.StressLevels, values.stress_levels),
    RESPIRATION: Reader(_asks(DailyChannel.RESPIRATION), one_object, answers.BreathingDay, values.breathing),
}


def map_login_answer(endpoint: str, payload: Any, *, start: date, end: date) -> tuple[DayParts, ...]:
    """What an answer of the Garmin login says of the local days [start, end); for the source and for replay.

    `endpoint` is the name it was kept under; one answer may be read in more than one way.
    """
    return tuple(
        mapping.map_answer(name, payload, start=start, end=end, readers=READERS)
        for name in ways(endpoint, payload)
    )


VO2MAX: Final = "vo2max"


def ways(endpoint: str, payload: Any) -> Iterable[str]:
    """The readers of an endpoint's answer."""
    if endpoint == VO2MAX:
        return (VO2MAX_RUNNING, VO2MAX_CYCLING)
    if endpoint == mapping.DAILY_SUMMARIES and _is_flat(payload):
        return (FLAT_SUMMARIES,)
    return (endpoint,)


def _is_flat(payload: Any) -> bool:
    """Whether the summaries are of the older kind, all in one object."""
    rows = payload.get("data") if isinstance(payload, dict) else payload
    first = rows[0] if isinstance(rows, list) and rows else None
    return isinstance(first, dict) and "totalSteps" in first
