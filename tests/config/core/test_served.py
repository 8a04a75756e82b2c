"""What was answered is counted without waiting for anything, and added up over all processes."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import Error, connection, transaction
from django.test import Client

from config.core import ratelimit, served
from config.core.served import Served
from config.monitor.measures import MEASURES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    served._Process.unsaid = Served()
    yield
    served._Process.unsaid = Served()


def serve(requests: int, errors: int = 0) -> None:
    for number in range(requests):
        served.count(is_error=number < errors)


def test_processes_add_up_and_nothing_is_said_twice(db: None) -> None:
    for requests, errors in ((4, 1), (2, 0)):
        serve(requests, errors)
        served.hand_over()
        served.hand_over()

    assert served.recent() == Served(6, 1)


def test_what_is_older_than_a_quarter_of_an_hour_does_not_count_and_goes_like_every_counter(db: None) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        serve(3)
        served.hand_over()
        clock.shift(899)
        ratelimit.prune()
        assert served.recent() == Served(3, 0)
        clock.shift(2)
        assert served.recent() == Served(0, 0)
        assert ratelimit.prune() == 2


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("/only-post/", Served(1, 0)),
        ("/fail/app/", Served(1, 0)),
        ("/fail/bug/", Served(1, 1)),
        ("/fail/database/", Served(1, 1)),
        ("/api/v1/fail/bug/", Served(1, 1)),
        ("/fail/paused/", Served(1, 0)),
        ("/api/v1/fail/paused/", Served(1, 0)),
        ("/health", Served(0, 0)),
        ("/static/none.css", Served(0, 0)),
    ],
)
def test_errors_are_those_of_ours_and_not_of_servers_outside(
    failing_client: Client, path: str, counted: Served
) -> None:
    failing_client.get(path)

    assert served._Process.unsaid == counted


def test_counting_asks_no_database(failing_client: Client, db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        failing_client.get("/fail/bug/")


@pytest.mark.django_db(transaction=True)
def test_while_the_database_hangs_nobody_waits_and_nothing_is_lost() -> None:
    serve(2, 1)
    with transaction.atomic():
        served._write(Served(1, 0))  # not committed: whoever wants the same row waits
        waiting = Thread(target=_hand_over_and_close)
        waiting.start()
        waiting.join(timeout=0.2)
        assert waiting.is_alive()

        started = time.monotonic()
        serve(1_000)
        assert time.monotonic() - started < 0.1
    waiting.join(timeout=20)
    served.hand_over()

    assert served.recent() == Served(1_003, 1)


def test_a_hanging_cache_delays_no_answer(failing_client: Client, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": f"redis://127.0.0.1:{silent.getsockname()[1]}",
                "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5},
            }
        }
        caches["default"]
        started = time.monotonic()
        for _ in range(5):
            failing_client.get("/fail/bug/")
        took_s = time.monotonic() - started

    assert took_s < 3
    assert served._Process.unsaid == Served(5, 5)


@pytest.mark.parametrize("fault", [Error, OSError, ValueError])
def test_what_could_not_be_written_is_written_later(
    db: None, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    serve(2, 2)
    with connection.execute_wrapper(refuse):
        served.hand_over()
    served.hand_over()

    assert served.recent() == Served(2, 2)


@pytest.mark.django_db(transaction=True)
def test_where_it_is_kept_a_thread_hands_over_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "EVERY_S", 0.01)
    monkeypatch.setattr(served._Process, "is_kept", True)
    serve(3, 1)
    thread = served._Process.thread
    try:
        deadline = time.monotonic() + 10
        while served.recent() != Served(3, 1):
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.01)
    finally:
        served._Process.over.set()
        assert thread is not None
        thread.join(timeout=10)
        served._Process.over.clear()
    assert thread.daemon


def test_the_monitor_judges_by_twenty_requests_at_least(db: None) -> None:
    read = MEASURES["errors"].read
    serve(19, 2)
    served.hand_over()
    assert read() is None

    serve(1)
    served.hand_over()
    assert read() == 10.0


def _hand_over_and_close() -> None:
    served.hand_over()
    connection.close()
