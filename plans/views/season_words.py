"""The season of a plan as a page tells it: phases one after the other, weeks as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.core import formatting
from plans.selectors.plan import Kept, Overview, PhaseRow, WeekRow

PHASES = {
    "base": ("Base", "Endurance before anything else."),
    "build": ("Build", "What carries the specific work later."),
    "specific": ("Specific", "Ever more like the race."),
    "taper": ("Taper", "Less of everything but the sharp parts."),
    "recovery": ("Recovery", "Easy days after the race."),
}
KINDS = {"recovery": "Recovery week", "taper": "Taper", "race": "Race week"}
"""What is said of a week beside its phase: see `week_words`."""

TONES = {"build": "is-fitness", "recovery": "is-fresh", "taper": "is-power", "race": "is-heart"}

WIDTH, GAP = 10.0, 2.0


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """`when` is past, now or ahead; `kept` is "" before anything was due."""

    name: str
    purpose: str
    start: date
    end: date
    length: str
    when: str
    kept: str


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week and its bar: `x` and `height` in a drawing 100 high; `words` are of `week_words`."""

    number: int
    row: WeekRow
    words: str
    tone: str
    x: float
    height: float
    when: str

    @property
    def y(self) -> float:
        return 100 - self.height

    @property
    def seconds(self) -> int:
        return 60 * self.row.planned_min


def phase_steps(overview: Overview, today: date, classes: frozenset[str]) -> list[PhaseStep]:
    return [
        PhaseStep(
            *PHASES[row.name],
            start=row.start,
            end=row.end,
            length=_length(row, overview.weeks),
            when=when(row.start, row.end, today),
            kept=kept_words(row.kept, classes),
        )
        for row in overview.phases
    ]


def week_bars(overview: Overview, today: date) -> list[WeekBar]:
    most = max((row.planned_load for row in overview.weeks), default=0) or 1
    return [
        WeekBar(
            number=index + 1,
            row=row,
            words=week_words(row.phase, row.kind),
            tone=TONES[row.kind],
            x=index * WIDTH,
            height=round(100 * row.planned_load / most, 1),
            when=when(row.start, row.end, today),
        )
        for index, row in enumerate(overview.weeks)
    ]


def week_words(phase: str, kind: str) -> str:
    """ "Base", "Base, recovery week", "Taper", "Race week": what a week is, on whichever page."""
    name, more = PHASES.get(phase, ("", ""))[0], KINDS.get(kind, "")
    if not more or phase == kind:
        return name
    return f"{name}, {more.lower()}" if name and kind == "recovery" else more


def drawing_width(bars: Sequence[WeekBar]) -> float:
    return max(len(bars) * WIDTH - GAP, 1)


def kept_words(kept: Kept, classes: frozenset[str]) -> str:
    """ "3 of 4 sessions done, 91 % as planned"; "" before anything was due. Per cent need the activities."""
    if not kept.due:
        return ""
    words = f"{kept.done} of {kept.due} session{'s' if kept.due > 1 else ''} done"
    if kept.score is None or "activities" not in classes:
        return words
    return f"{words}, {formatting.percent(100 * kept.score)} as planned"


def when(start: date, end: date, today: date) -> str:
    return "past" if end <= today else "now" if start <= today else "ahead"


def _length(row: PhaseRow, weeks: Sequence[WeekRow]) -> str:
    """In weeks of the plan, so that phases add up to it; in days where no week is mostly of the phase."""
    count = sum(each.phase == row.name and each.start < row.end and row.start < each.end for each in weeks)
    count, unit = (count, "week") if count else ((row.end - row.start).days, "day")
    return f"{count} {unit}{'s' if count > 1 else ''}"
