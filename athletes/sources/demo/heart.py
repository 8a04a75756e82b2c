"""Heart rate that follows the effort: late, drifting upwards, higher in the heat."""

from __future__ import annotations

import numpy as np

from athletes.sources.demo.athlete import ROBIN
from athletes.sources.demo.sessions import SessionSpec
from athletes.sources.demo.signals import lag, wander
from athletes.sources.demo.thresholds import capacity_on, thresholds_on
from athletes.sources.records import Column, Sport

_RISE_S, _FALL_S = 32.0, 55.0
_BEATS_PER_EFFORT = {Sport.RUNNING: 145.0, Sport.CYCLING: 97.0}
_STANDING = {Sport.RUNNING: 0.40, Sport.CYCLING: 0.0}
_FLATTENING = 0.5
"""Above the threshold the heart rate rises only by this part of the slope below it."""

_DRIFT_PER_MINUTE = 0.00035
_HEAT_PER_DEGREE = 0.000025
_HEAT_FROM_C = 16.0
_DAY_SPREAD_BPM = 2.0
_DROPOUT = 0.04


def heart_rate(spec: SessionSpec, intensity: Column, air_c: float, draws: np.random.Generator) -> Column:
    """Beats per minute for each elapsed second; NaN in the rare minute in which the strap has no contact."""
    sport, before = spec.sport, ROBIN.hr_rest_bpm + 32.0
    strain = np.maximum(intensity, _STANDING[sport]) / capacity_on(spec.day)
    strain -= _FLATTENING * np.maximum(strain - 1.0, 0.0)
    aim = _lthr(spec) - _BEATS_PER_EFFORT[sport] * (1.0 - strain) + draws.normal(0.0, _DAY_SPREAD_BPM)
    # Whichever lag is higher: the quick one while the rate rises, the slow one while it falls.
    followed = np.maximum(lag(aim, _RISE_S, before), lag(aim, _FALL_S, before))
    heat = _HEAT_PER_DEGREE * max(air_c - _HEAT_FROM_C, 0.0)
    drift = 1.0 + (_DRIFT_PER_MINUTE + heat) * np.arange(intensity.size) / 60.0
    bpm = followed * drift + wander(draws, intensity.size, 15, 0.9)
    bpm = np.round(np.clip(bpm, ROBIN.hr_rest_bpm + 20, ROBIN.hr_max_bpm - 1))
    return _with_dropout(bpm, draws)


def _lthr(spec: SessionSpec) -> int:
    now = thresholds_on(spec.day)
    return now.lthr_running_bpm if spec.sport is Sport.RUNNING else now.lthr_cycling_bpm


def _with_dropout(bpm: Column, draws: np.random.Generator) -> Column:
    if draws.random() < _DROPOUT:
        start = int(draws.integers(bpm.size // 4, bpm.size // 2))
        bpm[start : start + int(draws.integers(20, 90))] = np.nan
    return bpm
