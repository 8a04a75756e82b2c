"""What the readiness of days is made from: each part beside its usual value, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from athletes.models import Athlete
from metrics.science.load import WARM_UP_DAYS
from metrics.science.recovery import readiness as science
from metrics.science.recovery.efficiency import efficiency_change_pct
from metrics.science.recovery.hrv import LEAST_OF_BAND, hrv_band
from metrics.science.recovery.vitals import VITALS, usual
from metrics.selectors.load import LoadWindow, load_series
from metrics.selectors.readiness_facts import Facts, readiness_facts

type Column = NDArray[np.float64]

LOOK_BACK = timedelta(days=90)
"""How many days before the first one asked for have to be read."""

DAILY = {"resting_hr": "resting_hr_bpm", "sleep": "sleep_s"}


@dataclass(frozen=True)
class Read:
    """What was read of the days from `first` on, LOOK_BACK before the first one of interest."""

    first: date
    window: LoadWindow
    facts: Facts


def read(athlete: Athlete, start: date, end: date) -> Read:
    """All that the readiness of the days [start, end) rests on: two queries."""
    first = start - LOOK_BACK
    return Read(first, load_series(athlete, first, end), readiness_facts(athlete, first, end))


def readiness_inputs(found: Read) -> list[dict[str, Any]]:
    """What `metrics.selectors.readiness.assemble` needs of each day of interest, as plain values."""
    parts, is_hrv_high = _parts(found.window, found.facts)
    return [
        _inputs_of_day(
            found.first + timedelta(days=index), index, parts, bool(is_hrv_high[index]), found.facts
        )
        for index in range(LOOK_BACK.days, is_hrv_high.size)
    ]


type Parts = dict[str, tuple[Column, Column, Column, NDArray[Any], int]]
"""Value, usual value, z, known days behind the usual, and how many of them are needed."""


def _parts(window: LoadWindow, facts: Facts) -> tuple[Parts, NDArray[np.bool_]]:
    band = hrv_band(facts.daily["hrv_rmssd_ms"])
    parts: Parts = {"hrv": (np.exp(band.week), np.exp(band.center), band.z, band.count, LEAST_OF_BAND)}
    for key, column in DAILY.items():
        found = usual(facts.daily[column], VITALS[key])
        parts[key] = (facts.daily[column], found.center, found.z, found.count, VITALS[key].least)
    form = _settled_form(window)
    parts["form"] = (form, *_before(form, science.form_z(form)), science.LEAST_FORM_DAYS)
    answers = facts.answers
    parts["own_word"] = (answers, *_before(answers, science.own_word_z(answers)), 0)
    return parts, band.week > band.high


def _before(values: Column, z: Column) -> tuple[Column, Column, NDArray[Any]]:
    """No usual value is told for these, and how many days were known up to the day before."""
    known = np.cumsum(~np.isnan(values)) - ~np.isnan(values)
    return np.full(values.size, np.nan), z, known


def _settled_form(window: LoadWindow) -> Column:
    """Form, unknown as long as fitness still warms up, and after `LOOK_BACK` without any load."""
    form = window.form.copy()
    if window.first_day is None:
        return np.full(form.size, np.nan)
    warm_up = (window.first_day - window.start).days + WARM_UP_DAYS
    form[: max(0, warm_up)] = np.nan
    total = np.concatenate([[0.0], np.cumsum(window.load)])
    form[LOOK_BACK.days :][total[LOOK_BACK.days : form.size] == total[: form.size - LOOK_BACK.days]] = np.nan
    return form


def _inputs_of_day(day: date, index: int, parts: Parts, is_hrv_high: bool, facts: Facts) -> dict[str, Any]:
    override = facts.overrides.get(day)
    return {
        "day": day.isoformat(),
        "parts": {
            key: {
                "value": _plain(value[index]),
                "usual": _plain(center[index]),
                "z": _plain(z[index]),
                "known_days": int(count[index]),
                "needed_days": needed,
            }
            for key, (value, center, z, count, needed) in parts.items()
        },
        "is_hrv_high": is_hrv_high,
        "ill_since": facts.ill_since(day),
        "efficiency_pct": _efficiency_pct(facts, day) if is_hrv_high else None,
        "override": override and vars(override),
    }


def _efficiency_pct(facts: Facts, day: date) -> float | None:
    """The change of efficiency in the sport with the most activities that have one."""
    by_sport = list(facts.efficiencies.values())
    rows = max(by_sport, key=len) if by_sport else ()
    known = [((day - when).days, value) for when, value in rows]
    ago, values = np.array(known, dtype=np.float64).reshape(-1, 2).T
    return _plain(efficiency_change_pct(ago.astype(np.int64), values))


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
