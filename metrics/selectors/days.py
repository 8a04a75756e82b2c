"""Daily values as columns."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from config.core import cache
from metrics.models import DAILY_VALUES, Day

type Column = NDArray[np.float64]


def daily_columns(
    athlete: Athlete, start: date, end: date, *, ai_only: bool = False
) -> tuple[list[date], dict[str, Column]]:
    """The days in [start, end) and one float64 column per daily value, NaN where nothing was measured.

    Past days are kept for an hour or until data changes.
    """
    dates = [start + timedelta(days=index) for index in range((end - start).days)]
    if end > athlete.today():
        table = _read(athlete, start, end, ai_only)
    else:
        window = (start.isoformat(), end.isoformat(), ai_only)
        table = cache.remember(
            athlete.pk, "days", cache.PAST_DAYS_S, lambda: _read(athlete, start, end, ai_only), *window
        )
    columns = np.array(table, dtype=np.float64).reshape(len(DAILY_VALUES), len(dates))
    return dates, dict(zip(DAILY_VALUES, columns, strict=True))


def _read(athlete: Athlete, start: date, end: date, ai_only: bool) -> list[list[float | None]]:
    """One list a daily value, None where nothing was measured."""
    table: list[list[float | None]] = [[None] * max(0, (end - start).days) for _ in DAILY_VALUES]
    rows = Day.objects.for_athlete(athlete).between(start, end)
    if ai_only:
        rows = rows.filter(ai_allowed=True)
    for day, *values in rows.values_list("date", *DAILY_VALUES):
        for column, value in zip(table, values, strict=True):
            column[(day - start).days] = value
    return table
