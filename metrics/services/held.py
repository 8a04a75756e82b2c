"""Rows of what an activity held over a span: its curves, best efforts and intervals."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from metrics.models import Activity, Best, Curves, Interval
from metrics.science.activity import ActivityNumbers
from metrics.science.curves import grid_up_to
from metrics.science.efforts import BestEffort
from metrics.science.intervals import FoundInterval

CURVE_FIELDS = ("sport", "local_date", "power_w", "speed_mps", "heart_rate_bpm")


@dataclass
class HeldRows:
    """Unsaved rows of one activity."""

    curves: list[Curves] = field(default_factory=list)
    bests: list[Best] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)


def held_rows(activity: Activity, numbers: ActivityNumbers) -> HeldRows:
    """What an activity with streams held; a parent of legs holds nothing itself."""
    about: dict[str, Any] = {"activity": activity, "sport": activity.sport, "local_date": activity.local_date}
    curves = Curves(
        **about,
        athlete_id=activity.athlete_id,
        power_w=curve_bytes(numbers.mean_max_power_w),
        speed_mps=curve_bytes(numbers.mean_max_speed_mps),
        heart_rate_bpm=curve_bytes(numbers.mean_max_heart_rate_bpm),
    )
    return HeldRows(
        [curves],
        [Best(**about, athlete_id=activity.athlete_id, **_fields(best)) for best in numbers.bests],
        [
            Interval(activity=activity, index=index, **_fields(interval))
            for index, interval in enumerate(numbers.intervals)
        ],
    )


def curve_bytes(curve: dict[int, float] | None) -> bytes:
    """A curve as `Curves` holds it: float32 over the grid up to the longest duration, NaN where unknown."""
    if not curve:
        return b""
    column = [curve.get(seconds, np.nan) for seconds in grid_up_to(max(curve))]
    return np.array(column, dtype="<f4").tobytes()


def insert_held(rows: HeldRows) -> None:
    """Write the rows of activities that have none yet. Runs in the caller's transaction."""
    Curves.objects.bulk_create(rows.curves)
    Best.objects.bulk_create(rows.bests)
    Interval.objects.bulk_create(rows.intervals)


def replace_held(activity: Activity, rows: HeldRows) -> None:
    """Write `rows` in place of what `activity` held until now. Runs in the caller's transaction."""
    Best.objects.filter(activity=activity).delete()
    Interval.objects.filter(activity=activity).delete()
    Curves.objects.bulk_create(
        rows.curves, update_conflicts=True, unique_fields=["activity"], update_fields=CURVE_FIELDS
    )
    Best.objects.bulk_create(rows.bests)
    Interval.objects.bulk_create(rows.intervals)


def _fields(row: BestEffort | FoundInterval) -> dict[str, Any]:
    return {f.name: getattr(row, f.name) for f in dataclasses.fields(row)}
