"""What an athlete asks of a connection beside a sync."""

from __future__ import annotations

from datetime import date

import pytest

from athletes.models import Athlete, Connection, Way
from athletes.sources.records import EstimateKind
from config.core import cache
from metrics.models import Activity, Day, Estimate, Origin, RawAnswer, RemoteActivity
from metrics.services.connections import change_connection, disconnect, retry_activities
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import ConnectionFactory, RemoteActivityFactory
from tests.factories.metrics import ActivityFactory, DayFactory, OriginFactory
from tests.factories.synced import EstimateFactory, SyncedDayFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


@pytest.fixture
def athlete() -> Athlete:
    made: Athlete = AthleteFactory()
    return made


@pytest.fixture
def connection(athlete: Athlete) -> Connection:
    made: Connection = ConnectionFactory(athlete=athlete)
    return made


def answer(athlete: Athlete, source: str = Way.KEY) -> RawAnswer:
    return RawAnswer.objects.create(
        athlete=athlete, source=source, endpoint="weight", start=DAY, end=DAY, received_at="2026-11-20T05:00Z"
    )


def test_disconnecting_erases_what_garmin_answered_and_its_list(connection: Connection) -> None:
    athlete = connection.athlete
    answer(athlete)
    others = {answer(athlete, Way.LOGIN).pk, answer(AthleteFactory()).pk}
    RemoteActivityFactory(connection=connection)

    disconnect(connection=connection)

    assert {row.pk for row in RawAnswer.objects.all()} == others
    assert not RemoteActivity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_tried_again_is_seen_at_once_on_pages_that_are_kept(connection: Connection) -> None:
    RemoteActivityFactory(connection=connection, state="failed", attempts=3)

    def failed() -> int:
        return cache.remember(
            connection.athlete_id, "failed", 60, lambda: rows.filter(state="failed").count()
        )

    rows = connection.remote_activities
    assert failed() == 1

    assert retry_activities(connection=connection) == 1

    assert failed() == 0


def allowed(model: type) -> set[bool]:
    return set(model.objects.values_list("ai_allowed", flat=True))


def test_forbidding_ai_holds_for_what_is_here_already(connection: Connection) -> None:
    athlete = connection.athlete
    ride = ActivityFactory(athlete=athlete)
    OriginFactory(activity=ActivityFactory(athlete=athlete, merged_into=ride), source=Way.KEY)
    DayFactory(athlete=athlete, date=DAY, source=Way.KEY)
    EstimateFactory(athlete=athlete, date=DAY, source=Way.KEY)

    change_connection(connection=connection, ai_allowed=False)

    assert [allowed(model) for model in (Activity, Origin, Day, Estimate)] == [{False}] * 4


def test_what_a_connection_had_a_part_in_is_forbidden_with_it(connection: Connection) -> None:
    athlete = connection.athlete
    DayFactory(athlete=athlete, date=DAY, source="garmin_export")
    EstimateFactory(athlete=athlete, date=DAY, source="garmin_export")
    SyncedDayFactory(connection=connection, date=DAY, channels={"sleep": "partial"})

    change_connection(connection=connection, ai_allowed=False)

    assert [allowed(model) for model in (Day, Estimate)] == [{False}] * 2


def test_forbidding_ai_leaves_other_sources_and_other_athletes_alone(connection: Connection) -> None:
    athlete = connection.athlete
    for source in ("file", Way.LOGIN):
        OriginFactory(activity__athlete=athlete, source=source)
    OriginFactory(source=Way.KEY)
    DayFactory(athlete=athlete, date=DAY, source="garmin_export")
    SyncedDayFactory(connection=connection, date=DAY, channels={"sleep": "missing"})
    EstimateFactory(date=DAY, source=Way.KEY, kind=EstimateKind.FTP)

    change_connection(connection=connection, ai_allowed=False)

    assert [allowed(model) for model in (Activity, Origin, Day, Estimate)] == [{True}] * 4


def test_allowing_it_again_holds_for_what_comes(connection: Connection) -> None:
    DayFactory(athlete=connection.athlete, date=DAY, source=Way.KEY)
    change_connection(connection=connection, ai_allowed=False)

    assert change_connection(connection=connection, ai_allowed=True).ai_allowed
    assert allowed(Day) == {False}
