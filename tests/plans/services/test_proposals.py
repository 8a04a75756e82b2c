"""The answer to a proposed change: whole, in part, or no; and what waits only while it still fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import resolve

from athletes.models import Athlete
from config.core.celery import sending_with
from config.core.errors import DataChangedError, DataValidationError
from notifications.models import Message
from plans.engine.adapt import Adaptation, Change, Evidence
from plans.engine.rules import Session
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.selectors.situation import as_session
from plans.services.history import undo_change
from plans.services.proposals import accept_proposal, refuse_proposal
from plans.services.proposing import Overtaken, propose
from plans.services.sessions import edit_session
from plans.services.snapshots import of_engine, snapshot
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.plans import PlanFactory, PlannedSessionFactory
from tests.plans.services.lived import standing_still

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with standing_still() as moving:
        yield moving


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory()
    return made


@pytest.fixture
def plan(athlete: Athlete) -> Plan:
    made: Plan = PlanFactory(athlete=athlete)
    for day in (MONDAY, TUESDAY):
        PlannedSessionFactory(athlete=athlete, plan=made, day=day)
    return made


def rows(plan: Plan) -> list[PlannedSession]:
    return list(PlannedSession.objects.filter(plan=plan).alive().order_by("day", "slot"))


def run(plan: Plan, day: date, minutes: int) -> Session:
    """Another length of the first session, as the planner would write it."""
    return replace(as_session(rows(plan)[0]), day=day, minutes=minutes, z1_min=minutes, load=minutes)


def less(plan: Plan, minutes: int = 30, name: str = "missed_key:1") -> Adaptation:
    """Both sessions shorter, and a third one."""
    told = (Evidence("session_not_done", MONDAY, 45.0, "min"),)
    changes = [
        Change("resize", str(row.uid), as_session(row), run(plan, row.day, minutes), "Shorter.", told)
        for row in rows(plan)
    ]
    changes.append(Change("add", None, None, run(plan, TUESDAY + DAY, 20), "One more."))
    return Adaptation("missed_key", name, "A key session was missed.", told, tuple(changes))


def waiting(plan: Plan, **wish: Any) -> PlanProposal:
    made = propose(plan=plan, found=less(plan, **wish))
    assert made is not None
    return made


def refused(code: str, plan: Plan, **answer: Any) -> DataValidationError:
    before = [snapshot(row) for row in rows(plan)]
    with pytest.raises(DataValidationError) as raised:
        accept_proposal(user=plan.athlete.user, **answer)
    assert raised.value.code == code
    assert [snapshot(row) for row in rows(plan)] == before
    return raised.value


def test_a_proposal_holds_what_is_and_what_would_be(plan: Plan) -> None:
    proposal = waiting(plan)

    first, _ = rows(plan)
    change = proposal.changes[0]
    assert (proposal.cause, proposal.state, proposal.frame) == ("missed_key", "waiting", None)
    assert change["before"] == snapshot(first)
    assert change["after"] == of_engine(run(plan, MONDAY, 30), origin="adaptation")
    assert change["evidence"][0] | {"z": None} == {
        "metric": "session_not_done",
        "date": "2026-11-23",
        "value": 45.0,
        "unit": "min",
        "baseline": None,
        "z": None,
    }
    assert [row.minutes for row in rows(plan)] == [45, 45]


def test_it_is_told_once_with_a_link_to_it(plan: Plan) -> None:
    proposal = waiting(plan)
    waiting(plan, minutes=35)

    message = Message.objects.get()
    assert (message.user, message.context["sessions"]) == (plan.athlete.user, 3)
    assert resolve(message.url).url_name == "plan-proposal"
    assert resolve(message.url).kwargs["uid"] == proposal.uid


def test_the_same_event_renews_what_waits(plan: Plan) -> None:
    proposal = waiting(plan)

    renewed = waiting(plan, minutes=35)

    assert (renewed.pk, renewed.changes[0]["after"]["minutes"]) == (proposal.pk, 35)
    assert renewed.revision == proposal.revision + 1


def test_another_event_overtakes_what_waits_and_an_old_one_may_come_back(plan: Plan) -> None:
    first = waiting(plan)
    second = waiting(plan, name="illness:1")

    first.refresh_from_db()
    assert (first.state, second.state) == ("outdated", "waiting")

    assert waiting(plan).pk == first.pk
    second.refresh_from_db()
    assert second.state == "outdated"


def test_what_no_rule_finds_any_more_is_overtaken(plan: Plan) -> None:
    proposal = waiting(plan)

    propose(plan=plan, found=None)

    proposal.refresh_from_db()
    assert proposal.state == "outdated"


def test_nothing_is_stored_about_sessions_that_have_changed(plan: Plan) -> None:
    found = less(plan)
    edit_session(session=rows(plan)[0], user=plan.athlete.user, title="Mine", text="- 50m Z2")

    with pytest.raises(Overtaken):
        propose(plan=plan, found=found)

    assert not PlanProposal.objects.exists()


class TestAccepting:
    def test_all_of_it_is_one_change_by_who_accepted(self, plan: Plan) -> None:
        proposal, coach = waiting(plan), UserFactory()

        change = accept_proposal(proposal=proposal, user=coach)

        proposal.refresh_from_db()
        assert change is not None
        assert (change.author, change.act, change.proposal) == (coach, "adapt", proposal)
        assert (proposal.state, proposal.decided_by) == ("accepted", coach)
        assert proposal.decided_at is not None
        assert [(row.day, row.minutes, row.origin) for row in rows(plan)] == [
            (MONDAY, 30, "adaptation"),
            (TUESDAY, 30, "adaptation"),
            (TUESDAY + DAY, 20, "adaptation"),
        ]

    def test_only_what_was_chosen_is_changed(self, plan: Plan) -> None:
        accept_proposal(proposal=waiting(plan), user=plan.athlete.user, only={1})

        assert [row.minutes for row in rows(plan)] == [45, 30]

    @pytest.mark.parametrize("only", [set(), {3}, {-1}])
    def test_what_is_not_proposed_cannot_be_chosen(self, plan: Plan, only: set[int]) -> None:
        proposal = waiting(plan)

        refused("CHANGES_UNKNOWN", plan, proposal=proposal, only=only)

        proposal.refresh_from_db()
        assert proposal.state == "waiting"

    def test_it_can_be_undone(self, plan: Plan) -> None:
        change = accept_proposal(proposal=waiting(plan), user=plan.athlete.user)
        assert change is not None

        undo_change(change=change, user=plan.athlete.user)

        assert [(row.minutes, row.origin) for row in rows(plan)] == [(45, "engine"), (45, "engine")]

    def test_a_session_that_changed_since_outdates_it(self, plan: Plan) -> None:
        proposal = waiting(plan)
        edit_session(session=rows(plan)[1], user=plan.athlete.user, title="Mine")

        refused("PROPOSAL_OUTDATED", plan, proposal=proposal)

        proposal.refresh_from_db()
        assert proposal.state == "outdated"
        refused("PROPOSAL_OUTDATED", plan, proposal=proposal)

    def test_the_part_that_still_holds_can_be_chosen(self, plan: Plan) -> None:
        proposal = waiting(plan)
        edit_session(session=rows(plan)[1], user=plan.athlete.user, title="Mine")

        accept_proposal(proposal=proposal, user=plan.athlete.user, only=[0])

        assert [row.minutes for row in rows(plan)] == [30, 45]

    def test_a_day_that_has_begun_outdates_it(self, plan: Plan, clock: time_machine.Traveller) -> None:
        proposal = waiting(plan)

        clock.shift(DAY)

        refused("PROPOSAL_OUTDATED", plan, proposal=proposal)

    def test_it_is_answered_once(self, plan: Plan) -> None:
        proposal = waiting(plan)
        accept_proposal(proposal=proposal, user=plan.athlete.user)

        refused("PROPOSAL_ANSWERED", plan, proposal=proposal)

        with pytest.raises(DataValidationError) as raised:
            refuse_proposal(proposal=proposal, user=plan.athlete.user)
        assert raised.value.code == "PROPOSAL_ANSWERED"

    def test_who_saw_an_older_one_is_told(self, plan: Plan) -> None:
        proposal = waiting(plan)
        seen = proposal.revision
        waiting(plan, minutes=35)

        with pytest.raises(DataChangedError):
            accept_proposal(proposal=proposal, user=plan.athlete.user, revision=seen)

        assert [row.minutes for row in rows(plan)] == [45, 45]

    def test_a_plan_that_ended_takes_no_answer(self, plan: Plan) -> None:
        proposal = waiting(plan)
        Plan.objects.filter(pk=plan.pk).update(state=Plan.State.ENDED)

        refused("PROPOSAL_OUTDATED", plan, proposal=proposal)

    def test_one_without_changes_is_only_answered(self, plan: Plan) -> None:
        empty = Adaptation("missed_days", "missed_days:1", "Make a new plan.", (), (), needs_plan=True)
        proposal = propose(plan=plan, found=empty)
        assert proposal is not None

        assert accept_proposal(proposal=proposal, user=plan.athlete.user) is None

        proposal.refresh_from_db()
        assert proposal.state == "accepted"
        assert not PlanChange.objects.exists()


def test_a_refusal_keeps_the_plan_and_ends_the_matter(plan: Plan) -> None:
    proposal = waiting(plan)

    refuse_proposal(proposal=proposal, user=plan.athlete.user)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("refused", plan.athlete.user)
    assert [row.minutes for row in rows(plan)] == [45, 45]
    assert propose(plan=plan, found=less(plan)) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_is_told(plan: Plan) -> None:
    proposal, codes = waiting(plan), []

    def work() -> None:
        try:
            with sending_with(lambda *_: None):
                accept_proposal(proposal=PlanProposal.objects.get(pk=proposal.pk), user=plan.athlete.user)
        except DataValidationError as error:
            codes.append(error.code)
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert codes == ["PROPOSAL_ANSWERED"]
    assert PlanChange.objects.count() == 1
    assert len(rows(plan)) == 3
