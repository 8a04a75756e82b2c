"""The steps of each kind of session for a number of minutes: always exactly that many."""

from __future__ import annotations

from dataclasses import dataclass

from athletes.sources.records import Sport
from plans.engine.catalogue.entry import Experience, SessionKind
from plans.engine.catalogue.levels import Level, Measure, step
from plans.engine.catalogue.sets import Work, frame, largest_set
from plans.engine.steps import Kind, Repeat, Step, Workout

PLAIN_LEVELS: dict[SessionKind, Level] = {"recovery": "recovery", "easy": "easy", "long": "easy"}


@dataclass(frozen=True, slots=True)
class Recipes:
    """Writes steps for one athlete: their sport, the measure of their targets, how much they can take."""

    sport: Sport
    measure: Measure
    experience: Experience

    def plain(self, kind: SessionKind, minutes: int) -> Workout:
        """One stretch; steady sessions have their easy start and end."""
        if kind != "steady":
            return (self._step("work", minutes * 60, PLAIN_LEVELS[kind]),)
        return (
            self._step("warmup", 600, "easy"),
            self._step("work", (minutes - 15) * 60, "steady"),
            self._step("cooldown", 300, "recovery"),
        )

    def intervals(self, work: Work, minutes: int) -> Workout | None:
        """Warm-up, the largest set that fits, cool-down; None when there is no such session."""
        found = largest_set(work, minutes, self.experience)
        if found is None:
            return None
        best, around_s = found
        warmup_s, cooldown_s = frame(around_s)
        hard = self._step("work", best.work_s, work.level, work.note)
        rest = self._step("recover", best.rest_s, "recovery")
        return (
            self._step("warmup", warmup_s, "easy"),
            Repeat(best.reps, (hard, rest)) if best.reps > 1 else hard,
            self._step("cooldown", cooldown_s, "recovery"),
        )

    def strides(self, minutes: int) -> Workout:
        """Easy, then four to eight strides of 20 s within the last quarter of an hour or so."""
        reps = 4 + min((minutes - 30) // 10, 4)
        strides = Repeat(
            reps,
            (
                Step("work", 20, None, "rpe", 8, 8, "stride: fast and relaxed"),
                self._step("recover", 100, "easy"),
            ),
        )
        easy_s = minutes * 60 - reps * 120 - 300
        return self._step("work", easy_s, "easy"), strides, self._step("cooldown", 300, "recovery")

    def openers(self, minutes: int) -> Workout:
        """A few short efforts at the threshold between easy minutes."""
        short = Repeat(4, (self._step("work", 30, "threshold"), self._step("recover", 90, "easy")))
        return (
            self._step("warmup", (minutes - 13) * 60, "easy"),
            short,
            self._step("cooldown", 300, "recovery"),
        )

    def technique(self, minutes: int) -> Workout:
        """Drill and easy swimming in turns."""
        reps = (minutes - 10) // 3
        drills = Repeat(
            reps,
            (
                Step("work", 90, None, "rpe", 3, 3, "drill: catch, balance or one arm"),
                self._step("recover", 90, "recovery"),
            ),
        )
        return (
            self._step("warmup", (minutes - 5 - reps * 3) * 60, "easy"),
            drills,
            self._step("cooldown", 300, "recovery"),
        )

    def _step(self, kind: Kind, seconds: int, level: Level, note: str = "") -> Step:
        return step(kind, seconds, level, self.sport, self.measure, note)


def strength(minutes: int) -> Workout:
    """Sets with good form, for every sport the same."""
    return (
        Step("warmup", 300, None, "rpe", 2, 2, "mobility"),
        Step(
            "work", (minutes - 10) * 60, None, "rpe", 6, 6, "strength: squat, hinge, push, pull, calves, core"
        ),
        Step("cooldown", 300, None, "rpe", 2, 2, "stretch"),
    )
