"""What a plan is made from: contracts section 7, checked."""

from plans.engine.spec.model import (
    LOAD_PER_MIN,
    WEEKDAYS,
    Athlete,
    DayRoom,
    Interval,
    Race,
    Spec,
    days_between,
)
from plans.engine.spec.parse import parse

__all__ = [
    "LOAD_PER_MIN",
    "WEEKDAYS",
    "Athlete",
    "DayRoom",
    "Interval",
    "Race",
    "Spec",
    "days_between",
    "parse",
]
