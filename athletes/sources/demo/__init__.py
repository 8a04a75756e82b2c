"""An invented athlete whose training comes from a seed."""

from athletes.sources.demo.athlete import ROBIN, DemoAthlete
from athletes.sources.demo.calendar import Marker, PlannedRace, markers_between, races_between
from athletes.sources.demo.mornings import Morning, morning_of
from athletes.sources.demo.source import HISTORY_DAYS, RECENT_DAYS, DemoSource
from athletes.sources.demo.thresholds import ThresholdStep, thresholds_between, thresholds_on

__all__ = [
    "HISTORY_DAYS",
    "RECENT_DAYS",
    "ROBIN",
    "DemoAthlete",
    "DemoSource",
    "Marker",
    "Morning",
    "PlannedRace",
    "ThresholdStep",
    "markers_between",
    "morning_of",
    "races_between",
    "thresholds_between",
    "thresholds_on",
]
