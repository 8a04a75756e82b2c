"""Which activity a session was, said on its page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from plans.models import PlannedSession
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlannedSessionFactory
from tests.plans.views.conftest import TODAY, address, text_of

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def session(athlete):
    """An easy run of Friday, two days ago."""
    return PlannedSessionFactory(athlete=athlete, day=FRIDAY)


def run(athlete, day=FRIDAY, **values):
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return ActivityFactory(athlete=athlete, start_time=start, **values)


def page_of(client, session, athlete="me"):
    return text_of(client.get(address("session", athlete, uid=session.uid)))


def link(client, session, activity, athlete="me", **more):
    where = address("session-link", athlete, uid=session.uid)
    return client.post(where, {"activity": str(activity.uid), **more}, follow=True)


def unlink(client, session, athlete="me", **more):
    return client.post(address("session-unlink", athlete, uid=session.uid), more, follow=True)


def now(session):
    row = PlannedSession.objects.get(pk=session.pk)
    return (row.activity, row.state, row.matched_by_person)


def test_the_activities_around_its_day_are_offered(client, athlete, session):
    run(athlete, FRIDAY - timedelta(days=1), name="The day before")
    run(athlete, FRIDAY + timedelta(days=1), name="The day after")
    run(athlete, FRIDAY - timedelta(days=2), name="Too early")
    run(athlete, FRIDAY + timedelta(days=2), name="Too late")
    run(athlete, name="A ride", sport="cycling")
    run(athlete, name="Merged", merged_into=run(athlete, name="Whole"))

    page = page_of(client, session)

    assert "Thu 19 Nov: The day before · 1 h · 12.0 km" in page
    assert "Fri 20 Nov: Whole" in page
    assert "Sat 21 Nov: The day after" in page
    for name in ("Too early", "Too late", "A ride", "Merged"):
        assert name not in page


def test_an_activity_becomes_the_session_and_is_told(client, athlete, session):
    chosen = run(athlete, name="Along the river", timer_s=2700.0, load=45.0)

    page = text_of(link(client, session, chosen))

    assert now(session) == (chosen, "done", True)
    assert "“Along the river” was this session." in page
    assert "Done, 100 % as planned Open the activity" in page
    assert "It was not this session" in page


def test_it_was_something_else_and_stays_so(client, athlete, session):
    chosen = run(athlete)
    link(client, session, chosen)

    page = text_of(unlink(client, session))

    assert now(session)[0::2] == (None, True)
    assert "It was something else." in page
    assert "no activity was this session. Matching leaves it alone." in page
    assert "It was one of these" in page


def test_another_activity_takes_its_place(client, athlete, session):
    first, second = run(athlete), run(athlete, FRIDAY + timedelta(days=1))
    link(client, session, first)

    link(client, session, second)

    assert now(session)[0] == second


def test_what_belongs_to_another_session_by_somebodys_word_is_not_offered(client, athlete, session):
    chosen = run(athlete, name="Taken")
    other = PlannedSessionFactory(athlete=athlete, day=FRIDAY + timedelta(days=1))
    link(client, other, chosen)

    assert "Taken" not in page_of(client, session)
    assert "Choose one of the activities around its day." in text_of(link(client, session, chosen))
    assert now(session)[0] is None
    assert now(other)[0] == chosen


@pytest.mark.parametrize("chosen", ["", "abc", "far", "foreign"])
def test_only_what_is_offered_can_be_chosen(client, athlete, session, chosen):
    uids = {"far": run(athlete, FRIDAY - timedelta(days=5)).uid, "foreign": run_of_somebody().uid}
    where = address("session-link", uid=session.uid)

    page = text_of(client.post(where, {"activity": str(uids.get(chosen, chosen))}, follow=True))

    assert "Choose one of the activities around its day." in page
    assert now(session) == (None, "planned", False)


def run_of_somebody():
    return ActivityFactory(start_time=datetime(2026, 11, 20, 7, tzinfo=UTC))


def test_what_was_not_linked_is_not_unlinked(client, session):
    assert "No activity belongs to this session." in text_of(unlink(client, session))
    assert now(session) == (None, "planned", False)


@pytest.mark.parametrize(("revision", "status"), [("abc", 400), ("9", 412)])
def test_nothing_is_said_of_what_changed_meanwhile(client, athlete, session, revision, status):
    chosen = run(athlete)

    assert link(client, session, chosen, revision=revision).status_code == status
    assert unlink(client, session, revision=revision).status_code == status
    assert now(session) == (None, "planned", False)


def test_nothing_is_offered_before_its_day_or_without_activities(client, athlete, session):
    run(athlete, TODAY)
    later = PlannedSessionFactory(athlete=athlete, day=TODAY + timedelta(days=2))

    assert "What was done" not in page_of(client, later)
    assert "What was done" not in page_of(client, session)


def test_a_coach_who_may_write_and_see_says_it_too(coach_with, athlete, session):
    chosen = run(athlete)

    link(coach_with(plan="write", activities="read"), session, chosen, athlete)

    assert now(session) == (chosen, "done", True)


@pytest.mark.parametrize("scopes", [{"plan": "read", "activities": "read"}, {"plan": "write"}, {}])
def test_who_may_not_write_or_not_see_learns_and_changes_nothing(
    coach_with, client_of, athlete, session, scopes
):
    chosen = run(athlete, name="Along the river")
    PlannedSession.objects.filter(pk=session.pk).update(activity=chosen, state="done")
    client = coach_with(**scopes) if scopes else client_of(UserFactory())

    assert "Along the river" not in page_of(client, session, athlete)
    assert link(client, session, chosen, athlete).status_code == 404
    assert unlink(client, session, athlete).status_code == 404
    assert now(session) == (chosen, "done", False)
