"""Garmin answers as no Garmin should: nothing breaks the sync, nothing hangs it, and no nonsense is kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from athletes.models import Athlete, Connection
from metrics.models import Day, RemoteActivity, SyncRun
from metrics.services.sync import listing
from tests.doubles.garmin.double import GarminDouble
from tests.metrics.services.sync.life import TODAY, newest_run, shown, work

pytestmark = pytest.mark.either

LIST = "activitylist-service"
DAYS = "dailysummaries"
FAR = {
    "startTimeGMT": "2099-01-01 10:00:00",
    "startTimeLocal": "2099-01-01 10:00:00",
    "beginTimestamp": 4_070_944_800_000,
}
State = SyncRun.State


def newest(garmin: GarminDouble, **values: Any) -> None:
    """Let the newest activity of the list say something else."""
    garmin.personal.script.change(LIST, lambda items: [{**items[0], **values}, *items[1:]] if items else [])


@pytest.mark.parametrize("text", ["-5", "9" * 40, "Sun, 01 Mar 2026 12:00:00 +99999999999999999999"])
@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.long
def test_a_wait_that_is_none_is_a_wait(
    connection: Connection, garmin: GarminDouble, text: str, status: int
) -> None:
    garmin.personal.script.add(DAYS, status=status, headers={"Retry-After": text}, times=None)

    work(connection)

    assert newest_run(connection).state == State.WAITING


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"data": [{"calendarDate": ' + "1" * 5_000 + "}]}",
        '{"data": [{"calendarDate": "2026-11-22", "heartRate": {"restingValue": 1e400, "minValue": NaN}}]}',
        '{"data": ' + "[" * 900 + "]" * 900 + "}",
        b"\x00" * 1_000,
    ],
)
@pytest.mark.parametrize("path", [DAYS, LIST])
def test_json_that_is_none_ends_in_a_state_for_people(
    connection: Connection, garmin: GarminDouble, path: str, body: str | bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    garmin.personal.script.add(path, status=200, headers=headers, body=body, times=None)

    work(connection)

    assert newest_run(connection).state in (State.WAITING, State.DONE)


def test_a_name_is_a_line_of_text_whatever_is_in_it(
    connection: Connection, garmin: GarminDouble, athlete: Athlete
) -> None:
    newest(garmin, activityName="<script>\x00\u202e\ud800" + "x" * 1_000_000)

    work(connection)

    assert (shown(athlete)[0].name or "").startswith("<script>xxx")
    assert len(shown(athlete)[0].name or "") <= 200


@pytest.mark.parametrize("id_", ["../../etc/passwd", 10**30, -1, 1.5, True])
def test_an_id_that_is_none_is_not_asked_for(
    connection: Connection, garmin: GarminDouble, athlete: Athlete, id_: Any
) -> None:
    newest(garmin, activityId=id_)

    work(connection)

    assert newest_run(connection).state == State.DONE
    assert all(each.isdecimal() for each in RemoteActivity.objects.values_list("external_id", flat=True))


@pytest.mark.history(40)
def test_an_activity_of_years_to_come_is_not_kept(
    connection: Connection, garmin: GarminDouble, athlete: Athlete
) -> None:
    newest(garmin, manualActivity=True, **FAR)

    work(connection)

    assert max(each.local_date for each in shown(athlete)) <= TODAY
    failed = RemoteActivity.objects.filter(state=RemoteActivity.State.FAILED)
    assert set(failed.values_list("error_code", flat=True)) == {"FILE_DATE_IMPOSSIBLE"}


def test_a_list_that_repeats_its_first_page_is_given_up_at_once(
    connection: Connection, garmin: GarminDouble
) -> None:
    first: list[Any] = []

    def repeated(items: list[Any]) -> list[Any]:
        first.extend(() if first else items)
        return first * 4

    garmin.personal.script.change(LIST, repeated)

    work(connection)

    assert len(garmin.personal.traffic.seen(LIST)) <= 3
    assert newest_run(connection).state == State.WAITING


def test_a_list_without_end_is_given_up(
    connection: Connection, garmin: GarminDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 200)
    ids = _ids()

    def fresh(items: list[Any]) -> list[Any]:
        like = {"startTimeGMT": "2026-11-20 10:00:00", "startTimeLocal": "2026-11-20 11:00:00"}
        return [{"activityId": next(ids), "duration": 60.0, **like} for _ in range(21)]

    garmin.personal.script.change(LIST, fresh)

    work(connection)

    assert newest_run(connection).state == State.WAITING
    assert RemoteActivity.objects.count() == 0


def test_days_to_come_and_nights_that_end_before_they_begin_are_not_kept(
    connection: Connection, garmin: GarminDouble
) -> None:
    days = (None, "2099-01-01", "0001-01-01", "2026-11-23")

    def more(answer: dict[str, Any]) -> dict[str, Any]:
        rows = [{**each, **({"calendarDate": day} if day else {})} for each in answer["data"] for day in days]
        return {**answer, "data": rows * 2}

    garmin.personal.script.change(DAYS, more)
    garmin.personal.script.change("SleepSumm", _upside_down)

    work(connection)

    assert not Day.objects.filter(date__gt=TODAY).exists()
    assert not Day.objects.filter(date__year=1).exists()
    assert not Day.objects.exclude(sleep_start=None).exists()


def _ids() -> Iterator[int]:
    yield from range(1_000_000, 10_000_000)


def _upside_down(answer: Any) -> Any:
    for each in answer if isinstance(answer, list) else answer["data"]:
        night = each.get("dailySleepDTO", each)
        start, end = night["sleepStartTimestampGMT"], night["sleepEndTimestampGMT"]
        night["sleepStartTimestampGMT"], night["sleepEndTimestampGMT"] = end, start
    return answer
