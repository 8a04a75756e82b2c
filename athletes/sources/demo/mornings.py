"""What the demo athlete says herself in the morning, on the days on which she says anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from athletes.sources.demo.athlete import BODY
from athletes.sources.demo.disruptions import is_sick
from athletes.sources.demo.history import FIRST, life
from athletes.sources.demo.seasons import load_on
from athletes.sources.simulator.chance import Use, generator

_ASKED = 0.6
_SICK_NOTES = ("Sore throat.", "Slept a lot, still tired.", "Cough, no fever.")


@dataclass(frozen=True, slots=True)
class Morning:
    """Scales from 1 (bad) to 5 (good)."""

    feel: int
    soreness: int
    sleep_quality: int
    stress: int
    note: str


def morning_of(day: date, seed: int) -> Morning | None:
    """The check-in of a day; None on mornings without one, and on those without the watch."""
    draws = generator(seed, Use.MORNING, day.toordinal())
    chances = draws.normal(0.0, 0.5, 4)
    lived, sick = life(day, seed), is_sick(day, seed)
    index = lived.index(day)
    if day < FIRST or draws.random() > _ASKED or np.isnan(lived.columns["sleep_s"][index]):
        return None
    slept_h = float(lived.columns["sleep_s"][index]) / 3600.0 - BODY.sleep_h
    calm = (BODY.stress - float(lived.columns["stress"][index])) / 8.0
    tired = float(lived.state.fatigue[index - 1] - lived.state.fitness[index - 1])
    before = load_on(day.fromordinal(day.toordinal() - 1), seed)
    return Morning(
        feel=_step(3.8 - 2.0 * sick - 1.5 * max(tired, 0.0) + 0.4 * slept_h + chances[0]),
        soreness=_step(4.4 - before / 70.0 - 0.5 * sick + chances[1]),
        sleep_quality=_step(3.8 + 0.9 * slept_h + chances[2]),
        stress=_step(3.7 + calm + chances[3]),
        note=str(draws.choice(_SICK_NOTES)) if sick else "",
    )


def _step(value: float) -> int:
    return int(np.clip(np.round(value), 1, 5))
