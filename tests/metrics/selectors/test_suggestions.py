from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
import time_machine

from metrics.selectors.suggestions import suggest
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, StreamFactory
from tests.factories.synced import EstimateFactory

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 1, 7, tzinfo=UTC)


@pytest.fixture
def athlete():
    return AthleteFactory(time_zone="UTC")


def on(athlete, day, **fields):
    """An activity of that day, counted from the first of May."""
    return ActivityFactory(athlete=athlete, start_time=MAY + timedelta(days=day), utc_offset_s=0, **fields)


def ride(athlete, day, power_w=None, **fields):
    made = on(athlete, day, **{"sport": "cycling", "weighted_power_w": 200.0, "load": None, **fields})
    if power_w is not None:
        StreamFactory(activity=made, channel="power_w", values=np.asarray(power_w, float))
    return made


def said(athlete, kind, value, day, source="garmin_login"):
    return EstimateFactory(athlete=athlete, kind=kind, value=value, date=day, source=source)


def suggested(athlete, name):
    return suggest(athlete, [name]).get(name)


def value_of(athlete, name):
    found = suggested(athlete, name)
    return found and found.value


class TestHighestHeartRate:
    @pytest.mark.parametrize(
        ("peaks", "highest"),
        [
            ([190, 187, 170], 190),
            ([214, 189, 188, 170], 189),
            ([214, 186, 170, 160], 186),
            ([238, 231, 185, 184], 185),
            ([220, 219], 220),
            ([184, None, None], None),
            ([], None),
        ],
    )
    def test_a_peak_counts_when_another_activity_came_near_it(self, athlete, peaks, highest):
        for day, peak in enumerate(peaks):
            on(athlete, day, max_hr_bpm=peak)

        assert value_of(athlete, "hr_max_bpm") == highest

    def test_it_says_when_it_was_seen(self, athlete):
        on(athlete, 0, max_hr_bpm=188)
        on(athlete, 9, max_hr_bpm=186)

        source = suggested(athlete, "hr_max_bpm").source

        assert source == "Recorded on 1 May 2026, and 186 on 10 May 2026. You may reach a little more."

    def test_legs_of_one_race_are_not_two_activities(self, athlete):
        race = on(athlete, 0, max_hr_bpm=185, sport="multisport")
        on(athlete, 0, max_hr_bpm=185, parent=race)

        assert value_of(athlete, "hr_max_bpm") is None


class TestRestingHeartRate:
    def test_it_is_the_lowest_median_of_a_week(self, athlete):
        for day, rate in enumerate([52, 52, 52, 52, 52, 52, 52, 46, 47, 46, 47, 30, 46, 47, 52, 52]):
            DayFactory(athlete=athlete, date=date(2026, 5, 1) + timedelta(days=day), resting_hr_bpm=rate)

        found = suggested(athlete, "hr_rest_bpm")

        assert found.value == 46
        assert found.source == "The median of your quietest week, 7–13 May 2026."

    def test_three_values_are_no_week(self, athlete):
        for day in range(3):
            DayFactory(athlete=athlete, date=date(2026, 5, 1) + timedelta(days=day), resting_hr_bpm=48)
        assert value_of(athlete, "hr_rest_bpm") is None

        DayFactory(athlete=athlete, date=date(2026, 5, 4), resting_hr_bpm=48)
        assert value_of(athlete, "hr_rest_bpm") == 48


class TestCyclingFtp:
    def test_the_newest_device_knows_best(self, athlete):
        ride(athlete, 0, device={"ftp_w": 240})
        ride(athlete, 4, device={"ftp_w": 255})
        ride(athlete, 8, np.full(1500, 300.0), device={"ftp_w": None})
        on(athlete, 9, sport="running", device={"ftp_w": 330})

        found = suggested(athlete, "ftp_w")

        assert found.value == 255
        assert found.source == "What your device was set to on 5 May 2026."

    def test_else_it_is_95_percent_of_the_best_20_minutes(self, athlete):
        ride(athlete, 0, np.concatenate([np.full(1200, 100.0), np.full(1200, 260.0), np.full(60, 90.0)]))
        ride(athlete, 1, np.full(1200, 240.0), weighted_power_w=240.0)

        found = suggested(athlete, "ftp_w")

        assert found.value == 247
        assert found.source == "95 % of your best 20 minutes, 260\u202fW on 1 May 2026."

    def test_only_the_five_strongest_rides_are_read(self, athlete, django_assert_num_queries):
        ride(athlete, 0, np.full(1200, 300.0), weighted_power_w=100.0)
        for day in range(1, 8):
            ride(athlete, day, np.full(1200, 200.0))

        with django_assert_num_queries(9):
            assert value_of(athlete, "ftp_w") == 190

    def test_rides_of_long_ago_and_short_ones_say_nothing(self, athlete):
        ride(athlete, -400, np.full(1200, 300.0))
        ride(athlete, 0, np.full(1199, 300.0), timer_s=1199.0)
        ride(athlete, 0, np.full(1200, 200.0))

        assert value_of(athlete, "ftp_w") == 190

    def test_without_power_there_is_none(self, athlete):
        ride(athlete, 0, weighted_power_w=None)

        assert suggested(athlete, "ftp_w") is None


class TestRunningPace:
    def test_it_is_the_average_of_the_fastest_run_of_a_fitting_length(self, athlete):
        on(athlete, 0, timer_s=3600.0, distance_m=12_000.0)
        on(athlete, 1, timer_s=2700.0, distance_m=9_600.0)
        on(athlete, 2, timer_s=1500.0, distance_m=6_500.0)
        on(athlete, 3, timer_s=4800.0, distance_m=20_000.0)
        on(athlete, 4, timer_s=3600.0, distance_m=36_000.0)
        on(athlete, -380, timer_s=3600.0, distance_m=15_000.0)

        found = suggested(athlete, "threshold_pace_s_per_km")

        assert found.value == 282  # 281.25 s/km, the slower whole second
        assert found.source.startswith("The average of your fastest run of 30 to 75 minutes, 2 May 2026.")

    def test_a_whole_second_stays_as_it_is(self, athlete):
        on(athlete, 0, timer_s=3600.0, distance_m=12_000.0)

        assert value_of(athlete, "threshold_pace_s_per_km") == 300


def test_swimming_is_left_to_the_athlete(athlete):
    on(athlete, 0, sport="swimming")

    assert suggest(athlete, ["css_s_per_100m"]) == {}


class TestWhatGarminSays:
    """Its newest estimate goes before what recordings suggest, on a day of November."""

    @pytest.fixture(autouse=True)
    def _november(self):
        with time_machine.travel("2026-11-22T12:00Z", tick=False):
            yield

    def test_its_newest_power_is_suggested_and_named(self, athlete):
        ride(athlete, 0, np.full(1200, 200.0), device={"ftp_w": 210})
        said(athlete, "ftp_w", 244.0, date(2026, 9, 30))
        said(athlete, "ftp_w", 248.0, date(2026, 11, 3))

        found = suggested(athlete, "ftp_w")

        assert (found.value, found.source) == (248, "Garmin: 248\u202fW, 3 Nov 2026.")

    def test_its_pace_is_told_in_the_athletes_units(self, athlete):
        on(athlete, 0, timer_s=3600.0, distance_m=12_000.0)
        said(athlete, "threshold_pace_s_per_km", 281.6, date(2026, 11, 3), source="garmin_export")
        assert suggested(athlete, "threshold_pace_s_per_km").source == (
            "Garmin export: 4:42\u202f/km, 3 Nov 2026."
        )

        athlete.units = "imperial"

        found = suggested(athlete, "threshold_pace_s_per_km")
        assert (found.value, found.source) == (282, "Garmin export: 7:33\u202f/mi, 3 Nov 2026.")

    @pytest.mark.parametrize(
        ("day", "value"),
        [(date(2025, 11, 21), 248.0), (date(2026, 11, 23), 248.0), (date(2026, 11, 3), 900.0)],
        ids=["a year ago", "tomorrow", "beyond people"],
    )
    def test_else_the_recordings_speak(self, athlete, day, value):
        ride(athlete, 0, device={"ftp_w": 210})
        said(athlete, "ftp_w", value, day)

        assert value_of(athlete, "ftp_w") == 210
