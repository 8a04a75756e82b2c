"""The weekly letter: at the athlete's own hour, once, with the numbers of the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from analysis.services.digest import send_digests
from athletes.models import Athlete
from notifications.models import Message, Timing
from notifications.wording import line, mail
from plans.models import PlannedSession
from tests.analysis.conftest import run_on
from tests.factories.athletes import AthleteFactory
from tests.factories.metrics import store_loads
from tests.factories.plans import PlannedSessionFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
AT_SEVEN_IN_PARIS = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def parisian(db: None) -> Athlete:
    """Ran twice last week, missed a session, and has one ahead."""
    athlete = AthleteFactory(time_zone="Europe/Paris")
    store_loads(athlete, MONDAY - timedelta(days=28), [50.0] * 28)
    for ago in (2, 4):
        run_on(athlete, MONDAY - timedelta(days=ago), 50.0, timer_s=3600.0)
    PlannedSessionFactory(athlete=athlete, day=MONDAY - timedelta(days=1), state=PlannedSession.State.MISSED)
    PlannedSessionFactory(athlete=athlete, day=MONDAY - timedelta(days=2), state=PlannedSession.State.DONE)
    PlannedSessionFactory(athlete=athlete, day=MONDAY + timedelta(days=1), minutes=45)
    return athlete


def at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return send_digests()


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="weekly_digest"))


def test_it_comes_on_monday_at_seven_and_once(parisian: Athlete) -> None:
    assert at(AT_SEVEN_IN_PARIS - timedelta(minutes=1)) == 0
    assert at(AT_SEVEN_IN_PARIS) == 1
    assert at(AT_SEVEN_IN_PARIS + timedelta(hours=1)) == 0


def test_after_half_a_day_it_is_too_late(parisian: Athlete) -> None:
    assert at(AT_SEVEN_IN_PARIS + timedelta(hours=13)) == 0


def test_it_comes_on_the_day_and_at_the_hour_that_were_chosen(parisian: Athlete) -> None:
    Timing.objects.create(user=parisian.user, digest_weekday=2, digest_at=time(20))

    assert at(AT_SEVEN_IN_PARIS) == 0
    assert at(datetime(2026, 11, 25, 18, 59, tzinfo=UTC)) == 0
    assert at(datetime(2026, 11, 25, 19, 0, tzinfo=UTC)) == 1


def test_its_numbers_are_those_of_the_week(parisian: Athlete) -> None:
    at(AT_SEVEN_IN_PARIS)

    [message] = letters()
    facts = message.context
    assert (facts["activities"], facts["duration_s"], facts["load"]) == (2, 7200, 350)
    assert (facts["planned"], facts["done"], facts["ahead"], facts["ahead_s"]) == (2, 1, 1, 2700)
    assert facts["week"] == "16–22 Nov 2026"
    assert message.url == "/athletes/me/calendar/?view=week&date=2026-11-16"


def test_its_words_are_short_and_without_gaps(parisian: Athlete) -> None:
    at(AT_SEVEN_IN_PARIS)

    words = line(letters()[0])
    assert words.title.endswith("2\u202fh in 2 activities")
    assert "Done 1 of 2 planned sessions. Ahead: 1 session, 45\u202fmin." in words.text
    assert "<table" in mail(letters()[0]).html


def test_who_did_nothing_for_weeks_and_plans_nothing_is_left_in_peace(db: None) -> None:
    AthleteFactory(time_zone="Europe/Paris")

    assert at(AT_SEVEN_IN_PARIS) == 0
