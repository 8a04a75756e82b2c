from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core.celery import sending_with
from metrics.models import Activity
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, LapFactory, OriginFactory, StreamFactory

START = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
HEART = {"avg_hr_bpm", "max_hr_bpm", "trimp", "hr_load", "efficiency", "decoupling_pct"}


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory()


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def path(name: str = "activity-list", **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": "me", **kwargs})


def names(client: Client, query: str = "") -> list[str]:
    return [row["name"] for row in client.get(f"{path()}{query}").json()["results"]]


def change(client: Client, activity: Activity, body: Any, **headers: str) -> Any:
    with sending_with(lambda *_: None):
        return client.patch(
            path("activity", uid=activity.uid), body, content_type="application/json", headers=headers
        )


@pytest.fixture
def three(athlete: Athlete) -> None:
    ActivityFactory(
        athlete=athlete, name="Long Run", start_time=START, timer_s=7200, distance_m=21_000, load=130
    )
    ActivityFactory(
        athlete=athlete,
        name="Ride",
        sport=Sport.CYCLING,
        start_time=START + timedelta(days=1),
        timer_s=3600,
        distance_m=30_000,
        load=60,
    )
    ActivityFactory(
        athlete=athlete,
        name="Yoga",
        sport=Sport.OTHER,
        start_time=START + timedelta(days=2),
        timer_s=1800,
        distance_m=None,
        load=None,
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Yoga", "Ride", "Long Run"]),
        ("?sport=running", ["Long Run"]),
        ("?sport=running&sport=cycling", ["Ride", "Long Run"]),
        ("?from=2026-03-02", ["Yoga", "Ride"]),
        ("?to=2026-03-02", ["Long Run"]),
        ("?from=2026-03-02&to=2026-03-03", ["Ride"]),
        ("?min_duration_s=3600", ["Ride", "Long Run"]),
        ("?max_duration_s=3600", ["Yoga", "Ride"]),
        ("?min_distance_m=25000", ["Ride"]),
        ("?max_distance_m=25000", ["Long Run"]),
        ("?min_load=100", ["Long Run"]),
        ("?max_load=100", ["Ride"]),
        ("?search=run", ["Long Run"]),
        ("?search=%25", []),
        ("?ordering=start", ["Long Run", "Ride", "Yoga"]),
        ("?ordering=-duration", ["Long Run", "Ride", "Yoga"]),
        ("?ordering=-load", ["Long Run", "Ride", "Yoga"]),
        ("?ordering=load", ["Ride", "Long Run", "Yoga"]),
        ("?ordering=-distance", ["Ride", "Long Run", "Yoga"]),
        ("?ordering=distance", ["Long Run", "Ride", "Yoga"]),
    ],
)
def test_the_list_is_narrowed_and_ordered_as_asked(
    client: Client, three: None, query: str, found: list[str]
) -> None:
    assert names(client, query) == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?sport=chess", "sport"),
        ("?from=yesterday", "from"),
        ("?min_load=much", "min_load"),
        ("?ordering=name", "ordering"),
        ("?fields=uid,password", "fields"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client: Client, query: str, field: str) -> None:
    response = client.get(f"{path()}{query}")

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])


def test_an_unknown_cursor_is_refused(client: Client) -> None:
    response = client.get(f"{path()}?cursor=abc")

    assert (response.status_code, response.json()["error"]["code"]) == (400, "CURSOR_INVALID")


def walk(client: Client, query: str) -> list[str]:
    found: list[str] = []
    url = f"{path()}?limit=4&{query}"
    while url:
        body = client.get(url).json()
        found += [row["uid"] for row in body["results"]]
        url = body["next"]
    return found


@pytest.mark.parametrize("ordering", ["-start", "start", "-load", "load", "-distance", "duration"])
def test_pages_hold_every_activity_once_though_values_are_equal(
    client: Client, athlete: Athlete, ordering: str
) -> None:
    rows = [ActivityFactory(athlete=athlete, start_time=START, load=None, distance_m=None) for _ in range(11)]

    found = walk(client, f"ordering={ordering}")

    assert len(found) == 11
    assert set(found) == {str(row.uid) for row in rows}


def test_pages_stay_right_while_activities_come_in(client: Client, athlete: Athlete) -> None:
    old = [ActivityFactory(athlete=athlete, start_time=START - timedelta(days=n)) for n in range(6)]
    first = client.get(f"{path()}?limit=3").json()
    ActivityFactory(athlete=athlete, start_time=START + timedelta(days=1))

    second = client.get(first["next"]).json()

    both = [row["uid"] for row in first["results"] + second["results"]]
    assert both == [str(row.uid) for row in old]


def test_only_the_wanted_fields_are_answered(client: Client, three: None) -> None:
    row = client.get(f"{path()}?fields=name,load").json()["results"][1]

    assert row == {"name": "Ride", "load": 60.0}


def test_legs_merged_and_deleted_activities_are_not_listed(client: Client, athlete: Athlete) -> None:
    shown = ActivityFactory(athlete=athlete, name="Triathlon", sport=Sport.MULTISPORT)
    ActivityFactory(athlete=athlete, parent=shown)
    ActivityFactory(athlete=athlete, merged_into=shown)
    ActivityFactory(athlete=athlete, deleted_at=START)

    assert names(client) == ["Triathlon"]


def test_one_activity_says_where_it_came_from_and_what_belongs_to_it(
    client: Client, athlete: Athlete
) -> None:
    activity = ActivityFactory(
        athlete=athlete,
        warnings=[{"code": "GPS_JUMP", "channel": "latitude_deg", "start_s": 12.0, "end_s": None}],
        thresholds={"ftp_w": None, "lthr_bpm": 168, "sex": "female"},
        hr_zones_s=[600.0, 1200.0, 900.0, 600.0, 300.0],
    )
    leg = ActivityFactory(athlete=athlete, parent=activity, name="Leg")
    twin = ActivityFactory(athlete=athlete, merged_into=activity)
    OriginFactory(activity=activity, file_name="watch.fit")
    OriginFactory(activity=twin, file_name="phone.gpx")
    StreamFactory(activity=activity, channel="heart_rate_bpm")
    StreamFactory(activity=activity, channel="running")

    body = client.get(path("activity", uid=activity.uid)).json()

    assert [each["name"] for each in body["legs"]] == ["Leg"]
    assert [each["file_name"] for each in body["origins"]] == ["watch.fit", "phone.gpx"]
    assert body["warnings"] == [
        {"code": "GPS_JUMP", "channel": "latitude_deg", "start_s": 12.0, "end_s": None}
    ]
    assert (body["thresholds"]["ftp_w"], body["thresholds"]["lthr_bpm"]) == (None, 168.0)
    assert "sex" not in body["thresholds"]
    assert (body["channels"], body["hr_zones_s"][1]) == (["heart_rate_bpm"], 1200.0)
    assert client.get(path("activity", uid=leg.uid)).json()["parent_uid"] == str(activity.uid)
    assert client.get(path("activity", uid=twin.uid)).json()["merged_into_uid"] == str(activity.uid)


def test_a_number_that_is_none_is_null(client: Client, athlete: Athlete) -> None:
    from metrics.api.activity_serializers import ActivitySerializer

    row = ActivityFactory(athlete=athlete)
    row.load, row.power_zones_s = float("nan"), [1.0, float("inf")]
    row.device = {"load": float("nan"), "ftp_w": 250}

    shown = ActivitySerializer(row).data

    assert (shown["load"], shown["power_zones_s"]) == (None, [1.0, None])
    assert (shown["device"]["load"], shown["device"]["ftp_w"]) == (None, 250.0)


def test_without_leave_to_see_the_heart_its_values_are_left_out(athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete, avg_hr_bpm=150.0, thresholds={"ftp_w": 250, "lthr_bpm": 168})
    StreamFactory(activity=activity)
    coach = UserFactory()
    link = CoachLinkFactory(coach=coach, athlete=athlete, scopes={"activities": "read"})
    client = Client()
    client.force_login(coach)
    url = reverse("api:activity", kwargs={"athlete": athlete.uid, "uid": activity.uid})
    listed = reverse("api:activity-list", kwargs={"athlete": athlete.uid})

    hidden = client.get(url)
    assert not HEART & set(hidden.json())
    assert (hidden.json()["thresholds"]["ftp_w"], hidden.json()["channels"]) == (250.0, [])
    assert "lthr_bpm" not in hidden.json()["thresholds"]
    assert not HEART & set(client.get(listed).json()["results"][0])

    link.scopes = {"activities": "read", "heart": "read"}
    link.save()
    open_ = client.get(url, headers={"If-None-Match": hidden["ETag"]})
    assert (open_.status_code, open_.json()["avg_hr_bpm"]) == (200, 150.0)


def test_name_and_effort_can_be_changed_and_nothing_else(client: Client, athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete)
    other = AthleteFactory()

    given = {
        "name": "Hills",
        "rpe": 7,
        "load": 999,
        "athlete": other.pk,
        "uid": str(other.uid),
        "sport": "cycling",
    }
    response = change(client, activity, given)

    assert response.status_code == 200
    after = Activity.objects.get(pk=activity.pk)
    assert (after.name, after.rpe, after.sport) == ("Hills", 7.0, "running")
    assert (after.athlete, after.uid) == (athlete, activity.uid)
    assert after.load != 999


@pytest.mark.parametrize(
    ("body", "field"), [({"rpe": 11}, "rpe"), ({"rpe": "hard"}, "rpe"), ({"name": "n" * 201}, "name")]
)
def test_a_change_that_cannot_be_is_refused(client: Client, athlete: Athlete, body: Any, field: str) -> None:
    activity = ActivityFactory(athlete=athlete)

    response = change(client, activity, body)

    assert (response.status_code, list(response.json()["error"]["fields"])) == (400, [field])
    activity.refresh_from_db()
    assert activity.revision == 1


def test_a_change_of_an_old_copy_is_refused(client: Client, athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete)
    etag = client.get(path("activity", uid=activity.uid))["ETag"]

    first = change(client, activity, {"name": "Mine"}, **{"If-Match": etag})
    second = change(client, activity, {"name": "Yours"}, **{"If-Match": etag})
    third = change(client, activity, {"name": "Yours"}, **{"If-Match": first["ETag"]})

    assert [first.status_code, second.status_code, third.status_code] == [200, 412, 200]


def test_a_deleted_activity_is_hidden_and_kept(client: Client, athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete)

    with sending_with(lambda *_: None):
        assert client.delete(path("activity", uid=activity.uid)).status_code == 204

    activity.refresh_from_db()
    assert activity.deleted_at is not None
    assert client.get(path("activity", uid=activity.uid)).status_code == 404
    assert client.get(path("activity-streams", uid=activity.uid)).status_code == 404
    assert names(client) == []


def test_a_leg_goes_with_its_activity(client: Client, athlete: Athlete) -> None:
    leg = ActivityFactory(athlete=athlete, parent=ActivityFactory(athlete=athlete, deleted_at=START))

    assert client.get(path("activity", uid=leg.uid)).status_code == 404


@pytest.mark.parametrize("part_of", ["parent", "merged_into"])
def test_a_part_of_an_activity_is_not_changed_by_itself(
    client: Client, athlete: Athlete, part_of: str
) -> None:
    part = ActivityFactory(athlete=athlete, **{part_of: ActivityFactory(athlete=athlete)})

    assert change(client, part, {"name": "Alone"}).status_code == 404
    assert client.delete(path("activity", uid=part.uid)).status_code == 404


def test_laps_come_in_order(client: Client, athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete)
    LapFactory(activity=activity, index=1, avg_hr_bpm=160)
    LapFactory(activity=activity, index=0, avg_hr_bpm=150)

    laps = client.get(path("activity-laps", uid=activity.uid)).json()

    assert [(lap["index"], lap["start_s"], lap["avg_hr_bpm"]) for lap in laps] == [
        (0, 0.0, 150.0),
        (1, 300.0, 160.0),
    ]


def original_of(athlete: Athlete) -> Activity:
    activity = ActivityFactory(athlete=athlete)
    origin = OriginFactory(activity=activity, file_name='ri"de\r\nX-Evil: 1.fit')
    origin.file.save("original.fit", ContentFile(b"the very bytes"))
    return activity


def test_the_original_comes_back_byte_for_byte(client: Client, athlete: Athlete) -> None:
    url = path("activity-original", uid=original_of(athlete).uid)

    response = client.get(url)

    assert b"".join(response.streaming_content) == b"the very bytes"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "X-Evil" not in response.headers
    assert client.get(url, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_original_shows_everything_so_it_needs_everything(athlete: Athlete) -> None:
    activity = original_of(athlete)
    coach = UserFactory()
    link = CoachLinkFactory(coach=coach, athlete=athlete)
    client = Client()
    client.force_login(coach)
    url = reverse("api:activity-original", kwargs={"athlete": athlete.uid, "uid": activity.uid})

    def status(*classes: str) -> int:
        link.scopes = dict.fromkeys(classes, "read")
        link.save()
        response = client.get(url)
        if response.streaming:
            list(response.streaming_content)
        return response.status_code

    assert status("activities") == 404
    assert status("activities", "heart") == 404
    assert status("activities", "places") == 404
    assert status("activities", "heart", "places") == 404
    held = ("heart", "places", "notes", "body", "sleep", "profile")
    assert [status("activities", *(set(held) - {each})) for each in held] == [404] * 6
    assert status("activities", *held) == 200


def test_an_activity_without_a_file_says_so(client: Client, athlete: Athlete) -> None:
    response = client.get(path("activity-original", uid=ActivityFactory(athlete=athlete).uid))

    assert (response.status_code, response.json()["error"]["code"]) == (404, "ORIGINAL_NOT_KEPT")


def test_the_list_asks_few_questions_of_the_database(
    client: Client, athlete: Athlete, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        ActivityFactory(athlete=athlete)

    with django_assert_max_num_queries(5):
        client.get(path())
