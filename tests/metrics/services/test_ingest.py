import dataclasses
import math
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.core.files.storage import default_storage

from athletes.models import Athlete, Threshold
from athletes.services import create_athlete
from athletes.sources.records import RecordedDay, Sport
from config.core.celery import run_inline
from config.core.errors import DataValidationError
from metrics.models import DAILY_VALUES, Activity, Day, LoadSeries, Origin, Stream
from metrics.selectors.load import load_series
from metrics.selectors.streams import load_channels
from metrics.selectors.thresholds import ThresholdBook
from metrics.services.ingest import Outcome, store_activity, store_day
from metrics.services.merging import undo_merge
from tests.factories.records import START, original, ride

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete(django_user_model) -> Athlete:
    return create_athlete(
        user=django_user_model.objects.create_user("rider@example.org"), hr_max_bpm=190, hr_rest_bpm=50
    )


def with_ftp(athlete: Athlete, value: float, day: date) -> None:
    Threshold.objects.create(athlete=athlete, sport="cycling", kind="ftp_w", value=value, valid_from=day)


def stored_originals(athlete: Athlete) -> set[str]:
    folder = Path(default_storage.path(f"originals/{athlete.uid}"))
    root = default_storage.path("")
    return {str(each.relative_to(root)) for each in folder.rglob("*") if each.is_file()}


def test_an_hour_at_threshold_scores_one_hundred_with_the_threshold_of_its_day(athlete):
    with_ftp(athlete, 200, START.date() - timedelta(days=30))
    with_ftp(athlete, 300, START.date() + timedelta(days=1))

    stored = store_activity(athlete=athlete, recorded=ride(power_w=200))

    assert stored.outcome is Outcome.IMPORTED
    assert stored.activity.load == pytest.approx(100)
    assert stored.activity.load_method == "power"
    assert stored.activity.thresholds["ftp_w"] == 200


def test_the_streams_come_back_as_they_were_recorded(athlete):
    power = np.arange(3600.0) % 400

    stored = store_activity(athlete=athlete, recorded=ride(power_w=power))

    assert np.array_equal(load_channels(stored.activity)["power_w"], power)


def test_the_same_file_never_enters_twice(athlete):
    first = store_activity(athlete=athlete, recorded=ride(original=original()))

    second = store_activity(
        athlete=athlete, recorded=ride(original=original(), start=START + timedelta(hours=5))
    )

    assert second.outcome is Outcome.DUPLICATE
    assert second.activity == first.activity
    assert Activity.objects.count() == Origin.objects.count() == 1


def test_the_same_file_of_another_athlete_is_another_activity(athlete, django_user_model):
    other = create_athlete(user=django_user_model.objects.create_user("other@example.org"))
    store_activity(athlete=athlete, recorded=ride(original=original()))

    stored = store_activity(athlete=other, recorded=ride(original=original()))

    assert stored.outcome is Outcome.IMPORTED
    assert Activity.objects.count() == 2


def test_the_same_external_id_of_one_source_never_enters_twice(athlete):
    store_activity(athlete=athlete, recorded=ride(source="demo", external_id="1"))

    again = store_activity(athlete=athlete, recorded=ride(source="demo", external_id="1", power_w=100))

    assert again.outcome is Outcome.DUPLICATE
    assert Activity.objects.get().avg_power_w == 200


@pytest.mark.parametrize(
    ("offset_s", "seconds", "outcome"),
    [
        (0, 3600, Outcome.MERGED),
        (120, 3480, Outcome.MERGED),
        (121, 3400, Outcome.IMPORTED),
        (0, 1800, Outcome.MERGED),
        (100, 1000, Outcome.MERGED),
    ],
)
def test_arrivals_merge_when_starts_are_near_and_the_shorter_is_covered(athlete, offset_s, seconds, outcome):
    store_activity(athlete=athlete, recorded=ride())

    stored = store_activity(
        athlete=athlete,
        recorded=ride(start=START + timedelta(seconds=offset_s), seconds=seconds, power_w=None),
    )

    assert stored.outcome is outcome
    assert Activity.objects.for_athlete(athlete).shown().count() == (1 if outcome is Outcome.MERGED else 2)


def test_a_shorter_recording_that_sticks_out_by_more_than_a_tenth_is_another_activity(athlete):
    store_activity(athlete=athlete, recorded=ride(seconds=1000))

    stored = store_activity(
        athlete=athlete, recorded=ride(start=START + timedelta(seconds=101), seconds=1000)
    )

    assert stored.outcome is Outcome.IMPORTED


def test_another_sport_at_the_same_time_is_not_merged(athlete):
    store_activity(athlete=athlete, recorded=ride())

    stored = store_activity(athlete=athlete, recorded=ride(sport=Sport.RUNNING))

    assert stored.outcome is Outcome.IMPORTED


def test_the_arrival_with_more_channels_leads_and_the_strictest_permission_wins(athlete):
    poor = store_activity(athlete=athlete, recorded=ride(power_w=None, ai_allowed=False, name="Evening ride"))

    rich = store_activity(athlete=athlete, recorded=ride(start=START + timedelta(seconds=30)))

    rich.activity.refresh_from_db()
    poor.activity.refresh_from_db()
    assert poor.activity.merged_into == rich.activity
    assert rich.activity.name == "Evening ride"
    assert rich.activity.ai_allowed is False


class Overtaken(ThresholdBook):
    """Thresholds that are read while another worker stores `rival`."""

    def __init__(self, athlete, rival):
        super().__init__(athlete)
        self._rival = rival

    def on(self, sport, day):
        rival, self._rival = self._rival, None
        if rival is not None:
            store_activity(athlete=self._athlete, recorded=rival)
        return super().on(sport, day)


@pytest.mark.parametrize("identity", [{"original": original()}, {"source": "demo", "external_id": "1"}])
def test_the_slower_of_two_workers_with_the_same_arrival_finds_it_here_already(athlete, identity):
    rival = ride(**identity)

    stored = store_activity(athlete=athlete, recorded=ride(**identity), book=Overtaken(athlete, rival))

    assert stored.outcome is Outcome.DUPLICATE
    assert stored.activity == Activity.objects.get()
    assert {origin.file.name for origin in Origin.objects.exclude(file="")} == stored_originals(athlete)


@pytest.mark.django_db(transaction=True)
def test_recordings_on_either_side_of_midnight_count_on_one_day_only(athlete):
    with_ftp(athlete, 200, START.date())
    midnight = START.replace(hour=0, minute=0) + timedelta(days=1)
    with run_inline():
        store_activity(
            athlete=athlete, recorded=ride(heart_rate_bpm=None, start=midnight - timedelta(seconds=20))
        )
    with run_inline():
        store_activity(athlete=athlete, recorded=ride(start=midnight + timedelta(seconds=20)))

    window = load_series(athlete, START.date(), START.date() + timedelta(days=2))
    assert window.load == pytest.approx([0, 100])


def test_an_effort_that_came_with_a_merged_arrival_reaches_the_load(athlete):
    bare = {"power_w": None, "heart_rate_bpm": None, "sport": Sport.STRENGTH}
    leader = store_activity(athlete=athlete, recorded=ride(**bare)).activity

    store_activity(athlete=athlete, recorded=ride(**bare, rpe=7.0))

    leader.refresh_from_db()
    assert (leader.rpe, leader.load_method) == (7.0, "rpe")


def test_a_merge_can_be_undone_and_stays_undone(athlete):
    leader = store_activity(athlete=athlete, recorded=ride()).activity
    store_activity(athlete=athlete, recorded=ride(power_w=None, start=START + timedelta(seconds=10)))

    undo_merge(activity=leader)

    assert Activity.objects.for_athlete(athlete).shown().count() == 2
    assert list(Activity.objects.filter(kept_apart=True).values_list("start_time", flat=True)) == [
        START + timedelta(seconds=10)
    ]


def test_a_multisport_activity_is_one_entry_with_its_legs_and_their_summed_load(athlete):
    with_ftp(athlete, 200, START.date())
    first = ride(seconds=1800)
    second = ride(start=START + timedelta(seconds=1800), seconds=1800)
    whole = dataclasses.replace(ride(), sport=Sport.MULTISPORT, legs=(first, second))

    stored = store_activity(athlete=athlete, recorded=whole)

    assert Activity.objects.for_athlete(athlete).shown().get() == stored.activity
    assert stored.activity.load == pytest.approx(100)
    assert [leg.leg_index for leg in stored.activity.legs.order_by("leg_index")] == [0, 1]


def test_an_activity_without_duration_is_refused_and_leaves_nothing(athlete):
    empty = ride(seconds=0, timer_s=None, original=original())

    with pytest.raises(DataValidationError) as error:
        store_activity(athlete=athlete, recorded=empty)

    assert error.value.code == "ACTIVITY_EMPTY"
    assert not Activity.objects.exists()
    assert not Origin.objects.exists()


def test_a_failure_midway_stores_neither_rows_nor_file(athlete, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("disk")

    monkeypatch.setattr(Stream.objects.__class__, "bulk_create", broken)

    with pytest.raises(RuntimeError):
        store_activity(athlete=athlete, recorded=ride(original=original(b"unlucky")))

    assert not Activity.objects.exists()
    assert not LoadSeries.objects.exists()
    folder = f"originals/{athlete.uid}/{original(b'unlucky').sha256[:2]}"
    assert not default_storage.exists(folder) or default_storage.listdir(folder)[1] == []


def test_a_local_day_is_fixed_by_the_athletes_zone_when_the_file_has_no_offset(athlete):
    athlete.time_zone = "Pacific/Auckland"
    athlete.save()
    evening = START.replace(hour=20)

    stored = store_activity(athlete=athlete, recorded=ride(start=evening, utc_offset_s=None))

    assert stored.activity.local_date == START.date() + timedelta(days=1)
    assert stored.activity.utc_offset_s == 12 * 3600


def test_a_missing_daily_value_never_overwrites_a_known_one(athlete):
    day = date(2026, 5, 4)
    store_day(athlete=athlete, recorded=RecordedDay(day, resting_hr_bpm=48, hrv_rmssd_ms=60))

    store_day(athlete=athlete, recorded=RecordedDay(day, resting_hr_bpm=47, sleep_s=28_000))

    stored = Day.objects.get()
    assert (stored.resting_hr_bpm, stored.hrv_rmssd_ms, stored.sleep_s) == (47, 60, 28_000)


def test_a_daily_value_that_cannot_be_was_not_measured(athlete):
    odd = RecordedDay(
        date(2026, 5, 4),
        resting_hr_bpm=0,
        hrv_rmssd_ms=1e9,
        sleep_s=math.inf,
        stress=-1,
        weight_kg=math.nan,
        steps=-3,
        sleep_score=100,
    )

    stored = store_day(athlete=athlete, recorded=odd)

    stored.refresh_from_db()
    known = {name: getattr(stored, name) for name in DAILY_VALUES if getattr(stored, name) is not None}
    assert known == {"sleep_score": 100}


def test_a_day_keeps_when_the_night_began_and_ended(athlete):
    day = date(2026, 5, 4)
    night = {
        "sleep_start": datetime(2026, 5, 3, 21, 10, tzinfo=UTC),
        "sleep_end": datetime(2026, 5, 4, 4, 55, tzinfo=UTC),
    }
    store_day(athlete=athlete, recorded=RecordedDay(day, **night))

    store_day(athlete=athlete, recorded=RecordedDay(day, sleep_s=27_000))

    stored = Day.objects.get()
    assert (stored.sleep_start, stored.sleep_end) == (night["sleep_start"], night["sleep_end"])


@pytest.mark.django_db(transaction=True)
def test_the_load_series_follows_from_the_task_that_storing_enqueues(athlete):
    with_ftp(athlete, 200, START.date())

    with run_inline() as failures:
        store_activity(athlete=athlete, recorded=ride())

    assert failures == []
    series = LoadSeries.objects.get(athlete=athlete)
    assert series.dirty_from is None
    assert series.start_date == START.date()
