"""VDOT: what a running performance says about aerobic capacity, and the times that go with it.

Daniels and Gilbert (1979), "Oxygen Power": VO2 is the oxygen cost of a speed, the fraction of VO2max is what
can be held for a time, and VDOT is their quotient in ml/(kg·min). It is a measure of performance: economy
is in it, so that it is not the VO2max of a laboratory.
"""

from __future__ import annotations

import math

LOWEST, HIGHEST = 10.0, 95.0
"""Nobody's VDOT lies beyond: a value outside is a fault of the recording."""

ENOUGH = 1e-9
ROUNDS = 50


def oxygen_cost(speed_m_per_min: float) -> float:
    """VO2 of running on the flat, ml/(kg·min): −4.60 + .182258 v + .000104 v² (v in m/min)."""
    return -4.60 + 0.182258 * speed_m_per_min + 0.000104 * speed_m_per_min**2


def sustained_fraction(time_min: float) -> float:
    """Fraction of VO2max that can be held: .8 + .1894393 e^(−.012778 t) + .2989558 e^(−.1932605 t)."""
    return 0.8 + 0.1894393 * math.exp(-0.012778 * time_min) + 0.2989558 * math.exp(-0.1932605 * time_min)


def vdot(distance_m: float, time_s: float) -> float:
    """VDOT of a distance run in a time; both must be above 0."""
    minutes = time_s / 60
    return oxygen_cost(distance_m / minutes) / sustained_fraction(minutes)


def speed_at(oxygen: float) -> float:
    """Metres a second on the flat that cost `oxygen` ml/(kg·min): the positive root of `oxygen_cost`."""
    root = math.sqrt(0.182258**2 + 4 * 0.000104 * (oxygen + 4.60))
    return (root - 0.182258) / (2 * 0.000104) / 60


def time_for(value: float, distance_m: float) -> float:
    """Seconds in which a VDOT between LOWEST and HIGHEST runs a distance: the inverse of `vdot`, by Newton.

    The start is the distance at 90 % of the speed that costs the whole VDOT (as in GoldenCheetah).
    Raises ValueError beyond these bounds.
    """
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a VDOT lies between {LOWEST:g} and {HIGHEST:g}, not at {value:g}")
    minutes = distance_m / (speed_at(value) * 60 * 0.9)
    for _ in range(ROUNDS):
        step = (vdot(distance_m, minutes * 60) - value) / _slope(distance_m, minutes)
        # A step beyond half the time would leave the range in which the curve is smooth.
        minutes = max(minutes - step, minutes / 2)
        if abs(step) < ENOUGH * minutes:
            break
    return minutes * 60


def _slope(distance_m: float, minutes: float) -> float:
    """Change of VDOT with the time in minutes, which is negative."""
    speed = distance_m / minutes
    cost, fraction = oxygen_cost(speed), sustained_fraction(minutes)
    cost_slope = -(0.182258 + 2 * 0.000104 * speed) * speed / minutes
    fraction_slope = -0.012778 * 0.1894393 * math.exp(-0.012778 * minutes) - 0.1932605 * 0.2989558 * math.exp(
        -0.1932605 * minutes
    )
    return (cost_slope * fraction - cost * fraction_slope) / fraction**2
