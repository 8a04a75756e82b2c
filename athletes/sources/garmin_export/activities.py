"""Rows of summarizedActivities, in the units of the services, and the files that belong to them."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from athletes.sources.garmin.listing import listed_of
from athletes.sources.garmin_export.days import SOURCE
from athletes.sources.records import ListedActivity, RecordedActivity

JOIN_TOLERANCE: Final = timedelta(seconds=5)
"""A file has no id of its own: it belongs to the row that starts when its session does."""

_SAME: Final = (
    "activityId",
    "beginTimestamp",
    "avgPower",
    "normPower",
    "trainingStressScore",
    "intensityFactor",
    "vO2MaxValue",
    "lactateThresholdBpm",
    "poolLength",
    "parent",
    "isParent",
    "parentId",
    "manualActivity",
)
_RENAMED: Final = {
    "name": "activityName",
    "startTimeGmt": "startTimeGMT",
    "startTimeLocal": "startTimeLocal",
    "avgHr": "averageHR",
    "maxHr": "maxHR",
}
_CENTIMETRES: Final = {"distance": "distance", "elevationGain": "elevationGain"}
_MILLISECONDS: Final = {
    "duration": "duration",
    "elapsedDuration": "elapsedDuration",
    "movingDuration": "movingDuration",
}
_SPEED_FACTORS: Final = (10.0, 1.0, 0.01)
"""From cm/ms, m/s and cm/s to m/s."""
_SPEED_TOLERANCE: Final = math.log(1.5)
_TOO_LARGE: Final = 1e15
_MOST_ROWS: Final = 200_000


def listed_row(row: Any) -> ListedActivity | None:
    """A row as the services list it; None for legs of a multisport activity, and without an id or a start."""
    return listed_of(as_item(row)) if isinstance(row, dict) else None


def is_leg(row: Any) -> bool:
    return isinstance(row, dict) and bool(row.get("parentId")) and row["parentId"] != row.get("activityId")


def as_item(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the services' names, lengths in m, durations in s, speeds in m/s.

    Speeds come in a unit that nobody documents: the one with which they fit the row's own distance and
    duration is taken, and a speed that fits with none is left out. So are calories, whose unit is not known.
    """
    item: dict[str, Any] = {name: row[name] for name in _SAME if name in row}
    item |= {new: row[old] for old, new in _RENAMED.items() if old in row}
    item |= {new: _divided(row[old], 100) for old, new in _CENTIMETRES.items() if old in row}
    item |= {new: _divided(row[old], 1000) for old, new in _MILLISECONDS.items() if old in row}
    item["activityType"] = {"typeKey": _type_key(row)}
    duration_s = item.get("movingDuration") or item.get("duration")
    factor = speed_factor(row.get("avgSpeed"), item.get("distance"), duration_s)
    if factor is not None:
        item["averageSpeed"] = row["avgSpeed"] * factor
    return item


def speed_factor(speed: Any, distance_m: Any, duration_s: Any) -> float | None:
    """What turns a row's speed into m/s, None when no known unit fits within a factor of 1.5."""
    if not all(_is_positive(each) for each in (speed, distance_m, duration_s)):
        return None
    # By logarithms, since a quotient of extremes is nothing or without end.
    wanted = math.log(distance_m) - math.log(duration_s) - math.log(speed)
    best = min(_SPEED_FACTORS, key=lambda factor: abs(math.log(factor) - wanted))
    return best if abs(math.log(best) - wanted) <= _SPEED_TOLERANCE else None


@dataclass(slots=True)
class Listed:
    """All rows of an export by their start."""

    _starts: list[tuple[datetime, str]] = field(default_factory=list)
    _rows: dict[str, ListedActivity] = field(default_factory=dict)

    def add(self, listed: ListedActivity) -> None:
        if listed.external_id not in self._rows and len(self._rows) < _MOST_ROWS:
            insort(self._starts, (listed.start_time, listed.external_id))
            # The join needs none of the row's numbers, and there may be many thousand rows.
            self._rows[listed.external_id] = replace(listed, summary={})

    def of(self, recorded: RecordedActivity) -> ListedActivity | None:
        """The row that a file belongs to: of those that start with it, one of its sport, then the nearest."""
        at = bisect_left(self._starts, (recorded.start_time - JOIN_TOLERANCE, ""))
        near: list[ListedActivity] = []
        for start, external_id in islice(self._starts, at, None):
            if start > recorded.start_time + JOIN_TOLERANCE:
                break
            near.append(self._rows[external_id])
        return min(near, key=lambda each: _distance(each, recorded), default=None)


def joined(
    recorded: RecordedActivity, listed: ListedActivity | None, *, ai_allowed: bool
) -> RecordedActivity:
    """The recording with the id and the name that Garmin knows it by; its file is named after the id."""
    name = f"{listed.external_id}.fit" if listed else "garmin-export.fit"
    original = replace(recorded.original, file_name=name) if recorded.original else None
    told = replace(recorded, source=SOURCE, ai_allowed=ai_allowed, original=original)
    if listed is None:
        return told
    offset_s = listed.utc_offset_s if recorded.utc_offset_s is None else recorded.utc_offset_s
    return replace(
        told, external_id=listed.external_id, name=recorded.name or listed.name, utc_offset_s=offset_s
    )


def _distance(listed: ListedActivity, recorded: RecordedActivity) -> tuple[bool, float, float]:
    apart_s = abs((listed.start_time - recorded.start_time).total_seconds())
    longer_s = abs((listed.duration_s or 0) - (recorded.timer_s or 0))
    return listed.sport != recorded.sport, apart_s, longer_s


def _type_key(row: Mapping[str, Any]) -> Any:
    """`activityType` is the plain key; `sportType` names the family in capitals."""
    kind = row.get("activityType")
    if isinstance(kind, Mapping):
        kind = kind.get("typeKey")
    if not isinstance(kind, str) or not kind:
        kind = row.get("sportType")
    return kind.lower() if isinstance(kind, str) else kind


def _divided(value: Any, divisor: int) -> Any:
    """What is no number is passed on, for whoever reads it to warn."""
    return value / divisor if _is_number(value) else value


def _is_positive(value: Any) -> bool:
    return _is_number(value) and value > 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _TOO_LARGE
