"""Mornings and nights: the newest value beside what is usual, and the days without one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from analysis.evidence.inputs import Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import Channel, Value
from analysis.evidence.usual import Usual, compared, scaled, unscaled, usual_of

CHANNELS = {
    "hrv_rmssd_ms": ("hrv", "ms"),
    "resting_hr_bpm": ("resting_hr", "bpm"),
    "sleep_s": ("sleep", "s"),
}
WEEK_DAYS, USUAL_DAYS = 7, 60
NEWEST_DAYS = 3
GAP_DAYS = 14
UNSYNCED = "days_not_synced"


def wellness_values(inputs: Inputs) -> Iterator[Value]:
    """Per channel the newest value beside the 60 days before the week; the means are in `windows`."""
    links = Links(inputs.athlete_uid)
    for column, (name, unit) in CHANNELS.items():
        usual = usual_of(inputs.daily[column], column, WEEK_DAYS, USUAL_DAYS, inputs.explained)
        yield from _newest(inputs, column, name, unit, links.daily(name), usual)


def channels(inputs: Inputs) -> Iterator[Channel]:
    """The last 14 full days of each channel that was measured in the last 60."""
    end = inputs.today
    start = end - timedelta(days=GAP_DAYS)
    for column, (name, _) in CHANNELS.items():
        values = inputs.daily[column][:-1]
        if np.isnan(values[-USUAL_DAYS:]).all():
            continue
        empty = np.flatnonzero(np.isnan(values[-GAP_DAYS:])).tolist()
        missing = tuple(start + timedelta(days=index) for index in empty)
        late = frozenset(inputs.not_synced.get(column, ())) & frozenset(missing)
        yield Channel(name, start, end, missing, tuple(sorted(late)))


def gap_values(inputs: Inputs) -> Iterator[Value]:
    """How many of the last 14 days each channel misses; nothing for a channel without a gap."""
    links = Links(inputs.athlete_uid)
    for channel in channels(inputs):
        if channel.missing:
            name, count = channel.channel, float(len(channel.missing))
            span = (channel.start, channel.end, links.daily(name))
            yield Value(f"gap.{name}", "days_missing", count, "d", *span, n=GAP_DAYS)
    yield from _unsynced(inputs)


def _unsynced(inputs: Inputs) -> Iterator[Value]:
    """How many of the newest days the channel that is furthest behind has not; at most one value."""
    behind = [(_run_up_to_today(channel), channel.channel) for channel in channels(inputs)]
    days, name = max(behind, default=(0, ""), key=lambda each: each[0])
    if days:
        start, url = inputs.today - timedelta(days=days), Links(inputs.athlete_uid).daily(name)
        yield Value(f"unsynced.{name}", UNSYNCED, float(days), "d", start, inputs.today, url, n=GAP_DAYS)


def _run_up_to_today(channel: Channel) -> int:
    days, late = 0, frozenset(channel.not_synced)
    while channel.end - timedelta(days=days + 1) in late:
        days += 1
    return days


def _newest(
    inputs: Inputs, column: str, name: str, unit: str, url: str, usual: Usual | None
) -> Iterator[Value]:
    values = inputs.daily[column][-NEWEST_DAYS:]
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        return
    day = inputs.end - timedelta(days=int(NEWEST_DAYS - known[-1]))
    value = float(values[known[-1]])
    yield Value(
        f"{name}.newest",
        column,
        value,
        unit,
        day,
        day + timedelta(days=1),
        url,
        baseline=unscaled(usual[0], column) if usual else None,
        z=compared(float(scaled(np.array([value]), column)[0]), usual),
    )
