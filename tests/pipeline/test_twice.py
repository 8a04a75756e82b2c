"""The same activity, arriving more than once."""

from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import run_inline
from metrics.models import Activity, LoadSeries, Origin
from metrics.science.codec import decode_table
from metrics.services.merging import undo_merge
from tests.doubles.files.fit_files import ride
from tests.doubles.files.xml_files import tcx, tcx_activity, tcx_lap, tcx_point
from tests.pipeline.drop import drop, hour_at, outcomes

MINUTES = 600


def as_tcx() -> bytes:
    """The ride of `ride(600)` as another service exports it: heart rate and distance, no power."""
    points = "".join(
        tcx_point(
            second,
            f"<DistanceMeters>{8 * second}</DistanceMeters><HeartRateBpm><Value>140</Value></HeartRateBpm>",
        )
        for second in range(MINUTES + 1)
    )
    return tcx(tcx_activity([tcx_lap([points], timer_s=MINUTES)]))


def stored_loads() -> list[float]:
    return decode_table(LoadSeries.objects.get().data, 3)[0].tolist()


def test_the_same_bytes_are_one_activity(athlete: Athlete) -> None:
    drop(athlete, ride_fit=hour_at(200))

    again = drop(athlete, copy_fit=hour_at(200))

    assert outcomes(again) == {"copy.fit": "duplicate"}
    assert Activity.objects.count() == Origin.objects.count() == 1
    assert again.files.get().activity == Activity.objects.get()


def test_the_same_bytes_twice_in_one_batch_are_one_activity(athlete: Athlete) -> None:
    batch = drop(athlete, ride_fit=hour_at(200), copy_fit=hour_at(200))

    assert sorted(outcomes(batch).values()) == ["duplicate", "imported"]
    assert Activity.objects.count() == 1


def test_the_same_ride_as_fit_and_tcx_counts_once_whichever_comes_first(athlete: Athlete) -> None:
    drop(athlete, ride_tcx=as_tcx())
    batch = drop(athlete, ride_fit=ride(MINUTES))

    shown = Activity.objects.shown().get()
    follower = Activity.objects.get(merged_into=shown)
    assert outcomes(batch) == {"ride.fit": "merged"}
    assert shown.load_method == "power"
    assert follower.origins.get().file_name == "ride.tcx"
    assert stored_loads() == [shown.load]


def test_a_merge_is_shown_and_can_be_undone(athlete: Athlete, browser_of: Client) -> None:
    drop(athlete, ride_fit=ride(MINUTES), ride_tcx=as_tcx())
    shown = Activity.objects.shown().get()
    page = browser_of.get(reverse("metrics:activity", args=["me", shown.uid])).content.decode()

    with run_inline():
        undo_merge(activity=shown)

    parted = list(Activity.objects.shown().order_by("pk"))
    assert "ride.tcx" in page
    assert len(parted) == 2
    assert stored_loads() == [sum(each.load for each in parted)]


def test_what_was_parted_is_not_merged_again(athlete: Athlete) -> None:
    drop(athlete, ride_fit=ride(MINUTES), ride_tcx=as_tcx())
    with run_inline():
        undo_merge(activity=Activity.objects.shown().get())

    again = drop(athlete, copy_tcx=as_tcx())

    assert outcomes(again) == {"copy.tcx": "duplicate"}
    assert Activity.objects.shown().count() == 2


def test_a_deleted_activity_comes_back_with_its_file(athlete: Athlete, browser_of: Client) -> None:
    drop(athlete, ride_fit=hour_at(200))
    activity = Activity.objects.get()
    with run_inline():
        browser_of.post(reverse("metrics:activity-delete", args=["me", activity.uid]))
    assert Activity.objects.shown().count() == 0

    again = drop(athlete, ride_fit=hour_at(200))

    assert outcomes(again) == {"ride.fit": "imported"}
    assert Activity.objects.shown().get() == activity
    assert stored_loads() == [activity.load]
