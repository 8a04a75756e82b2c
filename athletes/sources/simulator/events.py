"""What happens to an athlete, and what it does: the truth that detectors are scored against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.chance import Use, drawn, generator
from athletes.sources.simulator.profile import EventProfile, Profile

SETTLING_DAYS = 70
"""Nothing happens before: detectors need a baseline first."""

EFFECTS = ("resting_hr_bpm", "ln_rmssd", "respiration_rpm", "sleep_h", "stress", "threshold")
LASTING = ("threshold_change", "device_change")
"""Kinds that leave the athlete, or the readings, changed for good."""

ILLNESS, DETRAINING, DATA_GAP, OVERREACHING = "illness_onset", "detraining", "data_gap", "overreaching"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was so on the days [start, end).

    `start` is the first day of the cause: of symptoms, of the lay-off, of the overload. The effects show on
    [visible_from, gone). `effects` are the sizes at the height, `size` a lasting step of the threshold as a
    fraction. `kind` is the kind of signal it should raise, or one of `travel, taper`, or a nuisance that
    should raise none: `alcohol, short_sleep, late_meal`.
    """

    kind: str
    start: date
    end: date
    visible_from: date
    gone: date
    rise_days: float = 0.0
    effects: Mapping[str, float] = MappingProxyType({})
    size: float = 0.0
    load_factor: float = 1.0
    return_days: int = 0
    nuisance: bool = False

    def strength(self, first: date, n: int) -> Column:
        """How strongly each of n days from `first` is affected: 0 before, a rise to 1, and back to 0."""
        days = np.arange(n, dtype=np.float64) - (self.visible_from - first).days
        if self.kind in LASTING:
            return np.where(days >= 0, 1.0, 0.0)
        length = (self.gone - self.visible_from).days
        height = (self.end - self.visible_from).days - 1
        rising = (days + 1.0) / max(self.rise_days, 1.0)
        falling = (length - days) / max(length - height, 1)
        return np.clip(np.minimum(rising, falling), 0.0, 1.0)


def draw_events(profile: Profile, seed: int, first: date, n: int) -> tuple[Event, ...]:
    """The events of n days, oldest first. Two never overlap but nuisances and what lasts; some may end later.

    Each day has its chance for each sort, so a longer history begins with the events of a shorter one.
    """
    sorts = list(profile.events.items())
    chances = [generator(seed, Use.EVENTS, index).random(n) for index in range(len(sorts))]
    free_from = dict.fromkeys(("", *LASTING, "nuisance"), SETTLING_DAYS)
    found: list[Event] = []
    for day in range(n):
        for index, (_, sort) in enumerate(sorts):
            lane = _lane(sort)
            if chances[index][day] * 365.25 >= sort.rate_per_year or day - sort.lead_days < free_from[lane]:
                continue
            event = _event(sort, profile.effect_scale, first + timedelta(days=day), (seed, index, day))
            free_from[lane] = max((event.gone - first).days, day + 1) + sort.apart_days
            found.append(event)
    return tuple(sorted(found, key=lambda event: (event.visible_from, event.kind)))


def _lane(sort: EventProfile) -> str:
    return "nuisance" if sort.nuisance else sort.kind if sort.kind in LASTING else ""


def _event(sort: EventProfile, effect_scale: float, start: date, of: Sequence[int]) -> Event:
    """An event of a sort; one severity decides all of its effects."""
    seed, *index = of
    draws = generator(seed, Use.EVENT, *index)
    severity = float(draws.random())
    scale = 1.0 if sort.nuisance else effect_scale
    mixed = sort.kind in LASTING
    effects = {
        name: scale * (drawn(draws, limits) if mixed else limits[0] + severity * (limits[1] - limits[0]))
        for name in EFFECTS
        if (limits := getattr(sort, name)) != (0.0, 0.0)
    }
    days = max(round(drawn(draws, sort.days)), 1)
    rise, fall = drawn(draws, sort.rise_days), round(drawn(draws, sort.fall_days))
    end = start + timedelta(days=days)
    return Event(
        kind=sort.kind,
        start=start,
        end=end,
        visible_from=start - timedelta(days=sort.lead_days),
        gone=end + timedelta(days=fall),
        rise_days=rise,
        effects=effects,
        size=drawn(draws, sort.size),
        load_factor=drawn(draws, sort.load_factor),
        return_days=sort.return_days,
        nuisance=sort.nuisance,
    )


def total_effects(events: Iterable[Event], first: date, n: int) -> dict[str, Column]:
    """What all events together do to each value on each of n days."""
    totals = {name: np.zeros(n) for name in EFFECTS}
    for event in events:
        if event.effects:
            strength = event.strength(first, n)
            for name, size in event.effects.items():
                totals[name] += size * strength
    return totals


def load_factors(events: Iterable[Event], first: date, n: int) -> Column:
    """What is left of the planned load on each of n days."""
    factors = np.ones(n)
    for event in events:
        start, end = (event.start - first).days, (event.end - first).days
        factors[max(start, 0) : max(end, 0)] *= event.load_factor
        halfway = (1.0 + event.load_factor) / 2.0
        factors[max(end, 0) : max(end + event.return_days, 0)] *= halfway
    return factors
