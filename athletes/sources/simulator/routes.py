"""Invented ways in the open North Sea: nobody lives there, so no route can lead to anybody's door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from athletes.sources.records import Column
from athletes.sources.simulator.workouts import Terrain

START_LATITUDE_DEG = 55.2
START_LONGITUDE_DEG = 5.6
METRES_PER_DEGREE = 111_320.0
_WAVELENGTHS_M = np.array([900.0, 2200.0, 5200.0, 11_000.0, 29_000.0])
_SHARE = np.array([1.0, 1.0, 1.0, 0.8, 0.5])
"""Long waves are gentler, else they would be mountains."""

_STEEPNESS = {Terrain.FLAT: 0.0025, Terrain.ROLLING: 0.009, Terrain.HILLY: 0.017}
_BASE_ALTITUDE_M = 120.0
_BENDS = np.arange(1, 10)
_CORNERS = 1200


@dataclass(frozen=True, slots=True)
class Hills:
    """Altitude along the way as a sum of waves that fit the way's length, so that a loop closes."""

    wave_number_per_m: Column
    amplitude_m: Column
    phase: Column

    def altitude_m(self, distance_m: Column) -> Column:
        angle = np.outer(self.wave_number_per_m, distance_m) + self.phase[:, None]
        return _BASE_ALTITUDE_M + self.amplitude_m @ np.sin(angle)

    def grade(self, distance_m: Column) -> Column:
        """Rise over run, as a fraction."""
        angle = np.outer(self.wave_number_per_m, distance_m) + self.phase[:, None]
        return (self.wave_number_per_m * self.amplitude_m) @ np.cos(angle)


def hills(terrain: Terrain, length_m: float, draws: np.random.Generator) -> Hills:
    """Hills for a way of about this length."""
    waves = np.maximum(np.round(length_m / _WAVELENGTHS_M), 1.0)
    number = 2 * np.pi * waves / length_m
    amplitude = _STEEPNESS[terrain] * _SHARE / number * draws.uniform(0.7, 1.3, number.size)
    return Hills(number, amplitude, draws.uniform(0.0, 2 * np.pi, number.size))


def loop(distance_m: Column, draws: np.random.Generator) -> tuple[Column, Column]:
    """Latitude and longitude along a closed, winding loop as long as the last distance."""
    angle = np.linspace(0.0, 2 * np.pi, _CORNERS)
    swing = draws.normal(0.0, 0.16, _BENDS.size) / _BENDS**0.7
    radius = 1.0 + swing @ np.cos(np.outer(_BENDS, angle) + draws.uniform(0, 2 * np.pi, (_BENDS.size, 1)))
    turn = angle + draws.uniform(0.0, 2 * np.pi)
    return _follow(radius * np.cos(turn), radius * np.sin(turn), distance_m)


def road(distance_m: Column, draws: np.random.Generator) -> tuple[Column, Column]:
    """Latitude and longitude along a winding road from one place to another."""
    along = np.linspace(0.0, 1.0, _CORNERS)
    swing = draws.normal(0.0, 0.08, _BENDS.size) / _BENDS
    return _follow(along, swing @ np.sin(np.outer(_BENDS, np.pi * along)), distance_m)


def _follow(east: Column, north: Column, distance_m: Column) -> tuple[Column, Column]:
    """Stretch a line to the length of the way and read off the place at each distance."""
    legs = np.hypot(np.diff(east), np.diff(north))
    along = np.concatenate([[0.0], np.cumsum(legs)])
    metres = float(distance_m[-1]) / along[-1]
    position = distance_m / metres
    x = (np.interp(position, along, east) - east[0]) * metres
    y = (np.interp(position, along, north) - north[0]) * metres
    metres_per_degree_east = METRES_PER_DEGREE * np.cos(np.radians(START_LATITUDE_DEG))
    return START_LATITUDE_DEG + y / METRES_PER_DEGREE, START_LONGITUDE_DEG + x / metres_per_degree_east
