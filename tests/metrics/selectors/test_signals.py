"""Which signals are shown to whom, wait, and are read by the analyst."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from config.core.errors import DataNotFoundError
from metrics.models import Best, ThresholdProposal
from metrics.science.signals import ThresholdStep
from metrics.selectors.detection_history import threshold_steps
from metrics.selectors.signal_needs import classes_of, needs_of
from metrics.selectors.signals import (
    past_signals,
    signal_or_404,
    signal_rows,
    signals,
    waiting_signals,
)
from metrics.services.changes import data_changed
from metrics.services.recompute import mark_dirty
from metrics.services.signals import acknowledge, detect_signals, mark_stale
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.own_word import AnnotationFactory
from tests.factories.signals import SignalFactory

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
WEEK = [60.0, 0.0, 80.0, 50.0, 0.0, 100.0, 70.0]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def athlete():
    return AthleteFactory(time_zone="UTC")


def kinds(rows):
    return [each.kind for each in rows]


@pytest.mark.parametrize(
    ("metric", "classes"),
    [
        ("resting_hr_bpm", {"heart"}),
        ("hrv_rmssd_ms", {"heart"}),
        ("respiration_rpm", {"heart"}),
        ("cycling_lthr_bpm", {"heart", "profile"}),
        ("sleep_debt", {"sleep"}),
        ("weight_kg", {"body"}),
        ("two_week_load", {"load"}),
        ("form", {"load"}),
        ("days_without_data", {"load"}),
        ("run_distance", {"activities"}),
        ("running_threshold_pace_s_per_km", {"profile"}),
        ("cycling_ftp_w", {"profile"}),
        ("swimming_css_s_per_100m", {"profile"}),
        ("heart_rate_fault", {"activities"}),
        ("medium_share", {"activities", "heart"}),
        ("cycling_power_300s", {"activities"}),
    ],
)
def test_a_metric_needs_the_class_of_what_it_is_made_from(metric, classes):
    assert classes_of(metric) == classes


def test_a_signal_needs_the_classes_of_all_its_evidence():
    assert needs_of(["two_week_load", "hrv_rmssd_ms", "resting_hr_bpm"]) == "heart,load"


def test_days_are_half_open_and_what_goes_on_touches_every_later_day(athlete):
    SignalFactory(athlete=athlete, kind="over", start=TODAY - 9 * DAY, end=TODAY - 5 * DAY)
    SignalFactory(athlete=athlete, kind="open", start=TODAY - 20 * DAY, end=None)
    SignalFactory(athlete=athlete, kind="later", start=TODAY)
    assert kinds(signals(athlete, TODAY - 5 * DAY, TODAY)) == ["open"]
    assert kinds(signals(athlete, TODAY - 6 * DAY, TODAY + DAY)) == ["later", "over", "open"]
    assert kinds(signals(athlete, TODAY - 9 * DAY, TODAY - 8 * DAY)) == ["over", "open"]


def test_hidden_data_hide_what_rests_on_them(athlete):
    SignalFactory(athlete=athlete, kind="body", needs="heart,sleep")
    SignalFactory(athlete=athlete, kind="load", needs="load")
    assert kinds(signals(athlete, hidden=["sleep"])) == ["load"]
    hidden = signals(athlete, kind="body").get()
    with pytest.raises(DataNotFoundError):
        signal_or_404(athlete, hidden.uid, hidden=["heart"])


def test_what_is_neither_acknowledged_nor_long_over_waits(athlete):
    SignalFactory(athlete=athlete, kind="note", severity="info", start=TODAY - DAY)
    SignalFactory(athlete=athlete, kind="act", severity="act", start=TODAY - 100 * DAY, end=None)
    known = SignalFactory(athlete=athlete, kind="known", start=TODAY - DAY)
    acknowledge(signal=known, user=athlete.user)
    SignalFactory(athlete=athlete, kind="old", start=TODAY - 15 * DAY, end=TODAY - 14 * DAY)
    assert kinds(waiting_signals(athlete, TODAY)) == ["act", "note"]
    assert kinds(past_signals(signals(athlete), TODAY)) == ["known", "old"]


class TestForAnAI:
    """What must not reach an AI leaves its signals out, and only then."""

    def spike(self, athlete, **fields):
        store_loads(athlete, TODAY - 146 * DAY, [*WEEK * 20, 60, 0, 80, 50, 0, 210, 0])
        day = datetime.combine(TODAY - DAY, datetime.min.time(), UTC)
        ActivityFactory(athlete=athlete, start_time=day, utc_offset_s=0, load=210, distance_m=None, **fields)
        detect_signals(athlete_id=athlete.pk)

    def test_the_stored_ones_are_read_when_nothing_is_kept_back(self, athlete):
        self.spike(athlete)
        stored = signals(athlete).get()
        [row] = signal_rows(athlete, TODAY - 6 * DAY, TODAY + DAY, ai_only=True)
        assert (row.uid, row.kind) == (stored.uid, "load_spike")

    def test_without_the_activity_there_is_no_spike(self, athlete):
        self.spike(athlete, ai_allowed=False)
        assert len(signal_rows(athlete, TODAY - 6 * DAY, TODAY + DAY)) == 1
        assert signal_rows(athlete, TODAY - 6 * DAY, TODAY + DAY, ai_only=True) == []

    def test_what_is_found_all_the_same_keeps_its_uid(self, athlete):
        self.spike(athlete)
        DayFactory(athlete=athlete, date=TODAY - 3 * DAY, ai_allowed=False)
        [row] = signal_rows(athlete, TODAY - 6 * DAY, TODAY + DAY, ai_only=True)
        assert row.uid == signals(athlete).get().uid


class TestWhatDetectorsSee:
    def rides(self, athlete, count, power_w, **fields):
        for index in range(count):
            ago = (count - index) * 20
            ride = ActivityFactory(
                athlete=athlete, sport="cycling", local_date=TODAY - ago * DAY, load=None, **fields
            )
            Best.objects.create(
                activity=ride,
                athlete=athlete,
                sport="cycling",
                local_date=ride.local_date,
                metric="power_w",
                duration_s=300,
                value=power_w + (30 if index == count - 1 else 0),
                start_s=0,
            )
        mark_dirty(athlete, TODAY - count * 20 * DAY)

    def test_a_best_is_one_against_the_whole_history_whatever_the_scan_reads(self, athlete):
        self.rides(athlete, 12, 300.0)
        detect_signals(athlete_id=athlete.pk)
        best = signals(athlete, kind="personal_best").get()
        assert (best.evidence[0]["value"], best.evidence[0]["baseline"]) == (330, 300)
        best.delete()
        DayFactory(athlete=athlete, date=TODAY - 19 * DAY)
        data_changed(athlete, TODAY - 19 * DAY, TODAY, load_changed=False)
        detect_signals(athlete_id=athlete.pk)
        again = signals(athlete, kind="personal_best").get()
        assert (again.activity, again.evidence) == (best.activity, best.evidence)

    def test_power_with_spikes_beats_nothing(self, athlete):
        spike = {"code": "sensor_spike", "channel": "power_w", "start_s": 1.0, "end_s": 2.0}
        self.rides(athlete, 12, 300.0, warnings=[spike])
        detect_signals(athlete_id=athlete.pk)
        assert not signals(athlete, kind="personal_best").exists()

    def test_a_proposal_is_a_step_on_the_day_it_was_made_until_it_is_refused(self, athlete):
        proposal = ThresholdProposal.objects.create(
            athlete=athlete, sport="cycling", kind="ftp_w", value=270, current=250, on=TODAY - 30 * DAY
        )
        assert list(threshold_steps(athlete, TODAY, TODAY + DAY)) == [
            ThresholdStep(TODAY, "cycling_ftp_w", "W", 250, 270)
        ]
        assert list(threshold_steps(athlete, TODAY - 40 * DAY, TODAY)) == []
        ThresholdProposal.objects.filter(pk=proposal.pk).update(state="refused")
        assert list(threshold_steps(athlete, TODAY, TODAY + DAY)) == []

    def test_a_body_under_strain_is_no_alarm_on_days_that_the_athlete_has_explained(self, athlete):
        for ago in range(1, 80):
            ill = ago < 5
            DayFactory(
                athlete=athlete,
                date=TODAY - ago * DAY,
                resting_hr_bpm=60 if ill else 47 + ago % 3,
                hrv_rmssd_ms=40 if ill else 60 + ago % 4,
            )
        detect_signals(athlete_id=athlete.pk)
        assert signals(athlete, kind="illness_onset").exists()
        AnnotationFactory(athlete=athlete, kind="travel", start=TODAY - 5 * DAY, end=None)
        mark_stale(athlete, TODAY - 5 * DAY)
        detect_signals(athlete_id=athlete.pk)
        assert not signals(athlete, kind="illness_onset").exists()
