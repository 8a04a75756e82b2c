from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.athletes import UserFactory
from tests.factories.metrics import ActivityFactory, DayFactory, store_loads
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import BlackoutFactory, PlanFactory, PlannedSessionFactory
from tests.factories.races import RaceFactory
from tests.plans.views.conftest import MONDAY, TODAY, address, text_of

NEXT_WEEK = f"{address('calendar')}?view=week&date=2026-11-25"
THIS_WEEK = f"{address('calendar')}?view=week&date=2026-11-22"
BUDGET = 13


@pytest.fixture
def plan(athlete):
    weeks = [{"start": "2026-11-23", "target_load": 300, "kind": "recovery"}]
    phases = [{"name": "base", "start": "2026-11-23", "end": "2026-11-30"}]
    return PlanFactory(athlete=athlete, phases=phases, weeks=weeks)


@pytest.fixture
def session(athlete, plan):
    """45 easy minutes of Wednesday 25 November."""
    return PlannedSessionFactory(athlete=athlete, plan=plan, day=date(2026, 11, 25))


def test_the_month_of_today_is_shown_in_whole_weeks(client, athlete):
    page = text_of(client.get(address("calendar")))

    assert "November 2026" in page
    assert "26 Oct – 1 Nov" in page
    assert "30 Nov – 6 Dec" in page
    assert "7–13 Dec" not in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("?view=week&date=2026-12-30", "28 Dec 2026 – 3 Jan 2027"),
        ("?view=month&date=2027-02-28", "February 2027"),
        ("?view=year&date=soon", "November 2026"),
        ("?date=0001-01-01", "January 2000"),
        ("?view=week&date=9999-12-31", "28 Dec 2099 – 3 Jan 2100"),
    ],
)
def test_the_address_says_what_is_shown(client, athlete, query, title):
    assert title in text_of(client.get(address("calendar") + query))


def test_arrows_lead_to_the_neighbours(client, athlete):
    page = client.get(f"{address('calendar')}?view=month&date=2026-12-31").content.decode()

    assert 'href="/athletes/me/calendar/?view=month&amp;date=2026-11-01"' in page
    assert 'href="/athletes/me/calendar/?view=month&amp;date=2027-01-01"' in page
    assert 'href="/athletes/me/calendar/?view=month&amp;date=2026-11-22#day-2026-11-22"' in page
    assert 'href="/athletes/me/calendar/?view=week&amp;date=2026-12-31"' in page


def test_a_day_has_what_is_planned_and_the_week_its_sum(client, session):
    PlannedSessionFactory(
        athlete=session.athlete, plan=session.plan, day=date(2026, 11, 27), load=80, minutes=60
    )

    page = text_of(client.get(NEXT_WEEK))

    assert "Easy run 45 min · load 45" in page
    assert "Base, recovery week Planned 1:45 h · load 125" in page


def test_what_is_skipped_ahead_says_nothing_of_how_the_week_was_kept(client, session):
    session.state, session.skip_reason = "skipped", "weather"
    session.save()

    page = text_of(client.get(address("calendar") + f"?view=week&date={session.day}"))

    assert "Skipped: weather" in page
    assert "0 of 1 session done" not in page


def test_bars_are_drawn_without_a_style_of_their_own(client, session):
    page = client.get(NEXT_WEEK).content.decode()

    assert '<rect class="z2" x="0.00" y="33.9" width="100.00" height="66.1"' in page
    assert "style=" not in page[page.index("<main") :]


def test_what_was_done_stands_beside_what_was_planned(client, athlete):
    day = date(2026, 11, 17)
    run = ActivityFactory(athlete=athlete, local_date=day, name="Easy does it", timer_s=2640.0, load=44.0)
    PlannedSessionFactory(
        athlete=athlete, day=day, activity=run, state="done", adherence={"score": 0.94, "steps": []}
    )
    PlannedSessionFactory(athlete=athlete, day=date(2026, 11, 18), state="missed", title="Tempo run")
    ActivityFactory(athlete=athlete, local_date=date(2026, 11, 19), name="To work", timer_s=1800.0, load=20.0)

    page = text_of(client.get(THIS_WEEK))

    assert "Done, 94 % as planned" in page
    assert "Easy does it" not in page
    assert "Not done" in page
    assert "To work 30 min · 12.0 km · load 20" in page
    assert "1 of 2 sessions done, 94 % as planned" in page


def test_nights_loads_races_and_what_lasts_stand_on_their_days(client, athlete):
    store_loads(athlete, date(2026, 11, 1), [50.0] * 22)
    DayFactory(athlete=athlete, date=TODAY, sleep_s=7.7 * 3600, hrv_rmssd_ms=61.6)
    RaceFactory(athlete=athlete, name="City 10", date=TODAY, priority="B")
    AnnotationFactory(athlete=athlete, kind="illness", start=date(2026, 11, 20), end=date(2026, 11, 21))
    BlackoutFactory(athlete=athlete, start=date(2026, 11, 21), end=date(2026, 11, 22))

    page = text_of(client.get(THIS_WEEK))

    assert "slept 7:42 h HRV 62 ms City 10 (B)" in page
    assert "Fri 20 load 50 Illness" in page
    assert "Sat 21 load 50 No training: travel" in page
    assert "Done load 350" in page


def test_nothing_of_drafts_is_shown(client, athlete):
    draft = PlanFactory(athlete=athlete, state="draft")
    PlannedSessionFactory(athlete=athlete, plan=draft, day=MONDAY, title="Not yet")

    page = text_of(client.get(NEXT_WEEK))

    assert "Not yet" not in page
    assert "Nothing is planned yet" in page


def test_an_empty_calendar_leads_to_a_plan(client, athlete):
    page = client.get(address("calendar")).content.decode()

    assert f'href="{address("plan-new")}"' in page
    assert "Make a plan" in page


def test_only_days_to_come_take_a_new_session(client, athlete):
    page = client.get(address("calendar")).content.decode()

    assert "sessions/new/?date=2026-11-22" in page
    assert "sessions/new/?date=2026-11-21" not in page


def test_only_what_is_open_and_to_come_can_be_moved(client, athlete):
    moves = [
        PlannedSessionFactory(athlete=athlete, day=TODAY),
        PlannedSessionFactory(athlete=athlete, day=TODAY, state="skipped", slot=2),
        PlannedSessionFactory(athlete=athlete, day=TODAY - timedelta(days=1)),
    ]

    page = client.get(THIS_WEEK).content.decode()

    assert [f"{each.uid}/move/" in page for each in moves] == [True, False, False]
    assert all(f"{each.uid}/acts/" in page for each in moves)


def test_a_reading_coach_sees_no_way_to_change_anything(coach_with, session):
    page = coach_with(plan="read").get(f"{address('calendar', session.athlete)}?view=week&date=2026-11-25")

    main = page.content.decode().partition("<main")[2]
    assert "Easy run" in main
    for way in ("<form", "<dialog", "/acts/", "/move/", "/new/"):
        assert way not in main


def test_a_coach_sees_of_the_rest_what_is_granted(coach_with, athlete):
    store_loads(athlete, date(2026, 11, 1), [50.0] * 22)
    DayFactory(athlete=athlete, date=TODAY)
    ActivityFactory(athlete=athlete, local_date=TODAY, name="Secret run")
    AnnotationFactory(athlete=athlete, kind="illness", start=TODAY, end=None)
    where = f"{address('calendar', athlete)}?view=week&date=2026-11-22"

    page = text_of(coach_with(plan="read").get(where))
    for hidden in ("Secret run", "load 50", "slept", "HRV", "Illness"):
        assert hidden not in page

    page = text_of(coach_with(plan="read", sleep="read", activities="read").get(where))
    assert "slept" in page
    assert "Secret run" in page
    assert "HRV" not in page


def test_a_writing_coach_gets_the_buttons(coach_with, session):
    page = coach_with(plan="write").get(f"{address('calendar', session.athlete)}?view=week&date=2026-11-25")

    assert f"{session.uid}/move/" in page.content.decode()


def test_strangers_and_coaches_without_leave_find_nothing(client_of, coach_with, session):
    where = address("calendar", session.athlete)

    assert client_of(UserFactory()).get(where).status_code == 404
    assert coach_with(activities="read").get(where).status_code == 404


def test_more_sessions_ask_no_more_often(client, athlete, plan):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("calendar")).status_code == 200
        return len(asked)

    for day in range(1, 4):
        PlannedSessionFactory(athlete=athlete, plan=plan, day=TODAY - timedelta(days=day))
    client.get(address("calendar"))
    before = queries()
    for day in range(-8, 8):
        done = ActivityFactory(athlete=athlete, local_date=TODAY + timedelta(days=day))
        PlannedSessionFactory(athlete=athlete, plan=plan, day=TODAY + timedelta(days=day), activity=done)
        RaceFactory(athlete=athlete, date=TODAY + timedelta(days=day))
        AnnotationFactory(athlete=athlete, start=TODAY + timedelta(days=day), end=None)

    assert before <= BUDGET
    assert queries() == before


def test_the_calendar_is_in_the_navigation_and_the_account_of_others(coach_with, athlete):
    page = coach_with(plan="read", load="read").get(reverse("metrics:fitness", args=[athlete.uid]))

    assert f'href="{address("calendar", athlete)}"' in page.content.decode()


def test_what_a_marker_stops_says_so_whoever_made_it(client, athlete, coach_with):
    AnnotationFactory(athlete=athlete, start=TODAY, end=None)
    for number in range(3):
        PlannedSessionFactory(
            athlete=athlete,
            day=TODAY + timedelta(days=number),
            hard=True,
            locked=number == 1,
            origin="person",
        )
    where = address("calendar") + f"?view=week&date={MONDAY}"

    page = text_of(client.get(where))

    assert page.count("Paused: nothing hard in the first days after being ill") == 2
    page = text_of(client.get(address("calendar") + f"?view=week&date={TODAY}"))
    assert "Paused: you are marked as ill" in page
    page = text_of(coach_with(plan="read").get(address("calendar", athlete) + f"?view=week&date={MONDAY}"))
    assert page.count("Paused, for a reason that you cannot see: ask the athlete") == 2
    assert "being ill" not in page


def test_an_illness_without_an_end_is_painted_up_to_today(client, athlete):
    AnnotationFactory(athlete=athlete, start=TODAY - timedelta(days=2), end=None)

    page = text_of(client.get(address("calendar") + "?view=month&date=2026-11-22"))

    assert page.count("Illness") == 4
    assert page.count("Illness, as long as it lasts") == 1
