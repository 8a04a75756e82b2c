"""How often pages about plans ask the database, and that more sessions ask no more often."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from athletes.models import Athlete
from config.core.celery import sending_with
from plans.models import Plan, PlannedSession
from plans.services.planning import adopt_plan, make, request_plan
from tests.architecture.test_query_budget import over_budget
from tests.factories.athletes import AthleteFactory, ThresholdFactory
from tests.factories.metrics import ActivityFactory, DayFactory
from tests.factories.own_word import AnnotationFactory
from tests.factories.plans import (
    BlackoutFactory,
    ChangeFactory,
    CommentFactory,
    PlannedSessionFactory,
    ProposalFactory,
    TemplateFactory,
)
from tests.factories.races import RaceFactory

PAGES = {
    "plans:calendar": 14,
    "plans:panel-today": 9,
    "plans:session": 14,
    "plans:plan": 12,
    "plans:plan-new": 9,
    "plans:preferences": 8,
    "plans:plan-proposals": 8,
    "plans:history": 8,
    "plans:library": 8,
    "plans:future-load": 8,
    "plans:feed": 6,
    "api:plan-list": 5,
    "api:session-list": 5,
    "api:plan-proposal-list": 5,
    "api:plan-change-list": 5,
    "api:training-preferences": 6,
}
"""The most queries of each page when nothing is cached, session and user included."""

pytestmark = [pytest.mark.django_db, pytest.mark.either]


class World:
    def __init__(self) -> None:
        self.athlete: Athlete = AthleteFactory()
        ThresholdFactory(athlete=self.athlete)
        with sending_with(lambda *_: None):
            plan = request_plan(athlete=self.athlete, user=self.athlete.user, sport="cycling", weeks=2)
            make(plan_id=plan.pk)
            self.plan: Plan = adopt_plan(plan=Plan.objects.get(), user=self.athlete.user)
        self.grow()
        self.session = PlannedSession.objects.filter(plan=self.plan).first()
        self.client = Client()
        self.client.force_login(self.athlete.user)

    def grow(self) -> None:
        today = self.athlete.today()
        for days in range(4):
            day = today + timedelta(days=days)
            row = PlannedSessionFactory(athlete=self.athlete, day=day, plan=self.plan)
            CommentFactory(session=row)
            ActivityFactory(athlete=self.athlete, local_date=today - timedelta(days=days))
            DayFactory._meta.model.objects.update_or_create(
                athlete=self.athlete, date=today - timedelta(days=days), defaults={"sleep_s": 28_800}
            )
            ChangeFactory(athlete=self.athlete, plan=self.plan)
            ProposalFactory(plan=self.plan, state="refused")
            TemplateFactory(athlete=self.athlete)
            RaceFactory(athlete=self.athlete, date=day)
            BlackoutFactory(athlete=self.athlete, start=day, end=day + timedelta(days=1))
            AnnotationFactory(athlete=self.athlete, start=today, end=None)

    def address(self, name: str) -> str:
        kwargs: dict[str, Any] = {"athlete": "me"}
        if name == "plans:session":
            kwargs["uid"] = self.session.uid
        return reverse(name, kwargs=kwargs)

    def queries(self, name: str) -> list[str]:
        self.client.get(self.address(name))
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(self.address(name))
        assert response.status_code == 200, (name, response.status_code)
        return [query["sql"] for query in captured]


def test_no_page_about_plans_asks_more_often_than_it_may_and_more_rows_ask_no_more_often() -> None:
    world = World()
    asked = {name: world.queries(name) for name in PAGES}
    found = [line for name, budget in PAGES.items() for line in over_budget(name, asked[name], budget)]
    assert not found, "\n".join(found)

    world.grow()

    assert {name: len(world.queries(name)) for name in PAGES} == {
        name: len(queries) for name, queries in asked.items()
    }
