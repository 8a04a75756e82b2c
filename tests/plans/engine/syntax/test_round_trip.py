"""What is printed is read back as the same, in every sport."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from athletes.sources.records import Sport
from plans.engine.steps import Repeat, Step, Workout
from plans.engine.syntax import parse, print_workout, read
from tests.plans.engine.workouts import workouts

SPORTS = (None, Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING)

TYPED = """\
# 58 min, load 61
Warmup
- 10m Z2
- strides 5m 250w

4x
- 5m 95-100%
- Recover easy spin 2m30s Z1

- 60m 70%
- 10m 75-85% HR
- 3m 4:00/km Pace
- 3m 4:10-4:00/km Pace
- 1km Z4 Pace
- 400mtr Z3-Z4 HR
- 8m RPE 7
- 8m RPE 7-8
- 20m 140-150bpm
- "rest of it easy" 20m

Cooldown
- 10m Z1
"""


@settings(max_examples=400)
@given(workouts(), st.sampled_from(SPORTS))
@example((Step(duration_s=3000),), Sport.SWIMMING)
@example((Step(duration_s=9000),), None)
@example((Step(distance_m=1609.344, target="pace_s_per_km", low=60.1, high=1000.3),), Sport.SWIMMING)
@example((Step(duration_s=60, note="Recover"), Step("recover", 60, note='say "go"')), None)
@example((Step("warmup", 60), Repeat(1, (Step("warmup", 60),)), Step("warmup", 60)), None)
def test_reading_what_was_printed_gives_the_same_workout(workout: Workout, sport: Sport | None) -> None:
    assert parse(print_workout(workout, sport), sport) == workout


def test_text_as_it_is_typed_is_printed_as_it_was() -> None:
    printed = print_workout(parse(TYPED))

    assert printed == TYPED.partition("\n")[2].lstrip()


@pytest.mark.parametrize("sport", SPORTS)
def test_printing_twice_changes_nothing(sport: Sport | None) -> None:
    once = print_workout(parse(TYPED, sport), sport)

    assert print_workout(parse(once, sport), sport) == once


@settings(max_examples=300)
@given(st.text(max_size=200) | st.lists(st.sampled_from(TYPED.split()), max_size=30).map(" ".join))
def test_any_text_gives_steps_or_problems_and_never_fails(text: str) -> None:
    steps, problems = read(text)

    assert steps or problems
    assert all(each.line >= 1 and each.code and each.message for each in problems)
    if not problems:
        assert parse(print_workout(steps)) == steps
