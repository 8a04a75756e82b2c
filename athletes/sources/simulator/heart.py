"""Heart rate that follows the effort: late, drifting upwards, higher in the heat."""

from __future__ import annotations

import numpy as np

from athletes.sources.records import Column, Sport
from athletes.sources.simulator.ability import Ability
from athletes.sources.simulator.sessions import SessionSpec
from athletes.sources.simulator.shapes import lag, wander

_BEATS_PER_EFFORT = {Sport.RUNNING: 145.0, Sport.CYCLING: 97.0}
_STANDING = {Sport.RUNNING: 0.40, Sport.CYCLING: 0.0}
_FLATTENING = 0.5
"""Above the threshold the heart rate rises only by this part of the slope below it."""

_HEAT_PER_DEGREE = 0.07
"""Drift grows by this part for each degree above the comfortable."""

_HEAT_FROM_C = 16.0
_DAY_SPREAD_BPM = 2.0


def heart_rate(
    spec: SessionSpec, ability: Ability, intensity: Column, air_c: float, draws: np.random.Generator
) -> Column:
    """Beats per minute for each elapsed second; NaN in the rare minute in which the strap has no contact."""
    sport, before = spec.sport, ability.hr_rest_bpm + 32.0
    strain = np.maximum(intensity, _STANDING[sport]) / ability.capacity
    strain -= _FLATTENING * np.maximum(strain - 1.0, 0.0)
    aim = (
        ability.lthr_bpm(sport)
        - _BEATS_PER_EFFORT[sport] * (1.0 - strain)
        + draws.normal(0.0, _DAY_SPREAD_BPM)
    )
    # Whichever lag is higher: the quick one while the rate rises, the slow one while it falls.
    followed = np.maximum(lag(aim, ability.hr_rise_s, before), lag(aim, ability.hr_fall_s, before))
    heat = 1.0 + _HEAT_PER_DEGREE * max(air_c - _HEAT_FROM_C, 0.0)
    drift = 1.0 + ability.hr_drift_per_minute * heat * np.arange(intensity.size) / 60.0
    bpm = followed * drift + wander(draws, intensity.size, 15, 0.9)
    bpm = np.round(np.clip(bpm, ability.hr_rest_bpm + 20, ability.hr_max_bpm - 1))
    return _with_dropout(bpm, ability.dropout_share, draws)


def _with_dropout(bpm: Column, share: float, draws: np.random.Generator) -> Column:
    if draws.random() < share:
        start = int(draws.integers(bpm.size // 4, bpm.size // 2))
        bpm[start : start + int(draws.integers(20, 90))] = np.nan
    return bpm
