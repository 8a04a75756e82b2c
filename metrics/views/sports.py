"""How the people of a sport say things."""

from __future__ import annotations

from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import Shown
from metrics.models import Activity

PACE_SPORTS = (Sport.RUNNING, Sport.SWIMMING)
ON_FOOT = (Sport.RUNNING, Sport.WALKING)


def kind_words(activity: Activity) -> str:
    """ "Running, trail", "Indoor cycling", "Yoga": the sport and what is known more closely."""
    sport, closer = str(activity.get_sport_display()), activity.sub_sport.replace("_", " ").strip()
    if not closer or closer == "generic":
        return sport
    if activity.sport == Sport.OTHER or sport.lower() in closer:
        return closer.capitalize()
    return f"{sport}, {closer}"


def speed_label(sport: str) -> str:
    """What the speed of a sport is called, as `formatting.pace_of` shows it."""
    return "Pace" if sport in PACE_SPORTS else "Speed"


def cadence(value_rpm: float | None, sport: str) -> Shown:
    """Both feet count on foot, where a record holds the strides of one leg."""
    doubled = 2 * value_rpm if value_rpm is not None and sport in ON_FOOT else value_rpm
    return formatting.cadence(doubled, sport)
