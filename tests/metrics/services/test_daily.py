"""Daily values and estimates are read, then merged."""

import math
from datetime import UTC, date, datetime

import pytest

from athletes.sources.records import ChannelState, DailyChannel, EstimateKind, RecordedDay, RecordedEstimate
from metrics.models import DAILY_DETAILS, DAILY_VALUES, Day, Estimate
from metrics.services.daily import store_day, store_estimate
from metrics.services.plausible import DAILY_RANGES, ESTIMATE_RANGES
from metrics.signals import athlete_data_changed
from tests.factories.athletes import AthleteFactory
from tests.factories.synced import ConnectionFactory, SyncedDayFactory

DAY = date(2026, 5, 4)
STEPS, SLEEP = DailyChannel.STEPS, DailyChannel.SLEEP


@pytest.fixture
def athlete(db):
    return AthleteFactory()


@pytest.fixture
def told():
    """The days of each announcement."""
    days = []

    def note(days_changed=days, **announced):
        days_changed.append(announced["days"])

    athlete_data_changed.connect(note)
    yield days
    athlete_data_changed.disconnect(note)


def estimate(value=None, text="", kind=EstimateKind.VO2MAX_RUNNING, **more):
    return RecordedEstimate(DAY, kind, value, text, **more)


class TestDays:
    def test_every_daily_detail_is_stored(self, athlete):
        details = {name: DAILY_RANGES[name][1] for name in DAILY_DETAILS}

        store_day(athlete=athlete, recorded=RecordedDay(DAY, **details))

        stored = Day.objects.get()
        assert {name: getattr(stored, name) for name in DAILY_DETAILS} == details

    def test_every_number_has_bounds(self):
        assert set(DAILY_RANGES) == {*DAILY_VALUES, *DAILY_DETAILS}
        assert set(ESTIMATE_RANGES) == set(EstimateKind)

    def test_a_detail_that_cannot_be_was_not_measured(self, athlete):
        odd = {"hr_max_bpm": 400, "spo2_pct": 0, "deep_sleep_s": -1, "floors": math.inf, "awake_s": math.nan}

        stored = store_day(athlete=athlete, recorded=RecordedDay(DAY, stress_max=90, **odd))

        assert stored.stress_max == 90
        assert [getattr(stored, name) for name in odd] == [None] * 5

    def test_an_empty_answer_makes_no_day(self, athlete):
        assert store_day(athlete=athlete, recorded=RecordedDay(DAY)) is None
        assert not Day.objects.exists()

    def test_an_empty_answer_takes_nothing_away(self, athlete):
        store_day(athlete=athlete, recorded=RecordedDay(DAY, deep_sleep_s=5000, spo2_pct=96))

        kept = store_day(athlete=athlete, recorded=RecordedDay(DAY))

        assert (kept.deep_sleep_s, kept.spo2_pct) == (5000, 96)

    @pytest.mark.django_db(transaction=True)
    def test_a_changed_value_is_announced_and_the_same_again_is_not(self, athlete, told):
        for floors in (3, 3, 4):
            store_day(athlete=athlete, recorded=RecordedDay(DAY, floors=floors))

        assert told == [(DAY, date(2026, 5, 5))] * 2

    def test_a_channel_in_part_does_not_replace_one_that_was_whole(self, athlete):
        SyncedDayFactory(
            connection=ConnectionFactory(athlete=athlete),
            date=DAY,
            channels={"sleep": "present", "steps": "partial"},
        )
        store_day(athlete=athlete, recorded=RecordedDay(DAY, sleep_s=28_000, steps=900))
        channels = {SLEEP: ChannelState.PARTIAL, STEPS: ChannelState.PARTIAL}

        thinner = RecordedDay(DAY, sleep_s=20_000, nap_s=600, steps=8000, channels=channels)
        store_day(athlete=athlete, recorded=thinner)

        stored = Day.objects.get()
        assert (stored.sleep_s, stored.nap_s, stored.steps) == (28_000, 600, 8000)

    def test_the_strictest_leave_for_an_ai_wins_though_nothing_else_changed(self, athlete):
        store_day(athlete=athlete, recorded=RecordedDay(DAY, steps=900))
        store_day(athlete=athlete, recorded=RecordedDay(DAY, steps=900, ai_allowed=False))
        store_day(athlete=athlete, recorded=RecordedDay(DAY, steps=901, ai_allowed=True))

        assert Day.objects.get().ai_allowed is False

    def test_an_empty_record_does_not_forbid_what_it_did_not_bring(self, athlete):
        store_day(athlete=athlete, recorded=RecordedDay(DAY, steps=900))
        store_day(athlete=athlete, recorded=RecordedDay(DAY, ai_allowed=False))

        assert Day.objects.get().ai_allowed is True

    def test_the_night_keeps_its_ends(self, athlete):
        start = datetime(2026, 5, 3, 21, 10, tzinfo=UTC)
        store_day(athlete=athlete, recorded=RecordedDay(DAY, sleep_start=start))

        assert Day.objects.get().sleep_start == start


class TestEstimates:
    def test_there_is_one_of_each_kind_and_day(self, athlete):
        store_estimate(athlete=athlete, recorded=estimate(54.0))
        store_estimate(athlete=athlete, recorded=estimate(55.0))
        store_estimate(athlete=athlete, recorded=estimate(71, kind=EstimateKind.TRAINING_READINESS))

        assert list(Estimate.objects.order_by("kind").values_list("kind", "value")) == [
            ("training_readiness", 71.0),
            ("vo2max_running", 55.0),
        ]

    def test_what_is_empty_or_cannot_be_overwrites_nothing(self, athlete):
        store_estimate(athlete=athlete, recorded=estimate(54.0, "Good"))

        for odd in (estimate(), estimate(5400.0), estimate(math.nan), estimate(text="  ")):
            store_estimate(athlete=athlete, recorded=odd)

        stored = Estimate.objects.get()
        assert (stored.value, stored.text) == (54.0, "Good")

    def test_nothing_is_stored_of_an_empty_one(self, athlete):
        assert store_estimate(athlete=athlete, recorded=estimate()) is None
        assert not Estimate.objects.exists()

    def test_the_strictest_leave_wins(self, athlete):
        store_estimate(athlete=athlete, recorded=estimate(54.0))
        store_estimate(athlete=athlete, recorded=estimate(54.0, ai_allowed=False))

        assert Estimate.objects.get().ai_allowed is False

    @pytest.mark.django_db(transaction=True)
    def test_nobody_is_told(self, athlete, told):
        store_estimate(athlete=athlete, recorded=estimate(54.0))

        assert told == []
