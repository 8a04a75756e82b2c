"""Readiness in words: what the day is good for, what speaks for and against it, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from config.core import dates, formatting
from config.core.formatting import Number
from metrics.science.recovery.readiness import (
    POINTS_PER_WEIGHT,
    WEIGHTS,
    Z_LIMIT,
    Caveat,
    Part,
    level_of,
)
from metrics.selectors.readiness import Measured, OverrideHistory, Readiness

LEVELS = {
    "rest": "Rest today",
    "easy": "Take it easy",
    "normal": "Train as planned",
    "hard": "Ready for hard work",
}
LABELS = {
    "hrv": "HRV of the week",
    "resting_hr": "Resting heart rate",
    "sleep": "Last night's sleep",
    "form": "Form",
    "own_word": "Own word",
}
TERMS = {"hrv": "hrv", "resting_hr": "resting_hr", "form": "form", "own_word": "own_word"}
SHOWN: dict[str, Callable[[Number], str]] = {
    "hrv": formatting.milliseconds,
    "resting_hr": formatting.heart_rate,
    "sleep": formatting.duration_words,
    "form": formatting.signed,
    "own_word": lambda value: f"{formatting.number(value, 1)} of 5",
}
UNMEASURED = {
    "hrv": "fewer than three nights of the last seven",
    "resting_hr": "no value of today yet",
    "sleep": "no night of today yet",
    "form": "it needs some weeks of recent training",
    "own_word": "no check-in of today",
}
NOTICED = 2.0
"""Points that are worth a mention."""

MOST_POINTS = POINTS_PER_WEIGHT * Z_LIMIT * max(map(abs, WEIGHTS.values()))


@dataclass(frozen=True)
class Driver:
    """A line of the picture: its bar goes from the middle (100) of 200 to the side of its sign."""

    key: str
    label: str
    term: str
    value: str
    usual: str
    points: str
    is_against: bool
    bar_width: float

    @property
    def bar_x(self) -> float:
        return 100 - self.bar_width if self.is_against else 100


@dataclass(frozen=True)
class Missing:
    """What could count and is not known; `inside` is its label within a sentence."""

    label: str
    inside: str
    why: str


@dataclass(frozen=True)
class Picture:
    """All that is shown of a readiness; `is_weak` when less than half of what could count is known."""

    title: str
    score: str
    sentence: str
    drivers: Sequence[Driver]
    missing: Sequence[Missing]
    caveats: Sequence[str]
    basis: str
    is_weak: bool
    computed: str


def picture(found: Readiness) -> Picture:
    """`title` is what counts, the athlete's verdict before the computed level."""
    return Picture(
        title=LEVELS[found.level] if found.level else "Not enough to judge the day",
        score=formatting.number(found.score),
        sentence=_sentence(found.computed.parts) if found.score is not None else "",
        drivers=[_driver(part, found.measured[part.key]) for part in found.computed.parts],
        missing=[Missing(LABELS[key], _inside(key), _why(key, found.measured[key])) for key in found.missing],
        caveats=list(_caveats(found)),
        basis=f"{len(found.computed.parts)} of {len(WEIGHTS)} parts",
        is_weak=Caveat.FEW_PARTS in found.computed.caveats,
        computed=LEVELS[found.computed.level.value] if found.computed.level else "",
    )


def hero(found: Readiness, form: float | None) -> str:
    """Readiness and form in one sentence; "" when the day cannot be judged."""
    if not found.level:
        return ""
    known = f"readiness {formatting.number(found.score)} of 100" if found.score is not None else ""
    if found.override:
        known = f"your own verdict, {known}" if known else "your own verdict"
    form_words = f", form {formatting.signed(form)}" if form is not None else ""
    return f"{LEVELS[found.level]}: {known}{form_words}."


def history_words(history: OverrideHistory) -> str:
    """ "In the last 90 days you overruled 4 times: 3 times for less, once for more."; "" without any."""
    if not history.rows:
        return ""
    sides = [
        f"{_times(count)} for {side}"
        for count, side in ((history.easier, "less"), (history.harder, "more"))
        if count
    ]
    directions = f": {', '.join(sides)}" if sides else ""
    return (
        f"In the last {history.days} days the numbers were overruled {_times(len(history.rows))}{directions}."
    )


def computed_words(score: float | None) -> str:
    """What was computed on a day that was overruled."""
    if score is None:
        return "nothing computed"
    return f"computed {formatting.number(score)}: {LEVELS[level_of(score).value].lower()}"


def _sentence(parts: Sequence[Part]) -> str:
    """ "Pulled down by HRV of the week (−10), lifted by form (+4)."."""
    down = [part for part in parts if part.points <= -NOTICED]
    up = [part for part in parts if part.points >= NOTICED]
    if not down and not up:
        return "Everything is close to what is usual."
    said = [
        f"{verb} by {_listed([f'{_inside(part.key)} ({formatting.signed(part.points)})' for part in each])}"
        for verb, each in (("pulled down", down), ("lifted", up))
        if each
    ]
    text = ", ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _driver(part: Part, measured: Measured) -> Driver:
    shown = SHOWN[part.key]
    return Driver(
        key=part.key,
        label=LABELS[part.key],
        term=TERMS.get(part.key, ""),
        value=shown(measured.value),
        usual=f"usual {shown(measured.usual)}" if measured.usual is not None else "",
        points=formatting.signed(part.points),
        is_against=part.points < 0,
        bar_width=round(min(abs(part.points) / MOST_POINTS, 1.0) * 100, 1),
    )


def _why(key: str, measured: Measured) -> str:
    if measured.value is None:
        return UNMEASURED[key]
    return f"{measured.known_days} of {measured.needed_days} days for what is usual"


def _caveats(found: Readiness) -> Iterator[str]:
    if Caveat.ILL in found.computed.caveats:
        yield (
            f"You marked an illness since {_day(found.ill_since)}. Rest while there are symptoms, and do "
            "nothing hard until a day or two after the last of them. With fever or pain in the chest ask a "
            "doctor."
        )
    if Caveat.HIGH_HRV in found.computed.caveats:
        yield (
            "HRV is above its band, but performance is not: that happens in overreaching too, so it lifts "
            f"nothing here.{_efficiency(found.efficiency_pct)}"
        )
    if Caveat.LOW_FORM in found.computed.caveats:
        yield "Form is very low: whatever the other parts say, an easy day serves you better than a hard one."


def _efficiency(change_pct: float | None) -> str:
    if change_pct is None or change_pct >= 0:
        return ""
    return f" Efficiency fell by {formatting.percent(-change_pct)} in two weeks."


def _day(value: date | None) -> str:
    return dates.full_day(value)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if words[1:] else words[0]


def _inside(key: str) -> str:
    label = LABELS[key]
    return label if label.startswith("HRV") else label[0].lower() + label[1:]
