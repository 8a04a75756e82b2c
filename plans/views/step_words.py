"""A workout's steps in words: what to do, for how long, and what that is in the athlete's own numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from athletes.sources.records import Sport
from config.core import formatting
from config.core.dates import EN_DASH
from config.core.formatting import Shown, Units
from metrics.science.thresholds import Thresholds
from plans.engine.steps import InvalidWorkout, Repeat, Step, from_json
from plans.engine.targets import Lack, Resolved, resolve

KINDS = {"warmup": "Warm up", "work": "Go", "recover": "Recover", "cooldown": "Cool down"}
ASKED = {
    "power_zone": "zone {} by power",
    "hr_zone": "zone {} by heart rate",
    "pace_zone": "zone {} by pace",
    "power_pct": "{} % of threshold power",
    "hr_pct": "{} % of highest heart rate",
    "pace_pct": "{} % of threshold speed",
}
"""Targets that hang on a threshold; the others say their numbers themselves."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """`times` is told of the first step of a repeat, `inside` of each; `lack` says what is missing."""

    kind: str
    length: str
    target: str
    asked: str
    note: str
    lack: str = ""
    times: int = 0
    inside: bool = False


def step_rows(steps: object, sport: str, thresholds: Thresholds, units: Units) -> list[StepRow]:
    """One row a step, repeats once; none for what cannot be read."""
    try:
        items = from_json(steps)
    except InvalidWorkout:
        return []
    rows: list[StepRow] = []
    for item in items:
        if isinstance(item, Repeat):
            rows.extend(_repeat(item, Sport(sport), thresholds, units))
        else:
            rows.append(_row(item, Sport(sport), thresholds, units))
    return rows


def _repeat(item: Repeat, sport: Sport, thresholds: Thresholds, units: Units) -> Iterator[StepRow]:
    for index, step in enumerate(item.steps):
        times = item.repeats if index == 0 else 0
        yield _row(step, sport, thresholds, units, times=times, inside=True)


def _row(
    step: Step,
    sport: Sport,
    thresholds: Thresholds,
    units: Units,
    *,
    times: int = 0,
    inside: bool = False,
) -> StepRow:
    found = resolve(step, sport, thresholds)
    return StepRow(
        kind=KINDS[step.kind],
        length=length_words(step, units),
        target="" if isinstance(found, Lack) else target_words(found, sport, units),
        asked=asked_words(step),
        note=step.note,
        lack=found.message if isinstance(found, Lack) else "",
        times=times,
        inside=inside,
    )


def length_words(step: Step, units: Units) -> str:
    """ "10 min", "1 min 30 s", "400 m"."""
    if step.duration_s is None:
        return formatting.distance(step.distance_m, units)
    minutes, seconds = divmod(step.duration_s, 60)
    if not minutes or not seconds:
        return formatting.duration_words(step.duration_s)
    whole = formatting.duration_words(minutes * 60)
    return f"{whole} {formatting.quantity(seconds, 's')}"


def asked_words(step: Step) -> str:
    """ "zone 2 by pace": what the step was written with; "" where it names its numbers."""
    if step.target not in ASKED or step.low is None or step.high is None:
        return ""
    low, high = f"{step.low:g}", f"{step.high:g}"
    return ASKED[step.target].format(low if low == high else f"{low}{EN_DASH}{high}")


def target_words(found: Resolved, sport: Sport, units: Units) -> str:
    """ "4:15–4:30 /km", "up to 180 W", "RPE 6"; as you feel without a target."""
    if found.unit == "none":
        return "as you feel"
    if found.unit == "rpe":
        return f"RPE {_span(_shown(found.low, found, sport, units), _shown(found.high, found, sport, units))}"
    low, high = _shown(found.low, found, sport, units), _shown(found.high, found, sport, units)
    if low is None or high is None:
        return _open(low, high, slower_is_more=found.unit == "s_per_km")
    return _span(low, high)


def _shown(value: float | None, found: Resolved, sport: Sport, units: Units) -> Shown | None:
    if value is None:
        return None
    if found.unit == "w":
        return formatting.power(value)
    if found.unit == "bpm":
        return formatting.heart_rate(value)
    if found.unit == "rpe":
        return Shown(f"{value:g}")
    return (
        formatting.swim_pace(value / 10, units) if sport is Sport.SWIMMING else formatting.pace(value, units)
    )


def _span(low: Shown | None, high: Shown | None) -> str:
    if low is None or high is None or low == high:
        return str(low or high or "")
    return f"{low.number}{EN_DASH}{high}"


def _open(low: Shown | None, high: Shown | None, *, slower_is_more: bool) -> str:
    """One side of a zone is open: the lowest zone has no least, the highest no most."""
    if low is None:
        return f"{'faster than' if slower_is_more else 'up to'} {high}"
    return f"{'slower than' if slower_is_more else 'from'} {low}{'' if slower_is_more else ' on'}"
