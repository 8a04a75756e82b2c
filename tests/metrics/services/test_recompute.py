from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from athletes.models import Athlete, Threshold
from athletes.services import create_athlete
from metrics.models import Activity, ImportFile, LoadSeries
from metrics.science.codec import decode_table, encode_table
from metrics.selectors.load import load_series
from metrics.services.activities import delete_activity
from metrics.services.ingest import store_activity
from metrics.services.recompute import mark_dirty, rebuild_load, recompute_load, recompute_when_due
from tests.factories.metrics import ImportFileFactory
from tests.factories.records import START, on_day

pytestmark = pytest.mark.django_db
DAY = START.date()


@pytest.fixture
def athlete(django_user_model) -> Athlete:
    athlete = create_athlete(user=django_user_model.objects.create_user("rider@example.org"))
    Threshold.objects.create(athlete=athlete, sport="cycling", kind="ftp_w", value=200, valid_from=DAY)
    return athlete


def store_days(athlete: Athlete, *numbers: int) -> list[Activity]:
    stored = [store_activity(athlete=athlete, recorded=on_day(number)).activity for number in numbers]
    recompute_load(athlete_id=athlete.pk)
    return stored


def test_forty_two_equal_days_reach_the_published_fitness(athlete):
    store_days(athlete, *range(42))

    window = load_series(athlete, DAY, DAY + timedelta(days=43))

    assert window.load[:42] == pytest.approx([100] * 42)
    assert window.fitness[41] == pytest.approx(63.21205588)
    assert window.fatigue[41] == pytest.approx(99.75212478)
    assert window.form[42] == pytest.approx(-36.54006890)


def test_days_after_the_last_activity_are_rest_days(athlete):
    store_days(athlete, 0)

    window = load_series(athlete, DAY, DAY + timedelta(days=8))

    assert window.load.tolist() == pytest.approx([100] + [0] * 7)
    assert window.fatigue[7] == pytest.approx(window.fatigue[0] * np.exp(-1))


def test_days_before_the_first_activity_are_zero_and_their_ramp_unknown(athlete):
    store_days(athlete, 0)

    window = load_series(athlete, DAY - timedelta(days=3), DAY + timedelta(days=1))

    assert window.fitness[:3].tolist() == [0, 0, 0]
    assert np.isnan(window.ramp).all()
    assert window.first_day == DAY


def test_a_deleted_activity_is_forgotten_from_its_day_on_and_earlier_days_are_not_touched(athlete):
    activities = store_days(athlete, 0, 1, 2)
    series = LoadSeries.objects.get(athlete=athlete)
    table = decode_table(series.data, 3)
    table[1, 0] = 12345.0
    LoadSeries.objects.filter(pk=series.pk).update(data=encode_table(*table))

    delete_activity(activity=activities[1])
    recompute_load(athlete_id=athlete.pk)

    window = load_series(athlete, DAY, DAY + timedelta(days=3))
    assert window.load.tolist() == pytest.approx([100, 0, 100])
    assert window.fitness[0] == 12345.0
    assert window.fitness[1] == pytest.approx(12345.0 * np.exp(-1 / 42))


def test_an_earlier_first_activity_starts_the_series_anew(athlete):
    store_days(athlete, 5)

    store_days(athlete, 0)

    assert load_series(athlete, None, DAY + timedelta(days=6)).load.tolist() == pytest.approx(
        [100, 0, 0, 0, 0, 100]
    )


def test_without_activities_the_series_is_empty(athlete):
    (activity,) = store_days(athlete, 0)

    delete_activity(activity=activity)
    recompute_load(athlete_id=athlete.pk)

    assert load_series(athlete, None, DAY).load.size == 0
    assert LoadSeries.objects.get(athlete=athlete).start_date is None


def test_other_time_constants_take_effect_on_a_rebuild(athlete):
    store_days(athlete, *range(7))
    athlete.fitness_days = 14
    athlete.save()

    rebuild_load(athlete_id=athlete.pk)

    window = load_series(athlete, DAY, DAY + timedelta(days=7))
    assert window.fitness[6] == pytest.approx(100 * (1 - np.exp(-7 / 14)))


def test_the_earliest_dirty_day_is_remembered(athlete):
    mark_dirty(athlete, DAY)
    mark_dirty(athlete, DAY + timedelta(days=3))
    mark_dirty(athlete, DAY - timedelta(days=3))

    assert LoadSeries.objects.get(athlete=athlete).dirty_from == DAY - timedelta(days=3)


def test_a_recomputation_is_asked_for_once_until_it_is_done(athlete):
    assert mark_dirty(athlete, DAY)
    assert not mark_dirty(athlete, DAY - timedelta(days=3))

    recompute_load(athlete_id=athlete.pk)

    assert mark_dirty(athlete, DAY)


def test_while_files_wait_to_be_read_loads_wait_for_the_end_of_their_batch(athlete):
    store_activity(athlete=athlete, recorded=on_day(0))
    file = ImportFileFactory(batch__athlete=athlete)

    recompute_when_due(athlete_id=athlete.pk)
    assert LoadSeries.objects.get(athlete=athlete).dirty_from == DAY

    file.state = ImportFile.State.IMPORTED
    file.save()
    recompute_when_due(athlete_id=athlete.pk)
    assert LoadSeries.objects.get(athlete=athlete).dirty_from is None


def test_files_of_others_and_of_closed_batches_hold_nothing_up(athlete):
    store_activity(athlete=athlete, recorded=on_day(0))
    ImportFileFactory()
    ImportFileFactory(batch__athlete=athlete, batch__finished_at=timezone.now())

    recompute_when_due(athlete_id=athlete.pk)

    assert LoadSeries.objects.get(athlete=athlete).dirty_from is None


@pytest.mark.django_db(transaction=True)
def test_a_recomputation_waits_for_rows_that_it_cannot_see_yet(athlete):
    store_activity(athlete=athlete, recorded=on_day(0))
    waiting = Thread(target=in_own_connection, args=[partial(recompute_load, athlete_id=athlete.pk)])

    with transaction.atomic():
        store_activity(athlete=athlete, recorded=on_day(1))
        waiting.start()
        waiting.join(timeout=0.5)
    waiting.join()
    recompute_load(athlete_id=athlete.pk)

    assert load_series(athlete, DAY, DAY + timedelta(days=2)).load.all()


def in_own_connection(work: Callable[[], None]) -> None:
    work()
    connection.close()
