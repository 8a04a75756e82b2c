"""What a person types in the three screens of a new plan."""

from __future__ import annotations

from tests.plans.views.conftest import address

WEEK = {
    **{f"minutes_{day}": minutes for day, minutes in enumerate((0, 60, 0, 60, 0, 60, 90))},
    **{f"sessions_{day}": 1 for day in range(7)},
    "experience": "intermediate",
    "long_day": "6",
    "weekly_cap_min": "",
    "ramp_max": "5",
    "act": "make",
}
NO_RACE = {"goal": "none", "sport": "running", "weeks": "6", "start": "2026-11-23"}
NEW_RACE = {
    "goal": "new",
    "start": "2026-11-23",
    "race-name": "Vienna Marathon",
    "race-date": "2027-04-18",
    "race-sport": "running",
    "race-distance": "marathon",
    "race-goal": "3:30:00",
    "race-priority": "A",
}


def time_address(**query):
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{address('plan-time')}?{pairs}"


NO_RACE_TIME = time_address(sport="running", weeks=6, start="2026-11-23")
