"""The forms in which Garmin writes times and absent values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

type Json = Any


def spaced(moment: datetime) -> str:
    """`2026-11-21 06:30:00`, as activities have it."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def stamp(moment: datetime) -> str:
    """ISO without offset, with one decimal: `2026-11-21T06:30:00.0`."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.0"


def epoch_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def wall_ms(moment: datetime, zone: ZoneInfo) -> int:
    """Wall clock time of `zone`, written as if it were UTC."""
    return epoch_ms(wall(moment, zone).replace(tzinfo=UTC))


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant a local day begins."""
    return datetime.combine(day, datetime.min.time(), zone).astimezone(UTC)


def frame(day: date, zone: ZoneInfo) -> dict[str, Json]:
    """The four bounds that day answers carry."""
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return {
        "startTimestampGMT": stamp(start),
        "endTimestampGMT": stamp(end),
        "startTimestampLocal": stamp(wall(start, zone)),
        "endTimestampLocal": stamp(wall(end, zone)),
    }


def series(day: date, zone: ZoneInfo, values: list[Json], step_s: int) -> list[list[Json]]:
    """Rows of (epoch ms, value) from the day's midnight on."""
    start = epoch_ms(midnight(day, zone))
    return [[start + number * step_s * 1000, value] for number, value in enumerate(values)]
