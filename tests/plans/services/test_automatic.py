"""What is done without asking, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import resolve

from metrics.services.annotations import add_annotation
from notifications.models import Message
from plans.engine.adapt import Adaptation, Change
from plans.models import Plan, PlanChange, PlannedSession, PlanProposal
from plans.selectors.situation import as_session
from plans.services.automatic import beyond_limits
from plans.services.history import undo_change
from plans.services.preferences import save_preferences
from plans.services.snapshots import snapshot
from tests.factories.signals import SignalFactory
from tests.plans.services.lived import (
    key_session,
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


def all_of(plan: Plan) -> list[dict[str, object]]:
    return [snapshot(each) for each in sessions(plan)]


@pytest.fixture
def ill(plan: Plan, clock: time_machine.Traveller) -> Plan:
    """Who lets the plan change within limits, with signs of an illness the day before a hard session."""
    save_preferences(athlete=plan.athlete, user=plan.athlete.user, fields={"adapting": "automatic"})
    today = key_session(plan, 1).day - DAY
    went_by(clock, plan, today)
    look(plan)
    SignalFactory(athlete=plan.athlete, kind="illness_onset", start=today, end=None)
    return plan


def test_within_the_limits_it_is_done_and_told(ill: Plan) -> None:
    assert look(ill) is None

    proposal = PlanProposal.objects.get()
    change = PlanChange.objects.get(act="adapt")
    assert (proposal.state, proposal.beyond_limits, proposal.decided_by) == ("automatic", "", None)
    assert (change.author, change.proposal, change.reason) == (None, proposal, proposal.reason)
    assert PlannedSession.objects.get(uid=proposal.changes[0]["session"]).origin == "adaptation"
    message = Message.objects.get(kind="plan_change_proposed")
    assert (message.user, message.context["is_done"], message.context["sessions"]) == (
        ill.athlete.user,
        True,
        1,
    )
    assert resolve(message.url).kwargs["uid"] == proposal.uid


def test_what_was_undone_is_not_done_again(ill: Plan) -> None:
    look(ill)
    before = all_of(ill)

    undo_change(change=PlanChange.objects.get(act="adapt"), user=ill.athlete.user)

    undone = all_of(ill)
    assert undone != before
    assert look(ill) is None
    assert all_of(ill) == undone


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({"automatic_sessions_max": 0}, "It touches 1 session, your limit is 0."),
        ({"automatic_load_pct_max": 1}, "your limit is 1 %."),
    ],
)
def test_beyond_a_limit_it_asks_and_says_why(ill: Plan, limits: dict[str, int], words: str) -> None:
    save_preferences(athlete=ill.athlete, user=ill.athlete.user, fields=limits)
    before = all_of(ill)

    proposal = look(ill)

    assert proposal is not None
    assert proposal.beyond_limits.endswith(words)
    assert all_of(ill) == before


def test_intensity_is_never_added_without_asking(plan: Plan) -> None:
    limits = save_preferences(
        athlete=plan.athlete, user=None, fields={"automatic_sessions_max": 14, "automatic_load_pct_max": 100}
    )
    hard = as_session(key_session(plan))
    again = Adaptation("missed_key", "missed_key:1", "It fits.", (), (Change("add", None, None, hard, "."),))

    assert beyond_limits(again, (), limits) == "It adds intensity: that is never done without asking."


def test_what_changes_nothing_is_told_and_not_done(plan: Plan, clock: time_machine.Traveller) -> None:
    """All that an illness stops is the athlete's own: they are asked to look at it themselves."""
    save_preferences(athlete=plan.athlete, user=plan.athlete.user, fields={"adapting": "automatic"})
    hard = key_session(plan, 1)
    went_by(clock, plan, hard.day)
    PlannedSession.objects.filter(plan=plan).update(locked=True)
    add_annotation(athlete=plan.athlete, kind="illness", start=hard.day)

    proposal = look(plan)

    assert proposal is not None
    assert (proposal.cause, proposal.changes, proposal.frame) == ("illness", [], None)
    assert proposal.beyond_limits == "It is about sessions that are yours."
    assert not PlanChange.objects.filter(act="adapt").exists()
