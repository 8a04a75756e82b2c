"""The rows of answers, out of the wrappers that Garmin puts around them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from athletes.sources.garmin.mapping import Unreadable, one_object, rows_in

_MORNING = "AFTER_WAKEUP_RESET"


def readings(payload: Any) -> list[Any]:
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


def _inner(payload: Any, name: str) -> Any:
    """A member, also where the wrapper of another request (`payload`) lies around it."""
    if not isinstance(payload, dict):
        raise Unreadable(name, "not an object")
    wrapped = payload.get("payload")
    return wrapped.get(name) if isinstance(wrapped, dict) and name in wrapped else payload.get(name)


def statuses(payload: Any) -> list[Any]:
    if isinstance(payload, dict) and "weeklyTrainingStatus" in payload:
        payload = payload["weeklyTrainingStatus"]
    return _by_device(payload, "reportData")


def status_of_day(payload: Any) -> list[Any]:
    recent = _inner(payload, "mostRecentTrainingStatus")
    return [] if recent is None else _by_device(recent, "latestTrainingStatusData")


def max_met(name: str) -> Any:
    """Rows of one sport in a list of days, each with a member per sport."""

    def rows(payload: Any) -> list[Any]:
        found = [payload] if isinstance(payload, dict) else rows_in()(payload)
        return [each[name] for each in found if isinstance(each, dict) and each.get(name) is not None]

    return rows


def scores(list_name: str, latest_name: str) -> Any:
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


def predictions(payload: Any) -> list[Any]:
    """Rows of predictions, whose times have two sets of names."""
    rows = [payload] if isinstance(payload, dict) else rows_in()(payload)
    return [
        {_RACES.get(name, name): value for name, value in each.items()} if isinstance(each, dict) else each
        for each in rows
    ]


def sleep_rows(payload: Any) -> list[Any]:
    return rows_in("individualStats")(payload)
