"""What is compared, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

type Verdict = Literal["as planned", "longer", "shorter", "easier", "harder", "not done"]
type Basis = Literal["laps", "session"]

PARTLY_BELOW = 0.75


@dataclass(frozen=True, slots=True)
class Size:
    """A session as a whole, planned or done; None is not known. Strength has load 0, which says nothing."""

    minutes: float | None
    load: float | None = None


@dataclass(frozen=True, slots=True)
class Lap:
    """One lap and its means; None is not measured."""

    duration_s: float
    distance_m: float | None = None
    power_w: float | None = None
    hr_bpm: float | None = None
    speed_mps: float | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step of the workout, repeats counted out, beside the lap that was done for it.

    `planned` is {kind, duration_s, distance_m, unit, low, high} with absolute bounds in `unit` (w, bpm,
    s_per_km, rpe or none); `done` is {duration_s, distance_m, power_w, hr_bpm, speed_mps}, or None.
    """

    index: int
    planned: dict[str, Any]
    done: dict[str, Any] | None
    verdict: Verdict

    def to_json(self) -> dict[str, Any]:
        return {"index": self.index, "planned": self.planned, "done": self.done, "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Adherence:
    """How near a done session came to the planned one.

    `score` is 0…1 and falls with distance in either direction; `duration` and `load` are done over planned.
    All three are None when they cannot be known. `steps` is empty unless the laps tell of the steps.
    """

    score: float | None
    duration: float | None
    load: float | None
    basis: Basis
    steps: tuple[StepResult, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Clearly shorter than planned."""
        return self.duration is not None and self.duration < PARTLY_BELOW

    def to_json(self) -> dict[str, Any]:
        """Plain values, rounded to three digits."""
        return {
            "score": _rounded(self.score),
            "duration": _rounded(self.duration),
            "load": _rounded(self.load),
            "basis": self.basis,
            "steps": [step.to_json() for step in self.steps],
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
