"""Daily values of the body, each beside what is usual, as the page Health and the API show them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import Day
from metrics.science.baselines import trailing_mean
from metrics.science.recovery.hrv import hrv_band
from metrics.science.recovery.sleep import (
    EPOCHS,
    asleep_by_minute,
    regularity_index,
    sleep_debt,
    sleep_need,
)
from metrics.science.recovery.vitals import VITALS, coverage, usual
from metrics.science.recovery.weight import weight_trend
from metrics.selectors.channels import DATA_CLASS_OF_VALUE
from metrics.selectors.days import daily_columns

type Column = NDArray[np.float64]

LOOK_BACK = timedelta(days=67)
"""Before the first day shown: the 60 days of a baseline and the week beside it."""

COVERAGE_DAYS = (7, 28, 60)


@dataclass(frozen=True)
class Kind:
    """A measured value: its column of `Day`, unit, data class, and how many decimals it deserves."""

    key: str
    column: str
    unit: str
    data_class: str
    digits: int = 0


KINDS = (
    Kind("hrv", "hrv_rmssd_ms", "ms", "heart", 1),
    Kind("resting_hr", "resting_hr_bpm", "bpm", "heart", 1),
    Kind("sleep", "sleep_s", "s", "sleep"),
    Kind("respiration", "respiration_rpm", "rpm", "heart", 1),
    Kind("stress", "stress", "points", "heart"),
    Kind("body_battery", "body_battery_high", "points", "heart"),
    Kind("weight", "weight_kg", "kg", "body", 2),
)
CLASSES = frozenset(kind.data_class for kind in KINDS)


@dataclass(frozen=True)
class Measure:
    """Columns of one value a day, NaN where unknown, in the unit of `kind`.

    `mean` is that of seven days (of HRV the geometric one, of weight the trend), `center`, `low` and `high`
    are what is usual, `z` the distance from it in spreads: for HRV of the week, else of the day. `coverage`
    is the share of the last 7, 28 and 60 days of the window that have a value.
    """

    kind: Kind
    values: Column
    mean: Column
    center: Column
    low: Column
    high: Column
    z: Column
    coverage: Mapping[int, float]


@dataclass(frozen=True)
class Health:
    """The days of a window with their measures by key, only those of the data classes asked for.

    `extras` are further columns: `hrv_cv_pct`, `sleep_need_s`, `sleep_debt_s`, `sleep_regularity`.
    `daily` are those of `daily_columns`.
    """

    dates: list[date]
    measures: Mapping[str, Measure]
    extras: Mapping[str, Column]
    daily: Mapping[str, Column] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return all(np.isnan(measure.values).all() for measure in self.measures.values())


def health(athlete: Athlete, start: date, end: date, *, classes: Collection[str] = CLASSES) -> Health:
    """The days in [start, end); two queries."""
    first = start - LOOK_BACK
    dates, columns = daily_columns(athlete, first, end)
    shown = [kind for kind in KINDS if kind.data_class in classes]
    cut = LOOK_BACK.days
    return Health(
        dates=dates[cut:],
        measures={kind.key: _measure(kind, columns[kind.column], cut) for kind in shown},
        extras={
            name: values[cut:] for name, values in _extras(athlete, first, end, columns, classes).items()
        },
        daily={
            name: values[cut:] for name, values in columns.items() if DATA_CLASS_OF_VALUE[name] in classes
        },
    )


def first_health_day(athlete: Athlete) -> date | None:
    """The first day with a row, as long as the athlete has any."""
    first: date | None = (
        Day.objects.for_athlete(athlete).order_by("date").values_list("date", flat=True).first()
    )
    return first


def _measure(kind: Kind, values: Column, cut: int) -> Measure:
    columns = _hrv(values) if kind.key == "hrv" else _vital(kind, values)
    mean, center, low, high, z = (column[cut:] for column in columns)
    shares = {days: coverage(values, days) for days in COVERAGE_DAYS}
    return Measure(kind, values[cut:], mean, center, low, high, z, shares)


def _hrv(values: Column) -> tuple[Column, ...]:
    band = hrv_band(values)
    return (*(np.exp(each) for each in (band.week, band.center, band.low, band.high)), band.z)


def _vital(kind: Kind, values: Column) -> tuple[Column, ...]:
    found = usual(values, VITALS[kind.key])
    smooth: Callable[[Column], Column] = weight_trend if kind.key == "weight" else trailing_mean
    return smooth(values), found.center, found.low, found.high, found.z


def _extras(
    athlete: Athlete, first: date, end: date, columns: Mapping[str, Column], classes: Collection[str]
) -> dict[str, Column]:
    extras: dict[str, Column] = {}
    if "heart" in classes:
        extras["hrv_cv_pct"] = hrv_band(columns["hrv_rmssd_ms"]).cv_pct
    if "sleep" in classes:
        need = sleep_need(columns["sleep_s"])
        extras["sleep_need_s"] = need
        extras["sleep_debt_s"] = sleep_debt(columns["sleep_s"], need)
        extras["sleep_regularity"] = _regularity(athlete, first, end)
    return extras


def _regularity(athlete: Athlete, first: date, end: date) -> Column:
    """From the minutes in which each night began and ended, by the clock of the athlete's own zone."""
    bounds = np.full((2, (end - first).days), np.nan)
    rows = Day.objects.for_athlete(athlete).between(first, end)
    rows = rows.filter(sleep_start__isnull=False, sleep_end__isnull=False)
    zone = ZoneInfo(athlete.time_zone)
    for day, start, finish in rows.values_list("date", "sleep_start", "sleep_end"):
        bounds[:, (day - first).days] = [_since_noon(each, day, zone) for each in (start, finish)]
    starts, ends = bounds
    return regularity_index(asleep_by_minute(starts, ends), known=ends > starts)


def _since_noon(instant: datetime, day: date, zone: ZoneInfo) -> float:
    """Minutes by the clock since noon of the day before, within that day."""
    local = instant.astimezone(zone)
    minutes = (local.date() - day).days * EPOCHS + local.hour * 60 + local.minute + EPOCHS / 2
    return min(max(minutes, 0.0), float(EPOCHS))
