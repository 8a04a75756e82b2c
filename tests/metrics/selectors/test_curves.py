from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, Sport
from metrics.models import Activity, Curves
from metrics.science.curves import GRID, grid_up_to
from metrics.selectors.curves import (
    MODEL_DURATIONS_S,
    Envelope,
    bests,
    curve_of,
    envelope,
    power_model,
    speed_model,
)
from metrics.services.activities import delete_activity
from metrics.services.ingest import store_activity
from metrics.services.merging import undo_merge
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.records import START, on_day, ride, samples

pytestmark = pytest.mark.django_db
DAY = START.date()
YEAR = {"start": DAY - timedelta(days=200), "end": DAY + timedelta(days=165)}


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(time_zone="UTC")


def run(number: int, speed_mps: float, seconds: int) -> RecordedActivity:
    return RecordedActivity(
        sport=Sport.RUNNING,
        start_time=START + timedelta(days=number),
        samples=samples(seconds, distance_m=np.arange(seconds) * speed_mps),
        utc_offset_s=0,
    )


def power(athlete: Athlete, **changes: object) -> Envelope:
    return envelope(athlete, **{"sport": "cycling", "metric": "power_w", **YEAR, **changes})


def held(athlete: Athlete, watts: list[float], **fields: object) -> Activity:
    activity = ActivityFactory(athlete=athlete, **{"sport": "cycling", "local_date": DAY, **fields})
    Curves.objects.create(
        activity=activity,
        athlete=athlete,
        sport="cycling",
        local_date=activity.local_date,
        power_w=np.array(watts, dtype="<f4").tobytes(),
    )
    return activity


def test_each_duration_has_its_best_activity_and_day(athlete):
    short = store_activity(athlete=athlete, recorded=on_day(0, seconds=600, power_w=300)).activity
    long = store_activity(athlete=athlete, recorded=on_day(1, seconds=3600, power_w=200)).activity

    found = power(athlete)

    assert found.durations_s == GRID[: len(found.values)]
    assert found.durations_s[-1] == 3600
    assert (found.at(600), found.at(1200), found.at(7200)) == (300, 200, None)
    assert found.activity_pks[0] == short.pk
    assert (found.activity_pks[-1], found.dates[-1]) == (long.pk, DAY + timedelta(days=1))


def test_the_end_of_a_period_is_not_in_it(athlete):
    store_activity(athlete=athlete, recorded=ride())

    assert power(athlete, start=DAY, end=DAY).values.size == 0
    assert power(athlete, start=DAY, end=DAY + timedelta(days=1)).at(60) == 200


def test_other_sports_and_other_athletes_do_not_count(athlete):
    store_activity(athlete=athlete, recorded=ride(sport=Sport.RUNNING))
    store_activity(athlete=AthleteFactory(), recorded=ride())

    assert power(athlete).durations_s == ()


def test_what_was_held_for_longer_is_held_for_less(athlete):
    first = held(athlete, [300, 250, 240])
    second = held(athlete, [280, np.nan, 260])

    found = power(athlete)

    assert found.values.tolist() == [300, 260, 260]
    assert found.activity_pks == (first.pk, second.pk, second.pk)


def test_deleted_and_merged_activities_do_not_count_nor_do_the_legs_of_such(athlete):
    leader = held(athlete, [100])
    held(athlete, [200], deleted_at=timezone.now())
    held(athlete, [300], merged_into=leader)
    held(athlete, [400], parent=ActivityFactory(athlete=athlete, deleted_at=timezone.now()))
    held(athlete, [500], parent=ActivityFactory(athlete=athlete, merged_into=leader))

    assert power(athlete).values.tolist() == [100]


def test_legs_count_for_their_own_sport(athlete):
    held(athlete, [250], parent=ActivityFactory(athlete=athlete, sport="multisport"))

    assert power(athlete).values.tolist() == [250]


def test_deleting_reaches_the_envelope_that_was_kept(athlete, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        activity = store_activity(athlete=athlete, recorded=ride(power_w=400)).activity
        store_activity(athlete=athlete, recorded=on_day(1, power_w=200))
    assert power(athlete).at(60) == 400

    with django_capture_on_commit_callbacks(execute=True):
        delete_activity(activity=activity)

    assert power(athlete).at(60) == 200


def test_the_power_model_rests_on_the_envelope_of_90_days(athlete):
    column = [250 + 20_000 / (seconds + 20) for seconds in grid_up_to(1200)]
    held(athlete, column)
    held(athlete, [1000.0] * len(column), local_date=DAY - timedelta(days=90))

    model = power_model(athlete, start=YEAR["start"], end=DAY + timedelta(days=1))

    assert [effort.duration_s for effort in model.efforts] == list(MODEL_DURATIONS_S)
    assert model.three.model.cp_w == pytest.approx(250, rel=1e-4)
    assert model.three.model.pmax_w == pytest.approx(1250, rel=1e-3)
    assert model.two.model.cp_w == pytest.approx(254.24, abs=0.01)
    assert {effort.day for effort in model.two.model.efforts} == {DAY}


def test_a_model_without_efforts_has_its_reason(athlete):
    store_activity(athlete=athlete, recorded=ride(power_w=200))

    model = power_model(athlete, **YEAR)
    assert (model.two.model, model.three.model) == (None, None)
    model = power_model(athlete, start=DAY, end=DAY + timedelta(days=1))
    assert model.two.reason == "needs 3 efforts of 2 to 20 min"
    assert speed_model(athlete, **YEAR).two.reason == "needs 3 efforts of 2 to 20 min"


def test_the_speed_model_rests_on_the_best_times(athlete):
    for number, (metres, seconds) in enumerate(((800, 160), (1000, 205), (3000, 655))):
        store_activity(athlete=athlete, recorded=run(number, metres / seconds, seconds + 3))

    model = speed_model(athlete, start=DAY, end=DAY + timedelta(days=9))

    assert model.two.model.cs_mps == pytest.approx(4.444, abs=0.01)
    assert [effort.distance_m for effort in model.two.model.efforts] == [800, 1000, 1609.344, 3000]


def test_undoing_a_merge_shows_both_curves_again(athlete, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        store_activity(athlete=athlete, recorded=ride(power_w=200))
        leader = store_activity(
            athlete=athlete, recorded=ride(seconds=3500, power_w=300, heart_rate_bpm=None)
        ).activity
    assert power(athlete).at(60) == 200

    with django_capture_on_commit_callbacks(execute=True):
        undo_merge(activity=leader)

    assert power(athlete).at(60) == 300


def test_the_curve_of_an_activity_comes_back_as_it_was_measured(athlete):
    activity = store_activity(athlete=athlete, recorded=ride(seconds=120)).activity

    assert curve_of(activity, "power_w") == {seconds: 200 for seconds in GRID if seconds <= 120}
    assert curve_of(activity, "heart_rate_bpm")[60] == 140
    assert curve_of(ActivityFactory(), "power_w") == {}


def test_the_best_of_each_distance_names_its_run(athlete):
    for number, speed in enumerate((4.0, 5.0, 4.5)):
        store_activity(athlete=athlete, recorded=run(number, speed, 301 if number == 1 else 1001))

    found = bests(athlete, sport="running", metric="speed_mps")

    assert [(best.distance_m, best.duration_s) for best in found] == [
        (400, pytest.approx(80)),
        (800, pytest.approx(160)),
        (1000, pytest.approx(200)),
        (1609.344, pytest.approx(1609.344 / 4.5)),
        (3000, pytest.approx(3000 / 4.5)),
    ]
    assert found[0].local_date == DAY + timedelta(days=1)
    assert found[0].activity_uid == Activity.objects.get(pk=found[0].activity_pk).uid


def test_of_equal_efforts_the_first_is_the_best(athlete):
    for number in (2, 1):
        store_activity(athlete=athlete, recorded=on_day(number, seconds=60))

    (five, *_) = bests(athlete, sport="cycling", metric="power_w")

    assert (five.duration_s, five.value, five.local_date) == (5, 200, DAY + timedelta(days=1))


def test_bests_of_a_period_leave_out_what_lies_beyond(athlete):
    store_activity(athlete=athlete, recorded=ride(power_w=400))
    store_activity(athlete=athlete, recorded=on_day(1, power_w=200))

    found = bests(athlete, sport="cycling", metric="power_w", start=DAY + timedelta(days=1), end=date.max)

    assert {best.value for best in found} == {200}
