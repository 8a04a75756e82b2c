"""Present, partial, missing and not synced are four things, and the reason of each is known."""

from datetime import UTC, date, datetime, timedelta

import pytest

from athletes.models import Connection
from metrics.models import RemoteActivity
from metrics.selectors.quality import ChannelDays, quality
from metrics.selectors.quality_rules import Cell, State, Why
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import DayFactory
from tests.factories.synced import ConnectionFactory, RemoteActivityFactory, SyncedDayFactory

TODAY = date(2026, 5, 14)
START, END = TODAY - timedelta(days=3), TODAY + timedelta(days=1)
NOTHING = {"sleep": "missing", "heart": "missing", "steps": "missing"}


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to("2026-05-14T12:00:00Z", tick=False)


@pytest.fixture
def athlete(db):
    return AthleteFactory()


@pytest.fixture
def connection(athlete):
    return ConnectionFactory(athlete=athlete)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def nights(athlete, *days_ago: int, **values) -> None:
    for days in days_ago:
        DayFactory(athlete=athlete, date=ago(days), **values)


def cells(athlete, channel: str) -> list[tuple[str, str]]:
    """The last four days, the oldest first."""
    return [
        (cell.state.value, cell.why.value) for cell in quality(athlete, START, END).channels[channel].cells
    ]


THERE = ("present", "")


class TestWithoutAConnection:
    def test_a_day_with_other_values_misses_and_a_day_without_any_is_a_gap(self, athlete):
        nights(athlete, 1)
        nights(athlete, 2, sleep_s=None)

        assert cells(athlete, "sleep") == [
            ("not_synced", "nothing_came"),
            ("missing", "not_measured"),
            THERE,
            ("not_synced", "night_not_over"),
        ]

    def test_today_is_no_gap_for_who_brings_files_when_it_suits(self, athlete):
        nights(athlete, 1, 2, 3)

        assert quality(athlete, START, END).channels["sleep"].gaps == 0

    def test_what_is_never_measured_is_not_missed(self, athlete):
        nights(athlete, 1, weight_kg=70, spo2_pct=None)

        assert set(quality(athlete, START, END).channels) == {"sleep", "hrv", "heart"}

    def test_one_query_is_enough(self, athlete, django_assert_num_queries):
        nights(athlete, 1)

        with django_assert_num_queries(2):
            quality(athlete, START, END)


class TestWithAConnection:
    def test_a_synced_day_without_a_value_was_not_worn(self, athlete, connection):
        nights(athlete, 1, 3)
        for days in (1, 2, 3):
            SyncedDayFactory(connection=connection, date=ago(days), channels=NOTHING)
        nights(athlete, 0)

        assert cells(athlete, "sleep") == [THERE, ("missing", "not_worn"), THERE, THERE]

    def test_nothing_up_to_today_means_that_the_watch_has_not_been_synced(self, athlete, connection):
        nights(athlete, 3)
        for days in (0, 1, 2, 3):
            SyncedDayFactory(connection=connection, date=ago(days), channels=NOTHING)

        assert cells(athlete, "sleep") == [THERE, *[("not_synced", "watch_not_synced")] * 3]

    def test_days_that_were_not_asked_for_wait_for_the_next_sync(self, athlete, connection):
        nights(athlete, 2, 3)

        assert cells(athlete, "sleep") == [THERE, THERE, *[("not_synced", "next_sync")] * 2]

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"state": Connection.State.RECONNECT}, "reconnect"),
            ({"last_error_code": "GARMIN_UNAVAILABLE"}, "no_answer"),
        ],
    )
    def test_a_connection_in_trouble_is_the_reason(self, athlete, change, why):
        ConnectionFactory(athlete=athlete, **change)
        nights(athlete, 2, 3)

        assert cells(athlete, "sleep")[2:] == [("not_synced", why)] * 2

    def test_a_second_connection_that_works_is_enough(self, athlete, connection):
        ConnectionFactory(athlete=athlete, way="garmin_login", state=Connection.State.RECONNECT)
        nights(athlete, 2, 3)

        assert cells(athlete, "sleep")[2:] == [("not_synced", "next_sync")] * 2

    def test_older_days_are_on_their_way(self, athlete):
        ConnectionFactory(athlete=athlete, backfilled_to=ago(1))
        nights(athlete, 0, 1)

        assert cells(athlete, "sleep") == [*[("not_synced", "older_days")] * 2, THERE, THERE]

    def test_before_the_history_that_was_asked_for_nothing_is_to_come(self, athlete):
        ConnectionFactory(athlete=athlete, backfill_from=ago(1), backfilled_to=ago(1))
        nights(athlete, 0, 1)

        assert cells(athlete, "sleep")[:2] == [("missing", "not_measured")] * 2

    def test_a_part_is_a_part_and_the_best_of_two_connections_counts(self, athlete, connection):
        other = ConnectionFactory(athlete=athlete, way="garmin_login")
        nights(athlete, 0, 1, 2, 3)
        SyncedDayFactory(connection=connection, date=ago(2), channels={"sleep": "partial"})
        SyncedDayFactory(connection=connection, date=ago(1), channels={"sleep": "partial"})
        SyncedDayFactory(connection=other, date=ago(1), channels={"sleep": "present"})

        assert cells(athlete, "sleep") == [THERE, ("partial", "in_part"), THERE, THERE]

    def test_channels_without_a_column_are_known_from_what_was_said(self, athlete, connection):
        SyncedDayFactory(connection=connection, date=ago(1), channels={"readiness": "present", "new": "odd"})
        SyncedDayFactory(connection=connection, date=ago(2), channels={"readiness": "missing"})

        assert cells(athlete, "readiness")[1:3] == [("missing", "not_worn"), THERE]

    def test_more_connections_and_days_ask_no_more_often(
        self, athlete, connection, django_assert_num_queries
    ):
        ConnectionFactory(athlete=athlete, way="garmin_login")
        for days in range(4):
            SyncedDayFactory(connection=connection, date=ago(days), channels=NOTHING)
        nights(athlete, 0, 1, 2)

        with django_assert_num_queries(3):
            quality(athlete, START, END)


class TestToday:
    def test_what_grows_with_the_day_is_a_part_until_it_is_over(self, athlete, connection):
        nights(athlete, 0, 1, steps=4000)
        SyncedDayFactory(connection=connection, date=TODAY, channels={"steps": "present", "sleep": "present"})

        assert cells(athlete, "steps")[2:] == [THERE, ("partial", "day_not_over")]
        assert cells(athlete, "sleep")[3] == THERE

    def test_before_nine_the_night_is_not_missed(self, athlete, connection, time_machine):
        time_machine.move_to("2026-05-14T08:59:00Z", tick=False)
        nights(athlete, 1, 2, 3)

        found = quality(athlete, START, END).channels["sleep"]
        assert (found.cells[3], found.gaps) == (Cell(State.NOT_SYNCED, Why.NIGHT), 0)

    def test_a_night_that_was_asked_for_before_its_end_waits_for_the_watch(self, athlete, connection):
        nights(athlete, 1, 2, 3)
        at = datetime(2026, 5, 14, 5, 31, tzinfo=UTC)
        SyncedDayFactory(
            connection=connection, date=TODAY, channels={"sleep": "missing", "steps": "present"}, synced_at=at
        )

        assert cells(athlete, "sleep")[3] == ("not_synced", "watch_not_synced")

    def test_a_night_that_was_asked_for_after_its_end_was_not_worn(self, athlete, connection):
        nights(athlete, 1, 2, 3)
        SyncedDayFactory(connection=connection, date=TODAY, channels={"sleep": "missing", "steps": "present"})

        assert cells(athlete, "sleep")[3] == ("missing", "not_worn")

    def test_the_day_is_that_of_the_athlete(self, athlete, time_machine):
        athlete.time_zone = "Pacific/Auckland"
        time_machine.move_to("2026-05-13T12:30:00Z", tick=False)

        assert quality(athlete, START, date(2027, 1, 1)).end == END


class TestActivities:
    def test_those_that_wait_or_failed_are_told_and_none_otherwise(self, athlete, connection):
        assert "activities" not in quality(athlete, START, END).channels
        RemoteActivityFactory(connection=connection, local_date=ago(2))
        RemoteActivityFactory(connection=connection, local_date=ago(1))
        RemoteActivityFactory(connection=connection, local_date=ago(1), state=RemoteActivity.State.FAILED)
        RemoteActivityFactory(connection=connection, local_date=ago(3), state=RemoteActivity.State.FETCHED)

        assert cells(athlete, "activities") == [
            THERE,
            ("not_synced", "not_fetched"),
            ("missing", "failed"),
            THERE,
        ]


def test_days_missing_and_not_synced_are_told_apart(athlete, connection):
    nights(athlete, 1, 3)
    SyncedDayFactory(connection=connection, date=ago(2), channels=NOTHING)
    found = quality(athlete, START, END)

    assert found.days_missing("sleep") == (ago(2),)
    assert found.days_not_synced("sleep") == (TODAY,)
    assert found.days_missing("weight") == ()


def test_weight_is_only_missed_by_who_steps_on_a_scale_every_other_day(athlete):
    nights(athlete, 0, 2, weight_kg=70.0)
    nights(athlete, 1, 3)

    assert cells(athlete, "weight") == [
        ("missing", "not_measured"),
        THERE,
        ("missing", "not_measured"),
        ("partial", "day_not_over"),
    ]


def test_nobody_learns_of_channels_that_are_not_theirs(athlete):
    nights(athlete, 1)
    nights(athlete, 2, sleep_s=None)

    found = quality(athlete, START, END, classes={"sleep"})

    assert set(found.channels) == {"sleep"}
    assert found.channels["sleep"].cells[1] == Cell(State.NOT_SYNCED, Why.NOTHING)


def test_days_that_are_alike_are_one_run_and_survive_the_cache(athlete):
    nights(athlete, 1)
    row = ChannelDays.from_plain(quality(athlete, START, END).channels["sleep"].to_plain())

    assert [(run.start, run.days, run.cell.state.value) for run in row.runs] == [
        (ago(3), 2, "not_synced"),
        (ago(1), 1, "present"),
        (TODAY, 1, "not_synced"),
    ]
    assert row.last(2).start == ago(1)


def test_a_window_of_the_future_is_empty(athlete):
    assert quality(athlete, date(2027, 1, 1), date(2027, 2, 1)).channels == {}
