"""One session of the catalogue, and what its kind says about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from athletes.sources.records import Sport
from metrics.science.thresholds import Thresholds
from plans.engine.prediction import predict
from plans.engine.steps import Workout
from plans.engine.targets import Lack

type Experience = Literal["novice", "intermediate", "advanced"]
type SessionKind = Literal[
    "recovery",
    "easy",
    "steady",
    "strides",
    "technique",
    "long",
    "tempo",
    "threshold",
    "vo2max",
    "race_pace",
    "marathon_pace",
    "hills",
    "sprint",
    "openers",
    "strength",
    "race",
]

QUALITY: frozenset[SessionKind] = frozenset(
    {"tempo", "threshold", "vo2max", "race_pace", "marathon_pace", "hills", "sprint", "race"}
)
"""Key sessions: they ask for fresh legs, and for 48 hours until the next. The long one is none of them."""

PURPOSES: dict[SessionKind, str] = {
    "recovery": "Loosens up and leaves you fresher than before.",
    "easy": "Builds endurance at an effort you could talk at.",
    "steady": "Builds endurance a notch above easy, still below the first threshold.",
    "strides": "Easy endurance with short relaxed accelerations that keep the stride quick.",
    "technique": "Drills for a better stroke: slow, exact, never tired.",
    "long": "Builds endurance and resilience for long efforts.",
    "tempo": "Sustained work between the thresholds: raises the pace you can hold for hours.",
    "threshold": "Cruise intervals at the threshold: raise the pace you can hold for an hour.",
    "vo2max": "Intervals above the threshold: raise the highest oxygen uptake.",
    "race_pace": "Practises the pace of the race in parts.",
    "marathon_pace": "Practises marathon pace, its feel and its fuelling.",
    "hills": "Short climbs: strength and power without top speed.",
    "sprint": "Short all-out efforts with full rest: power and coordination.",
    "openers": "Wakes the legs for the race without tiring them.",
    "strength": "Strength for economy and resilience.",
    "race": "The race itself.",
}


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A session: `kind`, `sport` and `minutes` name it, no two in a catalogue share all three.

    `minutes` is a multiple of 5 and exactly the steps' sum, the three zones' minutes sum to it. `load` is
    whole, and 0 for strength, whose minutes count as zone 1. `is_hard` asks for 48 hours around it,
    `is_quality` marks key sessions, `is_impact` those that pound the legs.
    """

    kind: SessionKind
    sport: Sport
    minutes: int
    load: int
    z1_min: int
    z2_min: int
    z3_min: int
    is_hard: bool
    is_quality: bool
    is_long: bool
    is_impact: bool
    purpose: str
    steps: Workout


def entry(kind: SessionKind, sport: Sport, steps: Workout, thresholds: Thresholds) -> CatalogueEntry:
    """The session of these steps, with the numbers that any workout of the same steps gets."""
    told = predict(steps, sport, thresholds)
    if isinstance(told, Lack):
        raise ValueError(told.message)
    return CatalogueEntry(
        kind=kind,
        sport=sport,
        minutes=told.minutes,
        load=told.load,
        z1_min=told.z1_min,
        z2_min=told.z2_min,
        z3_min=told.z3_min,
        is_hard=kind in QUALITY,
        is_quality=kind in QUALITY,
        is_long=kind == "long",
        is_impact=sport is Sport.RUNNING,
        purpose=PURPOSES[kind],
        steps=steps,
    )
