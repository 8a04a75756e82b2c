"""The elements of a TCX file as they come by."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite

from athletes.sources.files.texts import printable
from athletes.sources.files.xml_points import Points, number, offset_s, unix
from athletes.sources.files.xml_walk import Attributes

_POINT_VALUES = {
    "latitudedegrees": "latitude_deg",
    "longitudedegrees": "longitude_deg",
    "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "cadence": "cadence_rpm",
    "runcadence": "cadence_rpm",
    "speed": "speed_mps",
    "watts": "power_w",
    "temperature": "temperature_c",
}
_LAP_VALUES = {
    "totaltimeseconds": "timer_s",
    "distancemeters": "distance_m",
    "calories": "calories_kcal",
    "cadence": "avg_cadence_rpm",
    "avgruncadence": "avg_cadence_rpm",
    "avgspeed": "avg_speed_mps",
    "avgwatts": "avg_power_w",
}
_LAP_HEART_RATES = {
    "averageheartratebpm": "avg_heart_rate_bpm",
    "maximumheartratebpm": "max_heart_rate_bpm",
}
_LIMITS = {
    "timer_s": 60 * 86_400.0,
    "distance_m": 20_000_000.0,
    "calories_kcal": 65_534.0,
    "avg_cadence_rpm": 300.0,
    "avg_speed_mps": 150.0,
    "avg_power_w": 65_534.0,
    "avg_heart_rate_bpm": 250.0,
    "max_heart_rate_bpm": 250.0,
}
_NOT_ACTIVITIES = {"course": "a course to follow", "workout": "a workout to be done"}


@dataclass(slots=True)
class TcxLap:
    """`start` is Unix seconds, NaN when the lap does not say."""

    start: float
    timer_s: float | None = None
    distance_m: float | None = None
    calories_kcal: float | None = None
    avg_power_w: float | None = None
    avg_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    avg_speed_mps: float | None = None
    avg_cadence_rpm: float | None = None
    trigger: str | None = None

    def put(self, name: str, text: str) -> None:
        """Set a figure that is positive and possible; zero means that the device did not measure it."""
        value = number(text)
        if isfinite(value) and 0.0 < value <= _LIMITS[name]:
            setattr(self, name, value)


@dataclass(slots=True)
class TcxActivity:
    sport: str
    laps: list[TcxLap] = field(default_factory=list)
    points: Points = field(default_factory=Points)
    creator: str | None = None
    offset_s: int | None = None


class TcxReader:
    """Collects the activities; `other` says what the file holds instead."""

    def __init__(self) -> None:
        self.activities: list[TcxActivity] = []
        self.other: str | None = None
        self._current: TcxActivity | None = None

    def on_start(self, path: list[str], attributes: Attributes) -> None:
        name = path[-1]
        if name == "activity":
            self._current = TcxActivity(attributes.get("Sport", attributes.get("sport", "")))
            self.activities.append(self._current)
        elif self._current is None:
            self.other = _NOT_ACTIVITIES.get(name, self.other)
        elif name == "trackpoint":
            self._current.points.start()
        elif name == "track":
            self._current.points.start_piece()
        elif name == "lap":
            self._current.laps.append(TcxLap(unix(attributes.get("StartTime", ""))))

    def on_end(self, path: list[str], text: str) -> None:
        activity, name = self._current, path[-1]
        if activity is None:
            return
        if name == "activity":
            self._current = None
        elif activity.points.is_open:
            _in_point(activity, path, text)
        elif "lap" in path and activity.laps:
            _in_lap(activity.laps[-1], path, text)
        elif name == "name" and path[-2] == "creator":
            activity.creator = printable(text)


def _in_point(activity: TcxActivity, path: list[str], text: str) -> None:
    name = path[-1]
    if name == "trackpoint":
        activity.points.end()
    elif name == "time":
        activity.points.put("time", unix(text))
        if not len(activity.points):
            activity.offset_s = offset_s(text)
    elif name == "value" and path[-2] == "heartratebpm":
        activity.points.put("heart_rate_bpm", number(text))
    elif name in _POINT_VALUES:
        activity.points.put(_POINT_VALUES[name], number(text))


def _in_lap(lap: TcxLap, path: list[str], text: str) -> None:
    name, parent = path[-1], path[-2]
    if name == "value" and parent in _LAP_HEART_RATES:
        lap.put(_LAP_HEART_RATES[parent], text)
    elif name == "triggermethod":
        lap.trigger = (printable(text) or "").lower() or None
    elif name in _LAP_VALUES and parent in ("lap", "lx"):
        lap.put(_LAP_VALUES[name], text)
