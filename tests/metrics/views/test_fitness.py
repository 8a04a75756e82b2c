from __future__ import annotations

import re
from datetime import date

import pytest

from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import store_loads
from tests.factories.own_word import AnnotationFactory
from tests.factories.races import RaceFactory
from tests.metrics.views.conftest import address

TODAY = date(2026, 11, 22)


def text_of(response):
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))


@pytest.fixture
def half_year(athlete):
    """Load 70 every day from 1 May to yesterday."""
    store_loads(athlete, date(2026, 5, 1), [70.0] * 205)


def test_says_where_the_athlete_stands_this_morning(client, half_year):
    text = text_of(client.get(address("fitness")))

    assert re.search(r" 69 Fitness, 42-day load", text)
    assert re.search(r" 70 Fatigue, 7-day load", text)
    assert re.search(r" −1 Form this morning", text)
    assert "neutral" in text


def test_a_range_without_load_leads_to_all_of_it(client, athlete):
    store_loads(athlete, date(2025, 1, 1), [70.0] * 30)

    assert "No load in this time. Show all of your training" in text_of(client.get(address("fitness")))
    assert "No load in this time" not in text_of(client.get(address("fitness") + "?range=all"))


@pytest.mark.parametrize(
    ("last_week", "words"),
    [
        ([0.0] * 4, "fresh, ready to race"),
        ([0.0] * 28, "very fresh, fitness fades if it stays"),
        ([100.0] * 7, "loaded, productive training"),
        ([200.0] * 7, "deep, recovery is due"),
    ],
)
def test_puts_form_into_words(client, athlete, last_week, words):
    days = 205 - len(last_week)
    store_loads(athlete, date(2026, 5, 1), [70.0] * days + last_week)

    assert words in text_of(client.get(address("fitness")))


def test_while_warming_up_says_so_and_judges_nothing(client, athlete):
    store_loads(athlete, date(2026, 11, 2), [70.0] * 20)

    text = text_of(client.get(address("fitness")))

    assert "Warming up." in text
    assert "20 days are here so far" in text
    assert "still warming up" in text
    assert "deep, recovery is due" not in text


def test_the_seven_days_up_to_yesterday_have_ramp_monotony_and_strain(client, athlete):
    loads = [50.0] * 198 + [0.0, 100.0, 40.0, 0.0, 120.0, 60.0, 30.0]
    store_loads(athlete, date(2026, 5, 1), loads)

    page = client.get(address("fitness")).content.decode()

    assert re.findall(r"<dd>\s*([^<\s]+)", page) == ["350", "+0.1", "1.2", "406"]


def test_an_account_without_load_is_told_what_will_be_here(client):
    response = client.get(address("fitness"))

    assert "No training yet" in text_of(response)
    assert b"fitness.js" not in response.content
    assert f'href="{address("imports")}"'.encode() in response.content


def test_the_range_is_in_the_address_and_reaches_the_chart(client, half_year):
    page = client.get(address("fitness") + "?range=6m").content.decode()

    assert f'data-url="{address("load-json")}?range=6m"' in page
    assert re.search(r'href="\?range=6m"\s+aria-current="true">6 months', page)


@pytest.mark.parametrize(
    "query", ["?range=forever", "?range=", "?range=%00", "?range=6w&range=all", "?x=%FF"]
)
def test_a_range_that_is_none_is_the_usual_one(client, half_year, query):
    response = client.get(address("fitness") + query)

    assert response.status_code == 200
    expected = "all" if "all" in query else "3m"
    assert f"?range={expected}".encode() in response.content
    assert client.get(address("load-json") + query).status_code == 200


@pytest.mark.parametrize(("key", "days"), [("6w", 42), ("3m", 91), ("6m", 182), ("1y", 206), ("all", 206)])
def test_the_series_begins_with_the_range_or_the_first_activity(client, half_year, key, days):
    series = client.get(address("load-json") + f"?range={key}").json()

    assert {
        name: len(series[name]) for name in ("dates", "load", "fitness", "fatigue", "form")
    } == dict.fromkeys(("dates", "load", "fitness", "fatigue", "form"), days)
    assert series["dates"][-1] == series["today"] == "2026-11-22"


def test_before_todays_training_the_series_ends_where_yesterday_ended(client, athlete):
    store_loads(athlete, date(2026, 11, 20), [100.0, 40.0])

    series = client.get(address("load-json") + "?range=all").json()

    assert series["load"] == [100.0, 40.0, 0.0]
    assert series["fitness"] == [2.4, 3.2, 3.2]
    assert series["fatigue"] == [13.3, 16.9, 16.9]
    assert series["form"] == [0.0, -11.0, -13.6]


def test_with_todays_training_the_series_ends_with_it(client, athlete):
    store_loads(athlete, date(2026, 11, 21), [100.0, 40.0])

    series = client.get(address("load-json") + "?range=all").json()

    assert series["fitness"] == [2.4, 3.2]
    assert series["form"] == [0.0, -11.0]


def test_the_weeks_are_a_table_newest_first(client, athlete):
    store_loads(athlete, date(2026, 11, 2), [10.0] * 7 + [20.0] * 7 + [30.0] * 6)

    page = client.get(address("fitness") + "?range=all").content.decode()
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>\s*<td class="n">(.*?)</td>', page, re.S)

    assert [(re.sub(r"\s*<.*", "", week), load) for week, load in rows] == [
        ("16 Nov 2026", "180"),
        ("9 Nov 2026", "140"),
        ("2 Nov 2026", "70"),
    ]
    assert page.count("so far</span>") == 0  # Sunday ends the week


def test_the_first_week_of_a_range_is_whole(client, half_year):
    page = client.get(address("fitness") + "?range=6w").content.decode()

    weeks = re.findall(r'<th scope="row"[^>]*>\s*(\d+ \w+ 2026)', page)
    assert weeks[-1] == "12 Oct 2026"
    assert re.findall(r'<td class="n">(\d+)</td>', page).count("490") == 5


def test_the_panel_of_today_stands_alone(client, half_year):
    panel = client.get(address("panel-fitness")).content.decode()

    assert panel.lstrip().startswith('<section class="card" id="fitness-panel"')
    assert "<html" not in panel
    assert f'href="{address("fitness")}"' in panel


def test_a_coach_sees_the_athlete_of_the_address(client_of, athlete, half_year):
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"load": "read"}).coach)

    page = coach.get(address("fitness", athlete)).content.decode()

    assert " 69 Fitness" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert f'data-url="{address("load-json", athlete)}?range=3m"' in page


@pytest.mark.parametrize("key", ["6w", "all"])
def test_the_number_of_queries_does_not_grow_with_the_years(
    client, athlete, django_assert_max_num_queries, key
):
    store_loads(athlete, date(2017, 1, 1), [60.0] * 3_612)
    with django_assert_max_num_queries(9):
        client.get(address("fitness") + f"?range={key}")
    with django_assert_max_num_queries(7):
        client.get(address("load-json") + f"?range={key}")


def test_the_series_is_not_sent_again_while_it_is_the_same(client, athlete):
    url = f"{address('fitness').replace('fitness/', 'load.json')}?range=6w"
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})

    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_races_are_flags_on_the_chart_for_who_may_see_the_plan(client, client_of, athlete, half_year):
    for day in (date(2026, 8, 1), date(2026, 11, 22), date(2026, 11, 23)):
        RaceFactory(athlete=athlete, name=f"Race of {day}", date=day, priority="B")
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"load": "read"}).coach)

    assert client.get(address("load-json") + "?range=6w").json()["races"] == [
        {"date": "2026-11-22", "name": "Race of 2026-11-22", "priority": "B"}
    ]
    assert "races" not in coach.get(address("load-json", athlete)).json()


def test_markers_are_bands_on_the_chart_for_who_may_read_the_notes(client, client_of, athlete, half_year):
    AnnotationFactory(athlete=athlete, kind="illness", start=date(2026, 11, 5), end=date(2026, 11, 9))
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"load": "read"}).coach)

    assert client.get(address("load-json") + "?range=6w").json()["bands"] == [
        {"start": "2026-11-05", "end": "2026-11-09", "name": "Illness", "kind": "illness"}
    ]
    assert "bands" not in coach.get(address("load-json", athlete)).json()


def test_races_are_one_tap_away_for_who_may_see_the_plan(client, client_of, athlete):
    coach = client_of(CoachLinkFactory(athlete=athlete, scopes={"load": "read"}).coach)

    assert f'href="{address("races")}"' in client.get(address("fitness")).content.decode()
    assert "races/" not in coach.get(address("fitness", athlete)).content.decode()
