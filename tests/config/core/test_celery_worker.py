"""A real worker (a thread of this process) on a real broker."""

import threading

import pytest
import structlog
from celery import current_app
from celery.contrib.testing.worker import start_worker
from celery.fixups.django import DjangoWorkerFixup
from django.db import connection
from prometheus_client import REGISTRY

from config.core import beats, celery
from config.core.celery import Queue, enqueue
from config.core.errors import DataProcessingError, ExternalAPIError

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]

done = threading.Event()
seen: list[dict] = []


@current_app.task(name="tests.flaky", queue=Queue.SYNC)
def flaky(athlete_id: int) -> None:
    seen.append({**structlog.contextvars.get_contextvars()})
    if len(seen) < 3:
        raise ExternalAPIError("Away.")
    done.set()


@current_app.task(name="tests.refused", queue=Queue.SYNC)
def refused() -> None:
    seen.append({})
    raise DataProcessingError("Empty.", code="FILE_EMPTY")


@current_app.task(name="tests.after", queue=Queue.SYNC)
def after() -> None:
    done.set()


@current_app.task(name="tests.reads", queue=Queue.SYNC)
def reads() -> None:
    seen.append({"was_open": connection.connection is not None})
    beats.age(beats.WORKER)


def count(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"formline_{name}", {"queue": "sync", **labels}) or 0.0


@pytest.fixture
def worker(valkey_url, monkeypatch):
    seen.clear()
    done.clear()
    monkeypatch.setattr(celery._Broker, "away_until", 0.0)
    monkeypatch.setattr(celery, "FIRST_RETRY_S", 0.1)
    monkeypatch.setattr(current_app.conf, "broker_url", valkey_url)
    queues = [str(queue) for queue in Queue]
    with start_worker(
        current_app._get_current_object(),
        pool="solo",
        perform_ping_check=False,
        queues=queues,
        loglevel="WARNING",
    ) as worker:
        yield worker
    connection.close()


def test_a_task_is_retried_under_the_request_id_that_started_it(worker, written_logs):
    retried = {"task": "tests.flaky", "outcome": "retried"}
    before = count("tasks_total", **retried), count("task_delay_seconds_count")
    with structlog.contextvars.bound_contextvars(request_id="trace-me-please"):
        enqueue("tests.flaky", 7)

    assert done.wait(20)
    assert [each["request_id"] for each in seen] == ["trace-me-please"] * 3
    assert seen[0]["ids"] == [7]
    after = count("tasks_total", **retried), count("task_delay_seconds_count")
    assert (after[0] - before[0], after[1] - before[1]) == (2, 1)
    failed = [line for line in written_logs() if line["event"] == "task_failed"]
    assert [(line["code"], line["will_retry"]) for line in failed] == [("EXTERNAL_API_ERROR", True)] * 2


def test_what_no_retry_helps_is_tried_once(worker):
    enqueue("tests.refused")
    enqueue("tests.after")

    assert done.wait(20)
    assert len(seen) == 1


def test_the_heartbeat_says_that_the_worker_is_alive(worker):
    enqueue("config.tasks.heartbeat")
    enqueue("tests.after")

    assert done.wait(20)
    assert beats.age(beats.WORKER).total_seconds() < 20


def test_each_task_gets_its_connection_anew(worker):
    for _ in range(3):
        enqueue("tests.reads")
    enqueue("tests.after")

    assert done.wait(20)
    assert seen == [{"was_open": False}] * 3


def test_celery_leaves_the_connections_of_a_process_alone():
    beats.beat(beats.WORKER)

    DjangoWorkerFixup(current_app._get_current_object()).close_database()

    assert connection.connection is not None
