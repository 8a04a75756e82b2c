from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete, Threshold
from config.core.celery import sending_with
from tests.factories.athletes import AthleteFactory, ThresholdFactory

ME = {"athlete": "me"}


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(hr_rest_bpm=48)


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def send(
    client: Client, method: str, name: str, body: Any = None, uid: Any = None, **headers: str
) -> HttpResponse:
    url = reverse(f"api:{name}", kwargs=ME | ({"uid": uid} if uid else {}))
    with sending_with(lambda *_: None):
        return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def test_the_profile_holds_what_the_athlete_entered(client: Client, athlete: Athlete) -> None:
    body = client.get(reverse("api:athlete", kwargs=ME)).json()

    assert body == {
        "uid": str(athlete.uid),
        "name": "Ada Runner",
        "time_zone": "UTC",
        "units": "metric",
        "sex": None,
        "birth_year": None,
        "hr_max_bpm": None,
        "hr_rest_bpm": 48,
        "fitness_days": 42,
        "fatigue_days": 7,
        "is_demo": False,
        "created_at": body["created_at"],
        "updated_at": body["updated_at"],
        "revision": 1,
    }


@pytest.mark.parametrize("sex", ["", "other"])
def test_a_sex_that_is_none_of_the_choices_is_refused_and_only_null_is_unknown(
    client: Client, athlete: Athlete, sex: str
) -> None:
    response = send(client, "patch", "athlete", {"sex": sex})

    athlete.refresh_from_db()
    assert (response.status_code, athlete.sex) == (400, None)
    assert list(response.json()["error"]["fields"]) == ["sex"]
    assert send(client, "patch", "athlete", {"sex": None}).status_code == 200


def test_answers_are_the_callers_own_and_asked_about_again(client: Client) -> None:
    response = client.get(reverse("api:athlete", kwargs=ME))

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "Cookie" in response["Vary"]


def test_an_unchanged_answer_is_304_and_a_changed_one_is_sent_again(client: Client, athlete: Athlete) -> None:
    url = reverse("api:athlete", kwargs=ME)
    etag = client.get(url)["ETag"]

    same = client.get(url, headers={"If-None-Match": etag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)

    athlete.name = "Ada Walker"
    athlete.save()
    assert client.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_a_change_is_saved_and_answered_with_the_new_tag(client: Client, athlete: Athlete) -> None:
    response = send(client, "patch", "athlete", {"hr_max_bpm": 191, "time_zone": "Europe/Paris"})

    athlete.refresh_from_db()
    assert (athlete.hr_max_bpm, athlete.time_zone, athlete.revision) == (191, "Europe/Paris", 2)
    assert response["ETag"] == client.get(reverse("api:athlete", kwargs=ME))["ETag"]


def test_a_new_highest_heart_rate_has_everything_measured_again(client: Client, athlete: Athlete) -> None:
    asked: list[Any] = []

    with sending_with(lambda *call: asked.append(call)):
        client.patch(reverse("api:athlete", kwargs=ME), {"hr_max_bpm": 191}, content_type="application/json")

    assert asked == [("metrics.tasks.remeasure", (athlete.pk,))]


def test_a_change_of_an_old_copy_is_refused(client: Client, athlete: Athlete) -> None:
    etag = client.get(reverse("api:athlete", kwargs=ME))["ETag"]
    athlete.name = "Changed elsewhere"
    athlete.save()

    response = send(client, "patch", "athlete", {"name": "Mine"}, **{"If-Match": etag})

    assert (response.status_code, response.json()["error"]["code"]) == (412, "DATA_CHANGED")
    athlete.refresh_from_db()
    assert athlete.name == "Changed elsewhere"


@pytest.mark.parametrize("weakened", [False, True])
def test_a_change_of_the_newest_copy_goes_through(client: Client, weakened: bool) -> None:
    etag = client.get(reverse("api:athlete", kwargs=ME))["ETag"]

    response = send(client, "patch", "athlete", {"name": "Mine"}, **{"If-Match": "W/" * weakened + etag})

    assert (response.status_code, response.json()["name"]) == (200, "Mine")


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"hr_max_bpm": 300}, {"hr_max_bpm": ["Ensure this value is less than or equal to 250."]}),
        (
            {"time_zone": "Mars/Base"},
            {"time_zone": ["This time zone is not known. Choose one such as Europe/Paris."]},
        ),
        (
            {"time_zone": "localtime"},
            {"time_zone": ["This time zone is not known. Choose one such as Europe/Paris."]},
        ),
        ({"sex": "no"}, {"sex": ['"no" is not a valid choice.']}),
        (
            {"hr_max_bpm": 110, "hr_rest_bpm": 115},
            {"non_field_errors": ["The highest heart rate must be above the resting heart rate."]},
        ),
        (
            {"fitness_days": 14, "fatigue_days": 21},
            {"non_field_errors": ["Fitness must use more days than fatigue."]},
        ),
    ],
)
def test_what_is_wrong_is_said_per_field(client: Client, athlete: Athlete, change: Any, fields: Any) -> None:
    response = send(client, "patch", "athlete", change)

    error = response.json()["error"]
    assert (response.status_code, error["code"], error["fields"]) == (400, "DATA_INVALID", fields)
    assert set(error) == {"code", "message", "details", "timestamp", "request_id", "fields"}
    athlete.refresh_from_db()
    assert athlete.revision == 1


def test_nobody_becomes_somebody_else_by_sending_more_fields(client: Client, athlete: Athlete) -> None:
    other = AthleteFactory()
    given = {
        "uid": str(other.uid),
        "id": other.pk,
        "user": other.user.pk,
        "user_id": other.user.pk,
        "is_demo": True,
        "is_staff": True,
        "revision": 99,
        "deleted_at": "2026-01-01",
        "name": "Still Ada",
    }
    before = (athlete.uid, athlete.user_id, athlete.is_demo)

    assert send(client, "patch", "athlete", given).status_code == 200

    athlete.refresh_from_db()
    assert (athlete.uid, athlete.user_id, athlete.is_demo) == before
    assert (athlete.name, athlete.revision, athlete.user.is_staff) == ("Still Ada", 2, False)
    other.refresh_from_db()
    assert other.revision == 1


FTP = {"sport": "cycling", "kind": "ftp_w", "value": 250.0, "valid_from": "2026-03-01"}


def test_a_threshold_is_put_in_force_from_a_day_on(client: Client, athlete: Athlete) -> None:
    response = send(client, "post", "threshold-list", FTP)

    threshold = Threshold.objects.get()
    assert response.status_code == 201
    assert {name: response.json()[name] for name in FTP} == FTP
    assert (threshold.athlete, response.json()["uid"]) == (athlete, str(threshold.uid))


def test_a_second_value_of_the_same_day_replaces_the_first(client: Client) -> None:
    send(client, "post", "threshold-list", FTP)
    response = send(client, "post", "threshold-list", {**FTP, "value": 255})

    assert (response.status_code, Threshold.objects.get().value) == (200, 255)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": 5}, "non_field_errors"),
        ({"value": "NaN"}, "value"),
        ({"kind": "vo2max"}, "kind"),
        ({"sport": "chess"}, "sport"),
        ({"valid_from": "1066-10-14"}, "valid_from"),
        ({"valid_from": "soon"}, "valid_from"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused(client: Client, change: Any, field: str) -> None:
    response = send(client, "post", "threshold-list", {**FTP, **change})

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])
    assert not Threshold.objects.exists()


def test_a_threshold_of_another_athlete_cannot_be_made(client: Client, athlete: Athlete) -> None:
    other = AthleteFactory()

    send(
        client,
        "post",
        "threshold-list",
        {**FTP, "athlete": other.pk, "athlete_id": other.pk, "uid": str(other.uid)},
    )

    threshold = Threshold.objects.get()
    assert threshold.athlete == athlete
    assert threshold.uid != other.uid


def test_the_value_of_a_threshold_is_corrected_in_place(client: Client, athlete: Athlete) -> None:
    row = ThresholdFactory(athlete=athlete)
    etag = client.get(reverse("api:threshold", kwargs=ME | {"uid": row.uid}))["ETag"]

    response = send(client, "patch", "threshold", {"value": 260}, uid=row.uid, **{"If-Match": etag})
    again = send(client, "patch", "threshold", {"value": 270}, uid=row.uid, **{"If-Match": etag})

    assert (response.status_code, response.json()["value"], response.json()["uid"]) == (
        200,
        260,
        str(row.uid),
    )
    assert again.status_code == 412
    assert Threshold.objects.get().value == 260


def test_another_day_is_another_threshold(client: Client, athlete: Athlete) -> None:
    row = ThresholdFactory(athlete=athlete)

    response = send(client, "patch", "threshold", {"valid_from": "2026-02-02"}, uid=row.uid)

    assert response.json()["error"]["fields"] == {
        "valid_from": ["This cannot be changed. Add a new threshold and delete this one."]
    }


def test_a_deleted_threshold_is_gone(client: Client, athlete: Athlete) -> None:
    row = ThresholdFactory(athlete=athlete)

    stale = send(client, "delete", "threshold", uid=row.uid, **{"If-Match": '"0-0-0"'})
    gone = send(client, "delete", "threshold", uid=row.uid)

    assert (stale.status_code, gone.status_code) == (412, 204)
    assert not Threshold.objects.exists()


@pytest.mark.parametrize("body", ["{", "[]", "null", '"text"'])
def test_a_body_that_is_no_object_is_refused_in_the_same_shape(client: Client, body: str) -> None:
    response = client.patch(reverse("api:athlete", kwargs=ME), body, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["error"]["code"] in ("BAD_REQUEST", "DATA_INVALID")


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@example.org", "Ada\x07", "Ada\u2028Runner"])
def test_a_name_is_one_line(client: Client, athlete: Athlete, name: str) -> None:
    answer = send(client, "patch", "athlete", {"name": name})

    assert (answer.status_code, "Write it on one line." in answer.content.decode()) == (400, True)
    athlete.refresh_from_db()
    assert athlete.name == "Ada Runner"
