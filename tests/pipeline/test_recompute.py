"""What is computed again when something changes, and what stays."""

from datetime import timedelta

import numpy as np
import pytest

from athletes.models import Athlete
from athletes.services import set_threshold
from config.core.celery import run_inline
from metrics.models import Activity, LoadSeries
from metrics.science.codec import decode_table, encode_table
from metrics.science.load import decaying_mean
from metrics.services.activities import delete_activity, restore_activity, update_activity
from tests.pipeline.drop import drop, hour_at

MARK = 1234.5
"""A stored load that no activity gives: it shows which days were left alone."""


@pytest.fixture
def week(athlete: Athlete) -> list[Activity]:
    """Three hours on three days, oldest first."""
    drop(athlete, a_fit=hour_at(200, 9), b_fit=hour_at(180, 6), c_fit=hour_at(160, 2))
    return list(Activity.objects.order_by("start_time"))


def stored() -> np.ndarray:
    return decode_table(LoadSeries.objects.get().data, 3)


def mark_first_day() -> None:
    series, columns = LoadSeries.objects.get(), stored()
    columns[0, 0] = MARK
    LoadSeries.objects.filter(pk=series.pk).update(data=encode_table(*columns))


def is_consistent(athlete: Athlete, activities: list[Activity]) -> bool:
    """Whether the stored series is what a computation from nothing gives."""
    first = activities[0].local_date
    loads = np.zeros((activities[-1].local_date - first).days + 1)
    for each in activities:
        loads[(each.local_date - first).days] += each.load or 0.0
    expected = [loads, decaying_mean(loads, athlete.fitness_days), decaying_mean(loads, athlete.fatigue_days)]
    return stored().shape == (3, loads.size) and np.allclose(stored(), expected, rtol=0, atol=1e-9)


def test_files_in_any_order_lead_to_the_same_series(athlete: Athlete, week: list[Activity]) -> None:
    assert is_consistent(athlete, week)

    drop(athlete, d_fit=hour_at(220, 12), e_fit=hour_at(100, 4))

    assert is_consistent(athlete, list(Activity.objects.order_by("start_time")))


def test_a_deleted_activity_changes_nothing_before_its_day(athlete: Athlete, week: list[Activity]) -> None:
    before = stored()
    mark_first_day()

    with run_inline():
        delete_activity(activity=week[1])

    after = stored()
    assert after[0].tolist() == [MARK, 0, 0, 0, 0, 0, 0, week[2].load]
    assert np.array_equal(after[1:, :3], before[1:, :3])
    assert (after[1:, 3:] < before[1:, 3:]).all()


def test_a_restored_activity_brings_the_series_back(athlete: Athlete, week: list[Activity]) -> None:
    before = stored()
    with run_inline():
        delete_activity(activity=week[1])

    with run_inline():
        restore_activity(activity=week[1])

    assert np.array_equal(stored(), before)


def test_deleting_the_first_activity_begins_the_series_later(athlete: Athlete, week: list[Activity]) -> None:
    with run_inline():
        delete_activity(activity=week[0])

    assert LoadSeries.objects.get().start_date == week[1].local_date
    assert is_consistent(athlete, week[1:])


def test_deleting_everything_empties_the_series(athlete: Athlete, week: list[Activity]) -> None:
    with run_inline():
        for each in week:
            delete_activity(activity=each)

    series = LoadSeries.objects.get()
    assert (series.start_date, series.days, bytes(series.data)) == (None, 0, b"")


def test_a_changed_activity_changes_nothing_before_its_day(athlete: Athlete, week: list[Activity]) -> None:
    mark_first_day()

    with run_inline():
        update_activity(activity=week[2], name="Renamed", rpe=5.0)

    assert stored()[0, 0] == MARK
    assert Activity.objects.get(pk=week[2].pk).name == "Renamed"


def test_a_new_threshold_measures_only_activities_from_its_day_on(
    athlete: Athlete, week: list[Activity]
) -> None:
    mark_first_day()

    with run_inline():
        set_threshold(
            athlete=athlete,
            sport="cycling",
            kind="ftp_w",
            value=160,
            valid_from=week[1].local_date + timedelta(days=1),
        )

    first, second, third = Activity.objects.order_by("start_time")
    assert (first.revision, second.revision) == (week[0].revision, week[1].revision)
    assert third.thresholds["ftp_w"] == 160
    assert third.load == pytest.approx(100, rel=0.001)
    assert stored()[0].tolist() == [MARK, 0, 0, second.load, 0, 0, 0, third.load]
