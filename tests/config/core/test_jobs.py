import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction

from config.core import jobs
from config.core.errors import DataProcessingError, ExternalAPIError
from config.core.ids import uuid7
from config.core.models import Job, JobState

LEASE = timedelta(minutes=5)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_claim_counts_the_attempt_before_the_work(db):
    job = jobs.claim("import", uuid7(), LEASE)

    assert (job.attempts, job.state) == (1, JobState.RUNNING)


def test_a_claimed_job_is_not_claimed_again_while_its_lease_runs(db):
    subject = uuid7()

    with time_machine.travel(NOON, tick=False) as clock:
        assert jobs.claim("import", subject, LEASE)
        clock.shift(LEASE)
        assert jobs.claim("import", subject, LEASE) is None
        clock.shift(1)
        assert jobs.claim("import", subject, LEASE).attempts == 2


def test_a_done_job_is_not_claimed_until_it_is_queued_again(db):
    subject = uuid7()
    assert jobs.finish(jobs.claim("import", subject, LEASE))
    assert jobs.claim("import", subject, LEASE) is None

    jobs.queue("import", subject)

    assert jobs.claim("import", subject, LEASE).attempts == 1


def test_what_kills_its_worker_three_times_is_quarantined_and_never_loops(db):
    subject = uuid7()

    with time_machine.travel(NOON, tick=False) as clock:
        for attempt in (1, 2, 3):
            assert jobs.claim("import", subject, LEASE).attempts == attempt
            clock.shift(LEASE + timedelta(seconds=1))
        assert jobs.claim("import", subject, LEASE) is None
        jobs.queue("import", subject)
        assert jobs.claim("import", subject, LEASE) is None

    job = Job.objects.get()
    assert (job.state, job.attempts, job.last_error_code) == (JobState.QUARANTINED, 3, "WORKER_LOST")


def test_the_sweep_quarantines_what_nobody_claims_any_more(db):
    with time_machine.travel(NOON, tick=False) as clock:
        subject = uuid7()
        for _ in range(3):
            jobs.claim("import", subject, LEASE)
            clock.shift(LEASE + timedelta(seconds=1))
        assert list(jobs.due("import")) == []

    assert Job.objects.get().state == JobState.QUARANTINED


def test_a_failed_job_waits_longer_each_time_and_is_quarantined_at_the_third(db):
    subject = uuid7()

    with time_machine.travel(NOON, tick=False) as clock:
        for wait_s in (60, 240):
            jobs.fail(jobs.claim("import", subject, LEASE), ValueError("odd bytes"))
            clock.shift(wait_s - 1)
            assert jobs.claim("import", subject, LEASE) is None
            clock.shift(1)
        jobs.fail(jobs.claim("import", subject, LEASE), ValueError("odd bytes"))

    job = Job.objects.get()
    assert (job.state, job.last_error_code, job.last_error) == ("quarantined", "ValueError", "odd bytes")
    assert job.next_attempt_at is None


def test_a_service_that_asks_for_a_longer_wait_gets_it(db):
    with time_machine.travel(NOON, tick=False):
        jobs.fail(jobs.claim("sync", uuid7(), LEASE), ExternalAPIError(retry_after_s=3_600))

    assert Job.objects.get().next_attempt_at == NOON + timedelta(hours=1)


def test_an_error_that_no_retry_helps_fails_the_job_for_good(db):
    subject = uuid7()

    jobs.fail(jobs.claim("import", subject, LEASE), DataProcessingError("Empty.", code="FILE_EMPTY"))

    assert jobs.claim("import", subject, LEASE) is None
    assert Job.objects.values_list("state", "last_error_code").get() == ("failed", "FILE_EMPTY")


def test_a_worker_that_lost_its_lease_changes_nothing(db):
    subject = uuid7()
    with time_machine.travel(NOON, tick=False) as clock:
        slow = jobs.claim("import", subject, LEASE)
        clock.shift(LEASE + timedelta(seconds=1))
        jobs.claim("import", subject, LEASE)

        assert not jobs.finish(slow)
        assert not jobs.fail(slow, ValueError("late"))

    assert Job.objects.values_list("state", "attempts").get() == ("running", 2)


def test_due_lists_waiting_and_abandoned_jobs_of_the_kind_oldest_first(db):
    with time_machine.travel(NOON, tick=False) as clock:
        abandoned, waiting, later, other = (uuid7() for _ in range(4))
        jobs.claim("import", abandoned, LEASE)
        jobs.queue("import", waiting)
        jobs.queue("import", later, at=NOON + timedelta(hours=1))
        jobs.queue("sync", other)
        clock.shift(LEASE + timedelta(seconds=1))

        assert [job.subject for job in jobs.due("import")] == [abandoned, waiting]


@pytest.mark.django_db(transaction=True)
def test_a_claim_inside_a_transaction_is_refused_since_a_rollback_would_forget_the_attempt():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        jobs.claim("import", uuid7(), LEASE)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_exactly_one_gets_the_job():
    subject = uuid7()

    def work(_: int) -> bool:
        try:
            return jobs.claim("import", subject, LEASE) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        claims = list(workers.map(work, range(16)))

    assert claims.count(True) == 1


def test_a_heartbeat_keeps_the_lease_and_shows(db):
    with time_machine.travel(NOON, tick=False) as clock:
        job = jobs.claim("sync", uuid7(), LEASE)
        clock.shift(timedelta(minutes=4))
        assert jobs.beat(job, LEASE)
        clock.shift(timedelta(minutes=4))

        assert jobs.claim("sync", job.subject, LEASE) is None
        assert Job.objects.get().heartbeat_at == NOON + timedelta(minutes=4)


def test_who_lost_the_lease_cannot_keep_finish_or_fail_the_job(db):
    with time_machine.travel(NOON, tick=False) as clock:
        first = jobs.claim("sync", uuid7(), LEASE)
        jobs.progressed(first, LEASE)
        clock.shift(LEASE + timedelta(seconds=1))
        second = jobs.claim("sync", first.subject, LEASE)

        assert (first.attempts, second.attempts) == (1, 1)
        assert not jobs.beat(first, LEASE)
        assert not jobs.progressed(first, LEASE)
        assert not jobs.finish(first)
        assert not jobs.fail(first, ExternalAPIError())
        assert jobs.finish(second)


def test_work_that_moves_on_is_never_quarantined_however_often_it_is_interrupted(db):
    subject = uuid7()
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(20):
            job = jobs.claim("sync", subject, LEASE)
            assert jobs.progressed(job, LEASE)
            clock.shift(LEASE + timedelta(seconds=1))

        assert jobs.claim("sync", subject, LEASE) is not None


def test_the_next_part_of_a_long_job_is_due_at_once_or_when_said(db):
    with time_machine.travel(NOON, tick=False) as clock:
        job = jobs.claim("sync", uuid7(), LEASE)
        assert jobs.go_on(job)
        job = jobs.claim("sync", job.subject, LEASE)
        assert jobs.go_on(job, at=NOON + timedelta(hours=2))
        assert jobs.claim("sync", job.subject, LEASE) is None
        clock.shift(timedelta(hours=2))

        assert jobs.claim("sync", job.subject, LEASE).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_work_without_moments_of_its_own_keeps_its_job_and_lets_it_go_at_the_end():
    short = timedelta(seconds=0.6)
    job = jobs.claim("plan", uuid7(), short)

    with jobs.beating(job, short):
        time.sleep(1.2)
        assert jobs.claim("plan", job.subject, short) is None
        held_until = Job.objects.get().lease_until
    time.sleep(0.5)

    assert held_until > job.lease_until
    assert Job.objects.get().lease_until == held_until
    assert "beating" not in {each.name for each in threading.enumerate()}


@pytest.mark.django_db(transaction=True)
def test_work_that_fails_stops_beating():
    job = jobs.claim("plan", uuid7(), LEASE)

    with pytest.raises(ZeroDivisionError), jobs.beating(job, LEASE):
        _ = 1 / 0

    assert "beating" not in {each.name for each in threading.enumerate()}
