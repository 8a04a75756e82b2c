"""Aerobic capacity and limits of heart rate estimated from simple facts: textbook formulas with large errors.

VO2max in ml·kg⁻¹·min⁻¹. They are estimates for orientation, never inputs of a load.
"""

from __future__ import annotations

SEA_LEVEL_M = 300.0
LOSS_PER_1000_M = 0.063


def vo2max_from_heart_rates(hr_max_bpm: float, hr_rest_bpm: float) -> float:
    """15.3 · HR max / resting HR (Uth et al. 2004)."""
    return 15.3 * hr_max_bpm / hr_rest_bpm


def vo2max_from_12_minutes(distance_m: float) -> float:
    """(distance − 504.9) / 44.73 of a 12-minute run (Cooper 1968)."""
    return (distance_m - 504.9) / 44.73


def vo2_of_running(speed_m_per_min: float, grade: float = 0.0) -> float:
    """0.2 v + 0.9 v·grade + 3.5 (ACSM), grade as a fraction."""
    return 0.2 * speed_m_per_min + 0.9 * speed_m_per_min * grade + 3.5


def vo2_of_cycling(power_w: float, weight_kg: float) -> float:
    """10.8 W/kg + 7 (ACSM)."""
    return 10.8 * power_w / weight_kg + 7


def vo2max_from_peak_power(peak_power_w: float, weight_kg: float) -> float:
    """(0.01141 W + 0.435) l/min over body weight (Hawley & Noakes 1992)."""
    return (0.01141 * peak_power_w + 0.435) * 1000 / weight_kg


def hr_max_by_age(age: float) -> float:
    """208 − 0.7 · age (Tanaka et al. 2001)."""
    return 208 - 0.7 * age


def hr_max_by_age_fox(age: float) -> float:
    """220 − age (Fox): the older rule, wrong for many; kept for comparison."""
    return 220 - age


def heart_rate_of_reserve(fraction: float, hr_rest_bpm: float, hr_max_bpm: float) -> float:
    """The heart rate at a fraction of the reserve (Karvonen 1957)."""
    return hr_rest_bpm + fraction * (hr_max_bpm - hr_rest_bpm)


def vo2max_factor_at(altitude_m: float) -> float:
    """What is left of VO2max at altitude: 6.3 % less per 1,000 m above 300 m (Wehrlin & Hallén 2006)."""
    return 1 - LOSS_PER_1000_M * max(altitude_m - SEA_LEVEL_M, 0.0) / 1000
