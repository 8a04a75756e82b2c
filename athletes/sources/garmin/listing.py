"""Items of the list of activities as neutral records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from athletes.sources.base import ActivityPage
from athletes.sources.garmin.items import ActivityItem
from athletes.sources.garmin.sports import from_type
from athletes.sources.records import EstimateKind, ListedActivity, RecordedEstimate, Sport

ACTIVITIES: Final = "activities"
_LISTS = ("activities", "activityList")
_LONGEST_OFFSET_S = 16 * 3600


def items_of(payload: Any) -> list[Any] | None:
    """The items of a page, bare or in an object; None for what is no page."""
    if payload is None or payload == {}:
        return []
    if isinstance(payload, dict):
        payload = next((payload[name] for name in _LISTS if name in payload), None)
    return payload if isinstance(payload, list) else None


def page_of(payload: Any, limit: int) -> ActivityPage | None:
    """A page that was asked for with `limit`; None for what is no page. Each activity is in it once."""
    items = items_of(payload)
    if items is None:
        return None
    read = [(item, listed_of(item)) for item in items]
    found = {each.external_id: each for _, each in read if each is not None}
    unreadable = sum(each is None and not _is_leg_of_one(item) for item, each in read)
    return ActivityPage(tuple(found.values()), len(items), len(items) < limit, unreadable)


def listed_of(item: Any) -> ListedActivity | None:
    """One item, or its `summary` read again; None without an id or a start.

    A leg of a multisport activity is None as well: it comes with its parent.
    """
    read = ActivityItem.read(item, ACTIVITIES, [])
    if read is None or read.activity_id is None or _is_leg(read):
        return None
    start = read.start_gmt or read.begin_timestamp
    if start is None:
        return None
    sport, _ = sport_of(read)
    return ListedActivity(
        external_id=str(read.activity_id),
        start_time=start,
        utc_offset_s=_offset_s(start, read.start_local),
        sport=sport,
        name=read.activity_name or None,
        duration_s=read.duration,
        summary=read.model_dump(mode="json", by_alias=True, exclude_none=True),
    )


def sport_of(item: ActivityItem) -> tuple[Sport, str | None]:
    """Family and sub sport; a parent is multisport whatever its type says."""
    if item.is_parent or item.parent:
        return Sport.MULTISPORT, None
    kind = item.activity_type
    return from_type(kind.type_key, kind.parent_type_id) if kind else (Sport.OTHER, None)


def has_file(summary: Mapping[str, Any]) -> bool:
    """Whether a file can be expected: what was typed in has none."""
    return summary.get("manualActivity") is not True


def estimates_of(
    listed: ListedActivity, *, source: str, ai_allowed: bool = True
) -> Iterator[RecordedEstimate]:
    """What the watch concluded from this activity, on its local day."""
    read = ActivityItem.read(dict(listed.summary), ACTIVITIES, [])
    if read is None:
        return
    for kind, value in _concluded(read, listed.sport):
        if value is not None:
            yield RecordedEstimate(listed.local_date, kind, value, source=source, ai_allowed=ai_allowed)


def _concluded(item: ActivityItem, sport: Sport) -> Iterator[tuple[EstimateKind, float | None]]:
    if sport is Sport.RUNNING:
        speed = item.lactate_threshold_speed
        yield EstimateKind.VO2MAX_RUNNING, item.vo2max
        yield EstimateKind.LTHR, item.lactate_threshold_bpm
        yield EstimateKind.THRESHOLD_PACE, 1_000 / (10 * speed) if speed else None
    elif sport is Sport.CYCLING:
        yield EstimateKind.VO2MAX_CYCLING, item.vo2max
        yield EstimateKind.FTP, item.max_ftp


def _is_leg_of_one(item: Any) -> bool:
    read = ActivityItem.read(item, ACTIVITIES, [])
    return read is not None and _is_leg(read)


def _is_leg(item: ActivityItem) -> bool:
    return item.parent_id is not None and item.parent_id != item.activity_id


def _offset_s(start: datetime, local: datetime | None) -> int:
    """Local minus UTC to the quarter hour; zero when the item does not tell."""
    if local is None:
        return 0
    seconds = round((local - start).total_seconds() / 900) * 900
    return seconds if abs(seconds) <= _LONGEST_OFFSET_S else 0
