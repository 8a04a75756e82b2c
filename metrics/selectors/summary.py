"""The numbers of Today, read once and kept for five minutes or until data changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from athletes.models import Athlete
from config.core import cache
from metrics.models import Activity
from metrics.science.load import WARM_UP_DAYS
from metrics.selectors.activities import activity_list
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.readiness_inputs import LOOK_BACK, Read, read, readiness_inputs
from metrics.selectors.starting import lacking

LAST_ACTIVITIES = 5
GAP_DAYS = 14
GAP_CHANNELS = {"sleep_s": "Sleep", "resting_hr_bpm": "Resting heart rate", "hrv_rmssd_ms": "HRV"}
WELLNESS = ("resting_hr_bpm", "hrv_rmssd_ms", "sleep_s", "weight_kg")


def dashboard(athlete: Athlete) -> dict[str, Any]:
    """Form, last activities, newest daily values and gaps as plain values (dates are ISO strings).

    `readiness` is what `metrics.selectors.readiness.assemble` takes, `own_word` what was said of today
    (`metrics.selectors.readiness_facts.Facts.said`), and `starting` what keeps activities without a load
    (`metrics.selectors.starting.lacking`).
    """
    today = athlete.today()
    return cache.remember(
        athlete.pk, "dashboard", cache.SUMMARY_S, lambda: _build(athlete, today), today.isoformat()
    )


def _build(athlete: Athlete, today: date) -> dict[str, Any]:
    found = read(athlete, today, today + timedelta(days=1))
    return {
        "today": today,
        "state": _state(found.window, today),
        "readiness": readiness_inputs(found)[0],
        "own_word": found.facts.said(today),
        "activities": [_row(activity) for activity in activity_list(athlete)[:LAST_ACTIVITIES]],
        "starting": lacking(athlete),
        **_wellness(found, today),
    }


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
    """The newest values of the last three days, and per channel whether each of 14 days has one.

    A channel that was never there in this time is not missing: the athlete does not measure it.
    """
    dates = [today - timedelta(days=back) for back in range(GAP_DAYS, 0, -1)]
    columns = {name: column[-GAP_DAYS - 1 : -1] for name, column in found.facts.daily.items()}
    gaps = [
        {
            "channel": channel,
            "label": label,
            "days": [{"date": day, "present": bool(ok)} for day, ok in zip(dates, present, strict=True)],
            "missing": int((~present).sum()),
        }
        for channel, label in GAP_CHANNELS.items()
        if (present := ~np.isnan(columns[channel])).any() and not present.all()
    ]
    return {"wellness": {name: _newest(dates, columns[name]) for name in WELLNESS}, "gaps": gaps}


def _newest(dates: list[date], values: np.ndarray) -> dict[str, Any] | None:
    known = np.flatnonzero(~np.isnan(values[-3:]))
    if known.size == 0:
        return None
    index = len(dates) - 3 + int(known[-1])
    return {"value": float(values[index]), "date": dates[index]}
