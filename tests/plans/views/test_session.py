from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.engine.steps import to_json
from plans.engine.syntax import parse
from plans.models import PlannedSession, SessionComment
from plans.services.sessions import comment_session, move_session
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import CommentFactory, PlanFactory, PlannedSessionFactory
from tests.plans.views.conftest import TODAY, address, text_of

INTERVALS = "Warmup\n- 15m Z1\n\n5x\n- Smooth 4m Z5\n- Recover 2m Z1\n\nCooldown\n- 10m Z1\n"
STEP = {
    "index": 0,
    "planned": {
        "kind": "work",
        "duration_s": 240,
        "distance_m": None,
        "unit": "s_per_km",
        "low": 230.0,
        "high": 252.0,
    },
    "done": {"duration_s": 236.0, "distance_m": 1010.0, "power_w": None, "hr_bpm": 171.0, "speed_mps": 4.28},
    "verdict": "as planned",
}
BUDGET = 12


@pytest.fixture
def session(athlete):
    """VO₂max intervals of Wednesday 25 November."""
    return PlannedSessionFactory(
        athlete=athlete,
        plan=PlanFactory(athlete=athlete),
        day=date(2026, 11, 25),
        title="VO₂max run",
        kind="vo2max",
        steps=to_json(parse(INTERVALS, "running")),
        text=INTERVALS,
        minutes=55,
        load=72,
        why="Intervals above the threshold.",
    )


def page_of(client, session, athlete="me"):
    response = client.get(address("session", athlete, uid=session.uid))
    assert response.status_code == 200
    return text_of(response)


def test_steps_have_the_targets_of_the_athlete(client, session):
    page = page_of(client, session)

    assert "Wed, in 3 days by the planner 0:55 h Duration 72 Load" in page
    assert "Intervals above the threshold." in page
    assert "Warm up 15 min slower than 5:29 /km zone 1 by pace" in page
    assert "5 times Go Smooth 4 min 3:50–4:12 /km zone 5 by pace" in page
    assert "Recover 2 min slower than 5:29 /km" in page


def test_targets_are_in_the_athletes_units(client, session):
    session.athlete.units = "imperial"
    session.athlete.save()

    assert "6:09–6:46 /mi zone 5 by pace" in page_of(client, session)


def test_without_thresholds_it_says_how_to_get_them(client_of, session):
    own = PlannedSessionFactory(steps=session.steps, day=session.day)

    page = page_of(client_of(own.athlete.user), own)

    assert "Go Smooth 4 min zone 5 by pace" in page
    assert "Enter your thresholds and they stand here." in page


def test_what_was_done_is_compared_step_by_step_and_in_no_colour(client, session):
    run = ActivityFactory(athlete=session.athlete, timer_s=3240.0, load=75.0)
    easier = STEP | {"index": 1, "done": None, "verdict": "not done"}
    session.activity, session.state = run, "done"
    session.adherence = {
        "score": 0.91,
        "duration": 0.98,
        "load": 1.04,
        "basis": "laps",
        "steps": [STEP, easier],
    }
    session.save()

    response = client.get(address("session", uid=session.uid))
    page = text_of(response)

    assert "Done, 91 % as planned Open the activity" in page
    assert "Duration 54 min 55 min planned Load 75 72 planned" in page
    assert "1. Go 4:00 · 3:50–4:12 /km 3:56 · 3:54 /km" in page
    assert "2. Go 4:00 · 3:50–4:12 /km – not done" in page
    assert "is-bad" not in response.content.decode().partition("<main")[2]


def test_a_coach_without_the_activities_sees_only_that_it_was_done(coach_with, session):
    session.activity = ActivityFactory(athlete=session.athlete)
    session.state, session.adherence = "done", {"score": 0.91, "steps": [STEP]}
    session.save()

    page = page_of(coach_with(plan="read"), session, session.athlete)

    assert "Done" in page
    assert "as planned" not in page
    assert "Open the activity" not in page
    assert "3:56" not in page


def test_it_says_who_changed_what_and_when(client, coach_with, session):
    athlete = session.athlete
    coach = UserFactory(name="Kim Coach")
    move_session(session=session, user=coach, day=date(2026, 11, 27))
    move_session(session=session, user=athlete.user, day=date(2026, 11, 28))

    page = page_of(client, session)

    assert "Ada Runner moved it from Fri 27 Nov to Sat 28 Nov today, 10:00" in page
    assert "Kim Coach moved it from Wed 25 Nov to Fri 27 Nov" in page
    assert athlete.user.email not in page.partition("What was changed")[2]


def test_the_past_can_only_be_skipped_and_copied(client, session):
    session.day = date(2026, 11, 20)
    session.save()

    main = client.get(address("session", uid=session.uid)).content.decode()

    for way, is_open in (("skip", True), ("copy", True), ("move", False), ("remove", False), ("edit", False)):
        assert (f"{session.uid}/{way}/" in main) is is_open


def test_it_is_taken_along_as_files(client, session):
    page = client.get(address("session", uid=session.uid)).content.decode()

    for name in ("session-ics", "session-fit", "session-zwo", "session-text"):
        assert f'href="{address(name, uid=session.uid)}"' in page


def test_comments_are_written_and_attributed(client, session):
    comment_session(session=session, user=UserFactory(name="Kim Coach"), text="Run these by feel.")

    response = client.post(address("session-comment", uid=session.uid), {"text": "I will."}, follow=True)

    page = text_of(response)
    assert "Kim Coach Run these by feel." in page
    assert "Ada Runner I will." in page


def test_an_empty_comment_is_none(client, session):
    response = client.post(address("session-comment", uid=session.uid), {"text": "  "}, follow=True)

    assert "Write at least a word." in text_of(response)
    assert not SessionComment.objects.exists()


def test_a_reading_coach_sees_no_way_to_change_anything(coach_with, session):
    CommentFactory(session=session)
    response = coach_with(plan="read").get(address("session", session.athlete, uid=session.uid))

    main = response.content.decode().partition("<main")[2]
    assert "Take it easy." in main
    for way in ("<form", "/acts/", "/move/", "/edit/"):
        assert way not in main


def test_strangers_find_nothing(client_of, coach_with, session):
    where = address("session", session.athlete, uid=session.uid)

    assert client_of(UserFactory()).get(where).status_code == 404
    assert coach_with(activities="read", load="read").get(where).status_code == 404


def test_sessions_of_drafts_and_of_others_are_not_found(client, athlete):
    draft = PlannedSessionFactory(athlete=athlete, plan=PlanFactory(athlete=athlete, state="draft"))
    theirs = PlannedSessionFactory()

    for each in (draft, theirs):
        assert client.get(address("session", uid=each.uid)).status_code == 404


def test_more_comments_and_changes_ask_no_more_often(client, session):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(address("session", uid=session.uid))
        return len(asked)

    CommentFactory(session=session)
    move_session(session=session, user=session.athlete.user, day=TODAY)
    queries()
    before = queries()
    for _ in range(3):
        CommentFactory(session=session, author=UserFactory())
        PlannedSessionFactory(athlete=session.athlete, day=date(2026, 11, 26))
        comment_session(session=session, user=session.athlete.user, text="More.")
    move_session(session=session, user=UserFactory(), day=date(2026, 11, 23))

    assert before <= BUDGET
    assert queries() == before


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (TODAY, None, "Paused: nothing hard in the first days after being ill"),
        (date(2026, 11, 18), TODAY, "Paused: nothing hard"),
        (date(2026, 11, 10), date(2026, 11, 12), ""),
    ],
)
def test_a_marker_stops_a_hard_session_at_once(client, athlete, session, start, end, words):
    PlannedSession.objects.update(hard=True)
    AnnotationFactory(athlete=athlete, start=start, end=end)

    page = page_of(client, session)

    assert words in page
    assert ("Paused" in page) == bool(words)
