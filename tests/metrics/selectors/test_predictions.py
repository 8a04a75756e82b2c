from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete, Threshold
from metrics.science import vdot as daniels
from metrics.science.performances import Effort
from metrics.selectors.predictions import prediction_history, predictions, swim_estimate
from metrics.services.activities import delete_activity
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.races import RaceFactory, fastest_run, weekly_runs

TODAY = date(2026, 11, 22)
HALF, MARATHON = 21_097.5, 42_195.0


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 22, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(hr_max_bpm=190)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_hard_run_predicts_other_distances(athlete):
    run = fastest_run(athlete, ago(10), 5000, 1200, max_hr_bpm=185)

    found = predictions(athlete, TODAY)

    assert found.vdot == pytest.approx(49.806233428066335)
    assert [(each.distance_m, each.effort, each.key) for each in found.used] == [
        (5000, Effort.HARD, f"activity:{run.uid}")
    ]
    ten = found.at(10_000)
    assert ten is not None
    assert [each.method for each in ten.estimates] == ["vdot", "riegel", "cameron"]
    assert ten.estimates[0].time_s == pytest.approx(daniels.time_for(49.806233428066335, 10_000))
    assert [row.distance_m for row in found.standard()] == [5000, 10_000, HALF, MARATHON]


def test_without_runs_it_abstains_and_says_why(athlete):
    found = predictions(athlete, TODAY)

    assert (found.vdot, found.used, found.reason, found.standard()) == (None, (), "no_effort", [])


def test_easy_running_is_no_prediction(athlete):
    fastest_run(athlete, ago(10), 5000, 1700, max_hr_bpm=150)

    found = predictions(athlete, TODAY)

    assert (found.vdot, found.reason) == (None, "not_hard")


def test_without_heart_rate_the_threshold_pace_of_the_day_judges(athlete):
    ThresholdFactory(athlete=athlete, sport="running", kind=Threshold.Kind.PACE, value=260)
    fastest_run(athlete, ago(10), 5000, 1210)
    fastest_run(athlete, ago(9), 3000, 900)

    assert [(each.distance_m, each.effort) for each in predictions(athlete, TODAY).used] == [
        (5000, Effort.HARD)
    ]


@pytest.mark.parametrize(("days", "is_used"), [(0, True), (89, True), (90, False)])
def test_a_training_effort_speaks_for_ninety_days(athlete, days, is_used):
    fastest_run(athlete, ago(days), 5000, 1200, max_hr_bpm=185)

    assert bool(predictions(athlete, TODAY).used) is is_used


@pytest.mark.parametrize(("days", "is_used"), [(90, True), (179, True), (180, False)])
def test_a_race_speaks_for_half_a_year(athlete, days, is_used):
    race = RaceFactory(athlete=athlete, date=ago(days), distance_m=10_000, result_s=2500)

    used = predictions(athlete, TODAY).used

    assert [(each.effort, each.key) for each in used] == (
        [(Effort.RACE, f"race:{race.uid}")] if is_used else []
    )


def test_the_recording_of_a_race_does_not_count_beside_its_result(athlete):
    run = fastest_run(athlete, ago(20), 10_000, 2480, max_hr_bpm=188)
    RaceFactory(athlete=athlete, date=ago(20), distance_m=10_000, result_s=2500, activity=run)

    assert [(each.time_s, each.effort) for each in predictions(athlete, TODAY).used] == [(2500, Effort.RACE)]


def test_who_may_not_see_races_is_told_what_recordings_alone_say(athlete):
    run = fastest_run(athlete, ago(20), 10_000, 2480, max_hr_bpm=188)
    RaceFactory(athlete=athlete, date=ago(20), distance_m=10_000, result_s=2500, activity=run)
    RaceFactory(athlete=athlete, date=ago(30), distance_m=5000, result_s=1190)

    found = predictions(athlete, TODAY, with_races=False)
    history = prediction_history(athlete, 10_000, TODAY, with_races=False)

    assert [(each.time_s, each.key) for each in found.used] == [(2480, f"activity:{run.uid}")]
    assert history[-2:] != prediction_history(athlete, 10_000, TODAY)[-2:]


def test_what_was_deleted_or_belongs_to_others_or_is_no_run_does_not_count(athlete):
    delete_activity(activity=fastest_run(athlete, ago(5), 5000, 1100, max_hr_bpm=185))
    fastest_run(AthleteFactory(), ago(5), 5000, 1000, max_hr_bpm=185)
    RaceFactory(athlete=athlete, date=ago(5), sport="cycling", distance_m=40_000, result_s=3600)

    assert predictions(athlete, TODAY).reason == "no_effort"


def test_three_efforts_give_an_exponent_and_a_critical_speed(athlete):
    for metres, seconds in ((1609.344, 345), (3000, 686), (5000, 1190)):
        fastest_run(athlete, ago(10), metres, seconds, max_hr_bpm=185)

    found = predictions(athlete, TODAY)

    assert found.exponent is not None
    assert found.exponent.value == pytest.approx(1.0927, abs=1e-3)
    assert found.critical is not None
    assert found.critical.cs_mps == pytest.approx(4.00925, abs=1e-4)
    row = found.at(HALF)
    assert row is not None
    assert [each.method for each in row.estimates] == [
        "vdot",
        "riegel",
        "riegel_personal",
        "cameron",
        "critical_speed",
    ]


def test_a_marathon_on_little_training_is_slowed_and_a_short_race_is_not(athlete):
    fastest_run(athlete, ago(10), 5000, 1200, max_hr_bpm=185)
    weekly_runs(athlete, TODAY, weeks=30, distance_m=10_000)

    found = predictions(athlete, TODAY)
    short, long = found.at(10_000), found.at(MARATHON)

    assert short is not None
    assert long is not None
    assert short.shape is None
    assert short.combined is short.before_shape
    assert long.shape is not None
    assert long.shape.weekly_km == pytest.approx((260 + 12) / 26)
    assert long.combined.time_s > long.before_shape.time_s * 1.05
    assert long.combined.high_s / long.combined.time_s > long.before_shape.high_s / long.before_shape.time_s


def test_little_training_does_not_slow_a_distance_that_was_raced(athlete):
    RaceFactory(athlete=athlete, date=ago(7), distance_m=HALF, result_s=6150)

    found = predictions(athlete, TODAY)
    half, marathon = found.at(HALF), found.at(MARATHON)

    assert half is not None
    assert marathon is not None
    assert half.shape is None
    assert half.combined.time_s == pytest.approx(6150, rel=1e-3)
    assert marathon.shape is not None
    assert marathon.combined.time_s > marathon.before_shape.time_s


@pytest.mark.parametrize("metres", [999, 100_001])
def test_beyond_its_range_nothing_is_predicted(athlete, metres):
    fastest_run(athlete, ago(10), 5000, 1200, max_hr_bpm=185)

    assert predictions(athlete, TODAY).at(metres) is None


def test_the_history_knows_only_what_was_known_then(athlete):
    fastest_run(athlete, ago(200), 10_000, 2600, max_hr_bpm=185)
    fastest_run(athlete, ago(20), 10_000, 2500, max_hr_bpm=185)

    history = prediction_history(athlete, 10_000, TODAY)
    times = {(TODAY - day).days: estimate and round(estimate.time_s) for day, estimate in history}

    assert (len(history), history[0][0], history[-1][0]) == (27, ago(364), TODAY)
    assert [times[days] for days in (210, 196, 112, 98, 28, 14, 0)] == [
        None,
        2600,
        2600,
        None,
        None,
        2500,
        2500,
    ]


def test_data_are_read_once_for_all_that_is_asked(athlete, django_assert_num_queries):
    fastest_run(athlete, ago(10), 5000, 1200, max_hr_bpm=185)

    with django_assert_num_queries(5):
        predictions(athlete, TODAY)
    with django_assert_num_queries(0):
        predictions(athlete, TODAY)
        prediction_history(athlete, 10_000, TODAY)


def test_a_swim_is_predicted_at_critical_swim_speed(athlete):
    race = RaceFactory(athlete=athlete, sport="swimming", distance_m=1500)
    assert swim_estimate(athlete, race, TODAY) is None

    ThresholdFactory(athlete=athlete, sport="swimming", kind=Threshold.Kind.CSS, value=96)
    estimate = swim_estimate(athlete, race, TODAY)

    assert estimate is not None
    assert estimate.time_s == 1440
    race.distance_m = 10_000
    assert swim_estimate(athlete, race, TODAY) is None
