from datetime import timedelta

import time_machine

from config import tasks
from config.core import audit, beats, ratelimit
from config.core.models import AuditSeal, Counter


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
