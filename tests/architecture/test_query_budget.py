"""How often a page asks the database, session and user included, and that more rows ask no more often."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analysis.services.analysing import analyse
from athletes.models import DATA_CLASSES, Athlete, Threshold
from athletes.sources.records import ChannelState, DailyChannel, EstimateKind
from metrics.models import Activity, SyncRun
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, ThresholdFactory, UserFactory
from tests.factories.connected import (
    AttemptFactory,
    ExternalCallFactory,
    RemoteActivityFactory,
    SyncRunFactory,
)
from tests.factories.metrics import (
    ActivityFactory,
    DayFactory,
    ImportBatchFactory,
    ImportFileFactory,
    LapFactory,
    OriginFactory,
    StreamFactory,
    store_loads,
)
from tests.factories.own_word import AnnotationFactory, CheckInFactory, CycleDayFactory
from tests.factories.plans import PlannedSessionFactory
from tests.factories.signals import SignalFactory
from tests.factories.synced import EstimateFactory, SyncedDayFactory

PAGES = {
    "analysis:today": 10,
    "analysis:panel-insight": 10,
    "analysis:today-news": 10,
    "analysis:analyses": 7,
    "analysis:analysis": 9,
    "analysis:daily": 6,
    "analysis:signals": 8,
    "metrics:activities": 8,
    "metrics:activity": 15,
    "metrics:activity-streams": 8,
    "metrics:activity-curve": 9,
    "metrics:curves": 9,
    "metrics:curves-json": 7,
    "metrics:fitness": 8,
    "metrics:panel-fitness": 8,
    "metrics:load-json": 6,
    "metrics:health": 13,
    "metrics:health-json": 6,
    "metrics:imports": 6,
    "metrics:import-batch": 8,
    "metrics:check-in": 6,
    "metrics:markers": 5,
    "metrics:cycle": 6,
    "metrics:activity-new": 4,
    "athletes:profile": 7,
    "notifications:list": 4,
    "notifications:preferences": 10,
    "notifications:history": 4,
    "api:athlete-list": 4,
    "api:threshold-list": 5,
    "api:activity-list": 5,
    "api:activity": 9,
    "api:activity-streams": 6,
    "api:check-in-list": 4,
    "api:marker-list": 4,
    "api:cycle-list": 4,
    "api:day-list": 5,
    "api:health": 5,
    "api:readiness": 6,
    "api:signal-list": 4,
    "api:load": 5,
    "api:import-list": 5,
    "api:import": 7,
    "api:analysis-list": 5,
}
"""The most queries of each page when nothing is cached."""

CONNECTED_PAGES = {
    "metrics:connections": 12,
    "metrics:connection": 11,
    "metrics:connection-run": 6,
    "metrics:connection-calls": 9,
    "metrics:connection-key": 6,
    "api:connection-list": 8,
    "api:sync-run-list": 5,
    "api:connection-attempt-list": 5,
}
"""The same of pages about connections, for an athlete who has one."""

MORE_WHEN_PLANNED = {"analysis:today": 2, "analysis:panel-insight": 1, "analysis:today-news": 2}
"""The session of the day and its thresholds, for an athlete who has a connection as well."""

ONLY_FOR_COACHES = 5
"""The athlete, who does not come with the login, what of them a coach may see, that they looked at what opens
the page and at what else it shows, and when."""

ONLY_WHILE_SYNCING = {"analysis:today": 1}
"""What such a page has seen of the data, so that it can tell what is new."""

pytestmark = [pytest.mark.django_db, pytest.mark.either]


class World:
    """An athlete with a little of everything; `grow` adds more of it."""

    has_plan = True

    def __init__(self) -> None:
        self.athlete: Athlete = AthleteFactory(keeps_cycle_log=True)
        today = self.athlete.today()
        self.noon = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
        self.days = 0
        self.batch = ImportBatchFactory(athlete=self.athlete)
        self.grow()
        self.activity = Activity.objects.for_athlete(self.athlete).latest("start_time")
        self.client = Client()
        self.client.force_login(self.athlete.user)

    def grow(self) -> None:
        for _ in range(4):
            self.days += 1
            self._add_day(self.days)
        store_loads(self.athlete, self.athlete.today() - timedelta(days=100), [50.0] * 100)
        self.analysis = analyse(athlete=self.athlete)

    def _add_day(self, days: int) -> None:
        start = self.noon - timedelta(days=days)
        activity = ActivityFactory(athlete=self.athlete, start_time=start)
        newest = Activity.objects.filter(athlete=self.athlete).latest("start_time")
        OriginFactory(activity=activity)
        LapFactory(activity=newest, index=days)
        StreamFactory(activity=activity)
        DayFactory(athlete=self.athlete, date=start.date())
        CheckInFactory(athlete=self.athlete, date=start.date())
        CycleDayFactory(athlete=self.athlete, date=start.date())
        SignalFactory(athlete=self.athlete, start=start.date())
        AnnotationFactory(athlete=self.athlete, start=start.date(), end=None)
        ThresholdFactory(athlete=self.athlete, kind=Threshold.Kind.FTP, valid_from=start.date())
        ImportFileFactory(batch=self.batch, state="imported", activity=activity)
        ImportFileFactory(batch=ImportBatchFactory(athlete=self.athlete))
        if self.has_plan:
            PlannedSessionFactory(athlete=self.athlete, day=self.noon.date())

    def address(self, name: str) -> str:
        kwargs: dict[str, Any] = {} if name.startswith("notifications") else {"athlete": "me"}
        uids = {"activity": self.activity.uid, "import": self.batch.uid, "analysis": self.analysis.uid}
        part = name.partition(":")[2].removesuffix("-streams").removesuffix("-curve").removesuffix("-batch")
        if name == "analysis:daily":
            kwargs["metric"] = "hrv"
        if part in uids:
            kwargs["uid"] = uids[part]
        return reverse(name, kwargs=kwargs if name != "api:athlete-list" else {})

    def queries(self, name: str) -> list[str]:
        """What a page asks with an empty cache."""
        self.client.get(self.address(name))
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(self.address(name))
        assert response.status_code == 200, (name, response.status_code)
        return [query["sql"] for query in captured]


class ConnectedWorld(World):
    """The same athlete with a connection, its syncs, the days they read, and what was asked of Garmin."""

    run: SyncRun | None = None

    def grow(self) -> None:
        super().grow()
        ended = self.noon - timedelta(days=1)
        self.run = self.run or SyncRunFactory(connection__athlete=self.athlete, finished_at=ended)
        SyncRunFactory.create_batch(4, connection=self.run.connection, finished_at=ended)
        for days in range(self.days - 4, self.days):
            self._add_synced_day(self.athlete.today() - timedelta(days=days))
        AttemptFactory.create_batch(4, athlete=self.athlete, state="failed")
        ExternalCallFactory.create_batch(4, subject=self.athlete.uid, started_at=self.noon)

    def _add_synced_day(self, day: date) -> None:
        connection = self.run.connection
        states = dict.fromkeys(DailyChannel, ChannelState.MISSING)
        SyncedDayFactory(connection=connection, date=day, channels=states)
        RemoteActivityFactory(connection=connection, local_date=day, state="failed")
        for kind in (EstimateKind.FTP, EstimateKind.TRAINING_READINESS):
            EstimateFactory(athlete=self.athlete, kind=kind, date=day)

    def address(self, name: str) -> str:
        if name not in CONNECTED_PAGES:
            return super().address(name)
        uids = {"metrics:connection": self.run.connection.uid, "metrics:connection-run": self.run.uid}
        return reverse(name, kwargs={"athlete": "me"} | ({"uid": uids[name]} if name in uids else {}))


class SyncingWorld(ConnectedWorld):
    """And a sync is at work."""

    def grow(self) -> None:
        super().grow()
        state = SyncRun.State.RUNNING
        SyncRunFactory(connection=self.run.connection, state=state, finished_at=None, days_done=2)


class UnplannedWorld(ConnectedWorld):
    """Connected, and without a plan."""

    has_plan = False


@pytest.fixture(params=[ConnectedWorld, World])
def world(request: pytest.FixtureRequest) -> World:
    made: World = request.param()
    return made


def over_budget(name: str, asked: list[str], budget: int) -> list[str]:
    if len(asked) <= budget:
        return []
    return [f"{name} asks {len(asked)} times, more than {budget}", *asked]


def budgets(kind: type[World]) -> dict[str, int]:
    if kind is World:
        return PAGES
    more = MORE_WHEN_PLANNED if kind.has_plan else {}
    return {name: most + more.get(name, 0) for name, most in (PAGES | CONNECTED_PAGES).items()}


@pytest.mark.parametrize("kind", [ConnectedWorld, SyncingWorld, UnplannedWorld, World])
def test_no_page_asks_more_often_than_it_may(kind: type[World]) -> None:
    world = kind()
    pages = budgets(kind)
    more = ONLY_WHILE_SYNCING if kind is SyncingWorld else {}
    found = [
        line
        for name, budget in pages.items()
        for line in over_budget(name, world.queries(name), budget + more.get(name, 0))
    ]

    assert not found, "\n".join(found)


def test_today_keeps_its_budget_for_a_coach(world: World) -> None:
    coach = UserFactory()
    CoachLinkFactory(coach=coach, athlete=world.athlete, scopes=dict.fromkeys(DATA_CLASSES, "read"))
    world.client.force_login(coach)
    address = reverse("analysis:today", args=[world.athlete.uid])
    world.client.get(address)
    cache.clear()

    with CaptureQueriesContext(connection) as captured:
        assert world.client.get(address).status_code == 200

    asked = [query["sql"] for query in captured]
    found = over_budget("today", asked, budgets(type(world))["analysis:today"] + ONLY_FOR_COACHES)
    assert not found, "\n".join(found)


def test_more_rows_ask_no_more_often(world: World) -> None:
    pages = [*PAGES, *CONNECTED_PAGES] if isinstance(world, ConnectedWorld) else [*PAGES]
    before = {name: len(world.queries(name)) for name in pages}

    world.grow()

    assert {name: len(world.queries(name)) for name in pages} == before


def test_the_guard_counts() -> None:
    assert over_budget("today", ["SELECT 1"] * 11, 10)[0] == "today asks 11 times, more than 10"
    assert over_budget("today", ["SELECT 1"] * 10, 10) == []
