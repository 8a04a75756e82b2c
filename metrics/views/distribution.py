"""Where the time goes: bars of weeks and the numbers beside them, as the page *Fitness* shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.core.formatting import Shown, duration, number, percent
from metrics.selectors.distribution import Distribution, WeekMix

MOST_BARS = 104
NAMES = ("Easy", "Middle", "Hard")
BOUNDS = ("below the first threshold", "between the two", "above the second")
TONES = ("z1", "z3", "z5")
GOALS = {"easy": "Easy or long", "steady": "Tempo or threshold", "hard": "Intervals or race"}
SOURCES = {"power": "power", "pace": "pace", "heart_rate": "heart rate", "hr_max": "highest heart rate"}
METHODS = {
    "named": "as you said",
    "intervals": "by the efforts in them",
    "intensity": "by intensity",
    "zones": "by time in zones",
}
HEIGHT, WIDTH, GAP = 100.0, 10.0, 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One zone: its name and bounds, time, percent of the whole, and tone."""

    name: str
    bounds: str
    seconds: float
    percent: float
    tone: str


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle of a week's bar, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week in the table, its shares in percent; None in a week without time."""

    start: date
    total_s: float
    percents: tuple[float, ...] | None


def distribution_context(spread: Distribution) -> dict[str, Any]:
    """`spread` and its parts, bars, weeks and words; `spread` is None where no time was measured in zones."""
    shares = spread.shares
    if shares is None:
        return {"spread": None}
    weeks = spread.weeks[-MOST_BARS:]
    longest = max(week.total_s for week in weeks)
    return {
        "spread": spread,
        "parts": [
            Part(NAMES[zone], BOUNDS[zone], spread.three[zone], 100 * share, TONES[zone])
            for zone, share in enumerate(shares)
        ],
        "blocks": _blocks(weeks, longest),
        "drawing_width": WIDTH * len(weeks),
        "first_week": weeks[0].start,
        "longest": duration(longest, seconds=False),
        "spread_weeks": [_row(week) for week in reversed(weeks)],
        "spread_words": _words(spread),
        "goals": [(GOALS[each.goal], each.sessions, each.seconds) for each in spread.goals if each.sessions],
        "made_from": _listed(spread.sources, SOURCES),
        "known_by": _listed(spread.methods, METHODS),
        "index": _index(spread.index),
    }


def _blocks(weeks: Sequence[WeekMix], longest_s: float) -> list[Block]:
    """Easy below, hard on top; the longest week fills the height."""
    blocks = []
    for index, week in enumerate(weeks):
        top = HEIGHT
        for seconds, tone in zip(week.seconds, TONES, strict=True):
            height = HEIGHT * seconds / longest_s if longest_s else 0.0
            top -= height
            if height:
                blocks.append(Block(index * WIDTH + GAP / 2, top, WIDTH - GAP, height, tone))
    return blocks


def _row(week: WeekMix) -> WeekRow:
    total = week.total_s
    percents = tuple(100 * each / total for each in week.seconds) if total else None
    return WeekRow(week.start, total, percents)


def _words(spread: Distribution) -> str:
    """What the shares are called in the field, in a sentence."""
    easy, middle, hard = spread.shares or (0.0, 0.0, 0.0)
    share = percent(100 * easy)
    if spread.is_polarised:
        return f"{share} of the time was easy, and more of the rest hard than in the middle: polarised."
    if easy > middle > hard:
        return f"{share} of the time was easy, less in the middle and least hard: a pyramid."
    if middle >= easy:
        return "Most of the time was in the middle, neither easy nor hard."
    return f"{share} of the time was easy."


def _index(value: float | None) -> Shown:
    return number(value, 2)


def _listed(counts: dict[Any, int], names: dict[str, str]) -> str:
    """ "power 12, heart rate 3": most frequent first."""
    ordered = sorted(counts.items(), key=lambda each: -each[1])
    return ", ".join(f"{names[name]} {number(count)}" for name, count in ordered)
