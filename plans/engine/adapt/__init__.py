"""What should change in a plan after what happened: rules of science 3.4, with the reason for each change."""

from metrics.science.signals.model import Evidence
from plans.engine.adapt.adapt import adapt
from plans.engine.adapt.model import (
    Act,
    Adaptation,
    Cause,
    Change,
    Entry,
    Event,
    Marker,
    Recovery,
    Situation,
    State,
)

__all__ = [
    "Act",
    "Adaptation",
    "Cause",
    "Change",
    "Entry",
    "Event",
    "Evidence",
    "Marker",
    "Recovery",
    "Situation",
    "State",
    "adapt",
]
