"""Every metric over 7, 30 and 90 days, each window beside the days before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analysis.evidence.inputs import HISTORY_DAYS, ActivityRow, Column, Inputs
from analysis.evidence.links import Links
from analysis.evidence.shapes import Value
from analysis.evidence.usual import compared, scaled, unscaled, usual_of

LENGTHS = (7, 30, 90)
BEFORE_DAYS = {7: 60, 30: 60, 90: 90}
"""Days before a window that say what is usual: 60 for a week (HRV4Training)."""

LEAST_SHARE = 0.4
"""Of the days of a mean, three of seven at least (Plews 2014)."""

MOST_WINDOWS = 4


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured and in which unit; `page` is its page of daily values, "" for the page of health."""

    metric: str
    unit: str
    page: str = ""


MEANS = {
    "hrv": Metric("hrv_rmssd_ms", "ms", "hrv"),
    "resting_hr": Metric("resting_hr_bpm", "bpm", "resting_hr"),
    "sleep": Metric("sleep_s", "s", "sleep"),
    "sleep_score": Metric("sleep_score", ""),
    "stress": Metric("stress", ""),
    "body_battery": Metric("body_battery_high", ""),
    "respiration": Metric("respiration_rpm", "rpm"),
    "weight": Metric("weight_kg", "kg"),
    "steps": Metric("steps", "count"),
    "own_feel": Metric("own_feel", ""),
    "own_soreness": Metric("own_soreness", ""),
}
"""Means of daily values, by the name in their ids."""

STATES = {"fitness": "load", "form": "load"}
SUMS = {"load": "load", "duration": "s", "activities": "count"}
SHARES = ("easy_share", "medium_share", "hard_share")
METRICS = (*MEANS, *STATES, *SUMS, *SHARES, "decoupling")


def windowed_values(inputs: Inputs) -> Iterator[Value]:
    """ "hrv.7", "hrv.30", "hrv.90" and so on, as far as there is enough for each."""
    for length in LENGTHS:
        yield from _means(inputs, length)
        yield from _states(inputs, length)
        yield from _sums(inputs, length)
        yield from _of_activities(inputs, length)


def _means(inputs: Inputs, length: int) -> Iterator[Value]:
    links = Links(inputs.athlete_uid)
    for name, metric in MEANS.items():
        column = inputs.daily.get(metric.metric)
        if column is None:
            continue
        window = scaled(column[-length:], metric.metric)
        window = window[~np.isnan(window)]
        if window.size < LEAST_SHARE * length:
            continue
        usual = usual_of(column, metric.metric, length, BEFORE_DAYS[length], inputs.explained)
        mean = float(window.mean())
        yield Value(
            id=f"{name}.{length}",
            metric=metric.metric,
            value=unscaled(mean, metric.metric),
            unit=metric.unit,
            start=_start(inputs, length),
            end=inputs.end,
            url=page_of(links, name),
            baseline=unscaled(usual[0], metric.metric) if usual else None,
            z=compared(mean, usual),
            n=int(window.size),
            coverage=window.size / length,
        )


def page_of(links: Links, name: str) -> str:
    """Where the daily values of a mean stand."""
    if name.startswith("own_"):
        return links.check_in()
    page = MEANS[name].page
    return links.daily(page) if page else links.health()


def _states(inputs: Inputs, length: int) -> Iterator[Value]:
    """Means of what was so in the mornings, so without the training of today."""
    known, before = _days_known(inputs), BEFORE_DAYS[length]
    if known < length:
        return
    url = Links(inputs.athlete_uid).fitness()
    morning = np.concatenate([[np.nan], inputs.load.fitness[:-1]])
    for name, column in (("fitness", morning), ("form", inputs.load.form)):
        baseline = float(column[-length - before : -length].mean()) if known >= length + before else None
        mean, span = float(column[-length:].mean()), (_start(inputs, length), inputs.end)
        yield Value(f"{name}.{length}", name, mean, "load", *span, url, baseline=baseline, n=length)


def _sums(inputs: Inputs, length: int) -> Iterator[Value]:
    """Beside the mean of up to four windows of the same length before, and their spread from four on."""
    if inputs.load.first_day is None:
        return
    start = _start(inputs, length)
    url = Links(inputs.athlete_uid).activities(start, inputs.end)
    for name, days in _daily_sums(inputs).items():
        total, sums = float(days[-length:].sum()), _sums_before(inputs, days, length)
        baseline = float(np.mean(sums)) if sums else None
        spread = float(np.std(sums)) if len(sums) == MOST_WINDOWS else 0.0
        z = (total - float(np.mean(sums))) / spread if spread > 0 else None
        unit, span = SUMS[name], (start, inputs.end)
        yield Value(
            f"{name}.{length}", name, total, unit, *span, url, baseline=baseline, z=z, n=len(sums) or None
        )


def _daily_sums(inputs: Inputs) -> dict[str, Column]:
    durations, counts = np.zeros(HISTORY_DAYS + 1), np.zeros(HISTORY_DAYS + 1)
    for row in inputs.activities:
        index = (row.day - inputs.first).days
        if 0 <= index <= HISTORY_DAYS:
            durations[index] += row.timer_s
            counts[index] += 1
    return {"load": inputs.load.load, "duration": durations, "activities": counts}


def _sums_before(inputs: Inputs, days: Column, length: int) -> list[float]:
    whole = min(_days_known(inputs), HISTORY_DAYS + 1) // length - 1
    ends = (-length * index for index in range(1, 1 + max(0, min(MOST_WINDOWS, whole))))
    return [float(days[end - length : end].sum()) for end in ends]


def _of_activities(inputs: Inputs, length: int) -> Iterator[Value]:
    """How the time was spread over intensities, and how heart rate drifted in long sessions."""
    start = _start(inputs, length)
    now = [row for row in inputs.activities if row.day >= start]
    since = start - timedelta(days=BEFORE_DAYS[length])
    before = [row for row in inputs.activities if since <= row.day < start]
    span = (start, inputs.end, Links(inputs.athlete_uid).activities(start, inputs.end))
    yield from _shares(now, before, length, span)
    drift, usual = _mean_of(now, _decoupling), _mean_of(before, _decoupling)
    if drift is not None:
        n = sum(row.decoupling_pct is not None for row in now)
        yield Value(f"decoupling.{length}", "decoupling", drift, "%", *span, baseline=usual, n=n)


def _shares(
    now: Sequence[ActivityRow], before: Sequence[ActivityRow], length: int, span: tuple[date, date, str]
) -> Iterator[Value]:
    seconds, usual = _zones(now), _zones(before)
    total, usual_total = sum(seconds), sum(usual)
    if not total:
        return
    n, trained = sum(row.zones_s is not None for row in now), sum(row.timer_s for row in now)
    coverage = min(1.0, total / trained) if trained else None
    for index, name in enumerate(SHARES):
        baseline = usual[index] / usual_total if usual_total else None
        share = seconds[index] / total
        yield Value(f"{name}.{length}", name, share, "", *span, baseline=baseline, n=n, coverage=coverage)


def _zones(rows: Sequence[ActivityRow]) -> tuple[float, ...]:
    zones = [row.zones_s for row in rows if row.zones_s is not None]
    return tuple(sum(each[index] for each in zones) for index in range(len(SHARES)))


def _decoupling(row: ActivityRow) -> float | None:
    return row.decoupling_pct


def _mean_of(rows: Sequence[ActivityRow], part: Callable[[ActivityRow], float | None]) -> float | None:
    known = [value for row in rows if (value := part(row)) is not None]
    return sum(known) / len(known) if known else None


def _start(inputs: Inputs, length: int) -> date:
    return inputs.end - timedelta(days=length)


def _days_known(inputs: Inputs) -> int:
    """Days from the first activity to today, both included."""
    first_day = inputs.load.first_day
    return 0 if first_day is None else max(0, (inputs.end - first_day).days)
