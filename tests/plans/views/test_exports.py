"""A session's files, each as its owner, a coach and a stranger get it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import fitdecode
import ics
import pytest
from django.test import Client
from django.urls import reverse

from athletes.models import Athlete
from athletes.sources.records import Sport
from plans.engine.syntax import parse
from plans.models import PlannedSession
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlannedSessionFactory

NAMES = ("session-ics", "session-fit", "session-zwo", "session-text")

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory(time_zone="Europe/Vienna")
    ThresholdFactory(athlete=made, sport="running", kind="threshold_pace_s_per_km", value=250)
    return made


@pytest.fixture
def session(athlete: Athlete) -> PlannedSession:
    """45 minutes in zone 2 of pace."""
    made: PlannedSession = PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24), title="Easy run")
    return made


def get(user: object, session: PlannedSession, name: str) -> Any:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client.get(reverse(f"plans:{name}", kwargs={"athlete": session.athlete.uid, "uid": session.uid}))


def test_the_calendar_file_holds_the_one_event(session: PlannedSession) -> None:
    answer = get(session.athlete.user, session, "session-ics")

    (event,) = ics.Calendar(answer.content.decode()).events
    assert (event.uid, event.begin.date()) == (f"{session.uid}@formline", date(2026, 11, 24))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="formline-2026-11-24.ics"'
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_fit_file_has_the_athletes_own_paces(session: PlannedSession) -> None:
    answer = get(session.athlete.user, session, "session-fit")

    with fitdecode.FitReader(io.BytesIO(answer.content)) as reader:
        (step,) = [
            each
            for each in reader
            if isinstance(each, fitdecode.FitDataMessage) and each.name == "workout_step"
        ]
    # Zone 2 is 114 to 129 % of 250 s/km.
    assert step.get_value("custom_target_speed_low") == 3.101
    assert step.get_value("custom_target_speed_high") == 3.509
    assert step.get_value("duration_time") == 2700.0
    assert answer.headers["Content-Disposition"].endswith('"formline-2026-11-24-easy-run.fit"')


def test_the_zwo_file_and_the_text(session: PlannedSession) -> None:
    zwo = get(session.athlete.user, session, "session-zwo")
    text = get(session.athlete.user, session, "session-text")

    assert b"<sportType>run</sportType>" in zwo.content
    assert parse(text.content.decode(), Sport.RUNNING)[0].duration_s == 2700  # type: ignore[union-attr]
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_what_zwift_cannot_be_told_is_said_by_name(session: PlannedSession) -> None:
    session.steps = [{"kind": "work", "duration_s": 600, "target": "rpe", "low": 3, "high": 3}]
    session.save()

    answer = get(session.athlete.user, session, "session-zwo")

    assert answer.status_code == 422
    assert "Take the FIT file or the text." in answer.content.decode()


def test_a_session_without_steps_is_in_the_calendar_only(session: PlannedSession) -> None:
    session.steps = []
    session.save()

    assert [get(session.athlete.user, session, name).status_code for name in NAMES] == [200, 422, 422, 422]


def test_a_coach_who_may_read_the_plan_gets_the_files(session: PlannedSession) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=session.athlete, scopes={"plan": "read"})

    assert [get(coach, session, name).status_code for name in NAMES] == [200] * 4


def test_when_it_was_trained_is_told_to_who_may_see_activities(session: PlannedSession) -> None:
    start = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
    session.activity = ActivityFactory(
        athlete=session.athlete, start_time=start, elapsed_s=3_000, local_date=date(2026, 11, 25)
    )
    session.save()

    for scopes, expected in (
        ({"plan": "read"}, ("2026-11-24T00:00", True)),
        ({"plan": "read", "activities": "read"}, ("2026-11-25T18:30", False)),
    ):
        coach = CoachLinkFactory(athlete=session.athlete, scopes=scopes).coach
        (event,) = ics.Calendar(get(coach, session, "session-ics").content.decode()).events
        assert (event.begin.format("YYYY-MM-DDTHH:mm"), event.all_day) == expected


def test_strangers_and_those_who_may_see_other_things_get_nothing(session: PlannedSession) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=session.athlete, scopes={"activities": "read"})

    for user in (coach, AthleteFactory().user):
        assert [get(user, session, name).status_code for name in NAMES] == [404] * 4


def test_another_athletes_session_is_not_found(athlete: Athlete) -> None:
    other = PlannedSessionFactory()
    client = Client()
    client.force_login(athlete.user)

    url = reverse("plans:session-fit", kwargs={"athlete": athlete.uid, "uid": other.uid})

    assert client.get(url).status_code == 404
