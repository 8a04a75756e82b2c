from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from athletes.sources.records import Sport
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory
from tests.metrics.views.conftest import address, runs


def titles(response) -> list[str]:
    """The linked titles in the list, in order."""
    html = response.content.decode()
    return re.findall(r'/activities/[0-9a-f-]{36}/">([^<]+)</a>', html)


def listed(client, query="", **headers) -> list[str]:
    return titles(client.get(address("activities") + query, headers=headers))


def test_lists_the_newest_first_under_months_with_their_totals(client, athlete):
    day = datetime(2026, 11, 20, 6, tzinfo=UTC)
    ActivityFactory(athlete=athlete, name="New", start_time=day, load=80.4)
    ActivityFactory(athlete=athlete, name="Older", start_time=day.replace(day=3), load=None, load_method="")
    ActivityFactory(athlete=athlete, name="October", start_time=day.replace(month=10))

    response = client.get(address("activities"))

    assert titles(response) == ["New", "Older", "October"]
    page = response.content.decode()
    assert page.index("November 2026") < page.index("New</a>") < page.index("October 2026")
    assert "2 activities · 2:00\u202fh · 24.0\u202fkm · load 80" in page
    assert "by pace" in page


def test_what_is_deleted_merged_or_a_leg_is_not_listed(client, athlete):
    whole = ActivityFactory(athlete=athlete, name="Race", sport=Sport.MULTISPORT)
    ActivityFactory(athlete=athlete, name="Leg", parent=whole)
    ActivityFactory(athlete=athlete, name="Twin", merged_into=whole)
    ActivityFactory(athlete=athlete, name="Gone", deleted_at=whole.start_time)
    ActivityFactory(name="Somebody else's")

    assert listed(client) == ["Race"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?sport=cycling", ["Ride"]),
        ("?search=lONG", ["Long run"]),
        ("?search=tread", ["Inside"]),
        ("?since=2026-11-11", ["Ride", "Long run"]),
        ("?until=2026-11-10", ["Inside"]),
        ("?since=2026-11-11&until=2026-11-11&sport=running", ["Long run"]),
        ("?sort=oldest", ["Inside", "Long run", "Ride"]),
        ("?sort=longest", ["Long run", "Ride", "Inside"]),
        ("?sort=farthest", ["Ride", "Long run"]),
        ("?sort=hardest", ["Ride", "Long run", "Inside"]),
    ],
)
def test_the_query_string_filters_and_sorts(client, athlete, query, expected):
    make = {"athlete": athlete}
    day = datetime(2026, 11, 12, 6, tzinfo=UTC)
    ActivityFactory(**make, name="Ride", sport=Sport.CYCLING, start_time=day, distance_m=40_000, load=90)
    ActivityFactory(**make, name="Long run", start_time=day.replace(day=11), timer_s=9000, load=80)
    ActivityFactory(
        **make,
        name="Inside",
        sub_sport="treadmill",
        start_time=day.replace(day=10),
        timer_s=1800,
        distance_m=None,
        load=30,
    )

    assert listed(client, query) == expected


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=-3",
        "?page=x",
        "?page=99999999999999999999",
        "?page=²",
        "?sport=chess",
        "?sort=prettiest",
        "?since=yesterday",
        "?until=2026-02-31",
        "?since=10000-01-01",
        "?search=" + "a" * 500,
        "?search=%00",
        "?search=%ED%A0%80",
        "?sport=running&sport=cycling",
        "?%F0=%FF",
    ],
)
def test_a_query_string_that_makes_no_sense_narrows_nothing(client, athlete, query):
    runs(athlete, 2)
    response = client.get(address("activities") + query)

    assert response.status_code == 200
    assert query in ("?sport=running&sport=cycling", "?search=%ED%A0%80") or titles(response) == [
        "Run 0",
        "Run 1",
    ]


def test_says_what_is_wrong_with_a_filter_and_keeps_it(client, athlete):
    runs(athlete, 1)
    page = client.get(address("activities") + "?since=yesterday").content.decode()

    assert "Enter a valid date." in page
    assert 'value="yesterday"' in page
    assert '<details class="more" open>' in page


def test_each_active_filter_can_be_taken_off(client, athlete):
    runs(athlete, 1)
    query = "?sport=running&search=run&sort=oldest&page=1"
    page = client.get(address("activities") + query).content.decode()

    assert 'href="?search=run&amp;sort=oldest"' in page
    assert 'href="?sport=running&amp;sort=oldest"' in page
    assert "Remove the filter “run”" in page


def test_says_when_nothing_matches(client, athlete):
    runs(athlete, 1)
    page = client.get(address("activities") + "?search=marathon").content.decode()

    assert "Nothing matches" in page
    assert f'href="{address("activities")}">Clear the filter</a>' in page


def test_an_empty_account_is_told_what_will_be_here(client):
    page = client.get(address("activities")).content.decode()

    assert "No activities yet" in page
    assert f'href="{address("imports")}">Import files</a>' in page
    assert "<table" not in page


def test_continues_with_a_link_that_htmx_follows_by_itself(client, athlete):
    runs(athlete, 45)

    first = client.get(address("activities") + "?sport=running").content.decode()
    assert 'href="?sport=running&amp;page=2"' in first
    assert 'hx-get="?sport=running&amp;page=2"' in first
    part = client.get(address("activities") + "?sport=running&page=2", headers={"HX-Request": "true"})

    assert titles(part) == [f"Run {index}" for index in range(25, 45)]
    assert b"<html" not in part.content
    assert b"load-more" not in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_a_month_that_goes_on_has_its_heading_once_in_a_list_and_on_each_page(client, athlete):
    runs(athlete, 45)

    def months(page, **headers):
        html = client.get(address("activities") + f"?page={page}", headers=headers).content.decode()
        return re.findall(r"(September|October|November) 2026", html)

    assert months(1) == ["November", "October"]
    assert months(2, **{"HX-Request": "true"}) == []
    assert months(2) == ["October"]


def test_a_month_is_summed_up_whole_though_its_page_ends_before_it(client, athlete):
    runs(athlete, 45)
    first = client.get(address("activities")).content.decode()

    assert "21 activities" in first
    assert "24 activities" in first


def test_every_page_is_a_page_without_javascript(client, athlete):
    runs(athlete, 45)
    second = client.get(address("activities") + "?page=2")

    assert titles(second) == [f"Run {index}" for index in range(25, 45)]
    assert b"<html" in second.content
    assert re.search(r'rel="prev"\s+href="\?page=1"', second.content.decode())
    assert b"The list ends before this page" in client.get(address("activities") + "?page=9").content


def test_shows_the_athletes_units(client, athlete):
    runs(athlete, 1)
    athlete.units = "imperial"
    athlete.save()

    page = client.get(address("activities")).content.decode()

    assert '7.46 <span class="unit">mi</span>' in page
    assert '8:03 <span class="unit">/mi</span>' in page


def test_heart_rates_are_for_those_who_may_see_them(client, client_of, athlete):
    runs(athlete, 1, avg_hr_bpm=151)
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)

    beats = b'151 <span class="unit">bpm</span>'
    assert beats in client.get(address("activities")).content
    page = coach.get(address("activities", athlete)).content
    assert beats not in page
    assert b"Heart rate" not in page


@pytest.mark.parametrize("query", ["", "?page=2", "?sport=running&search=run&sort=longest"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    client, athlete, django_assert_max_num_queries, query
):
    runs(athlete, 85, avg_hr_bpm=150)
    with django_assert_max_num_queries(8):
        client.get(address("activities") + query)


def test_a_coach_costs_one_query_more_and_one_per_count(client_of, athlete, django_assert_max_num_queries):
    runs(athlete, 50)
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read", "heart": "read"}).coach)
    coach.get(address("activities", athlete))  # the first look of an hour goes into the audit
    with django_assert_max_num_queries(11):
        coach.get(address("activities", athlete))
