import dataclasses
from datetime import timedelta

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from athletes.models import Athlete, Threshold
from athletes.services import remove_threshold, set_threshold, update_athlete
from athletes.sources.records import Sport
from config.core.celery import run_inline
from metrics.models import Activity, LoadSeries
from metrics.services import activities as service
from metrics.services.ingest import Outcome, store_activity
from tests.factories.athletes import AthleteFactory
from tests.factories.records import START, on_day, original, ride

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(hr_max_bpm=190, hr_rest_bpm=50, sex="male", time_zone="UTC")


def loads(athlete: Athlete) -> list[float]:
    return list(Activity.objects.for_athlete(athlete).order_by("start_time").values_list("load", flat=True))


def test_a_new_threshold_changes_the_loads_from_its_day_on_only(athlete):
    set_threshold(athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY)
    for number in range(3):
        store_activity(athlete=athlete, recorded=on_day(number))

    set_threshold(
        athlete=athlete, sport="cycling", kind="ftp_w", value=400, valid_from=DAY + timedelta(days=1)
    )
    service.remeasure(athlete_id=athlete.pk)

    assert loads(athlete) == pytest.approx([100, 25, 25])
    assert LoadSeries.objects.get(athlete=athlete).dirty_from == DAY


def test_a_removed_threshold_gives_way_to_the_one_before(athlete):
    set_threshold(
        athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY - timedelta(days=9)
    )
    later = set_threshold(athlete=athlete, sport="cycling", kind="ftp_w", value=400, valid_from=DAY)
    store_activity(athlete=athlete, recorded=ride())

    remove_threshold(threshold=later)
    service.remeasure(athlete_id=athlete.pk)

    assert loads(athlete) == pytest.approx([100])


def test_remeasuring_changes_nothing_when_nothing_changed(athlete):
    set_threshold(athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY)
    activity = store_activity(athlete=athlete, recorded=ride()).activity
    revision = Activity.objects.get().revision

    service.remeasure(athlete_id=athlete.pk)

    assert Activity.objects.get(pk=activity.pk).revision == revision


def test_measuring_again_gives_the_same_numbers(athlete):
    activity = store_activity(athlete=athlete, recorded=ride(rpe=4.0)).activity
    before = Activity.objects.filter(pk=activity.pk).values().get()

    Activity.objects.update(thresholds={})
    service.remeasure(athlete_id=athlete.pk)

    after = Activity.objects.filter(pk=activity.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"revision", "updated_at"}


@pytest.mark.django_db(transaction=True)
def test_a_profile_change_reaches_the_load_through_the_tasks(athlete):
    with run_inline() as failures:
        store_activity(athlete=athlete, recorded=ride(power_w=None))
        before = loads(athlete)[0]
    with run_inline() as failures:
        update_athlete(athlete=athlete, hr_rest_bpm=70)

    assert failures == []
    assert loads(athlete)[0] < before
    assert LoadSeries.objects.get(athlete=athlete).dirty_from is None


def test_perceived_effort_gives_a_load_where_nothing_else_does(athlete):
    activity = store_activity(athlete=athlete, recorded=ride(power_w=None, heart_rate_bpm=None)).activity
    assert activity.load_method != "rpe"

    service.update_activity(activity=activity, rpe=5.0)

    assert Activity.objects.get(pk=activity.pk).load_method == "rpe"
    assert Activity.objects.get(pk=activity.pk).load > 0


def test_an_effort_beyond_the_scale_is_refused(athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity

    with pytest.raises(ValidationError):
        service.update_activity(activity=activity, rpe=11.0)

    assert Activity.objects.get(pk=activity.pk).rpe is None


def test_only_name_and_effort_can_be_changed(athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity

    with pytest.raises(TypeError):
        service.update_activity(activity=activity, load=1.0)


def test_a_deleted_activity_takes_its_merged_recordings_along_and_comes_back_with_them(athlete):
    leader = store_activity(athlete=athlete, recorded=ride()).activity
    store_activity(athlete=athlete, recorded=ride(power_w=None))

    service.delete_activity(activity=leader)
    assert not Activity.objects.alive().exists()

    service.restore_activity(activity=leader)
    assert Activity.objects.alive().count() == 2
    assert Activity.objects.for_athlete(athlete).shown().get() == leader


@pytest.mark.django_db(transaction=True)
def test_a_restored_activity_is_measured_with_the_thresholds_that_came_meanwhile(athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity
    service.delete_activity(activity=activity)
    set_threshold(athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY)
    service.remeasure(athlete_id=athlete.pk)

    with run_inline():
        service.restore_activity(activity=activity)

    assert loads(athlete) == pytest.approx([100])


def test_a_restored_activity_is_merged_with_a_recording_of_it_that_came_meanwhile(athlete):
    activity = store_activity(athlete=athlete, recorded=ride()).activity
    service.delete_activity(activity=activity)
    twin = store_activity(athlete=athlete, recorded=ride(power_w=None)).activity

    service.restore_activity(activity=activity)

    assert Activity.objects.for_athlete(athlete).shown().get() == activity
    assert list(activity.merged.all()) == [twin]


def test_a_leg_that_comes_back_stays_a_leg(athlete):
    whole = dataclasses.replace(ride(), sport=Sport.MULTISPORT, legs=(ride(),))
    leg = store_activity(athlete=athlete, recorded=whole).activity.legs.get()
    store_activity(athlete=athlete, recorded=ride(power_w=None))
    service.delete_activity(activity=leg)

    service.restore_activity(activity=leg)

    assert not Activity.objects.exclude(merged_into=None).exists()


def test_a_file_of_a_deleted_activity_brings_back_what_was_merged_into_it(athlete):
    leader = store_activity(athlete=athlete, recorded=ride(original=original())).activity
    store_activity(athlete=athlete, recorded=ride(power_w=None))
    service.delete_activity(activity=leader)

    again = store_activity(athlete=athlete, recorded=ride(original=original()))

    assert (again.outcome, again.activity) == (Outcome.IMPORTED, leader)
    assert leader.merged.get().deleted_at is None


def test_the_ftp_of_cycling_is_never_used_for_running(athlete):
    Threshold.objects.create(athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY)

    stored = store_activity(athlete=athlete, recorded=ride(sport="running"))

    assert stored.activity.load_method == "heart_rate"


def test_a_threshold_of_one_leg_reaches_the_load_of_the_whole(athlete):
    bike, run = ride(seconds=1800), ride(start=START + timedelta(seconds=1800), seconds=1800, power_w=None)
    run = dataclasses.replace(run, sport=Sport.RUNNING)
    whole = dataclasses.replace(ride(), sport=Sport.MULTISPORT, legs=(bike, run))
    stored = store_activity(athlete=athlete, recorded=whole).activity
    before = stored.load

    set_threshold(athlete=athlete, sport="running", kind="lthr_bpm", value=140, valid_from=DAY)
    service.remeasure(athlete_id=athlete.pk)

    stored.refresh_from_db()
    legs = list(stored.legs.order_by("leg_index").values_list("load", flat=True))
    assert legs[1] == pytest.approx(50)
    assert stored.load == pytest.approx(sum(legs))
    assert stored.load != before


def test_a_pause_of_days_keeps_its_length_when_measured_again(athlete):
    parts = ride(seconds=1200)
    later = np.concatenate([np.arange(600.0), np.arange(600.0) + 5 * 86_400])
    moved = dataclasses.replace(parts.samples, time_s=later)
    long = dataclasses.replace(parts, samples=moved, timer_s=1200.0, elapsed_s=5 * 86_400.0 + 600)
    activity = store_activity(athlete=athlete, recorded=long).activity
    assert activity.elapsed_s == 5 * 86_400 + 600

    Activity.objects.update(thresholds={})
    service.remeasure(athlete_id=athlete.pk)

    activity.refresh_from_db()
    assert (activity.elapsed_s, activity.timer_s) == (5 * 86_400 + 600, 1200)
