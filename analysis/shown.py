"""Values of a pack as people read them. Formatting itself is `config.core.formatting`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from config.core import dates, formatting
from config.core.formatting import NARROW_SPACE, Shown, Units

NOUNS = {"activities": ("activity", "activities"), "steps": ("step", "steps")}
SIGNED = frozenset({"form"})
HEIGHTS = frozenset({"ascent", "altitude"})

FORMATS: dict[str, Callable[[float], Shown]] = {
    "load": formatting.load,
    "load/week": lambda value: formatting.number(value, 1),
    "bpm": formatting.heart_rate,
    "rpm": lambda value: formatting.quantity(value, "rpm", 1),
    "ms": formatting.milliseconds,
    "W": formatting.power,
    "s": formatting.duration_words,
    "%": formatting.percent,
    "kJ": formatting.work,
    "": lambda value: formatting.number(value, 1),
}
WITH_UNITS: dict[str, Callable[[float, Units], Shown]] = {
    "m": formatting.distance,
    "kg": formatting.weight,
    "s/km": formatting.pace,
    "s/100m": formatting.swim_pace,
}


def show(value: float | date, metric: str, unit: str, units: Units) -> str:
    """ "−12", "1 day", "7 h 42 min"; a day is "Tue 3 Mar" and never "yesterday", since texts are kept."""
    if isinstance(value, date):
        return f"{dates.weekday(value)} {value.day} {dates.month(value)}"
    if unit == "d":
        return _counted(value, ("day", "days"))
    if unit == "count":
        return _counted(value, NOUNS.get(metric.rpartition("_")[2], ("time", "times")))
    if metric == "correlation":
        return formatting.number(value, 2, signed=True)
    if metric in HEIGHTS:
        return formatting.elevation(value, units)
    if metric in SIGNED:
        return formatting.signed(value)
    if metric.endswith("_share"):
        return formatting.percent(100 * value)
    if unit == "m/s":
        return formatting.pace_of(value, metric.partition("_")[0], units)
    if unit in WITH_UNITS:
        return WITH_UNITS[unit](value, units)
    return FORMATS.get(unit, formatting.number)(value)


def show_change(value: float, unit: str, units: Units, metric: str = "") -> str:
    """The size of a difference, since the sentence around it says whether it is more or less."""
    is_kept = metric.endswith("_share") or unit == "count"
    return show(abs(value), metric if is_kept else "", unit, units)


def _counted(value: float, nouns: tuple[str, str]) -> str:
    count = formatting.number(value)
    return f"{count}{NARROW_SPACE}{nouns[0] if value == 1 else nouns[1]}"
