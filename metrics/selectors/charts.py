"""Columns for the charts of the pages: few enough points to draw, nulls where nothing is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.models import Activity
from metrics.selectors.derived import derived_channels
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.places import without_zones
from metrics.selectors.streams import DATA_CLASS_OF_CHANNEL, load_grid

POINTS = 1500
DIGITS = {"latitude_deg": 6, "longitude_deg": 6, "speed_mps": 3, "graded_speed_mps": 3, "w_balance_j": 0}

type Column = NDArray[np.float64]


def activity_chart(
    activity: Activity, *, units: str, hidden: Collection[str] = (), with_zones: bool
) -> dict[str, Any]:
    """`{time_s, channels{name: []}, laps[{start_s, end_s}], units, sport}`, means of at most 1500 spans.

    `hidden` names data classes (`heart`, `places`) whose channels are left out; `with_zones` shows what is
    within the athlete's privacy zones. Channels may be derived (`metrics.selectors.derived`).
    """
    grid = load_grid(activity)
    channels = grid.channels | derived_channels(activity, grid)
    if not with_zones:
        channels = without_zones(activity.athlete, channels, grid.channels)
    channels.pop("distance_m", None)
    shown = {
        name: values for name, values in channels.items() if DATA_CLASS_OF_CHANNEL.get(name) not in hidden
    }
    length = max((values.size for values in shown.values()), default=0)
    step = max(1, -(-length // POINTS))
    laps = [{"start_s": lap.start_s, "end_s": lap.start_s + lap.elapsed_s} for lap in activity.laps.all()]
    return {
        "time_s": list(range(0, length, step)),
        "channels": {
            name: plain(_means(values, step), DIGITS.get(name, 1)) for name, values in shown.items()
        },
        "laps": laps,
        "units": units,
        "sport": activity.sport,
    }


def load_chart(athlete: Athlete, start: date | None) -> dict[str, Any]:
    """`{dates, load, fitness, fatigue, form, today}` from `start`, or the first activity if that is later."""
    today = athlete.today()
    window = so_far(load_series(athlete, start, today + timedelta(days=1)))
    skip = max(0, (window.first_day - window.start).days) if window.first_day else 0
    return {
        "dates": [day.isoformat() for day in window.dates[skip:]],
        "load": plain(window.load[skip:], 1),
        "fitness": plain(window.fitness[skip:], 1),
        "fatigue": plain(window.fatigue[skip:], 1),
        "form": plain(window.form[skip:], 1),
        "today": today.isoformat(),
    }


def so_far(window: LoadWindow) -> LoadWindow:
    """The window, whose last day is today, before that day's training: as long as today has no load, fitness
    and fatigue stand where yesterday ended, not where a day of rest would take them."""
    if window.load.size < 2 or window.load[-1] > 0:
        return window
    fitness, fatigue = window.fitness.copy(), window.fatigue.copy()
    fitness[-1], fatigue[-1] = fitness[-2], fatigue[-2]
    return replace(window, fitness=fitness, fatigue=fatigue)


def plain(values: Column, digits: int) -> list[float | None]:
    """A list for JSON: rounded, None for NaN."""
    rounded = np.round(values, digits).astype(object)
    rounded[np.isnan(values)] = None
    return rounded.tolist()


def _means(values: Column, step: int) -> Column:
    """Means of `step` seconds each, NaN where none of them is known."""
    if step == 1:
        return values
    padded = np.concatenate([values, np.full(-values.size % step, np.nan)]).reshape(-1, step)
    known = ~np.isnan(padded)
    counts = known.sum(axis=1)
    sums = np.where(known, padded, 0.0).sum(axis=1)
    return np.divide(sums, counts, out=np.full(counts.size, np.nan), where=counts > 0)
