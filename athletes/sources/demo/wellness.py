"""What the watch says in the morning, as records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from athletes.sources.demo.athlete import ROBIN, SOURCE
from athletes.sources.demo.disruptions import is_sick
from athletes.sources.demo.history import FIRST, life
from athletes.sources.demo.seasons import sessions_on
from athletes.sources.records import RecordedDay, Sport
from athletes.sources.simulator.chance import Use, generator


def day_record(day: date, seed: int) -> RecordedDay | None:
    """The daily values of one local day; None on a day on which the watch was not worn."""
    lived = life(day, seed)
    index = lived.index(day)
    if day < FIRST or np.isnan(lived.columns["resting_hr_bpm"][index]):
        return None
    at = {name: _known(float(column[index])) for name, column in lived.columns.items()}
    return RecordedDay(
        date=day,
        resting_hr_bpm=at["resting_hr_bpm"],
        hrv_rmssd_ms=at["hrv_rmssd_ms"],
        sleep_s=at["sleep_s"],
        sleep_score=at["sleep_score"],
        stress=at["stress"],
        body_battery_high=at["body_battery_high"],
        respiration_rpm=at["respiration_rpm"],
        weight_kg=at["weight_kg"],
        steps=_steps(day, seed),
        sleep_start=_instant(day, float(lived.night_start_h[index])),
        sleep_end=_instant(day, float(lived.night_end_h[index])),
        source=SOURCE,
    )


def night_record(day: date, seed: int) -> RecordedDay | None:
    """What is there in the morning: the values of the night, without those of the day that only begins."""
    whole = day_record(day, seed)
    return whole and replace(whole, stress=None, body_battery_high=None, steps=None)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _instant(day: date, hours: float) -> datetime:
    """The whole minute so many hours from local midnight; a night across a change of the clock counts on."""
    midnight = datetime.combine(day, time(), tzinfo=ROBIN.zone).astimezone(UTC)
    return midnight + timedelta(minutes=round(hours * 60.0))


def _steps(day: date, seed: int) -> int:
    """Everyday steps, fewer in bed, and about 170 for each minute on foot."""
    chance = float(generator(seed, Use.STEPS, day.toordinal()).normal())
    everyday = 7800.0 * (0.4 if is_sick(day, seed) else 1.0) * np.exp(0.22 * chance)
    run_s = sum(spec.duration_s for spec in sessions_on(day, seed) if spec.sport is Sport.RUNNING)
    return int(everyday + 170.0 * run_s / 60.0)
