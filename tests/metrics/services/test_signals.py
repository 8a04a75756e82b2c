"""Signals are stored as found, keep what was said to them, and vanish when new data explain them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError

from config.core.errors import DataNotFoundError
from metrics.models import Signal, SignalScan
from metrics.science.signals import Evidence
from metrics.science.signals import Signal as Found
from metrics.selectors.detectors import Found as FoundOne
from metrics.selectors.scans import unscanned
from metrics.services import signals
from metrics.services.changes import data_changed
from metrics.services.reconciling import reconcile
from metrics.services.sweeping import PATIENCE
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
WEEK = [60.0, 0.0, 80.0, 50.0, 0.0, 100.0, 70.0]
SPIKE = [*WEEK * 20, 60, 0, 80, 50, 0, 210, 0]
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def athlete():
    return AthleteFactory(time_zone="UTC")


def train(athlete, loads, until=TODAY):
    return store_loads(athlete, until - (len(loads) - 1) * DAY, loads)


def rows(athlete=None):
    return [(each.kind, each.start, each.end, each.severity) for each in Signal.objects.order_by("start")]


def found(start, end, kind="form_low", activity=None, value=-40.0, severity="watch"):
    evidence = (Evidence("form", start, value, "load", -10.0),)
    return FoundOne(Found(kind, start, end, severity, "medium", evidence), activity)


class TestScanning:
    def test_what_detectors_find_is_stored_with_its_evidence(self, athlete):
        train(athlete, SPIKE)
        assert signals.detect_signals(athlete_id=athlete.pk) is True
        [signal] = Signal.objects.all()
        assert (signal.kind, signal.start, signal.end) == ("load_spike", TODAY - DAY, TODAY)
        assert (signal.severity, signal.confidence, signal.needs) == ("act", "medium", "load")
        [evidence] = signal.evidence
        assert (evidence["metric"], evidence["value"], evidence["baseline"]) == ("load", 210, 100)

    def test_looking_again_changes_nothing(self, athlete):
        train(athlete, SPIKE)
        signals.detect_signals(athlete_id=athlete.pk)
        before = list(Signal.objects.values())
        assert signals.detect_signals(athlete_id=athlete.pk) is False
        data_changed(athlete, TODAY - 30 * DAY, TODAY, load_changed=False)
        assert signals.detect_signals(athlete_id=athlete.pk) is False
        assert list(Signal.objects.values()) == before

    def test_a_change_of_old_days_gives_what_a_look_at_everything_gives(self, athlete):
        train(athlete, [*WEEK * 20, 300, *WEEK * 20, 0, 0, 0, 200, 0, 0])
        signals.detect_signals(athlete_id=athlete.pk)
        whole = rows()
        assert len(whole) > 1
        Signal.objects.filter(start__gte=TODAY - 40 * DAY).delete()
        data_changed(athlete, TODAY - 40 * DAY, TODAY, load_changed=False)
        signals.detect_signals(athlete_id=athlete.pk)
        assert rows() == whole

    def test_a_scan_starts_at_the_earliest_day_that_changed(self, athlete):
        signals.detect_signals(athlete_id=athlete.pk)
        for ago in (3, 9, 5):
            signals.mark_stale(athlete, TODAY - ago * DAY)
        scan = SignalScan.objects.get()
        assert (scan.dirty_from, scan.stale_since) == (TODAY - 9 * DAY, NOW)
        signals.detect_signals(athlete_id=athlete.pk)
        scan.refresh_from_db()
        assert (scan.dirty_from, scan.stale_since, scan.scanned_on) == (None, None, TODAY)

    def test_until_the_first_scan_all_days_count_as_changed(self, athlete):
        signals.mark_stale(athlete, TODAY)
        signals.mark_stale(athlete, TODAY - 9 * DAY)
        assert SignalScan.objects.get().dirty_from is None

    def test_a_new_day_ends_what_went_on(self, athlete, clock):
        train(athlete, [*WEEK * 20, *[2.6 * load for load in WEEK * 3]])
        signals.detect_signals(athlete_id=athlete.pk)
        before = Signal.objects.get(kind="ramp_high")
        assert before.end is None
        clock.move_to(NOW + 9 * DAY)
        signals.detect_signals(athlete_id=athlete.pk)
        after = Signal.objects.get(kind="ramp_high")
        assert (after.uid, after.start) == (before.uid, before.start)
        assert TODAY < after.end < TODAY + 9 * DAY

    def test_sensor_faults_become_one_note_per_recording_and_kind(self, athlete):
        warnings = [
            {"code": "sensor_dropout", "channel": "power_w", "start_s": 100.0, "end_s": 220.0},
            {"code": "sensor_dropout", "channel": "power_w", "start_s": 900.0, "end_s": 1000.0},
            {"code": "sensor_dropout", "channel": "heart_rate_bpm", "start_s": 0.0, "end_s": 80.0},
            {"code": "gps_jump", "channel": "latitude_deg", "start_s": 40.0, "end_s": 42.0},
            {"code": "CRC_WRONG", "channel": None, "start_s": None, "end_s": None},
        ]
        ride = ActivityFactory(athlete=athlete, local_date=TODAY - DAY, warnings=warnings)
        train(athlete, WEEK)
        signals.detect_signals(athlete_id=athlete.pk)
        signals.detect_signals(athlete_id=athlete.pk)
        jump, silent = Signal.objects.order_by("kind")
        assert [(each.kind, each.activity, each.severity) for each in (jump, silent)] == [
            ("gps_jump", ride, "info"),
            ("sensor_dropout", ride, "info"),
        ]
        assert [(each["metric"], each["value"]) for each in silent.evidence] == [
            ("heart_rate_fault", 80.0),
            ("power_fault", 220.0),
        ]
        assert silent.needs == "activities"

    def test_an_athlete_without_data_or_who_is_gone_has_none(self, athlete):
        assert signals.detect_signals(athlete_id=athlete.pk) is False
        assert signals.detect_signals(athlete_id=0) is False

    def test_other_athletes_are_left_alone(self, athlete):
        other = AthleteFactory(time_zone="UTC")
        for each in (athlete, other):
            train(each, SPIKE)
            signals.detect_signals(athlete_id=each.pk)
        train(athlete, WEEK * 21)
        data_changed(athlete, TODAY - 60 * DAY, TODAY, load_changed=False)
        signals.detect_signals(athlete_id=athlete.pk)
        assert [each.athlete for each in Signal.objects.all()] == [other]


class TestReconciling:
    def test_a_signal_keeps_its_row_while_it_is_found_on_overlapping_days(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 9 * DAY, TODAY - 5 * DAY)], since=date.min)
        uid = Signal.objects.get().uid
        reconcile(athlete=athlete, found=[found(TODAY - 7 * DAY, None, severity="act")], since=date.min)
        signal = Signal.objects.get()
        assert (signal.uid, signal.start, signal.end) == (uid, TODAY - 7 * DAY, None)
        assert signal.severity == "act"

    def test_days_apart_are_two_signals(self, athlete):
        pair = [found(TODAY - 9 * DAY, TODAY - 5 * DAY), found(TODAY - 5 * DAY, None)]
        reconcile(athlete=athlete, found=pair, since=date.min)
        assert Signal.objects.count() == 2

    def test_what_is_no_longer_found_disappears(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 9 * DAY, TODAY - 5 * DAY)], since=date.min)
        assert reconcile(athlete=athlete, found=[], since=date.min)
        assert not Signal.objects.exists()

    def test_what_was_acknowledged_stays_as_history_and_is_over(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 9 * DAY, None)], since=date.min)
        signals.acknowledge(signal=Signal.objects.get(), user=athlete.user, answer="Travel")
        reconcile(athlete=athlete, found=[], since=date.min)
        signal = Signal.objects.get()
        assert (signal.start, signal.end, signal.answer) == (TODAY - 9 * DAY, TODAY - 8 * DAY, "Travel")

    def test_days_before_those_looked_at_are_left_alone(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 90 * DAY, TODAY - 80 * DAY)], since=date.min)
        assert not reconcile(athlete=athlete, found=[], since=TODAY - 30 * DAY)
        assert Signal.objects.count() == 1

    def test_a_first_day_before_those_looked_at_is_kept(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 90 * DAY, None)], since=date.min)
        reconcile(athlete=athlete, found=[found(TODAY - 60 * DAY, None)], since=TODAY - 30 * DAY)
        assert Signal.objects.get().start == TODAY - 90 * DAY

    def test_a_recording_s_signal_is_not_taken_for_the_day_s(self, athlete):
        run = ActivityFactory(athlete=athlete, local_date=TODAY)
        mixed = [found(TODAY, TODAY + DAY, activity=run.pk), found(TODAY, TODAY + DAY)]
        for _ in range(2):
            reconcile(athlete=athlete, found=mixed, since=date.min)
            assert sorted(each.activity_id or 0 for each in Signal.objects.all()) == [0, run.pk]

    def test_swapped_first_days_do_not_collide(self, athlete):
        first = [found(TODAY - 20 * DAY, TODAY - 10 * DAY), found(TODAY - 5 * DAY, None)]
        reconcile(athlete=athlete, found=first, since=date.min)
        moved = [found(TODAY - 15 * DAY, TODAY - 5 * DAY), found(TODAY - 4 * DAY, None)]
        reconcile(athlete=athlete, found=moved, since=date.min)
        assert [each.start for each in Signal.objects.order_by("start")] == [
            TODAY - 15 * DAY,
            TODAY - 4 * DAY,
        ]


class TestAcknowledging:
    @pytest.fixture
    def signal(self, athlete):
        reconcile(athlete=athlete, found=[found(TODAY - 9 * DAY, None)], since=date.min)
        return Signal.objects.get()

    def test_it_is_noted_by_whom_and_when(self, athlete, signal):
        signals.acknowledge(signal=signal, user=athlete.user, answer="A cold")
        signal = Signal.objects.get()
        assert (signal.acknowledged_by, signal.acknowledged_at, signal.answer) == (
            athlete.user,
            NOW,
            "A cold",
        )

    def test_detection_keeps_it(self, athlete, signal):
        signals.acknowledge(signal=signal, user=athlete.user, answer="A cold")
        reconcile(athlete=athlete, found=[found(TODAY - 9 * DAY, TODAY)], since=date.min)
        assert Signal.objects.get().answer == "A cold"

    def test_it_can_be_undone(self, athlete, signal):
        signals.unacknowledge(signal=signals.acknowledge(signal=signal, user=athlete.user, answer="A cold"))
        signal = Signal.objects.get()
        assert (signal.acknowledged_by, signal.acknowledged_at, signal.answer) == (None, None, "")

    def test_an_answer_has_an_end(self, athlete, signal):
        with pytest.raises(ValidationError):
            signals.acknowledge(signal=signal, user=athlete.user, answer="x" * 301)
        assert Signal.objects.get().acknowledged_at is None

    def test_what_is_gone_cannot_be_acknowledged(self, athlete, signal):
        Signal.objects.all().delete()
        with pytest.raises(DataNotFoundError):
            signals.acknowledge(signal=signal, user=athlete.user)


class TestDue:
    def test_many_changes_in_a_row_lead_to_one_scan(self, athlete, clock):
        signals.detect_when_due(athlete_id=athlete.pk)
        train(athlete, SPIKE)
        data_changed(athlete, TODAY - DAY, TODAY, load_changed=False)
        signals.detect_when_due(athlete_id=athlete.pk)
        assert not Signal.objects.exists()
        clock.shift(31)
        signals.detect_when_due(athlete_id=athlete.pk)
        assert Signal.objects.count() == 1

    def test_a_scan_is_asked_for_once_in_half_a_minute(self, athlete, clock):
        assert signals.mark_stale(athlete, TODAY)
        clock.shift(1)
        assert not signals.mark_stale(athlete, TODAY)
        clock.shift(29)
        assert signals.mark_stale(athlete, TODAY)

    def test_a_scan_is_not_asked_for_within_half_a_minute_of_the_last(self, athlete, clock):
        signals.detect_signals(athlete_id=athlete.pk)
        clock.shift(29)
        assert not signals.mark_stale(athlete, TODAY)
        signals.detect_signals(athlete_id=athlete.pk)
        clock.shift(30)
        assert signals.mark_stale(athlete, TODAY)

    def test_the_sweep_finds_lost_changes_new_days_and_athletes_never_scanned(self, athlete):
        lost, fresh, yesterday, never = (AthleteFactory(time_zone="UTC") for _ in range(4))
        for each in (athlete, lost, fresh, yesterday):
            signals.detect_signals(athlete_id=each.pk)
        scans = SignalScan.objects
        scans.filter(athlete=lost).update(stale_since=NOW - PATIENCE - timedelta(seconds=1))
        scans.filter(athlete=fresh).update(stale_since=NOW)
        scans.filter(athlete=yesterday).update(scanned_on=TODAY - DAY)
        DayFactory(athlete=never)
        assert unscanned(NOW, PATIENCE) == [lost.pk, yesterday.pk, never.pk]

    def test_a_day_begins_when_it_does_where_the_athlete_lives(self):
        west = AthleteFactory(time_zone="Pacific/Honolulu")
        signals.detect_signals(athlete_id=west.pk)
        assert SignalScan.objects.get().scanned_on == TODAY - DAY
        assert unscanned(NOW, PATIENCE) == []
        assert unscanned(NOW + timedelta(hours=2), PATIENCE) == [west.pk]


def test_uids_of_stored_signals_are_of_version_seven(athlete):
    reconcile(athlete=athlete, found=[found(TODAY, None)], since=date.min)
    assert UUID(str(Signal.objects.get().uid)).version == 7
