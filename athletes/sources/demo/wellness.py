"""What the watch says in the morning: the night and the day of rest, load, illness and chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from athletes.sources.demo.athlete import ROBIN, SOURCE
from athletes.sources.demo.chance import Draw, generator
from athletes.sources.demo.disruptions import illness, is_travelling, is_watch_worn
from athletes.sources.demo.seasons import load_on, sessions_on
from athletes.sources.records import RecordedDay, Sport

_MEMORY_DAYS = 42
_CARRY_OVER = 0.35
_CARRY_DAYS = 8
_HRV_MS = 64.0
_HARD_DAY_LOAD = 100.0
_WEIGHED = 0.6
_DAYS_BACK = np.arange(_MEMORY_DAYS)
_ACUTE = np.exp(-_DAYS_BACK / 7.0) / np.exp(-_DAYS_BACK / 7.0).sum()
_CHRONIC = np.exp(-_DAYS_BACK / 42.0) / np.exp(-_DAYS_BACK / 42.0).sum()


@dataclass(frozen=True, slots=True)
class Strain:
    """What weighs on a morning. `fatigue` is recent load above the habitual, as a fraction of it."""

    fatigue: float
    was_hard: bool
    illness: float
    is_away: bool
    is_weekend: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """Standard normal draws of one day; the first two carry over from the days before."""

    heart: float
    variability: float
    sleep: float
    mood: float
    breath: float
    weight: float
    steps: float
    is_weighed: bool


def day_record(day: date, seed: int) -> RecordedDay | None:
    """The daily values of one local day; None on a day on which the watch was not worn."""
    if not is_watch_worn(day, seed):
        return None
    strain, chance = _strain(day, seed), _chance(day, seed)
    sleep_h = _sleep_h(strain, chance)
    hrv_ms = _hrv_ms(strain, chance, sleep_h)
    stress = _stress(strain, chance)
    return RecordedDay(
        date=day,
        resting_hr_bpm=float(round(_resting_hr_bpm(strain, chance, sleep_h))),
        hrv_rmssd_ms=round(hrv_ms, 1),
        sleep_s=float(round(sleep_h * 60) * 60),
        sleep_score=_score(sleep_h, hrv_ms),
        stress=stress,
        body_battery_high=_battery(sleep_h, hrv_ms, stress),
        respiration_rpm=round(14.0 + 0.25 * chance.breath + 1.8 * strain.illness, 1),
        weight_kg=_weight_kg(day, chance),
        steps=_steps(day, seed, strain, chance),
        source=SOURCE,
    )


def _strain(day: date, seed: int) -> Strain:
    loads = np.array([load_on(day - timedelta(days=1 + back), seed) for back in range(_MEMORY_DAYS)])
    acute, chronic = float(_ACUTE @ loads), float(_CHRONIC @ loads)
    return Strain(
        fatigue=acute / max(chronic, 1.0) - 1.0,
        was_hard=bool(loads[0] > _HARD_DAY_LOAD),
        illness=illness(day, seed),
        is_away=is_travelling(day, seed),
        is_weekend=day.weekday() >= 5,
    )


@lru_cache(maxsize=1024)
def _draws(day: date, seed: int) -> tuple[float, ...]:
    return tuple(float(value) for value in generator(seed, day, Draw.WELLNESS).normal(size=8))


def _chance(day: date, seed: int) -> Chance:
    """Today's draws; heart and variability remember the days before with a first-order memory."""
    weights = _CARRY_OVER ** np.arange(_CARRY_DAYS) * np.sqrt(1.0 - _CARRY_OVER**2)
    past = np.array([_draws(day - timedelta(days=back), seed)[:2] for back in range(_CARRY_DAYS)])
    heart, variability = (float(value) for value in weights @ past)
    _, _, sleep, mood, breath, weight, steps, scale = _draws(day, seed)
    return Chance(heart, variability, sleep, mood, breath, weight, steps, abs(scale) > _WEIGHED)


def _resting_hr_bpm(strain: Strain, chance: Chance, sleep_h: float) -> float:
    training = 3.0 * strain.fatigue + 0.7 * strain.was_hard
    life = 0.6 * strain.is_weekend + 2.5 * strain.is_away + 1.5 * max(6.5 - sleep_h, 0.0)
    return ROBIN.hr_rest_bpm + 2.0 + training + life + 6.0 * strain.illness + 1.2 * chance.heart


def _hrv_ms(strain: Strain, chance: Chance, sleep_h: float) -> float:
    """Log-normal: a quarter less at the height of an illness, a twentieth after a hard day."""
    training = -0.11 * strain.fatigue - 0.045 * strain.was_hard
    life = -0.02 * strain.is_weekend - 0.10 * strain.is_away - 0.04 * max(6.5 - sleep_h, 0.0)
    sick = np.log(0.75) * strain.illness
    return float(_HRV_MS * np.exp(training + life + sick + 0.045 * chance.variability))


def _sleep_h(strain: Strain, chance: Chance) -> float:
    usual = 7.3 + 0.5 * strain.is_weekend - 1.2 * strain.is_away + 0.8 * strain.illness
    return float(np.clip(usual + 0.55 * chance.sleep, 4.0, 10.5))


def _score(sleep_h: float, hrv_ms: float) -> float:
    return float(np.clip(round(78 + 10 * (sleep_h - 7.4) + 45 * np.log(hrv_ms / _HRV_MS)), 20, 98))


def _stress(strain: Strain, chance: Chance) -> float:
    weekday = -4 * strain.is_weekend
    return float(
        np.clip(round(29 + weekday + 10 * strain.fatigue + 22 * strain.illness + 4 * chance.mood), 8, 90)
    )


def _battery(sleep_h: float, hrv_ms: float, stress: float) -> float:
    charged = 84 + 7 * (sleep_h - 7.4) + 60 * np.log(hrv_ms / _HRV_MS) - 0.5 * (stress - 29)
    return float(np.clip(round(charged), 15, 100))


def _weight_kg(day: date, chance: Chance) -> float | None:
    """A little lighter in summer; the scales are not stepped on every morning."""
    if not chance.is_weighed:
        return None
    season = 0.7 * np.cos(2 * np.pi * day.timetuple().tm_yday / 365.25)
    return round(float(ROBIN.weight_kg + season + 0.3 * chance.weight), 1)


def _steps(day: date, seed: int, strain: Strain, chance: Chance) -> int:
    """Everyday steps, fewer in bed, and about 170 for each minute on foot."""
    everyday = 7800.0 * (1.0 - 0.6 * strain.illness) * np.exp(0.22 * chance.steps)
    run_s = sum(spec.duration_s for spec in sessions_on(day, seed) if spec.sport is Sport.RUNNING)
    return int(everyday + 170.0 * run_s / 60.0)
