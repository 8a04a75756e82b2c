"""A week at Garmin: sent, changed, taken away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from athletes.models import Athlete, Connection
from config.core.celery import sending_with
from config.core.models import ExternalCall, Job
from metrics.services.connections import disconnect
from plans.exports.garmin import mark_of
from plans.models import PlannedSession, SentWorkout, WeekSending
from plans.selectors.sending import week_preview
from plans.services.sending import request_sending, start_due
from plans.services.sessions import remove_session, skip_session
from tests.doubles.garmin.double import GarminDouble
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import MONDAY, PlannedSessionFactory
from tests.plans.services.sending.life import (
    NOW,
    WEEK,
    Killed,
    acts,
    calendar,
    connect,
    killed_at_request,
    names,
    remembered,
    resume,
    send,
    week,
    work,
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


def test_what_went_between_two_connections_is_taken_away_with_the_next_week(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    monday, wednesday, _ = week(athlete)
    send(athlete)
    disconnect(connection=connection)
    remove_session(session=monday, user=athlete.user)
    skip_session(session=wednesday, user=athlete.user, reason="time")
    foreign = PlannedSessionFactory(day=MONDAY)
    theirs = garmin.account.library.workouts
    theirs[9] = {"workoutId": 9, "workoutName": "Of somebody", "description": mark_of(foreign.uid)}
    connect(athlete, garmin)

    sending = send(athlete)

    assert (sending.state, sending.sent, sending.removed, sending.total) == ("done", 1, 2, 3)
    assert calendar(garmin.account) == [WEEK[2]]
    assert names(garmin.account) == ["Formline Run 5", "Of somebody"]
    assert [title for title, *_ in remembered(athlete)] == ["Run 5"]


def test_what_went_of_another_week_goes_too_and_what_is_planned_there_stays(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete, (0,))
    later = week(athlete, (9, 10))
    preview = week_preview(athlete, connection, MONDAY + timedelta(weeks=1))
    seen = {"week_start": preview.week_start, "seen": preview.digest}
    work(request_sending(athlete=athlete, user=athlete.user, **seen))
    disconnect(connection=connection)
    remove_session(session=later[0], user=athlete.user)
    connect(athlete, garmin)

    send(athlete)

    assert calendar(garmin.account) == [WEEK[0], ("2026-12-03", "Formline Run 10")]
    assert names(garmin.account) == ["Formline Run 0", "Formline Run 10"]


def test_interrupted_after_it_was_remembered_it_is_taken_away_all_the_same(
    connection: Connection, athlete: Athlete, garmin: GarminDouble, clock: time_machine.Traveller
) -> None:
    week(athlete)
    send(athlete)
    disconnect(connection=connection)
    remove_session(session=PlannedSession.objects.earliest("day"), user=athlete.user)
    connect(athlete, garmin)

    with pytest.raises(Killed), killed_at_request(3, garmin):
        send(athlete)
    resume(clock)

    assert calendar(garmin.account) == WEEK[1:]
    assert len(remembered(athlete)) == 2


def test_what_an_illness_stops_goes_from_garmin_and_comes_back_when_it_is_over(
    connection: Connection, athlete: Athlete, garmin: GarminDouble
) -> None:
    week(athlete)
    send(athlete)
    marker = AnnotationFactory(athlete=athlete, start=date(2026, 11, 22), end=date(2026, 11, 26))
    assert acts(athlete) == [("remove", "Run 0"), ("remove", "Run 2"), ("same", "Run 5")]

    sending = send(athlete)

    assert (sending.state, sending.sent, sending.removed) == ("done", 1, 2)
    assert calendar(garmin.account) == WEEK[2:]
    assert acts(athlete) == [("left_out", "Run 0"), ("left_out", "Run 2"), ("same", "Run 5")]
    marker.delete()
    send(athlete)
    assert calendar(garmin.account) == WEEK


def test_sendings_of_weeks_that_are_long_over_are_forgotten(
    connection: Connection, athlete: Athlete, clock: time_machine.Traveller
) -> None:
    week(athlete)
    old = send(athlete)
    clock.shift(timedelta(weeks=5))
    start_due()
    assert WeekSending.objects.filter(pk=old.pk).exists()

    clock.shift(timedelta(days=2))
    waiting = WeekSending.objects.create(athlete=athlete, connection=connection, week_start=MONDAY)
    with sending_with(lambda *_: None):
        start_due()

    assert list(WeekSending.objects.all()) == [waiting]
    assert not Job.objects.filter(subject=old.uid).exists()
    assert SentWorkout.objects.count() == 3
