"""The twenty rules and what they say of a plan, in words and units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.core import formatting
from config.core.dates import EN_DASH
from plans.engine.rules import RULES

type Show = Callable[[float], str]


def _percent(value: float) -> str:
    return formatting.percent(100 * value)


def _points(value: float) -> str:
    return formatting.signed(value, 1)


def _count(value: float) -> str:
    return formatting.number(value)


def _number(value: float) -> str:
    return formatting.number(value, 1)


def _of(singular: str, plural: str) -> Show:
    return lambda value: f"{formatting.number(value)} {singular if value == 1 else plural}"


_days, _weeks = _of("day", "days"), _of("week", "weeks")
_seconds = _of("second", "seconds")

SHOWS: Mapping[int, Show] = {
    1: _points,
    2: _percent,
    3: _percent,
    4: _percent,
    5: _percent,
    6: _of("pair", "pairs"),
    7: _days,
    8: _number,
    9: _percent,
    10: _days,
    11: _percent,
    12: _points,
    13: _percent,
    14: _percent,
    15: _of("day or week over", "days or weeks over"),
    16: _of("week or phase without", "weeks or phases without"),
    17: _weeks,
    18: _of("conflict", "conflicts"),
    19: _percent,
    20: _seconds,
}
UNSEEN = "not shared with you"
"""Instead of a value that tells how fit somebody is, or what was done."""

LEAST = frozenset({7, 11, 17, 19})
"""Rules whose threshold is the least that is asked for."""

MEANINGS: Mapping[int, str] = {
    1: "Fitness that rises faster is followed by injuries more often.",
    2: "The single longest run is what overloads most.",
    3: "Beyond this the long run costs more than it gives, and the rest of the week is too small beside it.",
    4: "A week may hold a little more than the largest of the three before.",
    5: "Every fourth week is lighter, and clearly so, for the others to take effect.",
    6: "Two hard days need an easy one between them.",
    7: "One day of the week stays free.",
    8: "Days that are all alike tire more than the same load with easy and hard days.",
    9: "The last fortnight has clearly less volume, but not nothing.",
    10: "Shorter and you start tired, longer and fitness goes.",
    11: "As often as before, and some of it fast: only the volume shrinks.",
    12: "Fresh, and not yet out of training.",
    13: "What the taper costs in fitness.",
    14: "Most of the time is easy, so that the hard parts can be hard.",
    15: "Sessions fit the days and hours that you have.",
    16: "Weeks differ, phases have several kinds of session, the last weeks what the race asks for.",
    17: "Two strength sessions a week while there is time for it, none right before the race.",
    18: "Nothing on race days, and nothing tiring right before them.",
    19: "When a plan is made again, most of it stays.",
    20: "The same wish gives the same plan.",
}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """`verdict` is one of kept, broken and open (does not apply)."""

    number: int
    name: str
    meaning: str
    source: str
    is_hard: bool
    value: str
    threshold: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say altogether; broken ones first."""

    rows: list[CheckRow]

    @property
    def broken(self) -> list[CheckRow]:
        return [row for row in self.rows if row.verdict == "broken"]

    @property
    def applying(self) -> int:
        return sum(row.verdict != "open" for row in self.rows)

    @property
    def of(self) -> str:
        """ "of 16": what stands beside the number of those that are kept."""
        return f"of {self.applying}"

    @property
    def kept(self) -> int:
        return sum(row.verdict == "kept" for row in self.rows)


def checked(checks: Sequence[Mapping[str, Any]]) -> Checked:
    """From the `checks` of a plan."""
    stored = {each["rule"]: each for each in checks}
    rows = [_row(stored[rule.number]) for rule in RULES if rule.number in stored]
    order = {"broken": 0, "kept": 1, "open": 2}
    return Checked(sorted(rows, key=lambda row: order[row.verdict]))


def _row(check: Mapping[str, Any]) -> CheckRow:
    number = check["rule"]
    rule, show = RULES[number - 1], SHOWS[number]
    value, applies = check["value"], check["applies"]
    return CheckRow(
        number=number,
        name=rule.name,
        meaning=MEANINGS[number],
        source=rule.source,
        is_hard=rule.kind == "hard",
        value=_value(value, show) if applies else EN_DASH,
        threshold=_threshold(number, check["threshold"], show),
        verdict=("kept" if check["passed"] else "broken") if applies else "open",
    )


def _value(value: float | None, show: Show) -> str:
    """A rule that applies has one; who may not see it has none."""
    return UNSEEN if value is None else show(value)


def _threshold(number: int, threshold: Any, show: Show) -> str:
    if isinstance(threshold, list | tuple):
        low, high = (show(float(each)) for each in threshold)
        return f"{low} to {high}"
    if not threshold:
        return "none"
    return f"{'at least' if number in LEAST else 'at most'} {show(float(threshold))}"
