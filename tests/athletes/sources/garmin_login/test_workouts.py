"""Workouts at Garmin through the real library: made, found again, moved, taken away, refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from athletes.errors import (
    GarminAPIError,
    GarminAuthenticationError,
    GarminConnectionError,
    GarminRateLimitError,
)
from athletes.sources.garmin_login.source import GarminLoginSource
from athletes.sources.garmin_login.workouts import ListedWorkout, Scheduled, Workouts
from tests.doubles.garmin.double import GarminDouble

DAY, LATER = date(2026, 11, 24), date(2026, 11, 26)
WORKOUT = {
    "workoutName": "Formline Tempo",
    "description": "ours",
    "workoutSegments": [{"segmentOrder": 1, "workoutSteps": []}],
}


@pytest.fixture
def workouts(source: GarminLoginSource) -> Workouts:
    return source.workouts


def test_a_workout_is_made_found_changed_and_deleted(workouts: Workouts, service: GarminDouble) -> None:
    number = workouts.create(WORKOUT)

    assert list(workouts.listed()) == [ListedWorkout(number, "ours")]
    assert workouts.exists(number)
    assert workouts.update(number, WORKOUT | {"workoutName": "Formline Long"})
    assert service.account.library.workouts[int(number)]["workoutName"] == "Formline Long"
    workouts.delete(number)
    workouts.delete(number)
    assert not workouts.exists(number)
    assert not workouts.update(number, WORKOUT)
    assert list(workouts.listed()) == []


def test_it_is_put_into_the_calendar_moved_and_taken_out(workouts: Workouts) -> None:
    number = workouts.create(WORKOUT)

    place = workouts.schedule(number, DAY)

    assert workouts.scheduled(DAY, LATER) == [Scheduled(place, number, DAY)]
    assert workouts.scheduled(LATER, date(2026, 12, 1)) == []
    assert workouts.is_scheduled(place)
    assert workouts.reschedule(place, LATER)
    assert workouts.scheduled(DAY, date(2026, 12, 1)) == [Scheduled(place, number, LATER)]
    workouts.unschedule(place)
    workouts.unschedule(place)
    assert not workouts.is_scheduled(place)
    assert not workouts.reschedule(place, DAY)


def test_a_library_of_hundreds_is_read_to_its_end(workouts: Workouts, service: GarminDouble) -> None:
    library = service.account.library
    for number in range(1, 251):
        library.workouts[number] = WORKOUT | {"workoutId": number}

    assert {each.id for each in workouts.listed()} == {str(number) for number in range(1, 251)}
    assert len(service.connect.traffic.seen("/workouts")) == 3


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ({"status": 429, "headers": {"Retry-After": "30"}}, GarminRateLimitError),
        ({"status": 503}, GarminConnectionError),
        ({"status": 200, "body": "{}"}, GarminConnectionError),
        ({"status": 200, "body": '{"workoutId": "x"}'}, GarminConnectionError),
        ({"status": 200, "body": "<html>"}, GarminConnectionError),
        ({"kind": "close"}, GarminConnectionError),
    ],
)
def test_what_goes_wrong_has_our_names_and_is_asked_once(
    what: dict[str, Any], error: type[Exception], workouts: Workouts, service: GarminDouble
) -> None:
    service.connect.script.add("/workout-service/workout$", times=None, **what)

    with pytest.raises(error):
        workouts.create(WORKOUT)

    assert len(service.connect.traffic.seen("/workout-service/workout")) == 1


def test_a_workout_that_garmin_does_not_take_is_refused_for_good(workouts: Workouts) -> None:
    with pytest.raises(GarminAPIError) as raised:
        workouts.create({"workoutName": "nothing in it"})

    assert (raised.value.code, raised.value.retryable) == ("GARMIN_REQUEST_REFUSED", False)


def test_tokens_that_count_no_more_are_told(workouts: Workouts, service: GarminDouble) -> None:
    service.connect.revoke(service.email)

    with pytest.raises(GarminAuthenticationError):
        workouts.create(WORKOUT)


def test_rows_that_nobody_can_read_are_passed_over(workouts: Workouts, service: GarminDouble) -> None:
    good = {"workoutScheduleId": 5, "workout": {"workoutId": 6}, "date": "2026-11-24"}
    bad = [None, {}, {"workoutId": True}, {"workoutId": 6, "workoutScheduleId": 1, "calendarDate": "soon"}]
    service.connect.script.change("workoutScheduleByPeriod", lambda _: [*bad, good])
    service.connect.script.change("/workout-service/workouts", lambda _: [*bad, {"workoutId": 9}])

    assert workouts.scheduled(DAY, LATER) == [Scheduled("5", "6", DAY)]
    assert list(workouts.listed()) == [ListedWorkout("6", ""), ListedWorkout("9", "")]
