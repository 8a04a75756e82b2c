"""Undoing puts everything back: whole plans, what people wrote, and the verdict of every rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from athletes.models import Athlete, User
from config.core.errors import DataValidationError
from metrics.models import Activity
from plans.models import Plan, PlanChange, PlannedSession
from plans.services.history import undo_change
from plans.services.planning import adopt_plan, end_plan, make, request_plan
from plans.services.sessions import (
    add_session,
    copy_session,
    edit_session,
    lock_session,
    move_session,
    remove_session,
    skip_session,
    swap_sessions,
)
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, store_loads
from tests.factories.plans import week_of
from tests.plans.services.conftest import NOW

MONDAY = date(2026, 11, 23)
AVAILABILITY = 15

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon"), pytest.mark.either]


@pytest.fixture
def athlete() -> Athlete:
    athlete = AthleteFactory(birth_year=1988)
    ThresholdFactory(athlete=athlete, sport="running", kind="threshold_pace_s_per_km", value=255)
    store_loads(athlete, date(2026, 6, 1), [45.0] * 174)
    for day in range(1, 43, 2):
        start = NOW - timedelta(days=day)
        ActivityFactory(athlete=athlete, start_time=start, utc_offset_s=0, timer_s=3600.0)
    week_of(athlete, [60, 60, 60, 60, 0, 60, 150])
    return athlete


def made(athlete: Athlete, weeks: int = 3) -> Plan:
    plan = request_plan(athlete=athlete, user=athlete.user, sport="running", weeks=weeks)
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    return plan


def verdicts(plan: Plan) -> list[dict[str, Any]]:
    plan.refresh_from_db()
    checks: list[dict[str, Any]] = plan.checks
    return checks


def broken(plan: Plan) -> list[int]:
    return [each["rule"] for each in verdicts(plan) if each["applies"] and not each["passed"]]


def newest(act: str) -> PlanChange:
    return PlanChange.objects.filter(act=act).order_by("pk").last()


def shown() -> set[PlannedSession]:
    return set(PlannedSession.objects.shown())


def written_by(user: User | None, athlete: Athlete, day: date = MONDAY) -> PlannedSession:
    return add_session(athlete=athlete, user=user, day=day, sport="running", text="- 30m Z2")


def written_and_copied(athlete: Athlete) -> set[PlannedSession]:
    """One by the athlete, one by a coach, a copy of that, and one that was moved since."""
    by_coach = written_by(CoachLinkFactory(athlete=athlete).coach, athlete)
    moved = written_by(athlete.user, athlete)
    move_session(session=moved, user=athlete.user, day=MONDAY + timedelta(days=3))
    copied = copy_session(session=by_coach, user=athlete.user, day=MONDAY + timedelta(days=2))
    return {written_by(athlete.user, athlete), by_coach, moved, copied}


def test_what_people_wrote_stays_when_the_adoption_is_undone(athlete):
    adopt_plan(plan=made(athlete), user=athlete.user)
    written = written_and_copied(athlete)

    undo_change(change=newest("adopt"), user=athlete.user)
    assert shown() == written

    request_plan(athlete=athlete, user=athlete.user, sport="running", weeks=3)
    assert shown() == written
    assert {each.plan for each in written} == {None}


def test_an_adoption_is_not_undone_below_the_end_of_its_plan(athlete):
    plan = adopt_plan(plan=made(athlete), user=athlete.user)
    sessions = shown()
    end_plan(plan=plan, user=athlete.user)

    with pytest.raises(DataValidationError) as raised:
        undo_change(change=newest("adopt"), user=athlete.user)

    plan.refresh_from_db()
    assert (raised.value.code, plan.state) == ("CHANGE_OVERTAKEN", "ended")
    undo_change(change=newest("end"), user=athlete.user)
    assert shown() == sessions
    undo_change(change=newest("adopt"), user=athlete.user)
    assert shown() == set()


def test_what_people_wrote_stays_when_the_plan_ends(athlete):
    plan = adopt_plan(plan=made(athlete), user=athlete.user)
    written = written_and_copied(athlete)

    end_plan(plan=plan, user=athlete.user)

    assert shown() == written


def test_what_people_wrote_stays_beside_the_next_plan_and_is_judged_with_it(athlete):
    adopt_plan(plan=made(athlete), user=athlete.user)
    friday = MONDAY + timedelta(days=4)
    written = {written_by(athlete.user, athlete, friday)}
    assert AVAILABILITY in broken(Plan.objects.get(state="active"))

    following = made(athlete)
    assert AVAILABILITY not in broken(following)
    adopt_plan(plan=following, user=athlete.user)

    assert shown() == written | set(following.sessions.all())
    assert AVAILABILITY in broken(following)


def test_a_session_of_the_planner_goes_with_its_plan_whoever_moved_it(athlete):
    plan = adopt_plan(plan=made(athlete), user=athlete.user)
    first = plan.sessions.earliest("day", "slot")
    move_session(session=first, user=athlete.user, day=first.day + timedelta(days=1))

    end_plan(plan=plan, user=athlete.user)

    assert shown() == set()


def test_the_former_plan_comes_back_when_all_of_it_was_locked(athlete):
    former = adopt_plan(plan=made(athlete), user=athlete.user)
    kept = [lock_session(session=each, user=athlete.user) for each in former.sessions.all()]
    adopt_plan(plan=made(athlete), user=athlete.user)
    assert newest("adopt").entries == []

    undone = undo_change(change=newest("adopt"), user=athlete.user)

    assert Plan.objects.active().get() == former
    assert shown() == set(kept)

    undo_change(change=undone, user=athlete.user)
    assert Plan.objects.active().get() == newest("adopt").plan


def test_a_plan_that_was_ended_before_does_not_come_back(athlete):
    former = adopt_plan(plan=made(athlete), user=athlete.user)
    for each in former.sessions.all():
        lock_session(session=each, user=athlete.user)
    end_plan(plan=former, user=athlete.user)
    adopt_plan(plan=made(athlete), user=athlete.user)

    undo_change(change=newest("adopt"), user=athlete.user)

    assert not Plan.objects.active().exists()


def test_the_former_plan_is_found_through_what_was_undone_and_done_again(athlete):
    former = adopt_plan(plan=made(athlete), user=athlete.user)
    for each in former.sessions.all():
        lock_session(session=each, user=athlete.user)
    undo_change(change=end_plan(plan=former, user=athlete.user), user=athlete.user)
    undo_change(change=newest("lock"), user=athlete.user)
    lock_session(session=former.sessions.latest("day", "slot"), user=athlete.user)
    adopt_plan(plan=made(athlete), user=athlete.user)

    undo_change(change=newest("adopt"), user=athlete.user)

    assert Plan.objects.active().get() == former


def edit_in_every_way(athlete: Athlete, rows: list[PlannedSession]) -> list[PlanChange]:
    user = athlete.user
    written_by(user, athlete, rows[2].day)
    copy_session(session=rows[1], user=user, day=rows[4].day)
    move_session(session=rows[0], user=user, day=rows[1].day)
    swap_sessions(session=rows[2], other=rows[5], user=user)
    edit_session(session=rows[3], user=user, text="- 90m Z4")
    skip_session(session=rows[4], user=user, reason="time")
    remove_session(session=rows[6], user=user)
    return list(PlanChange.objects.exclude(act="adopt").order_by("-pk"))


def test_undoing_every_edit_brings_every_verdict_back(athlete):
    plan = made(athlete)
    before = verdicts(plan)
    adopt_plan(plan=plan, user=athlete.user)
    changes = edit_in_every_way(athlete, list(plan.sessions.order_by("day", "slot")))
    assert verdicts(plan) != before

    for change in changes:
        undo_change(change=change, user=athlete.user)

    assert verdicts(plan) == before


def test_a_week_that_nobody_said_is_judged_as_the_plan_took_it(athlete):
    athlete.training_preferences.delete()
    plan = adopt_plan(plan=made(athlete), user=athlete.user)
    before = verdicts(plan)
    Activity.objects.all().delete()  # What the last weeks suggest is another week now.

    skip_session(session=plan.sessions.first(), user=athlete.user, reason="time")
    undo_change(change=newest("skip"), user=athlete.user)

    assert verdicts(plan) == before


def test_a_draft_again_has_the_verdict_of_its_own_sessions(athlete):
    draft = made(athlete)
    before = verdicts(draft)
    written_by(athlete.user, athlete, MONDAY + timedelta(days=4))
    adopt_plan(plan=draft, user=athlete.user)
    assert verdicts(draft) != before

    undo_change(change=newest("adopt"), user=athlete.user)

    assert (verdicts(draft), draft.state) == (before, "draft")
