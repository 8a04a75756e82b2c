"""The two things a workout is made of. Whether one makes sense is `validation`'s question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

type Item = Step | Repeat
type Workout = tuple[Item, ...]

Kind = Literal["warmup", "work", "recover", "cooldown"]
Target = Literal[
    "none",
    "power_zone",
    "hr_zone",
    "pace_zone",
    "power_pct",
    "hr_pct",
    "pace_pct",
    "power_w",
    "hr_bpm",
    "pace_s_per_km",
    "rpe",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
TARGETS: tuple[Target, ...] = get_args(Target)


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch at one target: exactly one of `duration_s` and `distance_m`.

    `low` and `high` are in the target's own numbers with low <= high, equal for a single value: zone numbers,
    RPE 1 to 10, W, bpm, s/km (so `low` is the faster pace). Per cent are of threshold power (`power_pct`), of
    the highest heart rate (`hr_pct`), and of threshold *speed* (`pace_pct`: 90 is slower than the threshold),
    all three as intervals.icu has them.
    """

    kind: Kind = "work"
    duration_s: int | None = None
    distance_m: float | None = None
    target: Target = "none"
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """`steps` in order, `repeats` times over. Repeats hold steps only, never repeats."""

    repeats: int
    steps: tuple[Step, ...]


def leaves(items: Iterable[Item]) -> Iterator[Step]:
    """Every step as often as it is done, in order."""
    for item in items:
        if isinstance(item, Repeat):
            for _ in range(item.repeats):
                yield from item.steps
        else:
            yield item
