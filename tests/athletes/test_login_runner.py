from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from queue import SimpleQueue

import pytest
import structlog
from django.db import connection, connections

from athletes import login_runner
from athletes.errors import ConnectingBusyError
from athletes.login_runner import AT_ONCE, PLACES

SOON_S = 5


class Gate:
    """Work that says when it begins and ends when the gate is opened."""

    def __init__(self) -> None:
        self.begun: SimpleQueue[str] = SimpleQueue()
        self._open = threading.Event()

    def work(self) -> None:
        self.begun.put(threading.current_thread().name)
        assert self._open.wait(SOON_S)

    def open(self) -> None:
        self._open.set()
        for thread in threading.enumerate():
            if thread.name == "connecting":
                thread.join(SOON_S)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open()


def test_four_work_four_wait_and_the_next_is_told_to_come_back(gate: Gate) -> None:
    for _ in range(PLACES):
        login_runner.run(gate.work)
    names = {gate.begun.get(timeout=SOON_S) for _ in range(AT_ONCE)}

    assert names == {"connecting"}
    assert gate.begun.empty()
    with pytest.raises(ConnectingBusyError):
        login_runner.run(gate.work)

    gate.open()
    assert gate.begun.qsize() == PLACES - AT_ONCE
    login_runner.run(gate.work)


def test_work_that_breaks_gives_its_place_back_and_says_nothing(
    gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ValueError("password-canary")

    with caplog.at_level(logging.INFO):
        for _ in range(PLACES + 1):
            login_runner.run(broken)
            gate.open()

    assert caplog.text.count("connecting_broke") == PLACES + 1
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_log_lines_of_the_thread_carry_the_requests_id(gate: Gate) -> None:
    seen: SimpleQueue[dict] = SimpleQueue()

    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        login_runner.run(lambda: seen.put(structlog.contextvars.get_contextvars()))

    assert seen.get(timeout=SOON_S) == {"request_id": "r-1"}


@pytest.mark.django_db(transaction=True)
def test_the_threads_database_connection_is_closed(gate: Gate) -> None:
    used: SimpleQueue[object] = SimpleQueue()

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        used.put(connection.connection)
        used.put(connections["default"])

    login_runner.run(ask)
    raw, wrapper = used.get(timeout=SOON_S), used.get(timeout=SOON_S)
    gate.open()

    assert raw is not None
    assert wrapper.connection is None  # type: ignore[attr-defined]


def test_work_done_here_is_done_on_return() -> None:
    done = []

    login_runner.run_here(lambda: done.append(threading.current_thread()))

    assert done == [threading.current_thread()]
