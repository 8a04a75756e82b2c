"""Invented athletes whose hidden state is known, and what a watch would have recorded of them."""

from athletes.sources.simulator.athlete import SimulatedAthlete, simulate
from athletes.sources.simulator.diary import activities_on
from athletes.sources.simulator.events import Event
from athletes.sources.simulator.faults import FAULTS, FaultTruth, inject
from athletes.sources.simulator.profile import Profile, load_profile

__all__ = [
    "FAULTS",
    "Event",
    "FaultTruth",
    "Profile",
    "SimulatedAthlete",
    "activities_on",
    "inject",
    "load_profile",
    "simulate",
]
