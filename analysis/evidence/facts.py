"""Thresholds in force and the newest activities, without names, titles or places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from analysis.evidence.inputs import ActivityRow, Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import ActivityFact, Value

MOST_ACTIVITIES = 24
RECENT_DAYS = 28
UNITS = {
    "ftp_w": "W",
    "lthr_bpm": "bpm",
    "threshold_pace_s_per_km": "s/km",
    "css_s_per_100m": "s/100m",
}


def threshold_values(inputs: Inputs) -> Iterator[Value]:
    """Each threshold in force, from the day it began to hold."""
    url = Links(inputs.athlete_uid).thresholds()
    for row in inputs.thresholds:
        name = f"threshold.{row.sport}.{row.kind}"
        yield Value(name, row.kind, row.value, UNITS[row.kind], row.valid_from, inputs.end, url)


def unmeasured_values(inputs: Inputs) -> Iterator[Value]:
    """How many activities of the last 28 days have no load, of how many; nothing without activities."""
    start = inputs.end - timedelta(days=RECENT_DAYS)
    recent = [row for row in inputs.activities if row.day >= start]
    if recent:
        url = Links(inputs.athlete_uid).activities(start, inputs.end)
        count = float(sum(row.load is None for row in recent))
        yield Value("unmeasured", "activities", count, "count", start, inputs.end, url, n=len(recent))


def activity_facts(inputs: Inputs) -> Iterator[tuple[ActivityFact, tuple[Value, ...]]]:
    """At most 24 activities of the last 28 days, newest first, each with its values."""
    since = inputs.end - timedelta(days=RECENT_DAYS)
    recent = [row for row in inputs.activities if row.day >= since][:MOST_ACTIVITIES]
    for index, row in enumerate(recent, start=1):
        values = tuple(_values(inputs, f"A{index}", row))
        refs = tuple(value.id for value in values)
        yield ActivityFact(f"A{index}", row.sport, row.day, row.load_method, refs), values


def _values(inputs: Inputs, name: str, row: ActivityRow) -> Iterator[Value]:
    span = (row.day, row.day + timedelta(days=1), Links(inputs.athlete_uid).activity(row.uid))
    yield Value(f"{name}.duration", "duration", row.timer_s, "s", *span)
    if row.distance_m is not None:
        yield Value(f"{name}.distance", "distance", row.distance_m, "m", *span)
    if row.load is not None:
        yield Value(f"{name}.load", "load", row.load, "load", *span)
    if row.intensity is not None:
        yield Value(f"{name}.intensity", "intensity", 100 * row.intensity, "%", *span)
    if row.decoupling_pct is not None:
        yield Value(f"{name}.decoupling", "decoupling", row.decoupling_pct, "%", *span)
