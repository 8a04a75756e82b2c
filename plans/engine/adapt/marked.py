"""Illness and injury as days: those that were, and those that are to be expected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil

from plans.engine.adapt.model import Marker, Situation
from plans.engine.spec import Interval

OPEN_STEP_DAYS = 3
"""While something lasts, rest is proposed for three days at a time, tomorrow always among them."""


def by_start(markers: Iterable[Marker]) -> list[Marker]:
    """In an order that does not depend on how they came; of one start the one that lasts is the last."""
    return sorted(markers, key=lambda each: (each.start, each.end or date.max, each.kind))


def intervals(now: Situation) -> tuple[Interval, ...]:
    return tuple(interval(each, now.today) for each in by_start(now.markers))


def interval(marker: Marker, today: date) -> Interval:
    """The marker's days; one that lasts is taken to end soon, and never before the day after tomorrow."""
    if marker.end is not None:
        return Interval(marker.start, marker.end, marker.kind)
    so_far = (today - marker.start).days + 2
    steps = max(ceil(so_far / OPEN_STEP_DAYS), 1)
    return Interval(marker.start, marker.start + timedelta(days=steps * OPEN_STEP_DAYS), marker.kind)


def days_so_far(marker: Marker, today: date) -> int:
    """How many days it has been, today included while it lasts; one that is over has all of its own."""
    end = today + timedelta(days=1) if marker.end is None else marker.end
    return max((end - marker.start).days, 1)
