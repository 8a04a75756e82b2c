"""A program brings its rows under its own names for them, as often as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from athletes.models import Athlete, ExternalId
from athletes.services.api_keys import make_key
from config.core.celery import sending_with
from metrics.models import Activity, CheckIn, Race
from metrics.services.activities import delete_activity
from metrics.services.races import delete_race, update_race
from plans.models import PlannedSession
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.own_word import CheckInFactory

SWIM = {"sport": "swimming", "start_time": "2026-11-20T07:30:00+01:00", "duration_s": 2700, "rpe": 5}
RACE = {"name": "City Marathon", "sport": "running", "date": "2027-04-18", "distance_m": 42195}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with (
        time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False),
        sending_with(lambda *_: None),
    ):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory()


def send(
    user: Any, name: str, rows: list[Any], *, athlete: Any = "me", source: str = "app", **head: str
) -> Any:
    client = Client()
    client.force_login(user)
    address = reverse(f"api:{name}", kwargs={"athlete": athlete})
    body = {"source": source, "rows": rows}
    return client.post(address, body, content_type="application/json", headers=head)


def outcomes(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [row["outcome"] for row in response.json()["results"]]


def test_rows_are_created_changed_and_left_alone(athlete: Athlete) -> None:
    first = send(athlete.user, "activity-bulk", [{"external_id": "a", **SWIM}])
    row = Activity.objects.get()

    again = send(athlete.user, "activity-bulk", [{"external_id": "a", **SWIM}])
    changed = send(athlete.user, "activity-bulk", [{"external_id": "a", **SWIM, "duration_s": 3000}])

    assert [outcomes(each) for each in (first, again, changed)] == [["created"], ["unchanged"], ["updated"]]
    assert {each.json()["results"][0]["uid"] for each in (first, again, changed)} == {str(row.uid)}
    assert (Activity.objects.get().timer_s, ExternalId.objects.count()) == (3000, 1)


def test_what_came_before_costs_the_same_for_many_as_for_one(athlete: Athlete) -> None:
    rows = [
        {"external_id": str(day), **SWIM, "start_time": f"2026-11-{day}T07:30:00+01:00"}
        for day in range(10, 20)
    ]
    send(athlete.user, "activity-bulk", rows)
    delete_activity(activity=Activity.objects.order_by("pk").first())

    asked = []
    for some in (rows[:2], rows):
        with CaptureQueriesContext(connection) as captured:
            told = outcomes(send(athlete.user, "activity-bulk", some))
        asked.append(len(captured))

    assert told == ["deleted", *["unchanged"] * 9]
    assert asked[0] == asked[1]


def test_a_name_that_comes_twice_is_written_in_order_and_no_name_breaks_the_request(athlete: Athlete) -> None:
    send(athlete.user, "race-bulk", [{"external_id": "a", **RACE}])
    rows = [{"external_id": " a", **RACE, "name": "New"}, {"external_id": "a", **RACE}]

    told = outcomes(send(athlete.user, "race-bulk", [*rows, {"external_id": "\x00", **RACE}]))

    assert told == ["updated", "updated", "error"]
    assert Race.objects.get().name == RACE["name"]


def test_a_row_with_an_error_is_told_by_field_and_stops_no_other(athlete: Athlete) -> None:
    rows = [{"external_id": "a", **RACE, "date": "soon"}, RACE, {"external_id": "b", **RACE}]

    response = send(athlete.user, "race-bulk", rows)

    bad, nameless, good = response.json()["results"]
    assert outcomes(response) == ["error", "error", "created"]
    assert (bad["error"]["code"], list(bad["error"]["fields"]), bad["uid"]) == (
        "DATA_INVALID",
        ["date"],
        None,
    )
    assert list(nameless["error"]["fields"]) == ["external_id"]
    assert good["uid"] == str(Race.objects.get().uid)


def test_a_model_judges_rows_as_it_judges_single_ones(athlete: Athlete) -> None:
    rows = [{"external_id": "a", **SWIM, "start_time": "2026-11-23T07:30:00Z"}, {"external_id": "b", **SWIM}]

    response = send(athlete.user, "activity-bulk", rows)

    assert outcomes(response) == ["error", "created"]
    assert response.json()["results"][0]["error"]["fields"] == {"start_time": ["This is still to come."]}


def test_what_people_changed_or_deleted_here_stays(athlete: Athlete) -> None:
    rows = [{"external_id": "a", **RACE}, {"external_id": "b", **RACE, "date": "2027-05-02"}]
    send(athlete.user, "race-bulk", rows)
    kept, gone = Race.objects.order_by("date")
    update_race(race=kept, name="My marathon")
    delete_race(race=gone)

    assert outcomes(send(athlete.user, "race-bulk", rows)) == ["unchanged", "deleted"]
    assert list(Race.objects.alive().values_list("name", flat=True)) == ["My marathon"]


def test_two_programs_may_use_the_same_name(athlete: Athlete) -> None:
    first = send(athlete.user, "race-bulk", [{"external_id": "1", **RACE}], source="one")
    other = send(athlete.user, "race-bulk", [{"external_id": "1", **RACE, "name": "Ten"}], source="two")

    assert outcomes(first) == outcomes(other) == ["created"]
    assert sorted(Race.objects.values_list("name", flat=True)) == ["City Marathon", "Ten"]


def test_a_morning_that_is_there_is_taken_over_and_keeps_its_day(athlete: Athlete) -> None:
    morning = CheckInFactory(athlete=athlete, date="2026-11-20", feel=2)

    taken = send(athlete.user, "check-in-bulk", [{"external_id": "a", "date": "2026-11-20", "feel": 4}])
    moved = send(athlete.user, "check-in-bulk", [{"external_id": "a", "date": "2026-11-21", "feel": 4}])

    assert outcomes(taken) == ["updated"]
    assert taken.json()["results"][0]["uid"] == str(morning.uid)
    assert list(moved.json()["results"][0]["error"]["fields"]) == ["date"]
    assert CheckIn.objects.get().feel == 4


def test_planned_sessions_are_moved_by_their_name(athlete: Athlete) -> None:
    easy = {"external_id": "w1", "day": "2026-11-25", "sport": "running", "text": "- 30m Z2"}

    assert outcomes(send(athlete.user, "session-bulk", [easy])) == ["created"]
    assert outcomes(send(athlete.user, "session-bulk", [{**easy, "day": "2026-11-26"}])) == ["updated"]
    assert str(PlannedSession.objects.shown().get().day) == "2026-11-26"


def test_a_request_has_a_name_and_1_to_100_rows(athlete: Athlete) -> None:
    row = {"external_id": "a", **RACE}
    wrong = [
        send(athlete.user, "race-bulk", []),
        send(athlete.user, "race-bulk", [row] * 101),
        send(athlete.user, "race-bulk", [row], source="Not a name"),
        send(athlete.user, "race-bulk", ["x"]),
    ]

    assert [each.status_code for each in wrong] == [400, 400, 400, 400]
    assert [set(each.json()["error"]["fields"]) for each in wrong] == [
        {"rows"},
        {"rows"},
        {"source"},
        {"rows.0"},
    ]
    assert not Race.objects.exists()


def test_one_idempotency_key_brings_rows_once(athlete: Athlete) -> None:
    head = {"Idempotency-Key": "k"}
    first = send(athlete.user, "race-bulk", [{"external_id": "a", **RACE}], **head)
    again = send(athlete.user, "race-bulk", [{"external_id": "a", **RACE}], **head)

    assert (again.headers["Idempotent-Replayed"], again.json()) == ("true", first.json())


def test_a_coach_brings_what_they_may_write_and_no_notes_without_leave(athlete: Athlete) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "write", "plan": "read"})
    rows = [{"external_id": "a", **SWIM}, {"external_id": "b", **SWIM, "note": "Felt ill"}]

    response = send(coach, "activity-bulk", rows, athlete=athlete.uid)
    refused = send(coach, "race-bulk", [{"external_id": "a", **RACE}], athlete=athlete.uid)

    assert outcomes(response) == ["created", "error"]
    assert list(response.json()["results"][1]["error"]["fields"]) == ["note"]
    assert (refused.status_code, Race.objects.count()) == (404, 0)


def test_a_key_that_only_reads_brings_nothing(athlete: Athlete) -> None:
    secret = make_key(user=athlete.user, name="reader", scopes=["plan:read"], days=30)[1]
    body = {"source": "app", "rows": [{"external_id": "a", **RACE}]}
    address = reverse("api:race-bulk", kwargs={"athlete": "me"})

    head = {"Authorization": f"Bearer {secret}"}
    response = Client().post(address, body, content_type="application/json", headers=head)

    assert (response.status_code, Race.objects.count()) == (404, 0)
