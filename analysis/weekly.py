"""When a weekly review is due: pure, in the athlete's own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
LATE = timedelta(days=1)


def next_weekly(after: datetime, *, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """The first instant after `after` that is this hour of this weekday (0 is Monday) there, in UTC.

    Where a change to summer time skips the hour, it is an hour later; where the change back repeats it, the
    first of the two counts.
    """
    day = after.astimezone(zone).date()
    day += timedelta(days=(weekday - day.weekday()) % 7 - 7)
    while (at := datetime.combine(day, time(hour), zone).astimezone(UTC)) <= after:
        day += WEEK
    return at


def is_due(planned: datetime, now: datetime, *, weekday: int, hour: int, zone: ZoneInfo) -> bool:
    """Whether the review `planned` for an instant that has come is to be written.

    Who travels may have that hour before them still: then it is not. Behind them, it is late but due.
    """
    if planned > now:
        return False
    local = planned.astimezone(zone)
    last = next_weekly(now - WEEK, weekday=weekday, hour=hour, zone=zone)
    return (local.weekday(), local.hour) == (weekday, hour) or timedelta(0) <= now - last < LATE
