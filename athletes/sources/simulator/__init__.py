"""Invented athletes whose hidden state is known, and what a watch would have recorded of them."""

from athletes.sources.simulator.athlete import SimulatedAthlete, simulate
from athletes.sources.simulator.events import Event
from athletes.sources.simulator.profile import Profile, load_profile

__all__ = ["Event", "Profile", "SimulatedAthlete", "load_profile", "simulate"]
