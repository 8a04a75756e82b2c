"""The columns of the page Health, rounded and in the athlete's units, for its charts and its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.core.formatting import KG_PER_LB
from metrics.selectors.charts import plain
from metrics.selectors.health import Health, Measure

type Column = NDArray[np.float64]

EXTRA_DIGITS = {"hrv_cv_pct": 1, "sleep_need_s": 0, "sleep_debt_s": 0, "sleep_regularity": 0}
DAILY_ROWS = 92
"""Beyond this the table has a row a week, of means."""


@dataclass(frozen=True)
class Row:
    """A day, or a week from its Monday on: the mean of each measure in SI, None where nothing is known."""

    start: date
    days: int
    values: dict[str, float | None]


def health_chart(health: Health, bands: list[dict[str, Any]], *, units: str) -> dict[str, Any]:
    """`{dates, today, measures {key: {unit, values, mean, low, high}}, extras {name: []}, bands}`.

    From the first day that has a value; weights in the athlete's units, all else as stored.
    """
    known = [~np.isnan(measure.values) for measure in health.measures.values()]
    is_known = np.any(known, axis=0) if known else np.zeros(0, dtype=bool)
    skip = int(np.argmax(is_known)) if is_known.any() else len(health.dates)
    return {
        "dates": [day.isoformat() for day in health.dates[skip:]],
        "measures": {key: _chart(measure, skip, units) for key, measure in health.measures.items()},
        "extras": {name: plain(column[skip:], EXTRA_DIGITS[name]) for name, column in health.extras.items()},
        "bands": bands,
    }


def health_rows(health: Health) -> list[Row]:
    """Newest first: a row a day, for longer windows one a week."""
    return list(_days(health) if len(health.dates) <= DAILY_ROWS else _weeks(health))[::-1]


def _days(health: Health) -> Iterator[Row]:
    for index, day in enumerate(health.dates):
        yield Row(day, 1, _means(health, slice(index, index + 1)))


def _weeks(health: Health) -> Iterator[Row]:
    if not health.dates:
        return
    monday = health.dates[0] - timedelta(days=health.dates[0].weekday())
    while monday <= health.dates[-1]:
        begin = (monday - health.dates[0]).days
        yield Row(monday, 7, _means(health, slice(max(0, begin), begin + 7)))
        monday += timedelta(days=7)


def _means(health: Health, part: slice) -> dict[str, float | None]:
    columns = {key: measure.values[part] for key, measure in health.measures.items()}
    return {
        key: None if np.isnan(values).all() else float(np.nanmean(values)) for key, values in columns.items()
    }


def _chart(measure: Measure, skip: int, units: str) -> dict[str, Any]:
    kind = measure.kind
    in_pounds = kind.unit == "kg" and units == "imperial"
    factor = 1 / KG_PER_LB if in_pounds else 1.0
    columns = {
        "values": measure.values,
        "mean": measure.mean,
        "low": measure.low,
        "high": measure.high,
    }
    return {
        "unit": "lb" if in_pounds else kind.unit,
        **{name: plain(column[skip:] * factor, kind.digits) for name, column in columns.items()},
    }
