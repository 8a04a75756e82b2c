"""Duration, load and three zones of a planned workout: what measuring it would give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.sources.records import Sport
from metrics.science import power, swim
from metrics.science.effort import rpe_load
from metrics.science.thresholds import Thresholds
from plans.engine.prediction import Effort, Prediction, effort, predict, rounded, split_minutes
from plans.engine.steps import Repeat, Step, Target, Workout
from plans.engine.syntax import parse, print_workout
from plans.engine.targets import Lack
from tests.plans.engine.workouts import workouts

ALL = Thresholds(
    ftp_w=250,
    running_ftp_w=300,
    lthr_bpm=160,
    hr_max_bpm=190,
    threshold_pace_s_per_km=255,
    css_s_per_100m=96,
)
NONE = Thresholds()


def aimed(target: Target, low: float, high: float | None = None, seconds: int = 3600) -> Step:
    return Step("work", seconds, None, target, low, low if high is None else high)


def told(items: Workout, sport: Sport, thresholds: Thresholds = ALL) -> Prediction:
    found = predict(items, sport, thresholds)
    assert isinstance(found, Prediction)
    return found


@pytest.mark.parametrize(
    ("sport", "step", "load", "zones"),
    [
        (Sport.CYCLING, aimed("power_pct", 100), 100, (0, 60, 0)),
        (Sport.CYCLING, aimed("power_w", 300), 144, (0, 0, 60)),
        (Sport.CYCLING, aimed("power_pct", 75), 56, (60, 0, 0)),
        (Sport.CYCLING, aimed("power_pct", 105), 110, (0, 60, 0)),
        (Sport.CYCLING, aimed("power_zone", 2), 42, (60, 0, 0)),
        (Sport.RUNNING, aimed("power_w", 300), 100, (0, 60, 0)),
        (Sport.RUNNING, aimed("pace_s_per_km", 270, seconds=3000), 74, (0, 50, 0)),
        (Sport.RUNNING, aimed("pace_pct", 80), 64, (60, 0, 0)),
        (Sport.RUNNING, aimed("pace_zone", 5), 112, (0, 0, 60)),
        (Sport.SWIMMING, aimed("pace_pct", 80), 51, (60, 0, 0)),
        (Sport.SWIMMING, aimed("pace_s_per_km", 1200), 51, (60, 0, 0)),
        (Sport.RUNNING, aimed("rpe", 7), 100, (0, 60, 0)),
        (Sport.CYCLING, aimed("rpe", 4), 57, (60, 0, 0)),
        (Sport.CYCLING, aimed("rpe", 8), 114, (0, 0, 60)),
        (Sport.CYCLING, aimed("hr_bpm", 160), 110, (0, 0, 60)),
        (Sport.CYCLING, aimed("hr_pct", 80), 86, (0, 60, 0)),
        (Sport.RUNNING, Step("recover", 3600), 29, (60, 0, 0)),
        (Sport.STRENGTH, aimed("rpe", 6), 0, (0, 60, 0)),
    ],
)
def test_steady_hours(sport: Sport, step: Step, load: int, zones: tuple[int, int, int]) -> None:
    found = told((step,), sport)

    assert found == Prediction(step.duration_s or 0, load, *zones)


def test_the_vector_of_half_hour_intervals() -> None:
    """30 × (60 s 300 W + 60 s 100 W) at 250 W is 91.46973 when it is measured."""
    hard, easy = aimed("power_w", 300, seconds=60), aimed("power_w", 100, seconds=60)

    assert told((Repeat(30, (hard, easy)),), Sport.CYCLING) == Prediction(3600, 91, 30, 0, 30)


@given(st.lists(st.tuples(st.integers(10, 900), st.integers(80, 400)), min_size=1, max_size=12))
def test_a_ride_done_to_the_letter_has_the_planned_load(parts: list[tuple[int, int]]) -> None:
    watts = np.repeat([float(each) for _, each in parts], [seconds for seconds, _ in parts])
    weighted = power.weighted_power(watts) or float(np.mean(watts))
    done = power.load(watts.size, power.intensity(weighted, 250))
    assert done is not None

    planned = told(tuple(aimed("power_w", each, seconds=s) for s, each in parts), Sport.CYCLING)

    assert planned.load == rounded(done)


def test_a_swim_done_to_the_letter_has_the_planned_load() -> None:
    items = (aimed("pace_s_per_km", 1000, seconds=1000), aimed("pace_s_per_km", 1250, seconds=2000))
    done = swim.load(3000, swim.intensity(2600, 3000, 96))
    assert done is not None

    assert told(items, Sport.SWIMMING).load == rounded(done)


@pytest.mark.parametrize("rpe", [2, 4, 6, 8, 10])
def test_rpe_is_worth_what_it_is_worth_afterwards(rpe: int) -> None:
    done = rpe_load(rpe, 3600)
    assert done is not None

    assert told((aimed("rpe", rpe),), Sport.RUNNING).load == rounded(done)


def test_distances_take_the_time_of_their_pace() -> None:
    run = Step("work", None, 1000, "pace_s_per_km", 240, 240)
    by_percent = Step("work", None, 10_000, "pace_pct", 100, 100)
    in_water = Step("work", None, 400, "pace_pct", 100, 100)

    assert told((run,), Sport.RUNNING).duration_s == 240
    assert told((by_percent,), Sport.RUNNING).duration_s == 2550
    assert told((in_water,), Sport.SWIMMING).duration_s == 384


@pytest.mark.parametrize(
    ("sport", "step", "lack"),
    [
        (Sport.CYCLING, aimed("power_w", 250), Lack("THRESHOLD_MISSING", "ftp_w")),
        (Sport.RUNNING, aimed("power_w", 250), Lack("THRESHOLD_MISSING", "running_ftp_w")),
        (Sport.RUNNING, aimed("hr_bpm", 150), Lack("THRESHOLD_MISSING", "lthr_bpm")),
        (Sport.RUNNING, aimed("pace_s_per_km", 250), Lack("THRESHOLD_MISSING", "threshold_pace_s_per_km")),
        (Sport.SWIMMING, aimed("pace_s_per_km", 950), Lack("THRESHOLD_MISSING", "css_s_per_100m")),
        (Sport.RUNNING, Step("work", None, 1000), Lack("THRESHOLD_MISSING", "threshold_pace_s_per_km")),
        (Sport.SWIMMING, Step("work", None, 1000), Lack("THRESHOLD_MISSING", "css_s_per_100m")),
        (Sport.CYCLING, Step("work", None, 1000), Lack("DURATION_UNKNOWN", "")),
    ],
)
def test_what_cannot_be_foreseen_is_named(sport: Sport, step: Step, lack: Lack) -> None:
    found = predict((step,), sport, NONE)

    assert found == lack
    assert isinstance(found, Lack)
    assert found.message


@pytest.mark.parametrize("target", ["power_zone", "power_pct", "hr_zone", "hr_pct", "pace_zone", "pace_pct"])
def test_zones_and_per_cent_need_no_threshold_to_be_weighed(target: Target) -> None:
    value = 2 if target.endswith("_zone") else 80

    assert isinstance(predict((aimed(target, value),), Sport.RUNNING, NONE), Prediction)


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING])
@pytest.mark.parametrize("thresholds", [ALL, NONE, Thresholds(hr_max_bpm=190)], ids=["all", "none", "hr_max"])
@pytest.mark.parametrize(
    ("target", "zones"),
    [
        ("hr_zone", (1, 1, 2, 2, 3)),
        ("power_zone", (1, 1, 2, 2, 3, 3, 3)),
        ("pace_zone", (1, 1, 2, 2, 3, 3)),
    ],
)
def test_zones_belong_to_the_three_as_they_are_counted(
    sport: Sport, thresholds: Thresholds, target: Target, zones: tuple[int, ...]
) -> None:
    """By the highest heart rate the third zone is easy too, as where done seconds are joined."""
    if target == "hr_zone" and thresholds.hr_max_bpm and not thresholds.lthr_bpm:
        zones = (1, 1, 1, 2, 3)
    found = [effort(aimed(target, zone), sport, thresholds) for zone in range(1, len(zones) + 1)]

    assert tuple(each.zone for each in found if isinstance(each, Effort)) == zones


@pytest.mark.parametrize("sport", [Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING])
def test_more_heart_rate_is_more_effort(sport: Sport) -> None:
    found = [effort(aimed("hr_bpm", each), sport, ALL) for each in range(60, 190)]
    fractions = [each.fraction for each in found if isinstance(each, Effort)]

    assert fractions == sorted(set(fractions))
    assert len(fractions) == 130


@given(st.tuples(*[st.floats(0, 90_000)] * 3), st.integers(0, 1500))
def test_minutes_always_add_up(seconds: tuple[float, float, float], minutes: int) -> None:
    found = split_minutes(seconds, minutes)

    assert sum(found) == minutes
    assert min(found) >= 0


@pytest.mark.parametrize(
    ("seconds", "minutes", "split"),
    [((90, 90, 0), 3, (2, 1, 0)), ((100, 0, 80), 3, (2, 0, 1)), ((3540, 30, 30), 60, (59, 1, 0))],
)
def test_half_minutes_go_to_the_easier_zone(
    seconds: tuple[int, int, int], minutes: int, split: tuple[int, int, int]
) -> None:
    assert split_minutes(seconds, minutes) == split


@pytest.mark.parametrize(("value", "whole"), [(0.5, 1), (1.5, 2), (2.4999, 2), (2.49999999, 3), (51.2, 51)])
def test_halves_are_rounded_up(value: float, whole: int) -> None:
    assert rounded(value) == whole


@given(workouts())
def test_text_and_prediction_agree(workout: Workout) -> None:
    found = predict(workout, Sport.RUNNING, ALL)
    assert isinstance(found, Prediction)

    text = print_workout(workout, Sport.RUNNING, found)

    assert text.splitlines()[0] == f"# {found.minutes} min, load {found.load}"
    assert predict(parse(text, Sport.RUNNING), Sport.RUNNING, ALL) == found
    assert found.z1_min + found.z2_min + found.z3_min == found.minutes
