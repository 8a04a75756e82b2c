"""An invented athlete whose training comes from a seed."""

from athletes.sources.demo.athlete import ROBIN, DemoAthlete
from athletes.sources.demo.source import HISTORY_DAYS, RECENT_DAYS, DemoSource
from athletes.sources.demo.thresholds import ThresholdStep, thresholds_between, thresholds_on

__all__ = [
    "HISTORY_DAYS",
    "RECENT_DAYS",
    "ROBIN",
    "DemoAthlete",
    "DemoSource",
    "ThresholdStep",
    "thresholds_between",
    "thresholds_on",
]
