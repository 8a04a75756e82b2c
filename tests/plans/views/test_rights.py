"""What a coach who may see the plan is not told: how fit somebody is, what they did, how they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plans.services.sessions import skip_session
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.plans.views.conftest import MONDAY, NOW, TODAY, address, text_of

RULES = [
    {"rule": number, "class": "soft", "applies": True, "value": value, "threshold": most, "passed": True}
    for number, value, most in ((1, 4.4, 7.0), (2, 1.07, 1.1), (8, 1.6, 2.0), (12, 6.3, [5.0, 25.0]))
]
DONE = {"score": 0.94, "steps": []}


def seen_by(clients, url):
    return [text_of(client.get(url)) for client in clients]


@pytest.fixture
def readers(client, coach_with):
    """The athlete, a coach of the plan alone, one who sees more, and one who sees the heart."""
    more = {"load": "read", "activities": "read", "notes": "read", "profile": "read"}
    return (
        client,
        coach_with(plan="read"),
        coach_with(plan="read", **more),
        coach_with(plan="read", heart="read"),
    )


def test_values_that_tell_how_fit_somebody_is_need_the_load(athlete, readers):
    PlanFactory(athlete=athlete, checks=RULES, score=1.0)

    own, plan_only, more, heart = seen_by(readers, address("plan", athlete))

    for page in (own, more):
        assert "+4.4" in page
        assert "+6.3" in page
        assert "not shared with you" not in page
    for page in (plan_only, heart):
        assert "+4.4" not in page
        assert "+6.3" not in page
        assert page.count("not shared with you") == 3
        assert "1.6" in page
        assert "4 of the 4 rules that apply are kept" in page


def test_numbers_of_wishes_about_form_need_the_load(athlete, readers):
    why = "No week keeps everything at once: form on race day gave way in week 2."
    told = {"rule": 12, "from": 5.0, "to": 3.2, "why": why}
    PlanFactory(athlete=athlete, relaxed=[told])

    own, plan_only, more, _ = seen_by(readers, address("plan", athlete))

    assert "the plan has a form of +3.2" in own
    assert "the plan has a form of +3.2" in more
    assert "form on race day gave way" in plan_only
    assert "+3.2" not in plan_only


def test_how_near_it_came_needs_the_activities(athlete, readers):
    day = TODAY - timedelta(days=1)
    plan = PlanFactory(athlete=athlete, start=MONDAY - timedelta(weeks=1))
    activity = ActivityFactory(athlete=athlete, start_time=NOW - timedelta(days=1))
    session = PlannedSessionFactory(
        athlete=athlete, plan=plan, day=day, state="done", activity=activity, adherence=DONE
    )
    calendar = f"{address('calendar', athlete)}?view=week&date={day}"

    for url in (calendar, address("session", athlete, uid=session.uid)):
        own, plan_only, more, heart = (
            page.replace("\u2009", " ").replace("\u00a0", " ") for page in seen_by(readers, url)
        )
        assert "94 % as planned" in own
        assert "94 % as planned" in more
        for page in (plan_only, heart):
            assert "as planned" not in page
            assert "Done" in page


def test_targets_in_pace_watts_and_beats_need_the_profile(athlete, readers):
    steps = [{"kind": "work", "duration_s": 2700, "target": "hr_zone", "low": 2, "high": 2}]
    session = PlannedSessionFactory(athlete=athlete, steps=steps, text="- 45m Z2 HR\n")

    own, plan_only, more, heart = seen_by(readers, address("session", athlete, uid=session.uid))

    for page in (own, more):
        assert "bpm" in page
    for page in (plan_only, heart):
        assert "zone 2 by heart rate" in page
        assert "bpm" not in page
        assert "Enter your thresholds" not in page


def test_a_file_for_a_watch_tells_no_thresholds_without_the_profile(athlete, readers):
    session = PlannedSessionFactory(athlete=athlete)
    url = address("session-fit", athlete, uid=session.uid)

    own, plan_only, more, heart = (client.get(url).content for client in readers)

    assert own == more
    assert plan_only == heart
    assert own != plan_only


def test_that_somebody_was_ill_needs_the_notes(athlete, readers):
    day = MONDAY + timedelta(days=1)
    session = PlannedSessionFactory(athlete=athlete, day=day, title="Tempo")
    skip_session(session=session, user=athlete.user, reason="ill", note="Fever since noon")
    calendar = f"{address('calendar', athlete)}?view=week&date={day}"

    for url in (calendar, address("session", athlete, uid=session.uid), address("history", athlete)):
        own, plan_only, more, heart = seen_by(readers, url)
        for page in (own, more):
            assert "kipped: ill. Fever since noon" in page
        for page in (plan_only, heart):
            assert "kipped" in page
            assert "Fever" not in page
            assert ": ill" not in page


def test_signs_of_an_illness_need_the_notes_too(athlete, coach_with):
    """The way back from an illness may be stopped by signs: that tells of the illness itself."""
    told = {"metric": "illness_signs", "date": "2026-11-21", "value": 2.0, "unit": "days", "baseline": None}
    proposal = ProposalFactory(
        plan__athlete=athlete,
        cause="illness",
        reason="New signs of an illness since Sat 21 Nov: the return stops, rest comes first.",
        evidence=[told],
    )
    url = address("plan-proposal", athlete, uid=proposal.uid)

    both, heart, notes = seen_by(
        (
            coach_with(plan="read", heart="read", notes="read"),
            coach_with(plan="read", heart="read"),
            coach_with(plan="read", notes="read"),
        ),
        url,
    )

    assert "the return stops" in both
    assert "Signs of illness for" in both
    for page in (heart, notes):
        assert "llness" not in page
        assert "For a reason that you cannot see: ask the athlete." in page


def test_a_stranger_finds_none_of_it(athlete, client_of):
    session = PlannedSessionFactory(athlete=athlete)
    stranger = client_of(PlannedSessionFactory().athlete.user)

    for name, parts in (
        ("plan", {}),
        ("calendar", {}),
        ("history", {}),
        ("session", {"uid": session.uid}),
        ("session-fit", {"uid": session.uid}),
    ):
        assert stranger.get(address(name, athlete, **parts)).status_code == 404
