from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from athletes.models import Athlete
from config.core import jobs
from config.core.celery import sending_with
from config.core.errors import DataValidationError
from config.core.models import Job, JobState
from config.schedule import AWAITED_S
from metrics.models import Race
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.services import planning
from plans.services.history import undo_change
from plans.services.planning import adopt_plan, discard_plan, end_plan, make, request_plan, sweep
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, store_loads
from tests.factories.plans import (
    BlackoutFactory,
    PlanFactory,
    PlannedSessionFactory,
    ProposalFactory,
    week_of,
)
from tests.factories.races import RaceFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 23)

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


def made(athlete: Athlete, **wish: object) -> Plan:
    wish = {"sport": "running", "weeks": 3} | wish
    plan = request_plan(athlete=athlete, user=athlete.user, **wish)  # type: ignore[arg-type]
    make(plan_id=plan.pk)
    plan.refresh_from_db()
    return plan


def refused(code: str, athlete: Athlete, **wish: object) -> DataValidationError:
    with pytest.raises(DataValidationError) as raised:
        request_plan(athlete=athlete, user=athlete.user, **wish)  # type: ignore[arg-type]
    assert raised.value.code == code
    assert not Plan.objects.exists()
    return raised.value


def test_a_plan_is_asked_for_and_waits(athlete):
    sent = []
    with sending_with(lambda *call: sent.append(call)):
        plan = request_plan(athlete=athlete, user=athlete.user, sport="running", weeks=3)

    assert (plan.state, plan.start, plan.end) == ("making", MONDAY, date(2026, 12, 14))
    assert (plan.name, plan.created_by) == ("3 weeks of running", athlete.user)
    assert sent == [("plans.tasks.make", (plan.pk,))]
    assert not PlannedSession.objects.exists()


def test_a_made_plan_is_a_draft_that_the_calendar_does_not_show(athlete):
    plan = made(athlete)

    sessions = PlannedSession.objects.filter(plan=plan)
    assert (plan.state, plan.status, plan.error_code) == ("draft", "ok", "")
    assert sessions.count() >= 9
    assert {row.origin for row in sessions} == {"engine"}
    assert all(row.title and row.steps and row.text and row.why for row in sessions)
    assert not any(row.day.weekday() == 4 for row in sessions)
    assert [week["start"] for week in plan.weeks] == ["2026-11-23", "2026-11-30", "2026-12-07"]
    assert len(plan.checks) == 20
    assert plan.score > 0.8
    assert not PlannedSession.objects.shown().exists()


def test_making_again_changes_nothing(athlete):
    plan = made(athlete)
    before = list(PlannedSession.objects.values_list("pk", "revision"))

    make(plan_id=plan.pk)
    make(plan_id=0)

    assert list(PlannedSession.objects.values_list("pk", "revision")) == before


def test_of_two_workers_one_makes_the_plan(athlete):
    plan = request_plan(athlete=athlete, user=None, sport="running", weeks=3)
    assert jobs.claim(planning.JOB, plan.uid, planning.LEASE)

    make(plan_id=plan.pk)

    plan.refresh_from_db()
    assert plan.state == "making"
    assert not PlannedSession.objects.exists()


def test_a_worker_that_dies_in_the_middle_leaves_nothing_half(athlete, monkeypatch):
    plan = request_plan(athlete=athlete, user=None, sport="running", weeks=3)

    class Killed(BaseException):
        pass

    def die(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(planning.cache, "forget", die)
        with pytest.raises(Killed):
            make(plan_id=plan.pk)

    plan.refresh_from_db()
    assert (plan.state, plan.phases) == ("making", [])
    assert not PlannedSession.objects.exists()

    with time_machine.travel(NOW + timedelta(minutes=2)):
        make(plan_id=plan.pk)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_what_was_lost_is_started_again_and_given_up_at_last(athlete):
    plan = request_plan(athlete=athlete, user=None, sport="running", weeks=3)
    sent = []
    with sending_with(lambda *call: sent.append(call)):
        sweep()
        assert sent == [("plans.tasks.make", (plan.pk,))]
        for hour in range(1, 4):
            with time_machine.travel(NOW + timedelta(hours=hour), tick=False):
                assert jobs.claim(planning.JOB, plan.uid, planning.LEASE)
        with time_machine.travel(NOW + timedelta(hours=5), tick=False):
            sweep()

    plan.refresh_from_db()
    assert Job.objects.get().state == JobState.QUARANTINED
    assert (plan.state, plan.error_code) == ("failed", "PLAN_NOT_MADE")
    assert len(sent) == 1


def test_when_a_worker_is_killed_another_one_takes_over_within_a_minute(athlete):
    plan = request_plan(athlete=athlete, user=None, sport="running", weeks=3)
    assert jobs.claim(planning.JOB, plan.uid, planning.LEASE)
    sent = []

    with sending_with(lambda *call: sent.append(call)):
        for seconds in range(0, 60, AWAITED_S):
            with time_machine.travel(NOW + timedelta(seconds=seconds), tick=False):
                sweep()

    assert sent[0] == ("plans.tasks.make", (plan.pk,))
    with time_machine.travel(NOW + timedelta(seconds=45), tick=False):
        make(plan_id=plan.pk)
    plan.refresh_from_db()
    assert (plan.state, Job.objects.get().state) == ("draft", JobState.DONE)


def test_a_plan_for_a_race_ends_after_its_recovery(athlete):
    race = RaceFactory(athlete=athlete, date=date(2027, 2, 7), distance_m=10_000, goal_s=2700)

    plan = made(athlete, race=race, weeks=None)

    assert (plan.race, plan.name, plan.status) == (race, race.name, "ok")
    assert plan.end > race.date
    assert not PlannedSession.objects.filter(plan=plan, day=race.date).exists()


def test_too_late_for_a_race_is_a_plan_to_finish(athlete):
    race = RaceFactory(athlete=athlete, date=date(2026, 12, 20), distance_m=10_000, goal_s=2700)

    assert made(athlete, race=race, weeks=None).status == "finish_only"


def test_no_plan_fits_into_closed_weeks(athlete):
    BlackoutFactory(athlete=athlete, start=MONDAY, end=date(2026, 12, 14))

    plan = made(athlete)

    assert (plan.state, plan.status, plan.blocking) == ("failed", "infeasible", ["blackouts"])
    assert plan.error_code == "PLAN_INFEASIBLE"
    assert plan.error_message.startswith("There is no plan because of blackouts: ")
    assert not PlannedSession.objects.exists()


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"sport": "rowing"}, "SPORT_NOT_PLANNED"),
        ({"sport": "running", "weeks": 60}, "WEEKS_INVALID"),
        ({"sport": "running", "start": TODAY - timedelta(days=1)}, "PLAN_START_IN_PAST"),
        ({"sport": "running", "start": TODAY + timedelta(days=29)}, "PLAN_START_TOO_FAR"),
    ],
)
def test_what_cannot_be_planned_has_a_name(athlete, wish, code):
    assert refused(code, athlete, **wish).fields


def test_races_that_cannot_be_planned_for_have_names_too(athlete):
    race = RaceFactory(athlete=athlete, date=date(2027, 2, 7))

    refused("RACE_OTHER_SPORT", athlete, race=race, sport="cycling")
    refused("RACE_IN_PAST", athlete, race=RaceFactory(athlete=athlete, date=MONDAY))
    refused("RACE_TOO_FAR", athlete, race=RaceFactory(athlete=athlete, date=date(2028, 3, 1)))
    refused("RACE_DISTANCE_MISSING", athlete, race=RaceFactory(athlete=athlete, distance_m=None))
    Race.objects.exclude(pk=race.pk).delete()
    RaceFactory(athlete=athlete, date=date(2027, 1, 31))
    refused("RACES_TOO_CLOSE", athlete, race=race)


def test_a_second_goal_soon_behind_the_first_is_told_and_a_later_one_is_not(athlete):
    race = RaceFactory(athlete=athlete, date=TODAY + timedelta(weeks=10), priority="A")
    behind = RaceFactory(athlete=athlete, date=race.date + timedelta(days=14), priority="A")

    refused("RACES_TOO_CLOSE", athlete, race=race)

    behind.date += timedelta(days=1)
    behind.save()
    plan = request_plan(athlete=athlete, user=athlete.user, race=race)
    assert [each["date"] for each in plan.spec["races"]] == [race.date.isoformat()]


def test_a_new_wish_takes_the_place_of_what_was_not_adopted(athlete):
    first = made(athlete)
    second = made(athlete)

    assert list(Plan.objects.alive()) == [second]
    with pytest.raises(DataValidationError) as raised:
        adopt_plan(plan=second, user=athlete.user) and adopt_plan(plan=second, user=athlete.user)
    assert raised.value.code == "PLAN_NOT_DRAFT"
    first.refresh_from_db()
    assert first.state == "draft"


def test_adopting_ends_the_plan_before_and_keeps_what_is_over_or_locked(athlete):
    old = PlanFactory(athlete=athlete, start=date(2026, 11, 9))
    days = [TODAY - timedelta(days=3), TODAY, MONDAY, date(2026, 11, 24)]
    past, now, locked, gone = (PlannedSessionFactory(athlete=athlete, plan=old, day=day) for day in days)
    PlannedSession.objects.filter(pk=locked.pk).update(locked=True)
    waiting = ProposalFactory(plan=old)
    plan = made(athlete)

    adopt_plan(plan=plan, user=athlete.user)

    old.refresh_from_db()
    plan.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.state, plan.state, plan.adopted_at) == ("ended", "active", NOW)
    assert waiting.state == PlanProposal.State.OUTDATED
    kept = PlannedSession.objects.alive().filter(plan=old).order_by("day")
    assert list(kept) == [past, now, locked]
    of_monday = PlannedSession.objects.shown().filter(day=MONDAY).values_list("slot", flat=True)
    assert sorted(of_monday) == list(range(1, len(of_monday) + 1))
    change = PlanChange.objects.get()
    assert (change.act, change.author, change.plan) == ("adopt", athlete.user, plan)
    assert [entry["session"] for entry in change.entries] == [str(gone.uid)]


def test_adopting_can_be_undone_and_done_again(athlete):
    old = PlanFactory(athlete=athlete, start=date(2026, 11, 9))
    gone = PlannedSessionFactory(athlete=athlete, plan=old, day=MONDAY)
    plan = made(athlete)
    adopt_plan(plan=plan, user=athlete.user)

    undone = undo_change(change=PlanChange.objects.get(), user=athlete.user)

    assert set(Plan.objects.values_list("pk", "state")) == {(old.pk, "active"), (plan.pk, "draft")}
    assert list(PlannedSession.objects.shown()) == [gone]

    undo_change(change=undone, user=athlete.user)

    assert set(Plan.objects.values_list("pk", "state")) == {(old.pk, "ended"), (plan.pk, "active")}
    assert set(PlannedSession.objects.shown()) == set(PlannedSession.objects.filter(plan=plan))


def test_what_was_discarded_meanwhile_is_not_adopted_again(athlete):
    kept = adopt_plan(plan=made(athlete), user=athlete.user)
    adopt_plan(plan=made(athlete), user=athlete.user)
    adopted = PlanChange.objects.filter(act="adopt").order_by("pk").last()
    undone = undo_change(change=adopted, user=athlete.user)
    request_plan(athlete=athlete, user=athlete.user, sport="running", weeks=2)
    before = list(PlannedSession.objects.alive().filter(plan=kept).values_list("pk", flat=True))

    with pytest.raises(DataValidationError) as raised:
        undo_change(change=undone, user=athlete.user)

    assert raised.value.code == "PLAN_DISCARDED"
    kept.refresh_from_db()
    assert kept.state == Plan.State.ACTIVE
    assert list(PlannedSession.objects.alive().filter(plan=kept).values_list("pk", flat=True)) == before != []


def test_a_plan_that_has_begun_is_not_undone_but_ended(athlete):
    plan = made(athlete)
    adopt_plan(plan=plan, user=athlete.user)
    adopted = PlanChange.objects.get()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        with pytest.raises(DataValidationError) as raised:
            undo_change(change=adopted, user=athlete.user)
        assert raised.value.code == "PLAN_BEGUN"

        ended = end_plan(plan=plan, user=athlete.user)

        shown = PlannedSession.objects.shown()
        assert {row.day < athlete.today() for row in shown} == {True}
        undo_change(change=ended, user=athlete.user)
        plan.refresh_from_db()
        assert plan.state == "active"
        assert shown.filter(day__gte=athlete.today()).exists()


def test_an_ended_plan_does_not_come_back_beside_another(athlete):
    ended = end_plan(plan=PlanFactory(athlete=athlete), user=athlete.user)
    current = PlanFactory(athlete=athlete)

    with pytest.raises(DataValidationError) as raised:
        undo_change(change=ended, user=athlete.user)

    assert raised.value.code == "PLAN_ALREADY_ACTIVE"
    assert list(Plan.objects.active()) == [current]


def test_a_draft_whose_days_are_over_is_made_anew(athlete):
    plan = made(athlete)

    with (
        time_machine.travel(NOW + timedelta(days=2), tick=False),
        pytest.raises(DataValidationError) as raised,
    ):
        adopt_plan(plan=plan, user=athlete.user)

    assert raised.value.code == "PLAN_OUTDATED"
    assert not PlanChange.objects.exists()


def test_a_draft_is_thrown_away_and_an_active_plan_is_not(athlete):
    plan = made(athlete)
    discard_plan(plan=plan, user=athlete.user)
    assert not Plan.objects.alive().exists()

    active = PlanFactory(athlete=athlete)
    with pytest.raises(DataValidationError) as raised:
        discard_plan(plan=active, user=athlete.user)
    assert raised.value.code == "PLAN_NOT_DRAFT"
    end_plan(plan=active, user=None)
    with pytest.raises(DataValidationError) as raised:
        end_plan(plan=active, user=None)
    assert raised.value.code == "PLAN_NOT_ACTIVE"
