"""Times and distances: 10m, 1h30m, 45s, 1'30", 400mtr, 1.5km, 1mi."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from athletes.sources.records import Sport
from plans.engine.syntax.numbers import exact, shown
from plans.engine.syntax.problems import Unreadable

TIME = re.compile(
    r"(?:(?P<h>\d{1,3}(?:\.\d{1,2})?)h)?"
    r"(?:(?P<m>\d{1,4}(?:\.\d{1,2})?)(?:min|m|')(?:(?P<bare>\d{2})$)?)?"
    r"(?:(?P<s>\d{1,5})(?:sec|s|\"))?",
    re.IGNORECASE,
)
DISTANCE = re.compile(r"(?P<value>\d{1,6}(?:\.\d{1,16})?)(?P<unit>km|mtr|mi|yd)", re.IGNORECASE)
METRES = {"km": Decimal(1000), "mtr": Decimal(1), "mi": Decimal("1609.344"), "yd": Decimal("0.9144")}
PLAIN_MINUTES = re.compile(r"(\d+)m", re.IGNORECASE)

LONG_MIN = 150
"""A step of 150 minutes or more is rare, 400 metres written as "400m" is not."""

POOL_MIN, POOL_LENGTH = 50, 25
"""In the water so is "100m"; there every multiple of a pool's length is doubtful from 50 on."""

HOURS_FROM_MIN = 120


@dataclass(frozen=True, slots=True)
class Length:
    """Exactly one of the two."""

    duration_s: int | None = None
    distance_m: float | None = None


def read_length(word: str, sport: Sport | None) -> Length | None:
    """What the word says, None when it is neither a time nor a distance. Raises Unreadable."""
    if distance := DISTANCE.fullmatch(word):
        metres = Decimal(distance["value"]) * METRES[distance["unit"].lower()]
        return Length(distance_m=float(metres))
    time = TIME.fullmatch(word)
    if not word or time is None:
        return None
    minutes = PLAIN_MINUTES.fullmatch(word)
    if minutes and is_doubtful(int(minutes[1]), sport):
        raise Unreadable(
            "LENGTH_AMBIGUOUS",
            f"'{word}' are minutes here: write {minutes[1]}mtr for metres, "
            f"or {print_time(int(minutes[1]) * 60, sport)} for the time.",
        )
    seconds = (
        Decimal(time["h"] or 0) * 3600
        + Decimal(time["m"] or 0) * 60
        + Decimal(time["bare"] or 0)
        + Decimal(time["s"] or 0)
    )
    if seconds % 1:
        raise Unreadable("LENGTH_NOT_WHOLE", f"'{word}' is no whole number of seconds.")
    return Length(duration_s=int(seconds))


def is_doubtful(minutes: int, sport: Sport | None) -> bool:
    """Whether so many "m" are more likely metres."""
    in_pool = sport is Sport.SWIMMING and minutes >= POOL_MIN and minutes % POOL_LENGTH == 0
    return in_pool or minutes >= LONG_MIN


def print_time(seconds: int, sport: Sport | None) -> str:
    """As short as it can be read back: 45s, 1m30s, 90m, 2h30m."""
    minutes, rest = divmod(seconds, 60)
    hours = 0
    if minutes > HOURS_FROM_MIN or (minutes >= 60 and is_doubtful(minutes, sport)):
        hours, minutes = divmod(minutes, 60)
    doubtful = not hours and not rest and is_doubtful(minutes, sport)
    parts = (f"{hours}h" if hours else "", f"{minutes}m" if minutes else "", f"{rest}s" if rest else "")
    return "".join(parts) + ("0s" if doubtful else "")


def print_distance(metres: float) -> str:
    """400mtr, 1km, 1.5km."""
    value = exact(metres)
    return f"{shown(value / 1000)}km" if value >= 1000 else f"{shown(value)}mtr"
