"""Mornings, markers, the cycle log and hand-entered activities through the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from metrics.models import Activity, Annotation, CheckIn, CycleDay
from metrics.services.ingest import store_activity
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.records import ride

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = NOW.date()
SWIM = {"sport": "swimming", "start_time": "2026-11-21T07:30:00+01:00", "duration_s": 2700, "rpe": 5}


@pytest.fixture(autouse=True)
def at_nine():
    with time_machine.travel(NOW, tick=False), sending_with(lambda *_: None):
        yield


@pytest.fixture
def athlete(db: None) -> Athlete:
    return AthleteFactory(keeps_cycle_log=True)


@pytest.fixture
def client(athlete: Athlete) -> Client:
    client = Client()
    client.force_login(athlete.user)
    return client


def path(name: str, athlete: Athlete | str = "me", **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": getattr(athlete, "uid", athlete), **kwargs})


def send(client: Client, method: str, url: str, body: Any = None, **headers: str) -> Any:
    return getattr(client, method)(url, body, content_type="application/json", headers=headers)


def fields(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 400, response.content
    return response.json()["error"]["fields"]


def test_a_morning_is_written_read_changed_and_deleted(client: Client) -> None:
    made = send(client, "post", path("check-in-list"), {"date": "2026-11-22", "feel": 4, "note": "Good"})
    again = send(client, "post", path("check-in-list"), {"date": "2026-11-22", "stress": 2})

    assert (made.status_code, again.status_code) == (201, 200)
    uid = made.json()["uid"]
    row = client.get(path("check-in", uid=uid))
    assert {name: row.json()[name] for name in ("date", "feel", "soreness", "stress", "note")} == {
        "date": "2026-11-22", "feel": 4, "soreness": None, "stress": 2, "note": "Good"
    }  # fmt: skip

    changed = send(client, "patch", path("check-in", uid=uid), {"feel": None})
    assert (changed.json()["feel"], changed.json()["revision"]) == (None, 3)
    assert client.delete(path("check-in", uid=uid)).status_code == 204
    assert client.get(path("check-in", uid=uid)).status_code == 404


def test_mornings_are_listed_by_day(client: Client, athlete: Athlete) -> None:
    for days in (1, 2, 3):
        CheckInFactory(athlete=athlete, date=TODAY - timedelta(days=days), feel=days)
    CheckInFactory(date=TODAY)

    rows = client.get(path("check-in-list")).json()["results"]
    window = client.get(path("check-in-list") + "?from=2026-11-20&to=2026-11-21").json()["results"]

    assert [row["feel"] for row in rows] == [1, 2, 3]
    assert [row["feel"] for row in window] == [2]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"date": "2026-11-23", "feel": 3}, "date"),
        ({"date": "2026-11-22", "feel": 6}, "feel"),
        ({"date": "2026-11-22", "soreness": 0}, "soreness"),
        ({"date": "2026-11-22", "note": "x" * 501}, "note"),
        ({"feel": 3}, "date"),
        ({"date": "2026-11-22"}, "non_field_errors"),
    ],
)
def test_a_morning_that_cannot_be_is_refused_by_its_field(client: Client, body: Any, field: str) -> None:
    assert list(fields(send(client, "post", path("check-in-list"), body))) == [field]
    assert not CheckIn.objects.exists()


def test_the_day_of_a_morning_stays(client: Client, athlete: Athlete) -> None:
    row = CheckInFactory(athlete=athlete, date=TODAY)

    assert "date" in fields(send(client, "patch", path("check-in", uid=row.uid), {"date": "2026-11-21"}))


def test_a_marker_is_added_ended_and_deleted(client: Client) -> None:
    made = send(client, "post", path("marker-list"), {"kind": "illness", "start": "2026-11-20"})
    uid = made.json()["uid"]
    assert (made.status_code, made.json()["end"], made.json()["altitude_m"]) == (201, None, None)

    ended = send(client, "patch", path("marker", uid=uid), {"end": "2026-11-22"})

    assert (ended.json()["end"], ended.json()["kind"]) == ("2026-11-22", "illness")
    assert client.delete(path("marker", uid=uid)).status_code == 204
    assert client.get(path("marker", uid=uid)).status_code == 404
    assert Annotation.objects.get().deleted_at is not None
    assert client.get(path("marker-list")).json()["results"] == []


def test_markers_are_found_by_the_days_they_touch(client: Client, athlete: Athlete) -> None:
    AnnotationFactory(athlete=athlete)
    AnnotationFactory(athlete=athlete, kind="injury", start=TODAY, end=None)

    def kinds(query: str) -> list[str]:
        return [row["kind"] for row in client.get(path("marker-list") + query).json()["results"]]

    assert kinds("") == ["injury", "illness"]
    assert kinds("?from=2026-10-08&to=2026-10-20") == ["illness"]
    assert kinds("?from=2026-10-09&to=2026-11-22") == []
    assert kinds("?from=2027-01-01") == ["injury"]
    assert kinds("?kind=illness") == ["illness"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "illness", "start": "2026-11-23"}, "start"),
        ({"kind": "illness", "start": "2026-10-06"}, "start"),
        ({"kind": "travel", "start": "2026-11-20", "end": "2026-11-20"}, "non_field_errors"),
        ({"kind": "altitude", "start": "2026-11-20"}, "altitude_m"),
        ({"kind": "answer", "start": "2026-11-20"}, "kind"),
        ({"kind": "holiday", "start": "2026-11-20"}, "kind"),
        ({"kind": "travel"}, "start"),
    ],
)
def test_a_marker_that_cannot_be_is_refused_by_its_field(
    client: Client, athlete: Athlete, body: Any, field: str
) -> None:
    AnnotationFactory(athlete=athlete)

    assert list(fields(send(client, "post", path("marker-list"), body))) == [field]
    assert Annotation.objects.count() == 1


def test_the_cycle_log_is_written_day_by_day(client: Client) -> None:
    made = send(client, "post", path("cycle-list"), {"date": "2026-11-22", "bleeding": "light"})
    uid = made.json()["uid"]
    changed = send(client, "patch", path("cycle", uid=uid), {"bleeding": "heavy"})

    assert (made.status_code, changed.json()["bleeding"]) == (201, "heavy")
    assert [row["uid"] for row in client.get(path("cycle-list")).json()["results"]] == [uid]
    assert "date" in fields(send(client, "patch", path("cycle", uid=uid), {"date": "2026-11-20"}))
    assert "date" in fields(send(client, "post", path("cycle-list"), {"date": "2026-11-23"}))
    assert client.delete(path("cycle", uid=uid)).status_code == 204
    assert not CycleDay.objects.exists()


def test_without_a_log_there_is_nothing(client: Client, athlete: Athlete) -> None:
    row = CycleDayFactory(athlete=athlete)
    Athlete.objects.update(keeps_cycle_log=False)

    assert client.get(path("cycle-list")).status_code == 404
    assert client.get(path("cycle", uid=row.uid)).status_code == 404
    assert send(client, "post", path("cycle-list"), {"date": "2026-11-22"}).status_code == 404
    assert client.delete(path("cycle", uid=row.uid)).status_code == 404
    assert CycleDay.objects.count() == 1


@pytest.mark.parametrize("name", ["check-in", "marker", "cycle"])
def test_an_old_copy_is_refused_and_a_known_one_not_sent_again(
    client: Client, athlete: Athlete, name: str
) -> None:
    factory = {"check-in": CheckInFactory, "marker": AnnotationFactory, "cycle": CycleDayFactory}[name]
    url = path(name, uid=factory(athlete=athlete).uid)
    first = client.get(url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304

    changed = send(client, "patch", url, {"note": "New"}, **{"If-Match": first["ETag"]})

    assert changed.status_code == 200
    assert send(client, "patch", url, {"note": "Newer"}, **{"If-Match": first["ETag"]}).status_code == 412
    assert client.delete(url, headers={"If-Match": first["ETag"]}).status_code == 412
    assert client.get(url).json()["note"] == "New"


@pytest.mark.parametrize(
    ("name", "data", "body"),
    [
        ("check-in", "notes", {"date": "2026-11-22", "feel": 3}),
        ("marker", "notes", {"kind": "travel", "start": "2026-11-20"}),
        ("cycle", "cycle", {"date": "2026-11-22", "bleeding": "light"}),
    ],
)
@pytest.mark.parametrize("permission", ["", "read", "write"])
def test_coaches_read_and_write_what_was_shared(
    athlete: Athlete, name: str, data: str, body: Any, permission: str
) -> None:
    factory = {"check-in": CheckInFactory, "marker": AnnotationFactory, "cycle": CycleDayFactory}[name]
    row = factory(athlete=athlete)
    others = {"activities": "write", "profile": "write", "heart": "write"}
    link = CoachLinkFactory(athlete=athlete, scopes=others | ({data: permission} if permission else {}))
    client = Client()
    client.force_login(link.coach)
    read, write = (200 if permission else 404), permission == "write"

    assert client.get(path(f"{name}-list", athlete)).status_code == read
    assert client.get(path(name, athlete, uid=row.uid)).status_code == read
    assert send(client, "post", path(f"{name}-list", athlete), body).status_code == (201 if write else 404)
    change = send(client, "patch", path(name, athlete, uid=row.uid), {"note": "Coach"})
    assert change.status_code == (200 if write else 404)
    assert client.delete(path(name, athlete, uid=row.uid)).status_code == (204 if write else 404)

    if not write:
        row.refresh_from_db()
        assert (row.note, row.revision, type(row).objects.count()) == ("", 1, 1)


@pytest.mark.parametrize("name", ["check-in", "marker", "cycle"])
def test_rows_of_others_are_not_there(client: Client, name: str) -> None:
    factory = {"check-in": CheckInFactory, "marker": AnnotationFactory, "cycle": CycleDayFactory}[name]
    row = factory()

    for address in (path(name, uid=row.uid), path(name, row.athlete, uid=row.uid)):
        assert client.get(address).status_code == 404
        assert client.delete(address).status_code == 404
    assert client.get(path(f"{name}-list", row.athlete)).status_code == 404
    row.refresh_from_db()
    assert row.revision == 1


def test_an_activity_is_entered_by_hand(client: Client) -> None:
    body = {**SWIM, "distance_m": 2000, "feel": 4, "goal": "easy", "note": "Warm", "name": "Pool"}

    made = send(client, "post", path("activity-list"), body)
    again = send(client, "post", path("activity-list"), body)

    assert (made.status_code, again.status_code) == (201, 200)
    row = made.json()
    assert (row["feel"], row["goal"], row["note"], row["name"]) == (4, "easy", "Warm", "Pool")
    assert (row["timer_s"], row["local_date"], row["load_method"]) == (2700.0, "2026-11-21", "rpe")
    assert [origin["source"] for origin in row["origins"]] == ["manual"]
    assert len(client.get(path("activity-list")).json()["results"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sport": "chess"}, "sport"),
        ({"start_time": "2026-11-23T07:30:00Z"}, "start_time"),
        ({"duration_s": 10}, "duration_s"),
        ({"distance_m": -5}, "distance_m"),
        ({"avg_hr_bpm": 20}, "avg_hr_bpm"),
        ({"rpe": 11}, "rpe"),
        ({"feel": 0}, "feel"),
        ({"goal": "win"}, "goal"),
    ],
)
def test_an_activity_that_cannot_be_is_refused_by_its_field(client: Client, body: Any, field: str) -> None:
    assert list(fields(send(client, "post", path("activity-list"), {**SWIM, **body}))) == [field]
    assert not Activity.objects.exists()


def test_facts_change_where_they_were_typed_and_nowhere_else(client: Client, athlete: Athlete) -> None:
    typed = send(client, "post", path("activity-list"), SWIM).json()["uid"]
    recorded = store_activity(athlete=athlete, recorded=ride()).activity

    changed = send(client, "patch", path("activity", uid=typed), {"duration_s": 3600, "note": "Longer"})
    kept = send(client, "patch", path("activity", uid=recorded.uid), {"duration_s": 60, "note": "Mine"})

    assert (changed.json()["timer_s"], changed.json()["note"]) == (3600.0, "Longer")
    assert (kept.json()["timer_s"], kept.json()["note"]) == (3600.0, "Mine")


def test_words_are_changed_by_name(client: Client, athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete)
    url = path("activity", uid=activity.uid)

    row = send(client, "patch", url, {"feel": 2, "goal": "hard", "note": "Hot"}).json()

    assert (row["feel"], row["goal"], row["note"], row["name"]) == (2, "hard", "Hot", activity.name)
    assert "feel" in fields(send(client, "patch", url, {"feel": 6}))
    assert "goal" in fields(send(client, "patch", url, {"goal": "win"}))
    assert "note" in fields(send(client, "patch", url, {"note": "x" * 2001}))


def test_a_note_needs_leave_of_its_own(athlete: Athlete) -> None:
    activity = ActivityFactory(athlete=athlete, note="Secret")
    client = Client()
    client.force_login(CoachLinkFactory(athlete=athlete, scopes={"activities": "write"}).coach)
    url = path("activity", athlete, uid=activity.uid)

    assert "note" not in client.get(url).json()
    assert "note" in fields(send(client, "patch", url, {"note": "Mine now"}))
    assert send(client, "patch", url, {"feel": 3}).status_code == 200
    assert "note" in fields(send(client, "post", path("activity-list", athlete), {**SWIM, "note": "Hi"}))
    activity.refresh_from_db()
    assert (activity.note, activity.feel) == ("Secret", 3)


@pytest.mark.parametrize("scopes", [{}, {"activities": "read", "notes": "write"}])
def test_who_may_not_write_activities_enters_none(athlete: Athlete, scopes: dict[str, str]) -> None:
    client = Client()
    client.force_login(CoachLinkFactory(athlete=athlete, scopes=scopes).coach)

    assert send(client, "post", path("activity-list", athlete), SWIM).status_code == 404
    assert not Activity.objects.exists()
