import socket
import time
from queue import Empty

import pytest
from celery import current_app
from django.db import transaction

from config.core import celery
from config.core.celery import Queue, enqueue, find, queue_of, retry_wait_s, run_inline, sending_with
from config.core.errors import DataProcessingError
from config.core.ids import uuid7

calls: list[tuple] = []


@current_app.task(name="tests.first", queue=Queue.COMPUTE)
def first(athlete_id: int, day_uid: str = "") -> None:
    calls.append(("first", athlete_id))
    enqueue("tests.second", athlete_id)


@current_app.task(name="tests.second", queue=Queue.AI)
def second(athlete_id: int) -> None:
    calls.append(("second", athlete_id))


@current_app.task(name="tests.broken")
def broken() -> None:
    raise DataProcessingError("The file ends too early.", code="FILE_TRUNCATED", retryable=True)


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    calls.clear()
    monkeypatch.setattr(celery._Broker, "away_until", 0.0)


@pytest.fixture
def broker(monkeypatch):
    """The messages of a queue as (task, ids), taken from the in-memory broker."""
    monkeypatch.setattr(current_app.conf, "broker_url", "memory://localhost")

    def taken(queue: Queue) -> list[tuple[str, list]]:
        found = []
        with current_app.connection_for_read("memory://localhost") as connection:
            messages = connection.SimpleQueue(str(queue))
            while True:
                try:
                    message = messages.get(block=False)
                except Empty:
                    return found
                message.ack()
                found.append((message.headers["task"], message.payload[0]))

    for queue in Queue:
        taken(queue)
    return taken


def test_a_task_is_sent_to_its_own_queue_with_ids_only(transactional_db, broker):
    uid = uuid7()

    enqueue("tests.first", 7, uid)

    assert broker(Queue.COMPUTE) == [("tests.first", [7, str(uid)])]
    assert broker(Queue.DEFAULT) == []


def test_nothing_is_sent_before_the_commit_and_nothing_after_a_rollback(transactional_db, broker):
    with transaction.atomic():
        enqueue("tests.first", 7)
        assert broker(Queue.COMPUTE) == []
    assert broker(Queue.COMPUTE) == [("tests.first", [7])]

    with transaction.atomic():
        enqueue("tests.first", 8)
        transaction.set_rollback(True)
    assert broker(Queue.COMPUTE) == []


@pytest.mark.parametrize("name", ["config.tasks.nothing", "nowhere.tasks.run", "noname"])
def test_a_name_that_is_no_task_is_refused_where_it_is_written(name):
    with pytest.raises(LookupError, match=name):
        enqueue(name)


def test_ids_that_do_not_fit_the_task_are_refused_where_they_are_written():
    with pytest.raises(TypeError):
        enqueue("tests.second", 7, 8)


def test_a_task_is_found_by_its_path_and_names_its_queue():
    assert queue_of(find("config.tasks.heartbeat")) == Queue.DEFAULT
    assert queue_of(find("tests.second")) == Queue.AI


def test_tests_can_see_what_is_enqueued():
    sent = []

    with sending_with(lambda name, ids: sent.append((name, ids))):
        enqueue("tests.first", 7)

    assert sent == [("tests.first", (7,))]


def test_the_broker_is_spared_what_is_awaited_already_and_inline_work_is_not(transactional_db, broker):
    enqueue("tests.first", 7, awaited=True)
    with run_inline():
        enqueue("tests.first", 8, awaited=True)

    assert broker(Queue.COMPUTE) == []
    assert calls == [("first", 8), ("second", 8)]


def test_inline_work_runs_after_the_commits_once_each_with_what_it_starts(transactional_db):
    with run_inline() as failures:
        with transaction.atomic():
            enqueue("tests.first", 7)
        enqueue("tests.first", 7)
        enqueue("tests.first", 8)
        assert calls == []

    assert calls == [("first", 7), ("first", 8), ("second", 7), ("second", 8)]
    assert failures == []


def test_inline_work_of_a_rolled_back_transaction_never_runs(transactional_db):
    with run_inline(), transaction.atomic():
        enqueue("tests.first", 7)
        transaction.set_rollback(True)

    assert calls == []


def test_an_inline_failure_is_reported_and_stops_nothing(transactional_db, written_logs):
    with run_inline() as failures:
        enqueue("tests.broken")
        enqueue("tests.second", 7)

    assert calls == [("second", 7)]
    assert [(name, error.code) for name, error in failures] == [("tests.broken", "FILE_TRUNCATED")]
    assert "FILE_TRUNCATED" in [line.get("code") for line in written_logs()]


@pytest.mark.parametrize(
    ("retries", "asked_s", "low", "high"),
    [(0, None, 10, 12), (1, None, 20, 24), (3, None, 80, 96), (9, None, 300, 300), (0, 90, 90, 108)],
)
def test_waits_grow_with_jitter_and_stay_below_the_visibility_timeout(retries, asked_s, low, high):
    waits = [retry_wait_s(retries, asked_s) for _ in range(200)]

    assert low <= min(waits) <= max(waits) <= high


def test_a_service_that_asks_for_longer_gets_no_retry():
    assert retry_wait_s(0, 3_600) is None


def unused_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


def test_a_broker_that_is_away_is_logged_and_otherwise_ignored(transactional_db, monkeypatch, written_logs):
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{unused_port()}/0")

    for _ in range(3):
        enqueue("tests.first", 7)

    assert [line["event"] for line in written_logs()] == ["broker_away"]


def test_a_broker_that_hangs_costs_a_page_two_and_a_half_seconds_at_most(transactional_db, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        for _ in range(5):
            enqueue("tests.first", 7)

    assert time.monotonic() - started < 2.5
