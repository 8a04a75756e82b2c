"""What an activity held over a span, through everything that can become of it."""

from datetime import timedelta

import numpy as np
import pytest

from athletes.models import Athlete
from athletes.sources.records import RecordedActivity, Sport
from config.core.celery import run_inline
from metrics.models import Activity, Best, Curves, Interval
from metrics.science.curves import GRID
from metrics.services import activities as service
from metrics.services.held import curve_bytes
from metrics.services.ingest import store_activity
from metrics.services.sweeping import sweep
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.records import START, ride, samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def athlete() -> Athlete:
    return AthleteFactory(hr_max_bpm=190, hr_rest_bpm=50, time_zone="UTC")


def intervals() -> RecordedActivity:
    """Four times four minutes at 300 W with as much at 120 W around them."""
    power = np.concatenate([np.full(600, 120.0), *[np.repeat([300.0, 120.0], 240)] * 4])
    channels = samples(power.size, power_w=power, heart_rate_bpm=140.0, speed_mps=8.0)
    return RecordedActivity(sport=Sport.CYCLING, start_time=START, samples=channels, utc_offset_s=0)


def triathlon() -> RecordedActivity:
    bike = ride(seconds=600, start=START + timedelta(seconds=300))
    run = ride(seconds=300, start=START + timedelta(seconds=900), sport=Sport.RUNNING, power_w=None)
    return RecordedActivity(
        sport=Sport.MULTISPORT, start_time=START, samples=samples(0), utc_offset_s=0, legs=(bike, run)
    )


def column(data: bytes) -> list[float]:
    return np.frombuffer(bytes(data), dtype="<f4").tolist()


def test_the_curves_are_kept_as_the_first_durations_of_the_grid(athlete):
    activity = store_activity(athlete=athlete, recorded=ride(seconds=120, power_w=200)).activity

    curves = Curves.objects.get(activity=activity)
    assert column(curves.power_w) == [200] * len([seconds for seconds in GRID if seconds <= 120])
    assert column(curves.heart_rate_bpm)[0] == 140
    assert (curves.athlete, curves.sport, curves.local_date) == (athlete, "cycling", START.date())


def test_a_channel_that_was_not_recorded_has_an_empty_curve(athlete):
    activity = store_activity(athlete=athlete, recorded=ride(power_w=None)).activity

    assert bytes(activity.curves.power_w) == b""


def test_a_hole_in_a_curve_is_unknown():
    assert column(curve_bytes({1: 5.0, 3: 4.0})) == [5.0, pytest.approx(np.nan, nan_ok=True), 4.0]
    assert curve_bytes({}) == curve_bytes(None) == b""


def test_bests_and_intervals_are_stored_with_the_activity(athlete):
    activity = store_activity(athlete=athlete, recorded=intervals()).activity

    best = activity.bests.get(metric="power_w", duration_s=180)
    assert (best.value, best.start_s, best.sport) == (300, 600, "cycling")
    rows = list(activity.intervals.values_list("kind", "start_s", "duration_s", "avg_power_w"))
    assert rows[:3] == [("work", 600, 240, 300), ("recover", 840, 240, 120), ("work", 1080, 240, 300)]
    assert [kind for kind, *_ in rows].count("work") == 4


def test_graded_speed_is_kept_for_runs(athlete):
    run = store_activity(athlete=athlete, recorded=ride(sport=Sport.RUNNING, power_w=None)).activity

    assert run.graded_speed_mps == pytest.approx(8)


def test_each_leg_holds_its_own_and_the_whole_nothing(athlete):
    whole = store_activity(athlete=athlete, recorded=triathlon()).activity

    assert sorted(Curves.objects.values_list("sport", flat=True)) == ["cycling", "running"]
    assert not Curves.objects.filter(activity=whole).exists()


def test_measuring_again_replaces_what_was_held(athlete):
    activity = store_activity(athlete=athlete, recorded=intervals()).activity
    before = [Best.objects.count(), Interval.objects.count(), bytes(activity.curves.power_w)]
    Best.objects.update(value=1)
    Interval.objects.filter(index=0).delete()
    Curves.objects.update(power_w=b"")

    service.update_activity(activity=activity, rpe=7)

    curves = Curves.objects.get(activity=activity)
    assert [Best.objects.count(), Interval.objects.count(), bytes(curves.power_w)] == before
    assert not Best.objects.filter(value=1).exists()


def test_what_was_stored_before_there_were_curves_gets_them(athlete):
    for record in (intervals(), triathlon()):
        store_activity(athlete=athlete, recorded=record)
    ActivityFactory(athlete=athlete)
    service.remeasure(athlete_id=athlete.pk)
    Curves.objects.all().delete()
    Activity.objects.update(graded_speed_mps=None)

    with run_inline():
        sweep()

    assert sorted(Curves.objects.values_list("sport", flat=True)) == ["cycling", "cycling", "running"]
    assert Activity.objects.get(sport="running", parent__isnull=False).graded_speed_mps == pytest.approx(8)


def test_nothing_is_measured_when_nothing_is_missing(athlete):
    activity = store_activity(athlete=athlete, recorded=intervals()).activity
    service.remeasure(athlete_id=athlete.pk)
    activity.refresh_from_db()
    revision = activity.revision

    with run_inline():
        sweep()

    activity.refresh_from_db()
    assert activity.revision == revision
