"""A week at Garmin: sent, changed, taken away."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from athletes.models import Athlete, Connection
from config.core.models import ExternalCall, Job
from plans.models import PlannedSession, SentWorkout
from plans.selectors.sending import week_preview
from tests.doubles.garmin.double import GarminDouble
from tests.factories.plans import MONDAY, PlannedSessionFactory
from tests.plans.services.sending.life import (
    NOW,
    WEEK,
    acts,
    calendar,
    connect,
    names,
    remembered,
    send,
    week,
)


def test_a_week_is_sent_and_stands_in_the_calendar_there(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    assert acts(athlete) == [("create", "Run 0"), ("create", "Run 2"), ("create", "Run 5")]

    sending = send(athlete)

    assert (sending.state, sending.sent, sending.total, sending.removed) == ("done", 3, 3, 0)
    assert sending.finished_at == NOW
    assert calendar(garmin.account) == WEEK
    assert Job.objects.get(kind="send_week").state == "done"
    assert all(each[1] and each[2] for each in remembered(athlete))
    assert ExternalCall.objects.filter(operation="workout-service/workout").count() == 3


def test_a_second_press_changes_nothing(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    send(athlete)
    before = remembered(athlete)
    garmin.connect.traffic.forget()

    sending = send(athlete)

    assert (sending.state, sending.sent) == ("done", 3)
    assert acts(athlete) == [("same", "Run 0"), ("same", "Run 2"), ("same", "Run 5")]
    assert {call.method for call in garmin.connect.traffic.seen("workout")} == {"GET"}
    assert remembered(athlete) == before
    assert calendar(garmin.account) == WEEK


def test_what_changed_is_replaced_what_moved_is_moved_what_is_gone_is_taken_away(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    monday, wednesday, saturday = week(athlete)
    send(athlete)
    ids = {title: number for title, number, _, _ in remembered(athlete)}
    monday.title = "Shorter run"
    monday.save()
    wednesday.day = date(2026, 11, 26)
    wednesday.save()
    saturday.state, saturday.skip_reason = PlannedSession.State.SKIPPED, "tired"
    saturday.save()
    assert acts(athlete) == [("update", "Shorter run"), ("move", "Run 2"), ("remove", "Run 5")]
    garmin.connect.traffic.forget()

    sending = send(athlete)

    assert (sending.state, sending.sent, sending.removed, sending.total) == ("done", 2, 1, 3)
    assert calendar(garmin.account) == [
        ("2026-11-23", "Formline Shorter run"),
        ("2026-11-26", "Formline Run 2"),
    ]
    assert {number for _, number, _, _ in remembered(athlete)} == {ids["Run 0"], ids["Run 2"]}
    assert garmin.connect.traffic.seen("workout-service/workout", method="POST") == []


def test_a_session_that_left_the_week_is_moved_along(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    (session,) = week(athlete, (5,))
    send(athlete)
    session.day = date(2026, 12, 1)
    session.save()

    send(athlete)

    assert calendar(garmin.account) == [("2026-12-01", "Formline Run 5")]


def test_what_is_done_and_what_is_past_stay_there(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    monday, wednesday, _ = week(athlete)
    send(athlete)
    clock.shift(timedelta(days=3))
    monday.state = PlannedSession.State.MISSED
    monday.save()
    wednesday.state = PlannedSession.State.DONE
    wednesday.save()

    assert acts(athlete) == [("same", "Run 5")]
    send(athlete)
    assert calendar(garmin.account) == WEEK


def test_only_what_formline_made_is_touched(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    library = garmin.account.library
    own = {"workoutName": "Formline my own", "description": "mine", "workoutSegments": [{"segmentOrder": 1}]}
    library.workouts[7] = own | {"workoutId": 7}
    library.schedules[8] = {"workoutScheduleId": 8, "workoutId": 7, "calendarDate": "2026-11-25"}
    (session,) = week(athlete, (2,))
    send(athlete)
    session.delete()

    send(athlete)
    PlannedSession.objects.all().delete()
    send(athlete)

    assert library.workouts[7] == own | {"workoutId": 7}
    assert 8 in library.schedules


def test_a_removed_session_is_taken_away(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    (session,) = week(athlete, (2,))
    send(athlete)
    session.deleted_at = NOW
    session.save()

    send(athlete)

    assert (names(garmin.account), calendar(garmin.account), remembered(athlete)) == ([], [], [])


def test_a_connection_made_anew_knows_its_workouts_again(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    send(athlete)
    connection.delete()
    connect(athlete, garmin)
    assert remembered(athlete) == []

    send(athlete)

    assert calendar(garmin.account) == WEEK
    assert len(remembered(athlete)) == 3


def test_what_the_athlete_deleted_at_garmin_comes_back_when_sent_again(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    send(athlete)
    library = garmin.account.library
    (_, first, _, _), (_, _, place, _), _ = remembered(athlete)
    library.workouts.pop(int(first))
    library.schedules = {
        number: each for number, each in library.schedules.items() if str(each["workoutId"]) != first
    }
    library.schedules.pop(int(place))

    send(athlete)

    assert calendar(garmin.account) == WEEK


def test_calls_keep_within_what_garmin_allows(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    garmin.connect.traffic.limits.in_flight = 1
    week(athlete, (0, 1, 2, 3, 4, 5, 6))

    assert send(athlete).state == "done"
    assert garmin.connect.traffic.violations == []


def test_a_session_without_steps_is_left_out_and_says_why(connection: Connection, athlete: Athlete) -> None:
    session = PlannedSessionFactory(athlete=athlete, day=MONDAY, title="Rest", steps=[])

    (line,) = week_preview(athlete, connection, MONDAY).lines

    assert (line.act, line.reason) == ("left_out", "This session has no steps.")
    assert send(athlete).state == "done"
    assert not SentWorkout.objects.filter(session=session).exists()
