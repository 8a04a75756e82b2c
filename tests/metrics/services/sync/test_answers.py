"""Answers as they came: kept, pruned, read again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from athletes.models import Athlete, Connection
from athletes.sources.base import RawAnswerRecord
from metrics.models import Day, Estimate, RawAnswer, SyncedDay
from metrics.services.sync import prune_answers, replay_answers
from metrics.services.sync.answers import content_of, keeper
from metrics.services.sync.running import run_slice
from tests.doubles.garmin.double import GarminDouble
from tests.factories.connected import ConnectionFactory
from tests.metrics.services.sync.life import TODAY, day_before, later

pytestmark = pytest.mark.either


def record(content: object) -> RawAnswerRecord:
    return RawAnswerRecord("garmin_key", "sleep_range", day_before(7), TODAY, content)


def test_the_newest_answer_of_a_range_is_kept_and_nothing_never_replaces_something(
    transactional_db: None,
) -> None:
    keep = keeper(ConnectionFactory())

    for content in ([{"old": 1}], [{"new": 2}], [], None):
        keep(record(content))

    assert content_of(RawAnswer.objects.get()) == [{"new": 2}]


def test_answers_are_compressed(transactional_db: None) -> None:
    keeper(ConnectionFactory())(record([{"calendarDate": "2026-11-22", "sleepTimeSeconds": 27_000}] * 500))

    assert len(RawAnswer.objects.get().data) < 500


def test_nothing_is_kept_where_nothing_shall_be(transactional_db: None, settings) -> None:
    settings.RAW_PAYLOAD_DAYS = 0

    keeper(ConnectionFactory())(record([1]))

    assert not RawAnswer.objects.exists()


def since() -> datetime:
    return timezone.now() - timedelta(days=90)


def test_answers_go_after_their_time(transactional_db: None, clock: time_machine.Traveller) -> None:
    keep = keeper(ConnectionFactory())
    keep(record([1]))
    clock.shift(timedelta(days=89))
    keep(RawAnswerRecord("garmin_key", "weight", day_before(7), TODAY, [1]))
    assert prune_answers(since()) == 0

    clock.shift(timedelta(days=2))

    assert prune_answers(since()) == 1
    assert RawAnswer.objects.get().endpoint == "weight"


@pytest.mark.history(40)
def test_what_was_lost_is_read_again_from_the_answers(
    connection: Connection, athlete: Athlete, clock: time_machine.Traveller
) -> None:
    run_slice(connection.pk)
    whole = Day.objects.get(athlete=athlete, date=day_before(3))
    Day.objects.filter(athlete=athlete).update(sleep_s=None, resting_hr_bpm=None)
    Estimate.objects.all().delete()
    SyncedDay.objects.update(channels={})

    done = replay_answers(athlete)

    again = Day.objects.get(athlete=athlete, date=day_before(3))
    assert (again.sleep_s, again.resting_hr_bpm) == (whole.sleep_s, whole.resting_hr_bpm)
    assert again.sleep_s is not None
    assert (done.answers, done.unreadable) == (RawAnswer.objects.count(), 0)
    assert done.days >= 28
    assert SyncedDay.objects.get(date=day_before(3)).channels["sleep"] == "present"


def test_what_is_read_again_stays_kept_from_ai(connection: Connection, athlete: Athlete) -> None:
    run_slice(connection.pk)
    Day.objects.all().delete()
    Estimate.objects.all().delete()
    Connection.objects.update(ai_allowed=False)

    replay_answers(athlete)

    assert set(Day.objects.values_list("ai_allowed", flat=True)) == {False}
    assert set(Estimate.objects.values_list("ai_allowed", flat=True)) == {False}


def test_nothing_is_kept_of_a_connection_that_ended(transactional_db: None) -> None:
    connection = ConnectionFactory()
    keep = keeper(connection)
    keep(record([1]))
    Connection.objects.all().delete()

    keep(RawAnswerRecord("garmin_key", "weight", day_before(7), TODAY, [1]))
    assert RawAnswer.objects.get().endpoint == "sleep_range"

    assert prune_answers(since()) == 1


def test_an_answer_that_is_damaged_costs_only_itself(connection: Connection, athlete: Athlete) -> None:
    run_slice(connection.pk)
    RawAnswer.objects.filter(endpoint="weight").update(data=b"damaged")

    done = replay_answers(athlete)

    assert done.unreadable == 1
    assert done.answers == RawAnswer.objects.count() - 1


@pytest.mark.history(40)
def test_each_days_ranges_replace_each_other_not(
    connection: Connection, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    run_slice(connection.pk)
    first = RawAnswer.objects.filter(endpoint="sleep_range").count()

    later(connection, clock, hours=2)
    later(connection, clock, hours=2)

    ranges = RawAnswer.objects.filter(endpoint="sleep_range").values_list("start", "end")
    assert len(set(ranges)) == len(ranges) == first + 2
