"""What the body says, as adapting needs it: recovery of this morning, signs of strain and of illness."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from athletes.models import Athlete
from metrics.models import Annotation, Signal
from metrics.science.recovery.efficiency import efficiency_change_pct
from metrics.science.recovery.hrv import hrv_band
from metrics.selectors.own_word import markers_between
from metrics.selectors.readiness import CLASSES, assemble
from metrics.selectors.readiness_facts import Facts
from metrics.selectors.readiness_inputs import read, readiness_inputs
from plans.engine.adapt import Marker, Recovery

STRAIN = ("under_recovery", "overreaching")
ONSET = "illness_onset"
MARKERS = (Annotation.Kind.ILLNESS, Annotation.Kind.INJURY)
DAY = timedelta(days=1)


def recovery(athlete: Athlete, sport: str, today: date) -> Recovery:
    """Of this morning, from all data of the athlete; efficiency is that of `sport`. Three queries."""
    found = read(athlete, today, today + DAY)
    inputs = readiness_inputs(found)[0]
    band = hrv_band(found.facts.daily["hrv_rmssd_ms"])
    return Recovery(
        hrv_week=_plain(band.week[-1]),
        hrv_low=_plain(band.low[-1]),
        hrv_high=_plain(band.high[-1]),
        hrv_night=_plain(band.night[-1]),
        resting_hr_z=inputs["parts"]["resting_hr"]["z"],
        own_word_z=inputs["parts"]["own_word"]["z"],
        readiness=assemble(inputs, CLASSES).score,
        strain_days=_strain_days(athlete, today),
        efficiency_pct=_efficiency_pct(found.facts, sport, today),
    )


def markers(athlete: Athlete, start: date, end: date) -> tuple[Marker, ...]:
    """Illnesses and injuries of which a day lies in [start, end)."""
    return tuple(as_marker(row) for row in markers_between(athlete, start, end) if row.kind in MARKERS)


def as_marker(row: Annotation) -> Marker:
    """An illness or injury as the engine takes it."""
    return Marker("injury" if row.kind == Annotation.Kind.INJURY else "illness", row.start, row.end)


def symptoms_since(athlete: Athlete, today: date) -> date | None:
    """Since when there have been signs of an illness which the athlete has not said anything about."""
    rows = Signal.objects.for_athlete(athlete).touching(today, today + DAY).waiting().filter(kind=ONSET)
    found: date | None = rows.order_by("start").values_list("start", flat=True).first()
    return found


def _strain_days(athlete: Athlete, today: date) -> int | None:
    """For how many days in a row a signal of strain has held; None without one."""
    rows = Signal.objects.for_athlete(athlete).touching(today, today + DAY).filter(kind__in=STRAIN)
    start = rows.order_by("start").values_list("start", flat=True).first()
    return None if start is None else (today - start).days + 1


def _efficiency_pct(facts: Facts, sport: str, today: date) -> float | None:
    rows = facts.efficiencies.get(sport, ())
    ago = np.array([(today - day).days for day, _ in rows], dtype=np.int64)
    return _plain(efficiency_change_pct(ago, np.array([value for _, value in rows], dtype=np.float64)))


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
