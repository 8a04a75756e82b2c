"""From steps to the text that is read back as the same steps."""

from __future__ import annotations

from itertools import groupby
from typing import Protocol

from athletes.sources.records import Sport
from plans.engine.steps import Item, Kind, Repeat, Step, Workout
from plans.engine.syntax.aims import print_aim
from plans.engine.syntax.cues import PRINTED, print_note
from plans.engine.syntax.lengths import print_distance, print_time


class Told(Protocol):
    """Minutes and load, as a prediction and a session of the catalogue have them."""

    @property
    def minutes(self) -> int: ...

    @property
    def load(self) -> int: ...


def print_workout(items: Workout, sport: Sport | None = None, told: Told | None = None) -> str:
    """The text of a valid workout, ending in a line break.

    With `told` its first line is "# 45 min, load 52", which readers skip.
    """
    blocks = [f"# {told.minutes} min, load {told.load}"] if told else []
    for section, group in groupby(items, key=_section):
        blocks.extend(_blocks(section, list(group), sport))
    return "\n\n".join(blocks) + "\n"


def _section(item: Item) -> Kind | None:
    """None for a repeat, "work" for all that needs no heading."""
    if isinstance(item, Repeat):
        return None
    return item.kind if item.kind in ("warmup", "cooldown") else "work"


def _blocks(section: Kind | None, items: list[Item], sport: Sport | None) -> list[str]:
    if section is None:
        return [_repeat(item, sport) for item in items if isinstance(item, Repeat)]
    heading = [] if section == "work" else [PRINTED[section]]
    steps = [_step(item, section, sport) for item in items if isinstance(item, Step)]
    return ["\n".join([*heading, *steps])]


def _repeat(item: Repeat, sport: Sport | None) -> str:
    return "\n".join([f"{item.repeats}x", *(_step(step, "work", sport) for step in item.steps)])


def _step(step: Step, section: Kind, sport: Sport | None) -> str:
    kind = "" if step.kind == section else PRINTED[step.kind]
    note = print_note(step.note, sport) if step.note else ""
    aim = "" if step.low is None or step.high is None else print_aim(step.target, step.low, step.high, sport)
    return " ".join(filter(None, ("-", kind, note, _length(step, sport), aim)))


def _length(step: Step, sport: Sport | None) -> str:
    if step.duration_s is not None:
        return print_time(step.duration_s, sport)
    return print_distance(step.distance_m or 0.0)
