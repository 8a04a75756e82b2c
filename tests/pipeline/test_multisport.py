"""A race of several sports in one file."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import run_inline
from metrics.models import Activity, LoadSeries
from metrics.science.codec import decode_table
from metrics.services.activities import delete_activity
from tests.doubles.files.fit_files import START, begin, steady, timer
from tests.doubles.files.fit_writer import at
from tests.pipeline.drop import drop, outcomes

LEGS = [("cycling", "road", 0, 1200), ("transition", "generic", 1200, 1260), ("cycling", "road", 1260, 2460)]


def duathlon() -> bytes:
    writer = begin()
    timer(writer, START, "start")
    for second in range(LEGS[-1][3] + 1):
        writer.write("record", timestamp=at(START, second), **steady(second))
    for sport, sub_sport, start, end in LEGS:
        totals = {"total_elapsed_time": end - start, "total_timer_time": end - start}
        writer.write(
            "session",
            timestamp=at(START, end),
            start_time=at(START, start),
            **totals,
            sport=sport,
            sub_sport=sub_sport,
        )
    return writer.content()


def test_each_sport_is_a_leg_and_the_whole_counts_once(athlete: Athlete) -> None:
    batch = drop(athlete, race_fit=duathlon())

    parent = Activity.objects.shown().get()
    legs = list(parent.legs.order_by("leg_index"))
    assert outcomes(batch) == {"race.fit": "imported"}
    assert (parent.sport, parent.load_method) == ("multisport", "legs")
    assert [leg.sport for leg in legs] == ["cycling", "other", "cycling"]
    assert [leg.start_time for leg in legs] == [START + timedelta(seconds=start) for _, _, start, _ in LEGS]
    assert parent.load == sum(leg.load or 0 for leg in legs)
    assert decode_table(LoadSeries.objects.get().data, 3)[0].tolist() == [parent.load]


def test_every_leg_has_a_page_and_seconds_of_its_own(athlete: Athlete, browser_of: Client) -> None:
    drop(athlete, race_fit=duathlon())

    for leg in Activity.objects.filter(parent__isnull=False):
        page = browser_of.get(reverse("metrics:activity", args=["me", leg.uid]))
        assert page.status_code == 200
        assert leg.streams.filter(channel="power_w").get().count <= leg.elapsed_s + 1


def test_the_legs_go_with_the_whole(athlete: Athlete) -> None:
    drop(athlete, race_fit=duathlon())

    with run_inline():
        delete_activity(activity=Activity.objects.shown().get())

    assert Activity.objects.shown().count() == 0
    assert LoadSeries.objects.get().days == 0
