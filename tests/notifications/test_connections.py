from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from athletes.models import Athlete, Connection, ConnectionAttempt, Way
from notifications.models import Message
from notifications.services.connections import tell_about_connections
from notifications.wording import line
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ada() -> Athlete:
    return AthleteFactory(time_zone="Europe/Berlin")


def connected(athlete: Athlete, way: str = Way.KEY, **more: Any) -> Connection:
    """A connection that was made at noon."""
    with time_machine.travel(NOON, tick=False):
        state = ConnectionAttempt.State.CONNECTED
        ConnectionAttempt.objects.create(athlete=athlete, way=way, state=state, finished_at=NOON)
        return Connection.objects.create(athlete=athlete, way=way, **more)


def told(at: datetime) -> list[str]:
    """The titles of all messages after a tick at this moment, oldest first."""
    with time_machine.travel(at, tick=False):
        tell_about_connections()
        tell_about_connections()
        return [line(each).title for each in Message.objects.order_by("pk")]


def test_a_key_is_reminded_of_at_14_and_at_3_days_once_each(ada: Athlete) -> None:
    connected(ada, key_expires_on=date(2026, 12, 31))

    assert told(datetime(2026, 12, 16, 12, tzinfo=UTC)) == []
    assert told(datetime(2026, 12, 17, 12, tzinfo=UTC)) == ["Your Garmin key expires in 14 days"]
    assert len(told(datetime(2026, 12, 27, 12, tzinfo=UTC))) == 1
    assert told(datetime(2026, 12, 28, 12, tzinfo=UTC))[1:] == ["Your Garmin key expires in 3 days"]
    assert len(told(datetime(2027, 1, 1, 12, tzinfo=UTC))) == 2
    message = Message.objects.earliest("pk")
    assert message.user == ada.user
    assert message.url == f"/athletes/{ada.uid}/connections/"
    assert line(message).text.startswith("Its last day is 31 Dec 2026.")


def test_the_day_is_the_athletes_own(ada: Athlete) -> None:
    connected(ada, key_expires_on=date(2026, 12, 31))

    assert told(datetime(2026, 12, 16, 22, 59, tzinfo=UTC)) == []
    assert len(told(datetime(2026, 12, 16, 23, 0, tzinfo=UTC))) == 1


def test_a_key_of_which_nobody_knows_the_end_is_not_reminded_of(ada: Athlete) -> None:
    connected(ada)

    assert told(NOON + timedelta(days=364)) == []


def test_a_new_key_has_reminders_of_its_own(ada: Athlete) -> None:
    connection = connected(ada, key_expires_on=date(2026, 12, 31))
    told(datetime(2026, 12, 28, 12, tzinfo=UTC))
    Connection.objects.filter(pk=connection.pk).update(key_expires_on=date(2027, 1, 30))

    assert told(datetime(2026, 12, 29, 12, tzinfo=UTC)) == ["Your Garmin key expires in 3 days"]
    assert told(datetime(2027, 1, 29, 12, tzinfo=UTC))[1:] == ["Your Garmin key expires tomorrow"]


def test_a_sync_that_fails_for_more_than_a_day_is_told_once_until_it_works(ada: Athlete) -> None:
    connection = connected(ada, Way.LOGIN, synced_at=NOON, failures=3, last_error_message="Garmin is away.")
    due = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)

    assert told(due + timedelta(hours=24)) == []
    assert told(due + timedelta(hours=24, minutes=21)) == ["Nothing new from Garmin since 22 Nov 2026, 13:00"]
    assert told(due + timedelta(days=5)) == ["Nothing new from Garmin since 22 Nov 2026, 13:00"]
    assert line(Message.objects.get()).text.startswith("Garmin login: Garmin is away. It is tried again")

    Connection.objects.filter(pk=connection.pk).update(synced_at=NOON + timedelta(days=10))
    assert len(told(NOON + timedelta(days=13))) == 2


def test_what_never_worked_is_told_after_a_day(ada: Athlete) -> None:
    connected(ada, failures=1)

    assert told(NOON + timedelta(hours=24)) == []
    assert len(told(NOON + timedelta(hours=25))) == 1


def test_a_quiet_connection_and_a_single_failure_are_no_news(ada: Athlete) -> None:
    connected(ada, Way.LOGIN, synced_at=NOON - timedelta(days=9))
    connected(ada, Way.KEY, synced_at=NOON, failures=1)

    assert told(NOON + timedelta(hours=20)) == []


def test_a_lost_connection_is_told_once_and_again_when_it_is_lost_again(ada: Athlete) -> None:
    lost = Connection.State.RECONNECT
    connection = connected(ada, Way.LOGIN, state=lost, failures=1, key_expires_on=NOON.date())

    assert told(NOON) == ["Garmin does not accept your login any more"]
    assert len(told(NOON + timedelta(days=30))) == 1

    state = ConnectionAttempt.State.CONNECTED
    ConnectionAttempt.objects.create(athlete=ada, way=connection.way, state=state)
    assert len(told(NOON + timedelta(days=60))) == 2


def test_the_reason_for_a_lost_key_is_another(ada: Athlete) -> None:
    connected(ada, Way.KEY, state=Connection.State.RECONNECT)

    assert told(NOON) == ["Garmin does not accept your key any more"]
    assert "Create a new key" in line(Message.objects.get()).text
