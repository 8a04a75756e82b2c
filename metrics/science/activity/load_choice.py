"""Which of the ways to compute a load applies, and why the better ones did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from athletes.sources.records import Sport
from metrics.science.activity.numbers import LoadMethod

COVERAGE = 0.5
"""A sensor that was there for less than half of the time says nothing about the rest."""

ORDER: dict[Sport, tuple[LoadMethod, ...]] = {
    Sport.CYCLING: ("power", "heart_rate", "rpe"),
    Sport.RUNNING: ("pace", "running_power", "heart_rate", "rpe"),
    Sport.SWIMMING: ("pace", "heart_rate", "rpe"),
}
OTHER_ORDER: tuple[LoadMethod, ...] = ("heart_rate", "rpe", "duration")

NAMES: dict[LoadMethod, str] = {
    "power": "power",
    "pace": "pace",
    "running_power": "running power",
    "heart_rate": "heart rate",
    "rpe": "RPE",
    "duration": "duration",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One method's load and intensity, or what it lacked."""

    load: float | None = None
    intensity: float | None = None
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The load that counts; `reason` names what better methods lacked, None when the first one applied."""

    load: float | None
    intensity: float | None
    method: LoadMethod | None
    reason: str | None


def methods(sport: Sport) -> tuple[LoadMethod, ...]:
    """The methods of a sport, best first."""
    return ORDER.get(sport, OTHER_ORDER)


def choose(candidates: Sequence[tuple[LoadMethod, Candidate]]) -> Choice:
    """The first candidate with a load; without any, load and method are None and the reason names all."""
    skipped: list[str] = []
    for method, candidate in candidates:
        if candidate.load is not None:
            return Choice(candidate.load, candidate.intensity, method, "; ".join(skipped) or None)
        skipped.append(f"{NAMES[method]}: {candidate.lacks}")
    return Choice(None, None, None, "; ".join(skipped) or None)
