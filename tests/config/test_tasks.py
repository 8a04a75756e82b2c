from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from athletes.models import ConnectionAttempt, Way
from config import tasks
from config.core import audit, beats, pruning, ratelimit
from config.core.models import AuditSeal, Counter, ExternalCall, IdempotencyKey
from metrics.models import SyncRun
from tests.factories.athletes import AthleteFactory
from tests.factories.connected import AttemptFactory, ConnectionFactory, ExternalCallFactory, SyncRunFactory

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_heartbeat_is_one_row_that_gets_younger(db):
    assert beats.age(beats.WORKER) is None
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as clock:
        tasks.heartbeat()
        clock.shift(90)
        assert beats.age(beats.WORKER) == timedelta(seconds=90)
        tasks.heartbeat()
        assert beats.age(beats.WORKER) == timedelta(0)


def test_tidying_seals_the_audit_log_and_drops_spent_counters(db):
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as clock:
        audit.record(None, "athlete.read", None)
        ratelimit.hit("a", 1, 60)
        clock.shift(3_600)
        tasks.tidy()

    assert AuditSeal.objects.get().count == 1
    assert not Counter.objects.exists()


def left(model):
    return set(model.objects.values_list("pk", flat=True))


@pytest.fixture
def at():
    """The instant so many days before NOW, which is now."""
    with time_machine.travel(NOW, tick=False):
        yield lambda days: NOW - timedelta(days=days)


def test_records_of_calls_go_after_their_time(db, settings, at, monkeypatch):
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    settings.EXTERNAL_CALL_DAYS = 30
    kept = ExternalCallFactory(started_at=at(30))
    ExternalCallFactory.create_batch(5, started_at=at(31))

    tasks.retain()

    assert left(ExternalCall) == {kept.pk}


def test_keys_of_requests_go_after_a_day(db, at):
    named = {"user_uid": uuid4(), "route": "/api/v1/", "request_sha256": ""}
    for key, days in (("old", 2), ("new", 0)):
        with time_machine.travel(at(days), tick=False):
            IdempotencyKey.objects.create(key=key, **named)

    tasks.tidy()

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


def test_tries_to_connect_go_after_their_time(db, at):
    """But for what is open, and the one that made a connection: a message about it is told once for that."""
    ada = AthleteFactory()
    old = {"athlete": ada, "finished_at": at(91)}
    kept = {
        AttemptFactory(athlete=ada),
        AttemptFactory(athlete=ada, state="failed", finished_at=at(89)),
        AttemptFactory(**old, state="connected", way=Way.KEY),
    }
    AttemptFactory(**old, state="failed")
    with time_machine.travel(at(200), tick=False):
        AttemptFactory(athlete=ada, state="connected", way=Way.KEY, finished_at=at(200))
        kept.add(AttemptFactory(state="connected", way=Way.KEY, finished_at=at(200)))

    tasks.retain()

    assert left(ConnectionAttempt) == {each.pk for each in kept}


def test_syncs_go_after_their_time(db, at):
    """But for what is open, and the newest of a connection, which says what it did last."""
    connection, silent = ConnectionFactory(), ConnectionFactory()
    with time_machine.travel(at(200), tick=False):
        SyncRunFactory.create_batch(2, connection=connection, finished_at=at(91))
        kept = {SyncRunFactory(connection=connection, state="waiting", finished_at=None)}
        SyncRunFactory(connection=silent, finished_at=at(190))
    kept |= {
        SyncRunFactory(connection=silent, finished_at=at(180)),
        SyncRunFactory(connection=connection, finished_at=at(89)),
    }

    tasks.retain()

    assert left(SyncRun) == {each.pk for each in kept}
