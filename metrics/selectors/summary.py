"""The numbers of Today, read once and kept for five minutes or until data changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from athletes.models import Athlete
from athletes.sources.records import DailyChannel
from config.core import cache
from metrics.models import Activity
from metrics.science.load import WARM_UP_DAYS
from metrics.selectors.activities import activity_list
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.quality import ACTIVITIES, quality
from metrics.selectors.readiness_inputs import LOOK_BACK, Read, read, readiness_inputs
from metrics.selectors.starting import lacking

LAST_ACTIVITIES = 5
NEWEST_DAYS = 3
SHOWN_DAYS = 7
USUAL_DAYS = 14
"""A channel that was never there in this time is not missing: the athlete does not measure it."""

GAP_CHANNELS = (DailyChannel.SLEEP, DailyChannel.HEART, DailyChannel.HRV, ACTIVITIES)
WELLNESS = ("resting_hr_bpm", "hrv_rmssd_ms", "sleep_s", "weight_kg")


def dashboard(athlete: Athlete) -> dict[str, Any]:
    """Form, last activities, newest daily values and gaps as plain values (dates are ISO strings).

    `readiness` is what `metrics.selectors.readiness.assemble` takes, `own_word` what was said of today
    (`metrics.selectors.readiness_facts.Facts.said`), and `starting` what keeps activities without a load
    (`metrics.selectors.starting.lacking`), `gaps` the channels that miss days of the last week.
    """
    today = athlete.today()
    return cache.remember(
        athlete.pk, "dashboard", cache.SUMMARY_S, lambda: _build(athlete, today), today.isoformat()
    )


def morning(athlete: Athlete) -> dict[str, Any]:
    """`today`, `readiness` and `own_word` of `dashboard` alone, for pages that show no more of it."""
    today = athlete.today()
    return cache.remember(
        athlete.pk,
        "morning",
        cache.SUMMARY_S,
        lambda: _morning(_read(athlete, today), today),
        today.isoformat(),
    )


def _build(athlete: Athlete, today: date) -> dict[str, Any]:
    found = _read(athlete, today)
    return {
        **_morning(found, today),
        "state": _state(found.window, today),
        "activities": [_row(activity) for activity in activity_list(athlete)[:LAST_ACTIVITIES]],
        "starting": lacking(athlete),
        "wellness": _wellness(found, today),
        "gaps": _gaps(athlete, found, today),
    }


def _read(athlete: Athlete, today: date) -> Read:
    return read(athlete, today, today + timedelta(days=1))


def _morning(found: Read, today: date) -> dict[str, Any]:
    return {"today": today, "readiness": readiness_inputs(found)[0], "own_word": found.facts.said(today)}


def current_state(athlete: Athlete, today: date) -> dict[str, Any]:
    """Where the athlete stands this morning: fitness and fatigue at the end of yesterday, today's form."""
    return _state(load_series(athlete, today - LOOK_BACK, today + timedelta(days=1)), today)


def _state(window: LoadWindow, today: date) -> dict[str, Any]:
    """Of a window that begins LOOK_BACK ago and ends with today."""
    fitness, fatigue = window.fitness[-2], window.fatigue[-2]
    history = (today - window.first_day).days if window.first_day else 0
    return {
        "fitness": fitness,
        "fatigue": fatigue,
        "form": window.form[-1],
        "fitness_7d_ago": window.fitness[-9],
        "fitness_28d_ago": window.fitness[-30],
        "days_of_history": history,
        "is_warming_up": history < WARM_UP_DAYS,
        "has_load": window.first_day is not None,
        "has_recent_load": bool(window.load.any()),
    }


def _row(activity: Activity) -> dict[str, Any]:
    return {
        "uid": activity.uid,
        "name": activity.title,
        "sport": activity.sport,
        "date": activity.local_date,
        "start": activity.local_start.isoformat(),
        "timer_s": activity.timer_s,
        "distance_m": activity.distance_m,
        "load": activity.load,
        "load_method": activity.load_method,
    }


def _wellness(found: Read, today: date) -> dict[str, Any]:
    """The newest values of the last three days."""
    dates = [today - timedelta(days=back) for back in range(NEWEST_DAYS, 0, -1)]
    columns = {name: found.facts.daily[name][-NEWEST_DAYS - 1 : -1] for name in WELLNESS}
    return {name: _newest(dates, column) for name, column in columns.items()}


def _gaps(athlete: Athlete, found: Read, today: date) -> list[dict[str, Any]]:
    """The last seven days of the channels that miss some (`metrics.selectors.quality.ChannelDays`)."""
    daily = {name: column[-USUAL_DAYS:] for name, column in found.facts.daily.items()}
    end = today + timedelta(days=1)
    known = quality(athlete, end - timedelta(days=USUAL_DAYS), end, daily=daily)
    rows = (known.channels[name].last(SHOWN_DAYS) for name in GAP_CHANNELS if name in known.channels)
    return [row.to_plain() for row in rows if row.gaps]


def _newest(dates: list[date], values: np.ndarray) -> dict[str, Any] | None:
    known = np.flatnonzero(~np.isnan(values))
    if known.size == 0:
        return None
    index = int(known[-1])
    return {"value": float(values[index]), "date": dates[index]}
