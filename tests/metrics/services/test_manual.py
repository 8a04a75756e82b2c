"""Activities entered by hand: their load, their changes, and the recording that comes later."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from athletes.models import Athlete
from athletes.services import set_threshold
from metrics.models import Activity, LoadSeries
from metrics.science.heart import heart_rate_load
from metrics.science.thresholds import Thresholds
from metrics.services.activities import delete_activity, restore_activity
from metrics.services.ingest import Outcome, store_activity
from metrics.services.manual import add_manual_activity, update_manual_activity
from metrics.services.merging import undo_merge
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.records import START, original, ride

pytestmark = pytest.mark.django_db
NOW = START + timedelta(days=1)


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(hr_max_bpm=190, hr_rest_bpm=50, sex="male", time_zone="Europe/Vienna")


def add(athlete: Athlete, **fields) -> Activity:
    values = {"sport": "cycling", "start_time": START, "duration_s": 3600.0, **fields}
    return add_manual_activity(athlete=athlete, **values).activity


def test_it_is_an_activity_like_any_other(athlete):
    activity = add(athlete, name="Commute", distance_m=18_000.0, note="Rain", goal="easy", feel=2)

    activity.refresh_from_db()
    assert Activity.objects.for_athlete(athlete).shown().get() == activity
    assert (activity.name, activity.note, activity.goal, activity.feel) == ("Commute", "Rain", "easy", 2)
    assert (activity.elapsed_s, activity.timer_s, activity.moving_s) == (3600, 3600, 3600)
    assert (activity.distance_m, activity.avg_speed_mps) == (18_000, 5.0)
    assert (activity.utc_offset_s, str(activity.local_start)) == (7200, "2026-05-04 08:30:00")
    assert activity.origins.get().source == "manual"
    assert LoadSeries.objects.get(athlete=athlete).dirty_from == START.date()


def test_the_load_comes_from_the_mean_heart_rate_when_it_is_known(athlete):
    activity = add(athlete, avg_hr_bpm=140.0, rpe=9.0)

    thresholds = Thresholds(hr_max_bpm=190, hr_rest_bpm=50, sex="male")
    import numpy as np

    expected = heart_rate_load(np.full(3600, 140.0), thresholds)
    assert activity.load_method == "heart_rate"
    assert activity.load == pytest.approx(expected)
    assert activity.hr_load == pytest.approx(expected)
    assert (activity.avg_hr_bpm, activity.max_hr_bpm, activity.hr_zones_s) == (140.0, None, None)


def test_the_load_comes_from_the_effort_without_a_heart_rate(athlete):
    activity = add(athlete, rpe=7.0)

    assert (activity.load_method, activity.load) == ("rpe", pytest.approx(100.0))


def test_other_sports_fall_back_to_the_duration(athlete):
    activity = add(athlete, sport="strength", duration_s=1800.0)

    assert (activity.load_method, activity.load) == ("duration", pytest.approx(20.0))


def test_a_swim_has_a_load_by_its_pace(athlete):
    set_threshold(athlete=athlete, sport="swimming", kind="css_s_per_100m", value=90, valid_from=START.date())

    activity = add(athlete, sport="swimming", distance_m=4000.0)

    assert (activity.load_method, activity.load) == ("pace", pytest.approx(100.0))


def test_without_anything_to_go_by_there_is_no_load(athlete):
    activity = add(athlete)

    assert (activity.load, activity.load_method) == (None, "")
    assert (
        activity.load_reason == "power: no power recorded; heart rate: no heart rate recorded; RPE: not rated"
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"duration_s": 59.0}, "duration_s", "Between one minute and seven days."),
        ({"duration_s": None}, "duration_s", "Say how long it took."),
        ({"distance_m": 0.0}, "distance_m", "Between a metre and 3,000 kilometres."),
        ({"avg_hr_bpm": 241.0}, "avg_hr_bpm", "Between 30 and 240 beats per minute."),
        ({"sport": "multisport"}, "sport", "Choose one of the sports."),
        ({"start_time": NOW + timedelta(minutes=1)}, "start_time", "This is still to come."),
        ({"start_time": datetime(1989, 1, 1, tzinfo=UTC)}, "start_time", "This day is too long ago."),
        ({"rpe": 11.0}, "rpe", "From 0 to 10."),
        ({"feel": 6}, "feel", "From 1 to 5."),
        ({"goal": "win"}, "goal", "Value 'win' is not a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(athlete, fields, field, words):
    with pytest.raises(ValidationError) as caught:
        add(athlete, **fields)

    assert caught.value.message_dict == {field: [words]}
    assert not Activity.objects.exists()


def test_a_recording_that_comes_later_leads_and_keeps_the_words(athlete):
    by_hand = add(athlete, name="With Kim", rpe=3.0, feel=4, note="Windy", goal="easy", duration_s=3540.0)

    stored = store_activity(
        athlete=athlete,
        recorded=ride(start=START + timedelta(seconds=100), name="Vienna Cycling", rpe=8.0, power_w=None),
    )

    shown = Activity.objects.for_athlete(athlete).shown().get()
    by_hand.refresh_from_db()
    assert (stored.outcome, stored.activity) == (Outcome.MERGED, shown)
    assert by_hand.merged_into == shown
    assert (shown.name, shown.rpe, shown.feel, shown.note, shown.goal) == (
        "With Kim",
        3.0,
        4,
        "Windy",
        "easy",
    )
    assert (shown.timer_s, shown.load_method) == (3600, "heart_rate")


def test_a_recording_without_samples_leads_as_well(athlete):
    import dataclasses

    from athletes.sources.records import Samples

    add(athlete, rpe=3.0, distance_m=1000.0)
    bare = dataclasses.replace(ride(original=original()), samples=Samples(ride().samples.time_s[:0], {}))
    store_activity(athlete=athlete, recorded=dataclasses.replace(bare, elapsed_s=3600.0, distance_m=2000.0))

    shown = Activity.objects.for_athlete(athlete).shown().get()
    assert (shown.distance_m, shown.rpe, shown.load_method) == (2000.0, 3.0, "rpe")


def test_what_is_entered_after_its_recording_becomes_part_of_it(athlete):
    recorded = store_activity(athlete=athlete, recorded=ride(name="Vienna Cycling")).activity

    stored = add_manual_activity(
        athlete=athlete, sport="cycling", start_time=START, duration_s=3600.0, rpe=6.0, note="Good"
    )

    recorded.refresh_from_db()
    assert (stored.outcome, stored.activity) == (Outcome.MERGED, recorded)
    assert (recorded.name, recorded.rpe, recorded.note) == ("Vienna Cycling", 6.0, "Good")


def test_entering_the_same_twice_makes_one_activity(athlete):
    add(athlete)
    add(athlete)

    assert Activity.objects.for_athlete(athlete).shown().count() == 1


@pytest.mark.parametrize(
    "other", [{"sport": "running"}, {"start_time": START + timedelta(seconds=121)}, {"duration_s": 120.0}]
)
def test_another_sport_or_time_is_another_activity(athlete, other):
    add(athlete, duration_s=3600.0)

    if "duration_s" in other:
        other = {"start_time": START - timedelta(seconds=119), **other}
    add(athlete, **other)

    assert Activity.objects.for_athlete(athlete).shown().count() == 2


def test_parted_again_both_have_their_words(athlete):
    by_hand = add(athlete, name="With Kim", note="Windy")
    shown = store_activity(athlete=athlete, recorded=ride()).activity

    undo_merge(activity=shown)

    by_hand.refresh_from_db()
    assert (by_hand.merged_into, by_hand.name, by_hand.note) == (None, "With Kim", "Windy")


def test_all_facts_can_be_changed_and_the_load_follows(athlete):
    activity = add(athlete, rpe=7.0, distance_m=18_000.0)

    update_manual_activity(
        activity=activity,
        sport="running",
        start_time=START - timedelta(days=2),
        duration_s=1800.0,
        distance_m=None,
        note="Was a run",
    )

    activity.refresh_from_db()
    assert (activity.sport, activity.timer_s, activity.elapsed_s) == ("running", 1800, 1800)
    assert (activity.distance_m, activity.avg_speed_mps, activity.note) == (None, None, "Was a run")
    assert activity.local_date == START.date() - timedelta(days=2)
    assert activity.load == pytest.approx(50.0)
    assert LoadSeries.objects.get(athlete=athlete).dirty_from == START.date() - timedelta(days=2)


def test_moved_to_the_time_of_a_recording_it_becomes_part_of_it(athlete):
    recorded = store_activity(athlete=athlete, recorded=ride()).activity
    activity = add(athlete, start_time=START - timedelta(hours=3), note="Wrong hour")

    shown = update_manual_activity(activity=activity, start_time=START)

    recorded.refresh_from_db()
    assert (shown, recorded.note) == (recorded, "Wrong hour")


def test_the_facts_of_a_recording_stay(athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity

    with pytest.raises(ValidationError, match="This was recorded"):
        update_manual_activity(activity=activity, duration_s=60.0)


def test_facts_that_cannot_be_change_nothing(athlete):
    activity = add(athlete)

    with pytest.raises(ValidationError):
        update_manual_activity(activity=activity, duration_s=1.0)

    assert Activity.objects.get().timer_s == 3600


def test_it_is_deleted_and_comes_back(athlete):
    activity = add(athlete, rpe=7.0)

    delete_activity(activity=activity)
    assert not Activity.objects.alive().exists()
    restore_activity(activity=activity)

    assert Activity.objects.for_athlete(athlete).shown().get().load == pytest.approx(100.0)


def test_unknown_fields_cannot_be_written(athlete):
    with pytest.raises(TypeError):
        update_manual_activity(activity=ActivityFactory(), load=1.0)
