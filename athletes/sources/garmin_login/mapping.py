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
from athletes.sources.garmin.mapping import Reader, Unreadable, one_object, rows_in
from athletes.sources.garmin_login import answers, values
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

_MORNING = "AFTER_WAKEUP_RESET"
_NOTHING: frozenset[DailyChannel] = frozenset()


def _readings(payload: Any) -> list[Any]:
    """Entries of readiness, the one of each morning first: a day has one for every time it was computed.

    Some devices do not say which is the morning's; then it is the first of the day.
    """
    rows = one_object(payload) if isinstance(payload, dict) else rows_in()(payload)
    return sorted(rows, key=_reading_order)


def _reading_order(row: Any) -> tuple[bool, str]:
    if not isinstance(row, dict):
        return (True, "~")
    return (row.get("inputContext") != _MORNING, str(row.get("timestamp") or "~"))


def _by_device(payload: Any, name: str) -> list[Any]:
    """Rows that are keyed by the device they are of, the primary one's first."""
    devices = _inner(payload, name)
    if devices is None:
        return []
    if not isinstance(devices, dict):
        raise Unreadable(name, "not an object")
    rows = [row for each in devices.values() for row in (each if isinstance(each, list) else [each])]
    return sorted(rows, key=lambda row: not (isinstance(row, dict) and row.get("primaryTrainingDevice")))


def _inner(payload: Any, *names: str) -> Any:
    """A member, wherever the wrappers of other requests (`payload`) put it."""
    for name in names:
        if not isinstance(payload, dict):
            raise Unreadable(name, "not an object")
        wrapped = payload.get("payload")
        payload = wrapped.get(name) if isinstance(wrapped, dict) and name in wrapped else payload.get(name)
        if payload is None:
            return None
    return payload


def _statuses(payload: Any) -> list[Any]:
    if isinstance(payload, dict) and "weeklyTrainingStatus" in payload:
        payload = payload["weeklyTrainingStatus"]
    return _by_device(payload, "reportData")


def _status_of_day(payload: Any) -> list[Any]:
    recent = _inner(payload, "mostRecentTrainingStatus")
    return [] if recent is None else _by_device(recent, "latestTrainingStatusData")


def _max_met(name: str) -> Any:
    """Rows of one sport in a list of days, each with a member per sport."""

    def rows(payload: Any) -> list[Any]:
        found = [payload] if isinstance(payload, dict) else rows_in()(payload)
        return [each[name] for each in found if isinstance(each, dict) and each.get(name) is not None]

    return rows


def _scores(list_name: str, latest_name: str) -> Any:
    """Scores by day: in a list or in groups by their first day, and the latest with its own day."""

    def rows(payload: Any) -> list[Any]:
        if not isinstance(payload, dict):
            return rows_in()(payload)
        if "overallScore" in payload:
            return [payload]
        latest = payload.get(latest_name)
        found = [] if latest is None else [latest]
        if isinstance(listed := payload.get(list_name), list):
            return found + listed
        groups = payload.get("groupMap")
        if isinstance(groups, dict):
            found += [_group(day, group) for day, group in groups.items() if isinstance(group, dict)]
        return found

    return rows


def _group(day: str, group: Mapping[str, Any]) -> dict[str, Any]:
    return {"calendarDate": day, "overallScore": group.get("groupAverage")}


_RACES = {
    "time5K": "raceTime5K",
    "time10K": "raceTime10K",
    "timeHalfMarathon": "raceTimeHalf",
    "timeMarathon": "raceTimeMarathon",
}


def _predictions(payload: Any) -> list[Any]:
    """Rows of predictions, whose times have two sets of names."""
    rows = [payload] if isinstance(payload, dict) else rows_in()(payload)
    return [
        {_RACES.get(name, name): value for name, value in each.items()} if isinstance(each, dict) else each
        for each in rows
    ]


def _sleep_rows(payload: Any) -> list[Any]:
    return rows_in("individualStats")(payload)


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
    SLEEP_STATS: Reader(_asks(DailyChannel.SLEEP), _sleep_rows, answers.SleepValues, values.sleep_values),
    READINESS: Reader(_asks(DailyChannel.READINESS), _readings, answers.Readiness, values.readiness),
    TRAINING_STATUS: Reader(_NOTHING, _statuses, answers.TrainingStatus, values.training_status),
    TRAINING_STATUS_DAY: Reader(_NOTHING, _status_of_day, answers.TrainingStatus, values.training_status),
    VO2MAX_RUNNING: Reader(_NOTHING, _max_met("generic"), answers.MaxMet, values.running),
    VO2MAX_CYCLING: Reader(_NOTHING, _max_met("cycling"), answers.MaxMet, values.cycling),
    RACE_PREDICTIONS: Reader(_NOTHING, _predictions, answers.RacePredictions, values.race_predictions),
    FTP: Reader(_NOTHING, rows_in(), answers.PowerStatistic, values.ftp),
    FTP_LATEST: Reader(_NOTHING, one_object, answers.LatestPower, values.latest_ftp),
    THRESHOLD_PULSE: Reader(_NOTHING, rows_in(), answers.PulseStatistic, values.threshold_pulse),
    THRESHOLD_SPEED: Reader(_NOTHING, rows_in(), answers.SpeedStatistic, values.threshold_speed),
    THRESHOLD_LATEST: Reader(_NOTHING, rows_in(), answers.LatestThreshold, values.latest_threshold),
    ENDURANCE: Reader(
        _NOTHING,
        _scores("enduranceScoreDTOList", "enduranceScoreDTO"),
        answers.OverallScore,
        values.endurance,
    ),
    HILL: Reader(_NOTHING, _scores("hillScoreDTOList", "hillScoreDTO"), answers.OverallScore, values.hill),
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
