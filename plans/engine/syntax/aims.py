"""Targets in words: Z2, Z3-Z4 HR, 75%, 85-90% HR, 250w, 140-150bpm, 4:00/km Pace, RPE 7."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from athletes.sources.records import Sport
from plans.engine.steps import Target
from plans.engine.syntax.numbers import print_range
from plans.engine.syntax.paces import print_paces, read_paces
from plans.engine.syntax.problems import Unreadable

NUMBER = r"(\d{1,4}(?:\.\d{1,16})?)"
ZONE = re.compile(r"z(\d{1,2})(?:-z?(\d{1,2}))?(?: (hr|pace|power))?")
PERCENT = re.compile(rf"{NUMBER}%?(?:-{NUMBER})?%(?: (hr|pace|power|ftp|lthr|mmp.*))?")
WATTS = re.compile(rf"{NUMBER}w?(?:-{NUMBER})?w(?: power)?")
BEATS = re.compile(rf"{NUMBER}(?:bpm)?(?:-{NUMBER})?bpm(?: hr)?")
RPE = re.compile(rf"rpe ?{NUMBER}(?:-{NUMBER})?")
FREE = ("", "freeride", "free")

SUFFIXES = {"hr": "hr", "pace": "pace", "power": "power", "ftp": "power"}
EXAMPLES = "Z2, 75%, 250w, 75-85% HR, 4:00/km Pace or RPE 7"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target and its numbers as written: a ramp may fall."""

    target: Target = "none"
    first: float | None = None
    last: float | None = None

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The smaller number first."""
        if self.first is None or self.last is None:
            return None, None
        return min(self.first, self.last), max(self.first, self.last)


def read_aim(text: str, sport: Sport | None) -> Aim | None:
    """The target these words say, None when they say none. Raises Unreadable."""
    words = re.sub(r" ?- ?", "-", " ".join(text.lower().split()))
    words = re.sub(r"(?<=\d) (?=(%|w|bpm)(\W|$))", "", words)
    if words in FREE:
        return Aim()
    if found := ZONE.fullmatch(words):
        return _aim(f"{_measure(found[3], sport)}_zone", found)
    if found := PERCENT.fullmatch(words):
        return _percent(found, sport)
    for pattern, target in ((WATTS, "power_w"), (BEATS, "hr_bpm"), (RPE, "rpe")):
        if found := pattern.fullmatch(words):
            return _aim(target, found)
    paces = read_paces(words, sport)
    return Aim("pace_s_per_km", *paces) if paces else None


def print_aim(target: Target, low: float, high: float, sport: Sport | None) -> str:
    """The words that are read as this target."""
    numbers = print_range(low, high)
    if target.endswith("_zone"):
        return f"Z{numbers.replace('-', '-Z')}{_suffix(target, sport)}"
    if target.endswith("_pct"):
        return f"{numbers}%{_suffix(target, sport)}"
    if target == "pace_s_per_km":
        return print_paces(low, high, sport)
    return f"RPE {numbers}" if target == "rpe" else numbers + {"power_w": "w", "hr_bpm": "bpm"}[target]


def _percent(found: re.Match[str], sport: Sport | None) -> Aim:
    suffix = found[3]
    if suffix and suffix not in SUFFIXES:
        instead = "Z4 HR, or 88% HR of the highest heart rate" if suffix == "lthr" else EXAMPLES
        raise Unreadable("TARGET_UNSUPPORTED", f"'% {suffix.upper()}' is not known here: write {instead}.")
    return _aim(f"{_measure(suffix, sport)}_pct", found)


def _measure(suffix: str | None, sport: Sport | None) -> str:
    if suffix:
        return SUFFIXES[suffix]
    return "pace" if sport in (Sport.RUNNING, Sport.SWIMMING) else "power"


def _aim(target: str, found: re.Match[str]) -> Aim:
    first = float(found[1])
    return Aim(cast("Target", target), first, float(found[2]) if found[2] else first)


def _suffix(target: Target, sport: Sport | None) -> str:
    measure = target.partition("_")[0]
    if measure == "power" and _measure(None, sport) == "power":
        return ""
    return {"hr": " HR", "pace": " Pace", "power": " Power"}[measure]
