"""Athletes who want a plan, drawn at random: what the measures of the planner are taken from.

Fitness 15 to 90, 2 to 14 hours and 3 to 12 sessions a week, two open days or more, races from 5 km to the
marathon (on the bicycle and in the water: of about the same time) in 6 to 24 weeks. Most have trained about
what their fitness says; one in four has fitness and hours that do not go together, as after a break.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

FIRST_DAY = date(2027, 1, 4)
DISTANCES_M = {
    "running": (5_000, 10_000, 21_098, 42_195),
    "cycling": (20_000, 50_000, 100_000, 180_000),
    "swimming": (800, 1_500, 3_800, 10_000),
}
LOAD_PER_MIN = {"running": 1.05, "cycling": 0.75, "swimming": 0.95}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def athlete(seed: int, weeks: int | None = None) -> dict[str, Any]:
    """The specification of one of them; `weeks` until the race, else drawn as well."""
    draw = random.Random(seed)
    sport = draw.choice(("running", "running", "running", "cycling", "swimming"))
    hours = draw.uniform(2, 14)
    today = FIRST_DAY + timedelta(days=draw.randrange(7))
    horizon = 7 * (weeks or draw.randint(6, 24))
    race = today + timedelta(days=horizon + draw.choice((0, 0, 1, 2, 6)))
    spec: dict[str, Any] = {
        "today": today.isoformat(),
        "sport": sport,
        "athlete": _state(draw, sport, hours),
        "availability": _availability(draw, hours),
        "long_day": draw.choice((None, "sat", "sun", "sun")),
        "weekly_cap_min": draw.choice((None, None, int(hours * 60 * 1.3))),
        "blackouts": _off(draw, today, horizon, "reason", ("travel", "work"), 0.25),
        "illness": _off(draw, today, horizon, "kind", ("illness", "injury"), 0.15),
        "weeks": None,
        "strength": draw.random() < 0.5,
        "ramp_max": draw.choice((3.0, 5.0, 5.0)),
        "races": _races(draw, sport, today, race),
    }
    return spec


def _state(draw: random.Random, sport: str, hours: float) -> dict[str, Any]:
    likely = hours * 60 * LOAD_PER_MIN[sport] / 7 * draw.uniform(0.8, 1.2)
    fitness = draw.uniform(15, 90) if draw.random() < 0.25 else min(max(likely, 15), 90)
    weekly = [round(hours * 60 * draw.uniform(0.8, 1.1)) for _ in range(6)]
    known = {"lthr_bpm": 168, "threshold_pace_s_per_km": draw.randint(210, 360)}
    known |= {"ftp_w": draw.randint(150, 350), "css_s_per_100m": draw.randint(80, 130)}
    return {
        "age": draw.randint(18, 70),
        "experience": draw.choice(("novice", "intermediate", "advanced")),
        "fitness": round(fitness, 1),
        "fatigue": round(fitness * draw.uniform(0.8, 1.15), 1),
        "longest_30d_min": max(30, round(max(weekly) * draw.uniform(0.22, 0.4) / 5) * 5),
        "weekly_min_last6": weekly,
        "sessions_per_week": min(12, max(3, round(hours * draw.uniform(0.8, 1.4)))),
        "thresholds": {} if draw.random() < 0.2 else known,
    }


def _availability(draw: random.Random, hours: float) -> dict[str, dict[str, int]]:
    """Room for the hours and a little more, but no day over four hours."""
    days = draw.sample(DAYS, draw.randint(2, 7))
    parts = {day: draw.uniform(0.6, 1.8) for day in days}
    room = hours * 60 * draw.uniform(1.0, 1.6) / sum(parts.values())
    found = {day: {"minutes": 0, "sessions": 0} for day in DAYS}
    for day, part in parts.items():
        minutes = min(max(round(room * part / 5) * 5, 30), 240)
        found[day] = {"minutes": minutes, "sessions": 2 if minutes >= 90 and draw.random() < 0.5 else 1}
    return found


def _off(
    draw: random.Random, today: date, horizon: int, name: str, kinds: tuple[str, ...], chance: float
) -> list[dict[str, str]]:
    if draw.random() > chance:
        return []
    start = today + timedelta(days=draw.randrange(-10 if name == "kind" else 0, horizon - 21))
    end = start + timedelta(days=draw.randint(2, 10))
    return [{"start": start.isoformat(), "end": end.isoformat(), name: draw.choice(kinds)}]


def _races(draw: random.Random, sport: str, today: date, goal: date) -> list[dict[str, Any]]:
    distances = DISTANCES_M[sport]
    found = [{"date": goal.isoformat(), "priority": "A", "distance_m": draw.choice(distances)}]
    if draw.random() < 0.3:
        day = today + timedelta(days=draw.randrange(14, (goal - today).days - 14))
        found.append(
            {"date": day.isoformat(), "priority": draw.choice("BC"), "distance_m": draw.choice(distances[:2])}
        )
    return found
