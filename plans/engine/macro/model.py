"""What the micro planner and the rules need to know about the season."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from plans.engine.spec import Race, days_between

type Kind = Literal["build", "recovery", "taper", "race"]
type PhaseName = Literal["base", "build", "specific", "taper", "recovery"]


@dataclass(frozen=True, slots=True)
class Phase:
    """Days `[start, end)`; a taper ends the day after its race."""

    name: PhaseName
    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end


@dataclass(frozen=True, slots=True)
class Week:
    """Days `[start, end)` of one calendar week, Monday first; the first and last may be cut short."""

    number: int
    start: date
    end: date
    kind: Kind
    phase: PhaseName

    @property
    def days(self) -> tuple[date, ...]:
        return days_between(self.start, self.end)

    @property
    def is_full(self) -> bool:
        return len(self.days) == 7


@dataclass(frozen=True, slots=True)
class Season:
    phases: tuple[Phase, ...]
    weeks: tuple[Week, ...]
    finish_only: bool
    goals: tuple[Race, ...]

    @property
    def start(self) -> date:
        return self.weeks[0].start

    @property
    def end(self) -> date:
        return self.weeks[-1].end

    def phase_on(self, day: date) -> PhaseName:
        return next(phase.name for phase in self.phases if day in phase)

    def taper_of(self, race: Race) -> Phase | None:
        """The taper that ends with the race."""
        tapers = (phase for phase in self.phases if phase.name == "taper")
        return next((phase for phase in tapers if race.date in phase), None)
