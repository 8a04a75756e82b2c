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
KINDS = {
    "build": ("", "is-fitness"),
    "recovery": ("Recovery week", "is-fresh"),
    "taper": ("Taper", "is-power"),
    "race": ("Race week", "is-heart"),
}
"""What is said of a week, and the tone of its bar."""

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
    """One week and its bar: `x` and `height` in a drawing 100 high."""

    number: int
    row: WeekRow
    kind: str
    tone: str
    phase: str
    x: float
    height: float
    when: str

    @property
    def y(self) -> float:
        return 100 - self.height

    @property
    def seconds(self) -> int:
        return 60 * self.row.planned_min


def phase_steps(overview: Overview, today: date) -> list[PhaseStep]:
    return [
        PhaseStep(
            *PHASES[row.name],
            start=row.start,
            end=row.end,
            length=_length(row),
            when=when(row.start, row.end, today),
            kept=kept_words(row.kept),
        )
        for row in overview.phases
    ]


def week_bars(overview: Overview, today: date) -> list[WeekBar]:
    most = max((row.planned_load for row in overview.weeks), default=0) or 1
    return [
        WeekBar(
            number=index + 1,
            row=row,
            kind=KINDS[row.kind][0],
            tone=KINDS[row.kind][1],
            phase=_phase_of(row, overview.phases),
            x=index * WIDTH,
            height=round(100 * row.planned_load / most, 1),
            when=when(row.start, row.end, today),
        )
        for index, row in enumerate(overview.weeks)
    ]


def drawing_width(bars: Sequence[WeekBar]) -> float:
    return max(len(bars) * WIDTH - GAP, 1)


def kept_words(kept: Kept) -> str:
    """ "3 of 4 sessions done, 91 % as planned"; "" before anything was due."""
    if not kept.due:
        return ""
    words = f"{kept.done} of {kept.due} session{'s' if kept.due > 1 else ''} done"
    return words if kept.score is None else f"{words}, {formatting.percent(100 * kept.score)} as planned"


def when(start: date, end: date, today: date) -> str:
    return "past" if end <= today else "now" if start <= today else "ahead"


def _length(row: PhaseRow) -> str:
    days = (row.end - row.start).days
    count, unit = (round(days / 7), "week") if days >= 7 else (days, "day")
    return f"{count} {unit}{'s' if count > 1 else ''}"


def _phase_of(week: WeekRow, phases: Sequence[PhaseRow]) -> str:
    """That of the week's middle."""
    middle = week.start + (week.end - week.start) // 2
    return next((PHASES[row.name][0] for row in phases if row.start <= middle < row.end), "")
