from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from metrics.models import Race
from metrics.services.races import delete_race
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.races import RaceFactory, fastest_run

NEW = {"name": "Vienna 10", "sport": "running", "date": "2027-03-07", "distance_m": 10000, "goal_s": 2490}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False),
        sending_with(lambda *_: None),
    ):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(hr_max_bpm=190)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(athlete: Athlete) -> Client:
    return client_of(athlete.user)


def path(name: str, athlete: Any = "me", **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **kwargs})


def send(client: Client, method: str, address: str, body: Any, **headers: str) -> Any:
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def test_races_are_listed_the_latest_first(client, athlete):
    early, late = RaceFactory(athlete=athlete, date=date(2026, 5, 1)), RaceFactory(athlete=athlete)
    delete_race(race=RaceFactory(athlete=athlete))
    RaceFactory()

    response = client.get(path("race-list"))

    assert [row["uid"] for row in response.json()] == [str(late.uid), str(early.uid)]
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_race_is_entered_changed_and_deleted(client, athlete):
    made = send(client, "post", path("race-list"), NEW)
    race = Race.objects.get()
    assert made.status_code == 201
    assert made.json() == {
        "uid": str(race.uid),
        "revision": 1,
        "name": "Vienna 10",
        "sport": "running",
        "date": "2027-03-07",
        "distance_m": 10000.0,
        "priority": "A",
        "goal_s": 2490.0,
        "result_s": None,
        "activity_uid": None,
        "note": "",
    }

    address = path("race", uid=race.uid)
    changed = send(client, "patch", address, {"priority": "B"}, **{"If-Match": made.headers["ETag"]})
    assert (changed.status_code, changed.json()["priority"], changed.json()["revision"]) == (200, "B", 2)
    late = send(client, "patch", address, {"priority": "C"}, **{"If-Match": made.headers["ETag"]})
    assert (late.status_code, late.json()["error"]["code"]) == (412, "DATA_CHANGED")

    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"date": "soon"}, "date"),
        ({"distance_m": -1}, "distance_m"),
        ({"priority": "D"}, "priority"),
        ({"result_s": 2500}, "result_s"),
    ],
)
def test_what_makes_no_sense_is_refused(client, athlete, body, field):
    response = send(client, "post", path("race-list"), NEW | body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])
    assert not Race.objects.exists()


def test_the_recording_of_a_race_is_an_own_activity_of_its_day(client, athlete):
    race = RaceFactory(athlete=athlete, date=date(2026, 11, 1))
    start = datetime(2026, 11, 1, 9, tzinfo=UTC)
    own, foreign = ActivityFactory(athlete=athlete, start_time=start), ActivityFactory(start_time=start)
    address = path("race", uid=race.uid)

    refused = send(client, "patch", address, {"activity_uid": str(foreign.uid)})
    taken = send(client, "patch", address, {"activity_uid": str(own.uid), "result_s": 12000})

    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["activity_uid"])
    assert (taken.json()["activity_uid"], taken.json()["result_s"]) == (str(own.uid), 12000)


def test_predictions_come_with_what_they_rest_on(client, athlete):
    run = fastest_run(athlete, date(2026, 11, 12), 5000, 1200, max_hr_bpm=185)

    answer = client.get(path("predictions")).json()

    assert (answer["date"], answer["reason"], answer["exponent"]) == ("2026-11-22", "", None)
    assert answer["vdot"] == pytest.approx(49.806233428066335)
    assert answer["used"] == [
        {
            "distance_m": 5000.0,
            "time_s": 1200.0,
            "date": "2026-11-12",
            "effort": "hard",
            "vdot": pytest.approx(49.806233428066335),
            "activity_uid": str(run.uid),
            "race_uid": None,
        }
    ]
    assert [row["distance_m"] for row in answer["distances"]] == [5000, 10000, 21097.5, 42195]
    ten, marathon = answer["distances"][1], answer["distances"][3]
    assert [each["method"] for each in ten["estimates"]] == ["vdot", "riegel", "cameron"]
    assert ten["estimates"][1]["time_s"] == pytest.approx(2501.9178260186914)
    assert (ten["shape"], marathon["shape"]["long_runs"]) == (None, 0)
    assert marathon["combined"]["low_s"] < marathon["combined"]["time_s"] < marathon["combined"]["high_s"]


def test_without_efforts_the_answer_says_why(client, athlete):
    answer = client.get(path("predictions")).json()

    assert (answer["vdot"], answer["reason"], answer["distances"]) == (None, "no_effort", [])
    assert client.get(path("training-paces")).json() == {"vdot": None, "paces": []}


@pytest.mark.parametrize(
    ("query", "expected"),
    [("?distance_m=3000", [3000]), ("?distance_m=15000&distance_m=50000", [15000, 50000])],
)
def test_distances_may_be_named(client, athlete, query, expected):
    fastest_run(athlete, date(2026, 11, 12), 5000, 1200, max_hr_bpm=185)

    answer = client.get(path("predictions") + query).json()

    assert [row["distance_m"] for row in answer["distances"]] == expected


@pytest.mark.parametrize(
    "query", ["?distance_m=far", "?distance_m=10", "?distance_m=nan", "?" + "distance_m=5000&" * 21]
)
def test_distances_that_make_no_sense_are_refused(client, athlete, query):
    response = client.get(path("predictions") + query)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, ["distance_m"])


def test_training_paces_follow_from_vdot(client, athlete):
    fastest_run(athlete, date(2026, 11, 12), 5000, 1200, max_hr_bpm=185)

    answer = client.get(path("training-paces")).json()

    assert [
        (row["name"], round(row["slow_s_per_km"]), round(row["fast_s_per_km"])) for row in answer["paces"]
    ] == [
        ("easy", 353, 294),
        ("marathon", 291, 266),
        ("threshold", 268, 256),
        ("interval", 241, 231),
        ("repetition", 222, 214),
    ]


def test_a_coach_gets_what_was_granted(athlete):
    run = ActivityFactory(athlete=athlete, start_time=datetime(2026, 11, 1, 9, tzinfo=UTC))
    race = RaceFactory(athlete=athlete, date=date(2026, 11, 1), activity=run, result_s=12_000)
    plan = client_of(CoachLinkFactory(athlete=athlete, scopes={"plan": "read"}).coach)
    activities = client_of(CoachLinkFactory(athlete=athlete, scopes={"activities": "read"}).coach)

    shown = plan.get(path("race", athlete, uid=race.uid)).json()
    assert "activity_uid" not in shown
    assert plan.get(path("predictions", athlete)).status_code == 404
    assert send(plan, "post", path("race-list", athlete), NEW).status_code == 404
    assert activities.get(path("predictions", athlete)).json()["used"] == []
    assert activities.get(path("training-paces", athlete)).json()["vdot"] is None
    assert activities.get(path("race-list", athlete)).status_code == 404
    assert Race.objects.count() == 1


def test_a_stranger_gets_nothing_and_changes_nothing(athlete):
    race = RaceFactory(athlete=athlete)
    stranger = client_of(AthleteFactory().user)
    before = Race.objects.values().get()

    for name in ("race-list", "predictions", "training-paces"):
        assert stranger.get(path(name, athlete)).status_code == 404
    address = path("race", athlete, uid=race.uid)
    assert stranger.get(address).status_code == 404
    assert send(stranger, "patch", address, {"name": "Mine"}).status_code == 404
    assert stranger.delete(address).status_code == 404
    assert stranger.get(path("race", uid=race.uid)).status_code == 404
    assert Race.objects.values().get() == before
