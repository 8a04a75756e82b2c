"""The workouts that invented athletes know, scaled by the volume of the week.

An effort is a fraction of the threshold: of power on the bike, of speed (on the flat) on foot.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from athletes.sources.records import Sport

MINUTE = 60
HALF_MARATHON_M = 21_097.5
TEN_KILOMETRES_M = 10_000.0


class Role(StrEnum):
    WARMUP = "warmup"
    WORK = "work"
    RECOVER = "recover"
    COOLDOWN = "cooldown"
    STEADY = "steady"


class Terrain(StrEnum):
    FLAT = "flat"
    ROLLING = "rolling"
    HILLY = "hilly"


@dataclass(frozen=True, slots=True)
class Step:
    """`seconds` at `effort`; a race step has a distance instead, and takes the time that it takes."""

    role: Role
    effort: float
    seconds: int = 0
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Workout:
    """What is to be done, without a day. `name` is None where only the hour names it ("Morning run")."""

    sport: Sport
    steps: tuple[Step, ...]
    name: str | None = None
    rpe: int = 3
    terrain: Terrain = Terrain.ROLLING
    is_race: bool = False
    is_commute: bool = False

    @property
    def is_structured(self) -> bool:
        return any(step.role is Role.WORK for step in self.steps)


def easy_run(volume: float, minutes: int = 54) -> Workout:
    return Workout(Sport.RUNNING, (_steady(minutes * volume, 0.77),), terrain=Terrain.FLAT)


def long_run(volume: float) -> Workout:
    return Workout(Sport.RUNNING, (_steady(97 * volume, 0.775),), "Long run", rpe=5)


def long_run_with_race_pace(volume: float) -> Workout:
    steps = (_steady(68 * volume, 0.775), _step(Role.WORK, 24, 0.94), _step(Role.COOLDOWN, 6, 0.70))
    return Workout(Sport.RUNNING, steps, "Long run with race pace", rpe=7)


def tempo_run(repeats: int) -> Workout:
    return _run_intervals("Tempo", repeats, 12 * MINUTE, 0.92, 3 * MINUTE, rpe=6)


def threshold_run(repeats: int) -> Workout:
    return _run_intervals("Threshold", repeats, 8 * MINUTE, 0.99, 2 * MINUTE, rpe=7)


def vo2_run(repeats: int) -> Workout:
    return _run_intervals("Intervals", repeats, 3 * MINUTE, 1.07, 2 * MINUTE, rpe=8)


def commute() -> Workout:
    return Workout(Sport.CYCLING, (_steady(38, 0.52),), "Commute home", 2, Terrain.FLAT, is_commute=True)


def easy_ride(volume: float, minutes: int = 70) -> Workout:
    return Workout(Sport.CYCLING, (_steady(minutes * volume, 0.60),), "Easy ride", terrain=Terrain.FLAT)


def long_ride(volume: float) -> Workout:
    return Workout(Sport.CYCLING, (_steady(188 * volume, 0.67),), "Long ride", rpe=5, terrain=Terrain.HILLY)


def sweet_spot_ride(repeats: int) -> Workout:
    return _ride_intervals("Sweet spot", repeats, 12 * MINUTE, 0.90, 4 * MINUTE, rpe=6)


def threshold_ride(repeats: int) -> Workout:
    return _ride_intervals("Threshold", repeats, 10 * MINUTE, 0.98, 4 * MINUTE, rpe=7)


def vo2_ride(repeats: int) -> Workout:
    return _ride_intervals("VO2max", repeats, 4 * MINUTE, 1.10, 4 * MINUTE, rpe=8)


def openers() -> Workout:
    """A short ride with four fast minutes, two days before nothing more is asked of the legs."""
    return _ride_intervals("Openers", 4, MINUTE, 1.10, 3 * MINUTE, rpe=4)


def sprints_ride(volume: float) -> Workout:
    """An easy ride with five sprints in it, against sleepy legs."""
    sprints = tuple(Step(Role.WORK, effort, 12) for effort in (2.6, 2.9, 3.1, 3.0, 2.8))
    rests = Step(Role.RECOVER, 0.5, 4 * MINUTE)
    middle = tuple(step for sprint in sprints for step in (sprint, rests))
    steps = (_step(Role.WARMUP, 20, 0.60), *middle, _step(Role.COOLDOWN, 25 * volume, 0.60))
    return Workout(Sport.CYCLING, steps, "Easy ride with sprints", 4, Terrain.FLAT)


def power_test(w_prime_s: float) -> Workout:
    """Two all-out efforts on one day, of 3 and 20 minutes; W′ in seconds at the threshold says how hard."""
    efforts = tuple((minutes, 1.0 + w_prime_s / (minutes * MINUTE)) for minutes in (3, 20))
    return _test(Sport.CYCLING, "Power test 3 + 20 min", efforts, easy=0.58, rest=0.45)


def speed_test(d_prime_s: float) -> Workout:
    """The same on foot, of 4 and 12 minutes, with D′ for W′."""
    efforts = tuple((minutes, 1.0 + d_prime_s / (minutes * MINUTE)) for minutes in (4, 12))
    return _test(Sport.RUNNING, "Speed test 4 + 12 min", efforts, easy=0.74, rest=0.62)


def _test(
    sport: Sport, name: str, efforts: tuple[tuple[int, float], ...], easy: float, rest: float
) -> Workout:
    work = tuple(
        step
        for minutes, effort in efforts
        for step in (Step(Role.WORK, effort, minutes * MINUTE), Step(Role.RECOVER, rest, 15 * MINUTE))
    )
    steps = (_step(Role.WARMUP, 15, easy), *work[:-1], _step(Role.COOLDOWN, 10, easy))
    return Workout(sport, steps, name, 9, Terrain.FLAT)


def half_marathon() -> Workout:
    return _race("Lakeside half marathon", HALF_MARATHON_M, 0.955)


def ten_kilometres() -> Workout:
    return _race("Harbour 10 km", TEN_KILOMETRES_M, 1.005)


def _race(name: str, distance_m: float, effort: float) -> Workout:
    step = Step(Role.STEADY, effort, distance_m=distance_m)
    return Workout(Sport.RUNNING, (step,), name, rpe=9, terrain=Terrain.FLAT, is_race=True)


def _run_intervals(name: str, repeats: int, work_s: int, effort: float, rest_s: int, rpe: int) -> Workout:
    steps = _intervals(repeats, work_s, effort, rest_s, easy=0.74, rest=0.62)
    title = f"{name} {repeats}×{work_s // MINUTE} min"
    return Workout(Sport.RUNNING, steps, title, rpe, Terrain.FLAT)


def _ride_intervals(name: str, repeats: int, work_s: int, effort: float, rest_s: int, rpe: int) -> Workout:
    steps = _intervals(repeats, work_s, effort, rest_s, easy=0.58, rest=0.48)
    title = f"{name} {repeats}×{work_s // MINUTE} min"
    return Workout(Sport.CYCLING, steps, title, rpe, Terrain.FLAT)


def _intervals(
    repeats: int, work_s: int, effort: float, rest_s: int, easy: float, rest: float
) -> tuple[Step, ...]:
    work, recover = Step(Role.WORK, effort, work_s), Step(Role.RECOVER, rest, rest_s)
    middle = (work, recover) * (repeats - 1) + (work,)
    return (_step(Role.WARMUP, 15, easy), *middle, _step(Role.COOLDOWN, 10, easy))


def _steady(minutes: float, effort: float) -> Step:
    return _step(Role.STEADY, minutes, effort)


def _step(role: Role, minutes: float, effort: float) -> Step:
    return Step(role, effort, round(minutes) * MINUTE)
