from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from athletes.models import Athlete, Connection
from metrics.models import Day, LoadSeries, RemoteActivity, SyncedDay
from tests.doubles.garmin.double import GarminDouble
from tests.factories.athletes import AthleteFactory
from tests.metrics.services.sync.life import NOW, TODAY, connect, day_before

pytestmark = pytest.mark.either
KEYS = {"activities", "days", "requests", "skipped", "errors", "seconds"}


@pytest.fixture
def garmin(settings: Any) -> Iterator[GarminDouble]:
    with (
        time_machine.travel(datetime.fromisoformat(NOW), tick=True),
        GarminDouble(days=40, today=TODAY, activities=6, file_s=60) as running,
    ):
        settings.GARMIN_PERSONAL_API_BASE_URL = running.personal.url
        settings.GARMIN_REQUESTS_PER_S = 10_000
        yield running


@pytest.fixture
def athlete(transactional_db: None) -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Berlin", hr_max_bpm=190, hr_rest_bpm=50)
    return made


def run(*arguments: str) -> tuple[int, Any, str]:
    """Exit code, the one line of JSON, stderr."""
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, "--json", stdout=out, stderr=err)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    assert out.getvalue().count("\n") == (1 if out.getvalue() else 0)
    return code, json.loads(out.getvalue() or "null"), err.getvalue()


def test_without_dates_the_newest_four_weeks_come(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)

    code, answer, _ = run("sync_athlete", athlete.user.email.upper())

    assert code == 0
    assert answer.keys() == KEYS
    assert (answer["days"], answer["errors"]) == (28, [])
    assert answer["activities"] == RemoteActivity.objects.filter(state="fetched").count() > 0
    assert answer["requests"] == len(garmin.personal.traffic.seen())
    assert LoadSeries.objects.get(athlete=athlete).dirty_from is None


def test_days_that_are_named_are_read_and_no_others(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)

    code, answer, _ = run(
        "sync_athlete", athlete.user.email, "--since", "2026-11-01", "--until", "2026-11-08"
    )

    assert (code, answer["days"], answer["errors"]) == (0, 7, [])
    dates = sorted(SyncedDay.objects.values_list("date", flat=True))
    assert [str(dates[0]), str(dates[-1]), len(dates)] == ["2026-11-01", "2026-11-07", 7]
    assert set(Day.objects.values_list("date", flat=True)) == set(dates)
    fetched = RemoteActivity.objects.filter(state="fetched")
    assert fetched.count() == answer["activities"]
    assert all("2026-11-01" <= str(row.local_date) < "2026-11-08" for row in fetched)


def test_a_second_time_there_is_nothing_new(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)
    run("sync_athlete", athlete.user.email)

    code, answer, _ = run("sync_athlete", athlete.user.email, "--since", str(day_before(1)))

    assert (code, answer["days"], answer["activities"], answer["skipped"]) == (0, 2, 0, 0)


def test_an_outage_is_an_error_of_the_answer(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)
    garmin.personal.script.add("/", status=503, times=None)

    code, answer, _ = run("sync_athlete", athlete.user.email)

    assert code == 1
    assert [each["code"] for each in answer["errors"]] == ["GARMIN_UNAVAILABLE"]
    assert Connection.objects.get().state == "active"


def test_a_refused_key_is_an_error_of_the_answer(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)
    garmin.personal.revoke(garmin.key)

    code, answer, _ = run("sync_athlete", athlete.user.email)

    assert (code, [each["code"] for each in answer["errors"]]) == (1, ["GARMIN_KEY_REFUSED"])


def test_an_activity_that_could_not_be_read_is_told(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)
    bad = garmin.person.outings()[0]
    garmin.personal.script.add(f"/files/activity/{bad.id}", status=200, body=b"no zip", times=None)

    code, answer, _ = run("sync_athlete", athlete.user.email)

    assert (code, len(answer["errors"])) == (1, 1)
    assert answer["errors"][0].keys() == {"code", "message"}


@pytest.mark.parametrize(
    ("arguments", "begin"),
    [
        (["nobody@example.org"], "ATHLETE_UNKNOWN: "),
        (["{email}"], "NOT_CONNECTED: "),
        (["{email}", "--since", "yesterday"], "ARGUMENTS_INVALID: "),
    ],
)
def test_bad_input_is_refused_with_one_line(
    athlete: Athlete, arguments: list[str], begin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer, err = run("sync_athlete", *(each.format(email=athlete.user.email) for each in arguments))

    told = err or capsys.readouterr().err
    assert (code, answer) == (2, None)
    assert told.startswith(begin)
    assert told.count("\n") == 1


def test_days_that_end_before_they_begin_are_refused(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)

    code, answer, err = run(
        "sync_athlete", athlete.user.email, "--since", "2026-11-08", "--until", "2026-11-01"
    )

    assert (code, answer) == (2, None)
    assert err.startswith("WINDOW_INVALID: ")


def test_kept_answers_are_read_again(athlete: Athlete, garmin: GarminDouble) -> None:
    connect(athlete, garmin)
    run("sync_athlete", athlete.user.email)
    count, _ = Day.objects.all().delete()

    code, answer, _ = run("replay_answers", athlete.user.email)

    assert (code, answer["unreadable"]) == (0, 0)
    assert answer["days"] >= 28
    assert Day.objects.count() == count > 20
