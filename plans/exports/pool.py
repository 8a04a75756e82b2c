"""A pool has walls: distances in it are whole lengths."""

from __future__ import annotations

from athletes.sources.records import Sport
from plans.engine.prediction import rounded
from plans.engine.steps import Step

LENGTH_M = 25


def distance_of(step: Step, sport: Sport) -> float | None:
    """The step's distance in m, in the water the nearest number of lengths that can be swum."""
    if step.distance_m is None or sport is not Sport.SWIMMING:
        return step.distance_m
    return float(max(rounded(step.distance_m / LENGTH_M), 1) * LENGTH_M)


def is_rest(step: Step, sport: Sport) -> bool:
    """A recovery by the clock is waited out at the wall."""
    return sport is Sport.SWIMMING and step.kind == "recover" and step.duration_s is not None
