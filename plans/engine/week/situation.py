"""Where the plan stands when a week begins: what was planned so far, and what the weeks before were like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from athletes.sources.records import Sport
from plans.engine.macro import Week
from plans.engine.macro.season import is_off
from plans.engine.rules.expected import intensity_starts
from plans.engine.rules.judged import (
    LEAST_WEEK_MIN,
    Judged,
    endurance,
    history_minutes,
    longest_before,
    total_minutes,
)
from plans.engine.spec import LOAD_PER_MIN, Race, Spec

RECENT_WEEKS = 3
LOAD_RATE: dict[Sport, float] = {Sport.RUNNING: 1.05, Sport.CYCLING: 0.78, Sport.SWIMMING: 0.95}
"""Load of a minute of training on the average of a week, a fifth of it harder than easy."""


@dataclass(frozen=True)
class Situation:
    """`plan` holds the sessions of the weeks before `week`."""

    plan: Judged
    week: Week

    @property
    def spec(self) -> Spec:
        return self.plan.spec

    @cached_property
    def eve(self) -> date:
        return self.week.start - timedelta(days=1)

    @cached_property
    def ended_hard(self) -> bool:
        """The day before the week was a hard one."""
        return any(session.hard for session in self.plan.by_day.get(self.eve, ()))

    @cached_property
    def easy_share(self) -> float:
        """Of the minutes so far, since anything hard was allowed; 0 before that."""
        start = intensity_starts(self.spec)
        found = [each for each in endurance(self.plan.sessions) if each.day >= start]
        return sum(each.z1_min for each in found) / max(total_minutes(found), 1)

    @cached_property
    def fitness(self) -> float:
        return self.plan.fitness_on(self.eve)

    @cached_property
    def usual_load(self) -> float:
        """Load of a week before the plan: what fitness stands for, or the minutes if they say more."""
        recent = history_minutes(self.spec)[-RECENT_WEEKS:]
        mean = max(sum(recent) / len(recent), LEAST_WEEK_MIN)
        return max(7 * self.spec.athlete.fitness, LOAD_PER_MIN * mean)

    @cached_property
    def recent_loads(self) -> tuple[float, ...]:
        """Of the three weeks before, those before the plan being usual ones."""
        planned = [float(self.plan.load(week)) for week in self.before if week.is_full]
        return tuple(([self.usual_load] * RECENT_WEEKS + planned)[-RECENT_WEEKS:])

    @cached_property
    def recent_are_whole(self) -> bool:
        """All three weeks before lie in the plan, whole."""
        last = self.before[-RECENT_WEEKS:]
        return len(last) == RECENT_WEEKS and all(
            week.is_full and not is_off(week, self.spec) for week in last
        )

    @cached_property
    def before(self) -> tuple[Week, ...]:
        return self.plan.season.weeks[: self.week.number - 1]

    @cached_property
    def most_recent_minutes(self) -> int:
        planned = [total_minutes(self.plan.of(week)) for week in self.before]
        return max(LEAST_WEEK_MIN, *(history_minutes(self.spec) + planned)[-RECENT_WEEKS:])

    @cached_property
    def longest(self) -> dict[date, int]:
        return {
            day: max((each.minutes for each in endurance(sessions)), default=0)
            for day, sessions in self.plan.by_day.items()
        }

    def longest_before(self, day: date) -> int:
        return longest_before(self.spec, day, self.longest)

    @cached_property
    def goal(self) -> Race | None:
        """The next A race."""
        return next((race for race in self.spec.goals if race.date >= self.week.start), None)

    @cached_property
    def goal_in_week(self) -> Race | None:
        return self.goal if self.goal and self.goal.date < self.week.end else None
