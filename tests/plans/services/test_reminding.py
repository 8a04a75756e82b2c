"""Reminders come once, at the athlete's own hour, and never of what a marker stops."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from metrics.models import Annotation
from notifications.models import Message, Timing
from notifications.wording import line
from plans.models import PlannedSession
from plans.services.reminding import remind
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.plans import PlannedSessionFactory

pytestmark = [pytest.mark.django_db]

TUESDAY = date(2026, 11, 24)
EVENING_IN_PARIS = datetime(2026, 11, 23, 18, 1, tzinfo=UTC)
MORNING_IN_PARIS = datetime(2026, 11, 24, 5, 1, tzinfo=UTC)


def session(**more: object) -> PlannedSession:
    athlete = more.pop("athlete", None) or AthleteFactory(time_zone="Europe/Paris")
    return PlannedSessionFactory(athlete=athlete, **{"day": TUESDAY, "title": "Easy run", "why": "", **more})


def told() -> list[Message]:
    return list(Message.objects.filter(kind="workout_reminder").order_by("pk"))


@time_machine.travel(EVENING_IN_PARIS, tick=False)
def test_the_evening_before_it_is_told_once() -> None:
    planned = session()

    assert (remind(), remind()) == (1, 0)
    [message] = told()
    assert message.user == planned.athlete.user
    assert line(message).title == "Tomorrow: Easy run, 45\u202fmin"
    assert message.url == f"/athletes/me/calendar/sessions/{planned.uid}/"


@pytest.mark.parametrize(("hour", "minute", "count"), [(17, 59, 0), (18, 0, 1), (20, 59, 1), (21, 0, 0)])
def test_it_comes_within_three_hours_or_not_at_all(hour: int, minute: int, count: int) -> None:
    session()

    with time_machine.travel(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), tick=False):
        assert remind() == count


def test_who_prefers_it_is_told_the_same_morning() -> None:
    planned = session()
    Timing.objects.create(user=planned.athlete.user, reminder=Timing.Reminder.MORNING)

    with time_machine.travel(EVENING_IN_PARIS, tick=False):
        assert remind() == 0
    with time_machine.travel(MORNING_IN_PARIS, tick=False):
        assert remind() == 1
        assert line(told()[0]).title == "Today: Easy run, 45\u202fmin"


@pytest.mark.parametrize(("later", "when"), [(0, "Tomorrow"), (12, "Today"), (36, "Yesterday")])
def test_its_day_is_named_as_seen_when_it_is_read(later: int, when: str) -> None:
    session()
    with time_machine.travel(EVENING_IN_PARIS, tick=False):
        remind()

    with time_machine.travel(EVENING_IN_PARIS + timedelta(hours=later), tick=False):
        assert line(told()[0]).title == f"{when}: Easy run, 45\u202fmin"


@time_machine.travel(EVENING_IN_PARIS, tick=False)
def test_two_sessions_are_one_reminder_that_opens_the_day() -> None:
    first = session()
    session(athlete=first.athlete, slot=2, title="Strength", minutes=30)

    remind()

    [message] = told()
    words = line(message)
    assert (words.title, words.text) == (
        "Tomorrow: 2 sessions",
        "Easy run, 45\u202fmin; Strength, 30\u202fmin.",
    )
    assert message.url == "/athletes/me/calendar/?date=2026-11-24"


@time_machine.travel(EVENING_IN_PARIS, tick=False)
def test_nobody_is_reminded_of_what_is_done_skipped_or_gone() -> None:
    session(state=PlannedSession.State.DONE)
    session(state=PlannedSession.State.SKIPPED)
    session(deleted_at=EVENING_IN_PARIS)
    session(athlete=AthleteFactory(time_zone="Europe/Paris", user=UserFactory(is_active=False)))

    assert remind() == 0


@time_machine.travel(EVENING_IN_PARIS, tick=False)
def test_while_somebody_is_ill_there_is_no_reminder() -> None:
    planned = session()
    Annotation.objects.create(
        athlete=planned.athlete, kind="illness", start=date(2026, 11, 22), end=date(2026, 11, 30)
    )

    assert remind() == 0


@time_machine.travel(datetime(2026, 11, 23, 6, 1, tzinfo=UTC), tick=False)
def test_on_the_other_side_of_the_date_line_it_is_the_day_there() -> None:
    in_auckland = session(athlete=AthleteFactory(time_zone="Pacific/Auckland"))
    session(athlete=AthleteFactory(time_zone="Pacific/Pago_Pago"))

    assert remind() == 1
    assert told()[0].athlete == in_auckland.athlete
