"""Answers of one day, written short."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from athletes.sources.garmin.days import DayParts, merge_days
from athletes.sources.garmin.mapping import map_answer
from athletes.sources.records import RecordedDay, RecordedEstimate

DAY = date(2026, 3, 14)
LATER = date(2026, 4, 1)


def answer(endpoint: str, payload: Any, *, days: int = 1) -> DayParts:
    """What is read from an answer about the `days` that end with DAY."""
    end = DAY + timedelta(days=1)
    return map_answer(endpoint, payload, start=end - timedelta(days=days), end=end)


def merged(*parts: DayParts, days: int = 1, today: date = LATER) -> list[RecordedDay | RecordedEstimate]:
    end = DAY + timedelta(days=1)
    return list(
        merge_days(parts, start=end - timedelta(days=days), end=end, today=today, source="garmin_key")
    )


def the_day(*parts: DayParts, today: date = LATER) -> RecordedDay:
    found = merged(*parts, today=today)[0]
    assert isinstance(found, RecordedDay)
    return found
