"""What the body's numbers say: the three-way rule of Nuuttila 2022, and what Le Meur warns of."""

from __future__ import annotations

from metrics.science.recovery.readiness import EFFICIENCY_FALL_PCT, FEELS_BAD_Z
from plans.engine.adapt.model import Recovery

HIGH_PULSE_Z, CALM_PULSE_Z = 2.0, 1.0
STALE_DAYS = 4
GOOD_TREND_PCT = 3.0
"""As much as a fall must be to count."""


def is_low(state: Recovery) -> bool:
    return state.hrv_week is not None and state.hrv_low is not None and state.hrv_week < state.hrv_low


def is_doubtful(state: Recovery) -> bool:
    """High HRV while one feels bad or becomes less efficient: overreaching, not freshness (Le Meur 2013)."""
    high = state.hrv_week is not None and state.hrv_high is not None and state.hrv_week > state.hrv_high
    return high and (feels_bad(state) or (state.efficiency_pct or 0.0) <= EFFICIENCY_FALL_PCT)


def is_bad_night(state: Recovery) -> bool:
    """Low HRV counts by itself as a week's mean; for one night a high pulse or a bad feeling must agree."""
    low_night = state.hrv_night is not None and state.hrv_low is not None and state.hrv_night < state.hrv_low
    return low_night and ((state.resting_hr_z or 0.0) > HIGH_PULSE_Z or feels_bad(state))


def is_good(state: Recovery) -> bool:
    if state.hrv_week is None or state.hrv_low is None or state.hrv_high is None:
        return False
    inside = state.hrv_low <= state.hrv_week <= state.hrv_high
    calm = (state.resting_hr_z or 0.0) <= CALM_PULSE_Z and not feels_bad(state) and not state.strain_days
    return inside and calm and (state.efficiency_pct or 0.0) >= GOOD_TREND_PCT


def low_week(state: Recovery) -> str | None:
    if is_low(state):
        return (
            "The week's HRV lies below its band: easy instead of hard, and a fifth less, until the next look."
        )
    if is_doubtful(state):
        return (
            "HRV is unusually high while performance falls: that is strain, not freshness. Easy, and a fifth "
            "less, until the next look."
        )
    if (state.strain_days or 0) >= STALE_DAYS:
        return "Signs of strain have lasted for days: easy instead of hard, and a fifth less, for some days."
    return None


def feels_bad(state: Recovery) -> bool:
    return state.own_word_z is not None and state.own_word_z <= FEELS_BAD_Z
