from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from metrics.models import DAILY_DETAILS, DAILY_VALUES
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import DayFactory, store_loads

FIRST = date(2026, 3, 2)
NOW = datetime(2026, 3, 31, 12, 0, tzinfo=UTC)
SLEEP = {"sleep_s", "sleep_score", "deep_sleep_s", "light_sleep_s", "rem_sleep_s", "awake_s", "nap_s"}
BODY = {"weight_kg", "body_fat_pct"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory()


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def get(client: Client, name: str, query: str = "", athlete: str = "me") -> Any:
    return client.get(reverse(f"api:{name}", kwargs={"athlete": athlete}) + query)


def test_the_load_series_answers_the_window_with_columns(client: Client, athlete: Athlete) -> None:
    store_loads(athlete, FIRST, [100.0, 0.0, 50.0])

    body = get(client, "load", "?from=2026-03-02&to=2026-03-05").json()

    assert body["dates"] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    assert body["load"] == [100.0, 0.0, 50.0]
    assert body["fitness"] == [2.35, 2.3, 3.42]
    assert body["fatigue"] == [13.31, 11.54, 16.66]
    assert body["form"] == [0.0, -10.96, -9.24]
    assert body["ramp"] == [None, None, None]
    assert body["monotony"] == [None, None, None]


def test_monotony_and_strain_look_back_beyond_the_window_but_not_before_the_first_activity(
    client: Client, athlete: Athlete
) -> None:
    store_loads(athlete, FIRST, [100.0, 0.0] * 5)

    body = get(client, "load", "?from=2026-03-07&to=2026-03-10").json()

    assert body["dates"] == ["2026-03-07", "2026-03-08", "2026-03-09"]
    assert body["monotony"] == [None, 1.15, 0.87]
    assert body["strain"] == [None, 461.88, 259.81]


def test_without_dates_the_last_six_weeks_up_to_today_are_answered(client: Client) -> None:
    body = get(client, "load").json()

    assert (body["dates"][0], body["dates"][-1], len(body["dates"])) == ("2026-02-18", "2026-03-31", 42)


def test_days_to_come_are_left_out(client: Client) -> None:
    assert get(client, "load", "?from=2026-03-30&to=2026-12-31").json()["dates"] == [
        "2026-03-30",
        "2026-03-31",
    ]
    assert get(client, "load", "?from=2026-05-01&to=2026-12-31").json()["dates"] == []


@pytest.mark.parametrize("name", ["load", "day-list"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?from=2026-03-05&to=2026-03-05", "from"),
        ("?from=soon", "from"),
        ("?to=2026-02-30", "to"),
        ("?from=1990-01-01&to=2026-01-01", "from"),
        ("?to=9999-12-31", "to"),
        ("?from=0001-01-01", "from"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(client: Client, name: str, query: str, field: str) -> None:
    response = get(client, name, query)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])


def test_a_day_belongs_to_the_zone_of_the_athlete(client: Client, athlete: Athlete) -> None:
    athlete.time_zone = "Pacific/Auckland"
    athlete.save()

    assert get(client, "load").json()["dates"][-1] == "2026-04-01"


def test_every_day_of_the_window_is_there_and_gaps_are_marked(client: Client, athlete: Athlete) -> None:
    DayFactory(athlete=athlete, date=date(2026, 3, 3), sleep_s=None, weight_kg=61.5)

    rows = get(client, "day-list", "?from=2026-03-02&to=2026-03-04").json()

    assert rows[0] == {
        "date": "2026-03-02",
        "is_gap": True,
        **dict.fromkeys([*DAILY_VALUES, *DAILY_DETAILS]),
    }
    assert (rows[1]["is_gap"], rows[1]["sleep_s"], rows[1]["weight_kg"]) == (False, None, 61.5)
    assert (rows[1]["resting_hr_bpm"], rows[1]["hrv_rmssd_ms"]) == (48.0, 62.0)


@pytest.mark.parametrize(
    ("classes", "seen"),
    [
        (["sleep"], SLEEP),
        (["body"], BODY),
        (["heart"], {*DAILY_VALUES, *DAILY_DETAILS} - SLEEP - BODY),
    ],
)
def test_a_coach_sees_the_values_that_were_opened(
    athlete: Athlete, classes: list[str], seen: set[str]
) -> None:
    DayFactory(athlete=athlete, date=date(2026, 3, 3), weight_kg=61.5)
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes=dict.fromkeys(classes, "read"))
    client = Client()
    client.force_login(coach)

    rows = get(client, "day-list", "?from=2026-03-03&to=2026-03-04", str(athlete.uid)).json()

    assert set(rows[0]) == {"date", "is_gap", *seen}


def test_a_day_that_only_holds_what_a_coach_may_not_see_is_a_gap_to_the_coach(athlete: Athlete) -> None:
    DayFactory(athlete=athlete, date=date(2026, 3, 3), sleep_s=None)
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes={"sleep": "read"})
    client = Client()
    client.force_login(coach)

    rows = get(client, "day-list", "?from=2026-03-03&to=2026-03-04", str(athlete.uid)).json()

    assert rows[0]["is_gap"] is True


def test_the_same_series_is_not_sent_twice(client: Client, athlete: Athlete) -> None:
    store_loads(athlete, FIRST, [100.0])
    etag = get(client, "load")["ETag"]

    same = client.get(reverse("api:load", kwargs={"athlete": "me"}), headers={"If-None-Match": etag})

    assert same.status_code == 304
