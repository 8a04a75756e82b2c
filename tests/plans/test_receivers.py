"""The one signal from below starts following."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from config.core.celery import sending_with
from metrics.services.changes import data_changed
from plans.tasks import adapt, follow
from tests.factories.metrics import ActivityFactory
from tests.factories.plans import PlannedSessionFactory

DAY = date(2026, 11, 24)


@pytest.mark.django_db(transaction=True)
def test_data_that_changed_are_followed() -> None:
    session, sent = PlannedSessionFactory(), []

    with sending_with(lambda *call: sent.append(call)), transaction.atomic():
        data_changed(session.athlete, DAY, date(2026, 11, 25))

    assert ("plans.tasks.follow", (session.athlete_id,)) in sent


@pytest.mark.django_db
def test_the_tasks_do_what_they_are_named_for() -> None:
    session = PlannedSessionFactory(day=DAY)
    ActivityFactory(athlete=session.athlete, start_time="2026-11-24T07:00:00Z", local_date=DAY, timer_s=2_700)

    with sending_with(lambda *_: None):
        follow(session.athlete_id)
        adapt(session.athlete_id)

    session.refresh_from_db()
    assert session.state == "done"
