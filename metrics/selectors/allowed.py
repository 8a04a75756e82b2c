"""The load series as if what must not reach an AI had not happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from athletes.models import Athlete
from metrics.models import Activity
from metrics.science.load import decaying_mean, ramp_rate
from metrics.selectors.load import LoadWindow, load_series


def allowed_load_series(athlete: Athlete, start: date, end: date) -> LoadWindow:
    """The days in [start, end) without the loads of activities whose source forbids an AI to see them."""
    window = load_series(athlete, start, end)
    kept_back = Activity.objects.for_athlete(athlete).shown().filter(ai_allowed=False, load__gt=0)
    rows = list(kept_back.filter(local_date__lt=end).values_list("local_date", "load"))
    if not rows:
        return window
    whole = load_series(athlete, None, end)
    load = whole.load.copy()
    for day, value in rows:
        index = (day - whole.start).days
        # What has come in since the loads were computed is in none of them yet.
        if 0 <= index < load.size:
            load[index] = max(0.0, load[index] - value)
    return _window(replace(whole, load=load), athlete, window)


def _window(whole: LoadWindow, athlete: Athlete, like: LoadWindow) -> LoadWindow:
    """Fitness and the rest of a changed load, cut to the days of another window."""
    load = np.concatenate([np.zeros(max(0, (whole.start - like.start).days)), whole.load])
    fitness = decaying_mean(load, athlete.fitness_days)
    fatigue = decaying_mean(load, athlete.fatigue_days)
    form = np.concatenate([[0.0], (fitness - fatigue)[:-1]])
    size = like.load.size
    trained = np.flatnonzero(load > 0)
    offset = like.start - timedelta(days=load.size - size)
    first_day = offset + timedelta(days=int(trained[0])) if trained.size else None
    return LoadWindow(
        start=like.start,
        load=load[-size:],
        fitness=fitness[-size:],
        fatigue=fatigue[-size:],
        form=form[-size:],
        ramp=ramp_rate(fitness)[-size:],
        first_day=first_day,
    )
