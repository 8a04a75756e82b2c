"""Garmin's ways to write a time or a day."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_KEYS = (("year", "month", "day"), ("year", "monthValue", "dayOfMonth"))


def instant(value: Any) -> datetime | None:
    """An instant in UTC of epoch milliseconds, ISO text or [Y, M, D, h, m, s, ns]; None when it is none.

    A text or list without an offset is in UTC: the field's name says so. A "local" field read with this gives
    the wall clock as if it were UTC.
    """
    try:
        if isinstance(value, str):
            parsed = datetime.fromisoformat(value.strip())
        elif isinstance(value, list):
            parsed = _listed(value)
        else:
            parsed = _EPOCH + timedelta(milliseconds=_number(value))
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return aware.astimezone(UTC) if EARLIEST <= aware < LATEST else None
    except (ValueError, OverflowError, TypeError):
        return None


def day(value: Any) -> date | None:
    """A calendar day written as text, date-time, list, object or epoch milliseconds; None when it is none."""
    if isinstance(value, dict):
        return _from_object(value)
    if isinstance(value, str):
        value = value.strip()[:10]
    moment = instant(value)
    return moment.date() if moment else None


def _from_object(value: dict[str, Any]) -> date | None:
    for keys in _DAY_KEYS:
        if all(key in value for key in keys):
            return day([value[key] for key in keys])
    inner = value.get("date")
    return None if isinstance(inner, dict) else day(inner)


def _listed(value: list[Any]) -> datetime:
    """Java's LocalDateTime; a date alone has three members."""
    year, month, of_month, *clock = (int(_number(each)) for each in value)
    hour, minute, second, nano, *_ = (*clock, 0, 0, 0, 0)
    return datetime(year, month, of_month, hour, minute, second, nano // 1000, tzinfo=UTC)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    return float(value)
