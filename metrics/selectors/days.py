"""Daily values as columns."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import DAILY_VALUES, Day

type Column = NDArray[np.float64]


def daily_columns(
    athlete: Athlete, start: date, end: date, *, ai_only: bool = False
) -> tuple[list[date], dict[str, Column]]:
    """The days in [start, end) and one float64 column per daily value, NaN where nothing was measured."""
    dates = [start + timedelta(days=index) for index in range((end - start).days)]
    columns = {name: np.full(len(dates), np.nan) for name in DAILY_VALUES}
    rows = Day.objects.for_athlete(athlete).between(start, end).order_by("date")
    if ai_only:
        rows = rows.filter(ai_allowed=True)
    for day, *values in rows.values_list("date", *DAILY_VALUES):
        for name, value in zip(DAILY_VALUES, values, strict=True):
            if value is not None:
                columns[name][(day - start).days] = value
    return dates, columns
