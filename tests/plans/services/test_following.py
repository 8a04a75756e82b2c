"""Nothing is lost with a message or a worker: a sweep finds what has not been followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection

from config.core.celery import sending_with
from config.core.models import Job, JobState
from metrics.models import Annotation
from notifications.models import Message
from plans.models import Plan, PlanProposal
from plans.services.adapting import JOB, LEASE, adapt_plan
from plans.services.following import sweep
from plans.services.matching import follow
from plans.tasks import adapt
from tests.factories.plans import PlanFactory, PlannedSessionFactory
from tests.plans.services.lived import (
    SUNDAY,
    at,
    look,
    planned,
    runner,
    sessions,
    standing_still,
    went_by,
)

DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with standing_still() as moving:
        yield moving


@pytest.fixture
def plan() -> Plan:
    return planned(runner())


def swept() -> list[tuple[str, tuple[object, ...]]]:
    sent: list[tuple[str, tuple[object, ...]]] = []
    with sending_with(lambda name, ids: sent.append((name, ids))):
        sweep()
    return sent


def test_a_plan_nobody_has_looked_at_is_followed(plan: Plan) -> None:
    ids = (plan.athlete_id,)

    assert swept() == [("plans.tasks.follow", ids), ("plans.tasks.adapt", ids)]


def test_what_was_looked_at_is_left_alone(plan: Plan, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=2))
    look(plan)
    clock.shift(timedelta(minutes=2))

    assert swept() == []


def test_whatever_is_stored_later_is_looked_at(plan: Plan, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=2))
    look(plan)
    clock.shift(timedelta(minutes=2))
    Annotation.objects.create(athlete=plan.athlete, kind="illness", start=SUNDAY)

    assert swept() == [("plans.tasks.adapt", (plan.athlete_id,))]


def test_after_a_day_and_at_a_review_it_is_looked_at(plan: Plan, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(minutes=2))
    look(plan)

    clock.move_to(at(SUNDAY + DAY, 7))

    assert swept() == [("plans.tasks.adapt", (plan.athlete_id,))]


def test_a_session_by_itself_is_matched_without_a_plan() -> None:
    alone = PlannedSessionFactory(athlete=runner())

    assert swept() == [("plans.tasks.follow", (alone.athlete_id,))]


def test_a_plan_whose_last_day_is_over_has_ended(clock: time_machine.Traveller) -> None:
    old = PlanFactory(start=SUNDAY - 28 * DAY, end=SUNDAY)
    young = PlanFactory(start=SUNDAY - 28 * DAY, end=SUNDAY + DAY)

    sweep()

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, young.state) == ("ended", "active")


def test_a_worker_that_died_is_followed_by_another(plan: Plan, clock: time_machine.Traveller) -> None:
    long = next(each for each in sessions(plan) if each.kind == "long")
    went_by(clock, plan, long.day + DAY, long.day)
    look(plan)
    PlanProposal.objects.all().delete()
    dead = {"state": JobState.RUNNING, "attempts": 1, "lease_until": at(long.day + DAY, 9) + LEASE}
    Job.objects.filter(kind=JOB).update(**dead)

    adapt_plan(athlete_id=plan.athlete_id)
    assert not PlanProposal.objects.exists()

    clock.shift(LEASE + timedelta(seconds=1))
    assert ("plans.tasks.adapt", (plan.athlete_id,)) in swept()
    adapt_plan(athlete_id=plan.athlete_id)
    assert PlanProposal.objects.get().state == "waiting"


def test_nobody_takes_over_from_a_worker_that_may_still_be_at_it() -> None:
    """Without a beat it is thought dead when the lease is over; its own limits end it before."""
    assert timedelta(seconds=adapt.time_limit) < LEASE


def test_what_was_given_up_is_left_alone(plan: Plan) -> None:
    Job.objects.create(kind=JOB, subject=plan.uid, state=JobState.QUARANTINED)

    assert swept() == [("plans.tasks.follow", (plan.athlete_id,))]


@pytest.mark.django_db(transaction=True)
def test_two_workers_propose_once(plan: Plan, clock: time_machine.Traveller) -> None:
    long = next(each for each in sessions(plan) if each.kind == "long")
    went_by(clock, plan, long.day + DAY, long.day)
    follow(athlete_id=plan.athlete_id)

    def work() -> None:
        with sending_with(lambda *_: None):
            adapt_plan(athlete_id=plan.athlete_id)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert PlanProposal.objects.get().revision == 1
    assert Message.objects.filter(kind="plan_change_proposed").count() == 1
    assert Job.objects.get(kind=JOB).state == JobState.DONE
