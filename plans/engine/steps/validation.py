"""What makes a workout a workout: every fault has a name, a place and a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from plans.engine.steps.model import KINDS, TARGETS, Item, Repeat, Step, Target, Workout, leaves

MOST_STEPS, MOST_REPEATS, MOST_NOTE = 200, 99, 200
LONGEST_S, LONGEST_M = 86_400, 500_000.0

LIMITS: dict[Target, tuple[float, float]] = {
    "power_zone": (1, 7),
    "hr_zone": (1, 5),
    "pace_zone": (1, 6),
    "power_pct": (1, 500),
    "hr_pct": (20, 120),
    "pace_pct": (20, 200),
    "power_w": (1, 3000),
    "hr_bpm": (30, 250),
    "pace_s_per_km": (60, 6000),
    "rpe": (1, 10),
}
"""Lowest and highest number of each target: wide enough for people, narrow enough to catch another unit."""

NAMES: dict[Target, str] = {
    "power_zone": "A power zone",
    "hr_zone": "A heart rate zone",
    "pace_zone": "A pace zone",
    "power_pct": "Per cent of threshold power",
    "hr_pct": "Per cent of the highest heart rate",
    "pace_pct": "Per cent of threshold speed",
    "power_w": "Power in watts",
    "hr_bpm": "A heart rate",
    "pace_s_per_km": "A pace in seconds per kilometre",
    "rpe": "RPE",
}

FORBIDDEN_IN_NOTES = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of what would break a line, or no text at all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` is where, as in "steps[2].steps[0]"; `message` says what to write instead."""

    code: str
    path: str
    message: str


class InvalidWorkout(ValueError):
    """A workout with `faults`, one or more."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{each.path}: {each.message}" for each in faults))


def checked(items: Workout) -> Workout:
    """The same workout. Raises InvalidWorkout."""
    if found := faults(items):
        raise InvalidWorkout(found)
    return items


def faults(items: Workout) -> tuple[Fault, ...]:
    """Everything that is wrong, in order; empty for a workout that can be done."""
    if not items:
        return (Fault("WORKOUT_EMPTY", "steps", "Give at least one step."),)
    found = [fault for index, item in enumerate(items) for fault in _item_faults(item, f"steps[{index}]")]
    if not found and sum(1 for _ in leaves(items)) > MOST_STEPS:
        found = [Fault("TOO_MANY_STEPS", "steps", f"At most {MOST_STEPS} steps, repeats counted out.")]
    return tuple(found)


def _item_faults(item: Item, path: str) -> Iterator[Fault]:
    if isinstance(item, Step):
        yield from step_faults(item, path)
        return
    if not 1 <= item.repeats <= MOST_REPEATS:
        yield Fault("REPEAT_COUNT", path, f"Repeat between 1 and {MOST_REPEATS} times.")
    if not item.steps:
        yield Fault("REPEAT_EMPTY", path, "A repeat needs steps.")
    for index, step in enumerate(item.steps):
        if isinstance(step, Repeat):
            yield Fault("REPEAT_NESTED", f"{path}.steps[{index}]", "A repeat holds steps, not repeats.")
        else:
            yield from step_faults(step, f"{path}.steps[{index}]")


def step_faults(step: Step, path: str = "step") -> Iterator[Fault]:
    """What is wrong with one step."""
    if step.kind not in KINDS:
        yield Fault("KIND_UNKNOWN", path, f"A step is one of {', '.join(KINDS)}.")
    yield from _length_faults(step, path)
    if step.target not in TARGETS:
        yield Fault("TARGET_UNKNOWN", path, f"A target is one of {', '.join(TARGETS)}.")
    else:
        yield from _target_faults(step, path)
    if len(step.note) > MOST_NOTE or any(
        unicodedata.category(each) in FORBIDDEN_IN_NOTES for each in step.note
    ):
        yield Fault("NOTE_INVALID", path, f"A note is one line of at most {MOST_NOTE} characters.")


def _length_faults(step: Step, path: str) -> Iterator[Fault]:
    duration_s, distance_m = step.duration_s, step.distance_m
    if duration_s is None and distance_m is None:
        yield Fault("LENGTH_MISSING", path, "Give a duration or a distance.")
    elif duration_s is not None and distance_m is not None:
        yield Fault("LENGTH_TWICE", path, "Give a duration or a distance, not both.")
    elif duration_s is not None and not 1 <= duration_s <= LONGEST_S:
        yield Fault("DURATION_OUT_OF_RANGE", path, "A step takes between 1 second and 24 hours.")
    elif distance_m is not None and not 1 <= distance_m <= LONGEST_M:
        yield Fault("DISTANCE_OUT_OF_RANGE", path, "A step is between 1 m and 500 km long.")


def _target_faults(step: Step, path: str) -> Iterator[Fault]:
    low, high = step.low, step.high
    if step.target == "none":
        if low is not None or high is not None:
            yield Fault("TARGET_VALUE_UNWANTED", path, "A step without target has no numbers.")
        return
    if low is None or high is None:
        yield Fault("TARGET_VALUE_MISSING", path, "Give the target's low and high, equal for a single value.")
        return
    lowest, highest = LIMITS[step.target]
    if not all(lowest <= each <= highest for each in (low, high)):
        yield Fault(
            "VALUE_OUT_OF_RANGE", path, f"{NAMES[step.target]} lies between {lowest:g} and {highest:g}."
        )
    elif step.target.endswith("_zone") and (low % 1 or high % 1):
        yield Fault("ZONE_NOT_WHOLE", path, "Zones are whole numbers.")
    elif low > high:
        yield Fault("RANGE_REVERSED", path, "low is the smaller number (for paces: the faster one).")
