"""What the demo athlete does on which day: a pure function of the day and the seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from athletes.sources.demo import disruptions
from athletes.sources.demo.athlete import BODY
from athletes.sources.demo.cycle import Phase, Week, week_of
from athletes.sources.demo.thresholds import TEST_WEEKS, thresholds_on
from athletes.sources.simulator import workouts
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.sessions import SessionSpec, session
from athletes.sources.simulator.workouts import Workout

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
_SKIPPED = 0.05
_EASY_VOLUME = 0.72
_TESTS = {
    TUESDAY: workouts.speed_test(BODY.d_prime_s),
    THURSDAY: workouts.power_test(BODY.w_prime_s),
}


@lru_cache(maxsize=4096)
def sessions_on(day: date, seed: int) -> tuple[SessionSpec, ...]:
    """The sessions of a day, earliest first; empty on a day of rest, in illness and while away."""
    if disruptions.is_sick(day, seed) or disruptions.left_watch_at_home(day, seed):
        return ()
    draws = generator(seed, Use.SESSION, day.toordinal())
    workout = _workout_on(day, seed)
    if workout is None or (draws.random() < _SKIPPED and not workout.is_race):
        return ()
    return (session(day, 1, workout, thresholds_on(day).threshold_speed_mps, draws),)


def load_on(day: date, seed: int) -> float:
    """Planned load of a day, 0 without training."""
    return sum(spec.expected_load for spec in sessions_on(day, seed))


def _workout_on(day: date, seed: int) -> Workout | None:
    week, weekday = week_of(day), day.weekday()
    if disruptions.is_travelling(day, seed):
        return workouts.easy_run(0.8) if weekday != MONDAY else None
    if week.index in TEST_WEEKS and weekday in _TESTS:
        return _TESTS[weekday]
    if disruptions.is_returning(day, seed) and not week.is_race_week:
        return _easy_week(min(week.volume, _EASY_VOLUME)).get(weekday)
    return _planned(week).get(weekday)


@lru_cache(maxsize=256)
def _planned(week: Week) -> dict[int, Workout]:
    if week.is_race_week:
        return _race_week(week)
    return _easy_week(min(week.volume, _EASY_VOLUME)) if week.is_easy else _WEEKS[week.phase](week)


def _easy_week(volume: float) -> dict[int, Workout]:
    return {
        TUESDAY: workouts.easy_run(1.0, minutes=40),
        WEDNESDAY: workouts.commute(),
        THURSDAY: workouts.sprints_ride(0.9),
        FRIDAY: workouts.easy_run(volume),
        SATURDAY: workouts.long_ride(volume),
        SUNDAY: workouts.long_run(volume),
    }


def _base_week(week: Week) -> dict[int, Workout]:
    return _frame(week.volume) | {
        TUESDAY: workouts.tempo_run(2 + week.index % 2),
        THURSDAY: workouts.sweet_spot_ride(3 + week.index % 2),
    }


def _build_week(week: Week) -> dict[int, Workout]:
    return _frame(week.volume) | {
        TUESDAY: workouts.threshold_run(3 + week.index % 3),
        THURSDAY: workouts.threshold_ride(3 + week.index % 2),
    }


def _peak_week(week: Week) -> dict[int, Workout]:
    return _frame(week.volume) | {
        TUESDAY: workouts.vo2_run(5 + week.index % 3),
        THURSDAY: workouts.vo2_ride(5 + week.index % 2),
        SUNDAY: workouts.long_run_with_race_pace(week.volume),
    }


def _taper_week(week: Week) -> dict[int, Workout]:
    return _frame(week.volume) | {
        TUESDAY: workouts.threshold_run(3),
        THURSDAY: workouts.openers(),
        SATURDAY: workouts.easy_ride(1.0),
    }


def _race_week(week: Week) -> dict[int, Workout]:
    return {
        TUESDAY: workouts.vo2_run(3),
        WEDNESDAY: workouts.commute(),
        THURSDAY: workouts.easy_ride(0.6),
        SATURDAY: workouts.easy_run(1.0, minutes=20),
        SUNDAY: workouts.ten_kilometres() if week.cycle % 2 else workouts.half_marathon(),
    }


def _frame(volume: float) -> dict[int, Workout]:
    return {
        WEDNESDAY: workouts.commute(),
        FRIDAY: workouts.easy_run(volume),
        SATURDAY: workouts.long_ride(volume),
        SUNDAY: workouts.long_run(volume),
    }


_WEEKS: dict[Phase, Callable[[Week], dict[int, Workout]]] = {
    Phase.BASE: _base_week,
    Phase.BUILD: _build_week,
    Phase.PEAK: _peak_week,
    Phase.TAPER: _taper_week,
}
