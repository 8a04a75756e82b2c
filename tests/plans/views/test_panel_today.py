from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from metrics.models import ReadinessOverride
from plans.models import PlannedSession
from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import PlannedSessionFactory
from tests.plans.views.conftest import TODAY, address, text_of


def test_todays_session_stands_with_its_reason_and_the_next_one(client, athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY, why="Builds endurance.")
    PlannedSessionFactory(athlete=athlete, day=TODAY + timedelta(days=2), title="Tempo run")

    page = text_of(client.get(address("panel-today")))

    assert "What do I do? Easy run 45 min · load 45 Builds endurance." in page
    assert "Next: Tempo run , Tue, in 2 days" in page


def test_two_sessions_of_a_day_both_stand(client, athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY, slot=2, title="Strength", load=0)
    PlannedSessionFactory(athlete=athlete, day=TODAY, state="skipped", skip_reason="tired")

    page = text_of(client.get(address("panel-today")))

    assert "Easy run 45 min · load 45 · Skipped: tired" in page
    assert page.index("Easy run") < page.index("Strength")


def test_a_day_without_a_session_is_a_day_of_rest(client, athlete):
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 24))

    assert "Rest Next: Easy run , Tue, in 2 days" in text_of(client.get(address("panel-today")))


def test_without_a_plan_it_leads_to_one(client, coach_with, athlete):
    page = client.get(address("panel-today")).content.decode()
    assert "Nothing is planned" in page
    assert address("plan-new") in page

    page = coach_with(plan="read").get(address("panel-today", athlete)).content.decode()
    assert "Make a plan" not in page


def test_it_stands_on_today_between_how_and_why(client, athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY)
    ActivityFactory(athlete=athlete, local_date=TODAY - timedelta(days=1))

    page = text_of(client.get(reverse("analysis:today", args=["me"])))

    assert page.index("How am I?") < page.index("What do I do?") < page.index("Why?")


def test_who_may_not_see_the_plan_sees_no_panel(client_of, coach_with, athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY)
    ActivityFactory(athlete=athlete, local_date=TODAY - timedelta(days=1))
    where = address("panel-today", athlete)

    for client in (coach_with(analysis="read"), client_of(UserFactory())):
        assert client.get(where).status_code == 404
    page = text_of(coach_with(analysis="read").get(reverse("analysis:today", args=[athlete.uid])))
    assert "What do I do?" not in page


def test_who_is_ill_is_told_to_rest_and_what_was_planned(client, athlete, coach_with):
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    PlannedSessionFactory(athlete=athlete, day=TODAY, hard=True, locked=True, why="Builds endurance.")
    PlannedSessionFactory(athlete=athlete, day=TODAY + timedelta(days=1), hard=True, title="Tempo run")

    page = text_of(client.get(address("panel-today")))

    assert "What do I do? Rest Planned was Easy run , 45 min · load 45. Paused: you are marked as ill" in page
    assert "Builds endurance." not in page
    assert "Tempo run" not in page
    page = text_of(coach_with(plan="read").get(address("panel-today", athlete)))
    assert "Rest Planned was Easy run" in page
    assert "Paused, for a reason that you cannot see: ask the athlete" in page
    assert "marked as ill" not in page


def test_after_an_illness_what_is_hard_waits_and_what_is_easy_is_done(client, athlete):
    AnnotationFactory(athlete=athlete, start=TODAY - timedelta(days=4), end=TODAY)
    PlannedSessionFactory(athlete=athlete, day=TODAY)
    page = text_of(client.get(address("panel-today")))
    assert "What do I do? Easy run 45 min" in page

    PlannedSession.objects.update(hard=True)
    page = text_of(client.get(address("panel-today")))
    assert "Nothing hard Planned was Easy run" in page
    assert "Paused: nothing hard in the first days after being ill" in page


def test_what_is_done_was_not_stopped(client, athlete):
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    PlannedSessionFactory(athlete=athlete, day=TODAY, hard=True, state="done")

    page = text_of(client.get(address("panel-today")))

    assert "Easy run 45 min · load 45 · Done" in page
    assert "Paused" not in page


def test_a_page_that_says_rest_does_not_say_run_beside_it(client, athlete):
    PlannedSessionFactory(athlete=athlete, day=TODAY, why="Builds endurance.")
    ReadinessOverride.objects.create(athlete=athlete, date=TODAY, verdict="rest", reason="A bad night.")
    ActivityFactory(athlete=athlete, local_date=TODAY - timedelta(days=1))

    page = text_of(client.get(reverse("analysis:today", args=["me"])))

    assert "Rest today" in page
    assert "What do I do? Rest Planned was Easy run , 45 min · load 45. It stays in the plan" in page
    assert "Builds endurance." not in page
