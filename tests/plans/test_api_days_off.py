"""Days kept free through the API: made, changed, ended and removed, and told in the feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from config.core.models import AuditEvent
from plans.models import Blackout
from tests.factories.athletes import AthleteFactory, CoachLinkFactory
from tests.factories.plans import BlackoutFactory

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock, sending_with(lambda *_: None):
        yield clock


@pytest.fixture
def athlete(db: None) -> Athlete:
    made: Athlete = AthleteFactory()
    return made


@pytest.fixture
def row(athlete: Athlete) -> Blackout:
    made: Blackout = BlackoutFactory(athlete=athlete, start=date(2026, 11, 20), end=date(2026, 12, 4))
    return made


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def path(name: str, athlete: Athlete, **kwargs: Any) -> str:
    return reverse(f"api:{name}", kwargs={"athlete": athlete.uid, **kwargs})


def send(user: Any, method: str, url: str, body: Any = None, **headers: str) -> Any:
    ask = getattr(client_of(user), method)
    return ask(url, body, content_type="application/json", headers=headers)


def test_days_kept_free_do_not_overlap_and_a_repeated_request_makes_them_once(athlete: Athlete) -> None:
    body, url = {"start": "2026-12-01", "end": "2026-12-04", "reason": "work"}, path("day-off-list", athlete)

    made, same = (send(athlete.user, "post", url, body, **{"Idempotency-Key": "a"}) for _ in range(2))
    again = send(athlete.user, "post", url, body)

    assert (made.status_code, made.json()["reason"], same.json()) == (201, "work", made.json())
    assert again.json()["error"]["code"] == "BLACKOUTS_OVERLAP"
    assert Blackout.objects.count() == 1


def test_days_that_began_are_shortened_not_moved_and_stay_once_they_are_over(
    athlete: Athlete, row: Blackout
) -> None:
    one = path("day-off", athlete, uid=row.uid)
    seen = {"If-Match": client_of(athlete.user).get(one)["ETag"]}

    moved = send(athlete.user, "patch", one, {"start": "2026-11-23"})
    back = send(athlete.user, "patch", one, {"end": "2026-11-22", "note": "Back"}, **seen)
    late = send(athlete.user, "patch", one, {"note": "Late"}, **seen)
    over = send(athlete.user, "patch", one, {"end": "2026-12-01"})

    assert (moved.json()["error"]["code"], over.json()["error"]["code"]) == ("DAY_IN_PAST", "DAY_IN_PAST")
    assert (back.status_code, back.json()["end"], back.json()["note"]) == (200, "2026-11-22", "Back")
    assert late.status_code == 412
    assert list(Blackout.objects.values_list("start", "end", "note")) == [
        (date(2026, 11, 20), date(2026, 11, 22), "Back")
    ]
    assert AuditEvent.objects.get(action="plans.blackout_changed").subject_uid == athlete.uid


def test_who_may_only_read_and_who_may_not_change_nothing(athlete: Athlete, row: Blackout) -> None:
    one = path("day-off", athlete, uid=row.uid)
    reader, writer = (
        CoachLinkFactory(athlete=athlete, scopes={"plan": action}).coach for action in ("read", "write")
    )

    for user, status in ((AthleteFactory().user, 404), (reader, 200)):
        assert client_of(user).get(one).status_code == status
        assert send(user, "patch", one, {"reason": "work"}).status_code == 404
    row.refresh_from_db()
    assert (row.reason, row.revision) == ("travel", 1)
    assert send(writer, "patch", one, {"reason": "work"}).json()["reason"] == "work"


def test_a_change_and_the_removal_are_told_in_the_feed(athlete: Athlete, row: Blackout, clock: Any) -> None:
    one = path("day-off", athlete, uid=row.uid)
    found = []
    for method, body in (("patch", {"reason": "other"}), ("delete", None)):
        send(athlete.user, method, one, body)
        clock.shift(timedelta(minutes=1))
        changes = client_of(athlete.user).get(path("changes", athlete)).json()["changes"]
        found += [(each["url"], each["is_deleted"]) for each in changes if each["type"] == "day_off"]

    assert found == [(one, False), (None, True)]
