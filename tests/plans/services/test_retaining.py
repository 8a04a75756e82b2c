"""What somebody deleted goes for good after a while, unless something still hangs on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plans.models import Blackout, Plan, PlannedSession, SentWorkout, SessionComment, WorkoutTemplate
from plans.services.retaining import prune_deleted
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import ConnectionFactory
from tests.factories.plans import (
    BlackoutFactory,
    ChangeFactory,
    CommentFactory,
    PlanFactory,
    PlannedSessionFactory,
    TemplateFactory,
)

pytestmark = pytest.mark.django_db

HORIZON = datetime(2026, 11, 23, tzinfo=UTC)
OLD, YOUNG = HORIZON - timedelta(seconds=1), HORIZON
FACTORIES = [BlackoutFactory, PlanFactory, PlannedSessionFactory, CommentFactory, TemplateFactory]


@pytest.mark.parametrize("make", FACTORIES)
def test_only_what_was_deleted_before_goes(make: type) -> None:
    rows = [make(deleted_at=deleted_at) for deleted_at in (OLD, YOUNG, None)]
    model = type(rows[0])

    assert prune_deleted(HORIZON, dry_run=True) == 1
    assert model.objects.count() == 3
    assert prune_deleted(HORIZON) == 1
    assert set(model.objects.values_list("pk", flat=True)) == {each.pk for each in rows[1:]}


def test_a_draft_goes_with_its_sessions_and_a_plan_of_the_history_stays() -> None:
    athlete = AthleteFactory()
    draft, told = (PlanFactory(athlete=athlete, state="draft", deleted_at=OLD) for _ in range(2))
    for plan in (draft, told):
        PlannedSessionFactory(athlete=athlete, plan=plan)
    ChangeFactory(athlete=athlete, plan=told)

    prune_deleted(HORIZON)

    assert list(Plan.objects.all()) == [told]
    assert [each.plan for each in PlannedSession.objects.all()] == [told]


def test_what_is_still_at_garmin_stays_until_it_was_taken_away_there() -> None:
    connection = ConnectionFactory()
    session = PlannedSessionFactory(athlete=connection.athlete, deleted_at=OLD)
    sent = SentWorkout.objects.create(session=session, connection=connection, workout_id="7")

    assert prune_deleted(HORIZON) == 0

    sent.delete()
    assert prune_deleted(HORIZON) == 1


def test_comments_of_a_session_go_with_it() -> None:
    CommentFactory(session=PlannedSessionFactory(deleted_at=OLD))

    prune_deleted(HORIZON)

    assert not SessionComment.objects.exists()
    assert not any(model.objects.exists() for model in (PlannedSession, WorkoutTemplate, Blackout))
