"""What an activity is called that nobody named."""

from __future__ import annotations

from athletes.sources.records import Sport

NOUNS: dict[str, str] = {
    Sport.RUNNING: "run",
    Sport.CYCLING: "ride",
    Sport.SWIMMING: "swim",
    Sport.WALKING: "walk",
    Sport.STRENGTH: "strength session",
    Sport.ROWING: "row",
    Sport.SKIING: "ski tour",
    Sport.MULTISPORT: "multisport",
}
TIMES_OF_DAY = (
    (5, "Night"),
    (11, "Morning"),
    (14, "Midday"),
    (18, "Afternoon"),
    (22, "Evening"),
    (24, "Night"),
)


def described(sport: str, hour: int) -> str:
    """ "Morning run", from the sport and the local hour of the start."""
    time_of_day = next(name for end, name in TIMES_OF_DAY if hour < end)
    return f"{time_of_day} {NOUNS.get(sport, 'activity')}"
