"""How many requests all processes answered in the last minutes, and how many of them by an error of ours.

Answering a request adds to two numbers in memory and waits for nothing. A thread per process hands them to
the database every few seconds; while that is away they wait, and what a process had not handed over when it
was killed is lost. The thread runs only where `keep` was called, which the web server's door does.
"""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from django.db import Error, connection, transaction
from django.db.models import F, Sum

from config.core.logging import logger
from config.core.models import Counter

EVERY_S, MINUTE_S, WINDOW_S = 5.0, 60, 900
REQUESTS, ERRORS = "served:requests", "served:errors"

log = logger(__name__)


class Served(NamedTuple):
    requests: int = 0
    errors: int = 0


class _Process:
    unsaid = Served()
    thread: threading.Thread | None = None
    is_kept = False
    over = threading.Event()


_lock = threading.Lock()


def keep() -> None:
    """From now on what this process, or one forked from it, counts is handed over by itself."""
    _Process.is_kept = True


def count(*, is_error: bool) -> None:
    """One more request was answered."""
    _add_unsaid(Served(1, int(is_error)))
    thread = _Process.thread
    if _Process.is_kept and (thread is None or not thread.is_alive()):
        _start()


def recent() -> Served:
    """What all processes have handed over of the last quarter of an hour."""
    rows = Counter.objects.filter(
        key__in=[REQUESTS, ERRORS], window_s=WINDOW_S, window_start__gt=int(time.time()) - WINDOW_S
    )
    sums = dict(rows.values_list("key").annotate(Sum("count")))
    return Served(sums.get(REQUESTS, 0), sums.get(ERRORS, 0))


def hand_over() -> None:
    """Write down what was counted since the last time; while the database is away it is kept."""
    with _lock:
        found, _Process.unsaid = _Process.unsaid, Served()
    if not found.requests:
        return
    try:
        _write(found)
    except (Error, OSError, ValueError) as error:
        _add_unsaid(found)
        log.warning("served_not_written", error=type(error).__name__)


def _start() -> None:
    with _lock:
        if _Process.thread is None or not _Process.thread.is_alive():
            _Process.thread = threading.Thread(target=_hand_over_for_ever, name="served", daemon=True)
            _Process.thread.start()


def _hand_over_for_ever() -> None:
    while not _Process.over.wait(EVERY_S):
        hand_over()
        connection.close()


def _add_unsaid(found: Served) -> None:
    with _lock:
        before = _Process.unsaid
        _Process.unsaid = Served(before.requests + found.requests, before.errors + found.errors)


def _write(found: Served) -> None:
    """To this minute's row, which has had its time after `WINDOW_S` like every counter."""
    minute = int(time.time()) // MINUTE_S * MINUTE_S
    sums = {REQUESTS: found.requests, ERRORS: found.errors}
    rows = [Counter(key=key, window_s=WINDOW_S, window_start=minute) for key in sums]
    with transaction.atomic():
        Counter.objects.bulk_create(rows, ignore_conflicts=True)
        for key, number in sums.items():
            mine = Counter.objects.filter(key=key, window_s=WINDOW_S, window_start=minute)
            mine.update(count=F("count") + number)
