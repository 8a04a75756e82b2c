"""From intended effort to what the body and the machine do, for each second in motion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from athletes.sources.records import Column
from athletes.sources.simulator.ability import Ability
from athletes.sources.simulator.routes import Hills, hills
from athletes.sources.simulator.sessions import SessionSpec
from athletes.sources.simulator.shapes import smooth, wander

type Speed = Callable[[Column, Column], Column]
"""(effort, grade) → metres per second."""

_MINETTI = (155.4, -30.4, -43.3, 46.3, 19.5, 3.6)
"""Cost of running in J/kg/m by grade (Minetti 2002)."""

_GRID_M = 20.0
_ROUNDS = 4
_AIR_KG_PER_M = 0.20
_ROLLING = 0.005
_BIKE_KG = 10.0
_GRAVITY = 9.81
_NEWTON_STEPS = 7
_FREEWHEEL_BELOW_GRADE = -0.035
_GUST_S = 180
_WIND_ON_FOOT, _WIND_ON_WHEELS = 0.03, 0.35
"""How much of a change of wind the speed follows."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Columns of shape (n,), one row per second in motion. `intensity` is effort as it came out."""

    intensity: Column
    speed_mps: Column
    altitude_m: Column
    cadence_rpm: Column
    power_w: Column | None = None


def run(spec: SessionSpec, ability: Ability, effort: Column, draws: np.random.Generator) -> Motion:
    """A run: the effort is held, so the speed falls uphill."""
    threshold = ability.threshold_speed_mps
    intensity = effort * (1.0 + wander(draws, effort.size, 20, 0.015))
    length = float(effort.sum()) * threshold
    land = hills(spec.workout.terrain, length, draws)

    def speed(effort_here: Column, grade: Column) -> Column:
        cost = np.asarray(np.polyval(_MINETTI, grade), dtype=np.float64)
        return threshold * effort_here * _MINETTI[-1] / cost

    position = _positions(effort, 1.3 * length, land, speed)
    noise = 1.0 + wander(draws, effort.size, 20, 0.012) + draws.normal(0.0, 0.008, effort.size)
    wind = _WIND_ON_FOOT * wander(draws, effort.size, _GUST_S, ability.wind_mps)
    speed_mps = np.maximum(smooth(np.gradient(position), 5) * noise + wind, 0.3)
    cadence = 84.0 + 5.0 * (speed_mps - 2.8) + wander(draws, effort.size, 30, 0.8)
    return Motion(intensity, speed_mps, land.altitude_m(position), cadence)


def ride(spec: SessionSpec, ability: Ability, effort: Column, draws: np.random.Generator) -> Motion:
    """A ride: a little more power uphill, none on steep descents and in bends."""
    ftp, speed = ability.ftp_w, _ride_speed(ability)
    flat = speed(effort, np.zeros(effort.size))
    land = hills(spec.workout.terrain, float(flat.sum()), draws)
    position = _positions(effort, 1.3 * float(flat.sum()), land, speed)
    grade = land.grade(position)
    intensity = _pushed(effort, grade) * _pedal_noise(spec, ability, effort.size, draws)
    if not spec.is_indoors:
        intensity[(grade < _FREEWHEEL_BELOW_GRADE) | _coasting(effort, draws)] = 0.0
    speed_mps = smooth(np.gradient(position), 9) * (1.0 + wander(draws, effort.size, 40, 0.015))
    if not spec.is_indoors:
        wind = _WIND_ON_WHEELS * wander(draws, effort.size, _GUST_S, ability.wind_mps)
        speed_mps = np.maximum(speed_mps + wind, 1.0)
    cadence = 78.0 + 14.0 * effort - 180.0 * np.maximum(grade, 0.0) + wander(draws, effort.size, 25, 3.0)
    cadence[intensity == 0.0] = 0.0
    return Motion(intensity, speed_mps, land.altitude_m(position), cadence, intensity * ftp)


def _positions(effort: Column, longest_m: float, land: Hills, speed: Speed) -> Column:
    """Where the athlete is at each second: time along the way and effort at that time, settled in turns."""
    seconds = np.arange(effort.size, dtype=np.float64)
    places = np.arange(0.0, longest_m + _GRID_M, _GRID_M)
    grade = land.grade(places)
    arrival = places * (effort.size / longest_m)
    for _ in range(_ROUNDS):
        pace = _GRID_M / speed(np.interp(arrival, seconds, effort), grade)
        arrival = np.concatenate([[0.0], np.cumsum(pace[:-1])])
    position: Column = np.interp(seconds, arrival, places)
    return position


def _ride_speed(ability: Ability) -> Speed:
    weight = (ability.weight_kg + _BIKE_KG) * _GRAVITY

    def speed(effort: Column, grade: Column) -> Column:
        """Newton on air + (rolling + grade) = power from above the root, within walking pace and 60 km/h."""
        power, resistance = ability.ftp_w * _pushed(effort, grade), weight * (_ROLLING + grade)
        v = np.full(effort.size, 22.0)
        for _ in range(_NEWTON_STEPS):
            v -= (_AIR_KG_PER_M * v**3 + resistance * v - power) / (3 * _AIR_KG_PER_M * v**2 + resistance)
        ridden: Column = np.clip(v, 2.0, 16.5)
        return ridden

    return speed


def _pushed(effort: Column, grade: Column) -> Column:
    return effort * np.clip(1.0 + 5.0 * grade, 0.4, 1.3)


def _pedal_noise(spec: SessionSpec, ability: Ability, seconds: int, draws: np.random.Generator) -> Column:
    """About 1: half-minute waves of what was meant, and from stroke to stroke the road."""
    spread = 0.03 if spec.is_indoors else 0.09
    waves = wander(draws, seconds, 30, ability.power_sd) + wander(draws, seconds, 8, spread)
    return np.maximum(1.0 + waves + draws.normal(0.0, spread, seconds), 0.05)


def _coasting(effort: Column, draws: np.random.Generator) -> NDArray[np.bool_]:
    """A bend or a junction about every four minutes, never in a hard effort."""
    begins = draws.random(effort.size) < 1 / 240
    long = np.convolve(begins, np.ones(7), mode="full")[: effort.size] > 0
    return long & (effort < 0.8)
