"""What can be drawn beside fitness and fatigue on a scale of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from athletes.models import Athlete
from metrics.science.baselines import trailing_mean
from metrics.science.load import monotony, strain, weekly_load
from metrics.selectors.charts import plain
from metrics.selectors.days import Column, daily_columns
from metrics.selectors.load import load_series

LEAD = timedelta(days=6)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Second:
    """One choice: its name, whose data class it is, unit, colour token, and what the line is, in words.

    `kind` is how the chart writes the values: "number", "signed" or "duration".
    """

    label: str
    data_class: str
    unit: str
    tone: str
    line: str
    digits: int = 0
    kind: str = "number"

    @property
    def caption(self) -> str:
        return f"The line on the right scale is {self.line}."


SECONDS = {
    "weekly_load": Second("Load of 7 days", "load", "", "power", "the load of a day and the six before it"),
    "ramp": Second("Ramp", "load", "", "power", "how much fitness rose in seven days", 1, "signed"),
    "monotony": Second("Monotony", "load", "", "power", "how alike seven days were", 1),
    "strain": Second("Strain", "load", "", "power", "the load of seven days times their monotony"),
    "resting_hr": Second("Resting HR", "heart", "bpm", "heart", "the resting heart rate"),
    "hrv": Second("HRV, 7-day mean", "heart", "ms", "heart", "the mean HRV of seven nights"),
    "sleep": Second("Sleep", "sleep", "h", "sleep", "the sleep of each night", 0, "duration"),
    "weight": Second("Weight", "body", "kg", "pace", "the weight", 1),
}


def second_series(athlete: Athlete, key: str, start: date, end: date) -> dict[str, Any]:
    """`{key, label, unit, tone, kind, digits, values}` of the days [start, end); null is unknown.

    Raises KeyError for a key that is not one of SECONDS.
    """
    choice = SECONDS[key]
    values = COLUMNS[key](athlete, start, end)
    return {
        "key": key,
        "label": choice.label,
        "unit": choice.unit,
        "tone": choice.tone,
        "kind": choice.kind,
        "digits": choice.digits,
        "values": plain(values, 2),
    }


def _of_week(compute: Callable[[Column], Column]) -> Callable[[Athlete, date, date], Column]:
    """What is computed from seven days' loads, unknown in the first week of training."""

    def of(athlete: Athlete, start: date, end: date) -> Column:
        window = load_series(athlete, start - LEAD, end)
        values = compute(window.load).astype(np.float64)
        known_from = window.start if window.first_day is None else window.first_day + LEAD
        values[: max(0, (known_from - window.start).days)] = np.nan
        return values[LEAD.days :]

    return of


def _ramp(athlete: Athlete, start: date, end: date) -> Column:
    return load_series(athlete, start, end).ramp


def _day(column: str) -> Callable[[Athlete, date, date], Column]:
    return lambda athlete, start, end: daily_columns(athlete, start, end)[1][column]


def _hrv(athlete: Athlete, start: date, end: date) -> Column:
    """Geometric means, as HRV is compared on a logarithmic scale."""
    _, columns = daily_columns(athlete, start - LEAD, end)
    hrv = columns["hrv_rmssd_ms"]
    logs = np.log(np.where(hrv > 0, hrv, np.nan))
    return np.exp(trailing_mean(logs, days=WEEK)[LEAD.days :])


COLUMNS: dict[str, Callable[[Athlete, date, date], Column]] = {
    "weekly_load": _of_week(weekly_load),
    "ramp": _ramp,
    "monotony": _of_week(monotony),
    "strain": _of_week(strain),
    "resting_hr": _day("resting_hr_bpm"),
    "hrv": _hrv,
    "sleep": _day("sleep_s"),
    "weight": _day("weight_kg"),
}
