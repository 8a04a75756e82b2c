"""What this process counted, for /metrics: bounded sets of names are labels, people and their ids never are.

With PROMETHEUS_MULTIPROC_DIR all processes of one server write there, and whichever is asked tells of all.
"""

from __future__ import annotations

import fcntl
import os
from itertools import count
from pathlib import Path
from typing import IO

from django.conf import settings
from prometheus_client import Counter, Histogram, Summary, disable_created_metrics, values

IS_SHARED = bool(settings.PROMETHEUS_MULTIPROC_DIR)


class _Slot:
    """The lowest number that no living process of this server has: its files are gone on with.

    Web servers and workers replace their processes all day, and a set of files for each would fill the disk.
    """

    pid, number = 0, 0
    lock: IO[str] | None = None

    @classmethod
    def mine(cls) -> int:
        """prometheus_client asks before each count, and holds a lock meanwhile."""
        if cls.pid != os.getpid():
            cls.number, cls.lock = next(each for each in map(_taken, count()) if each)
            cls.pid = os.getpid()
        return cls.number


def _taken(number: int) -> tuple[int, IO[str]] | None:
    """The number and the file that must stay open; the lock on it ends with this process."""
    lock = (Path(settings.PROMETHEUS_MULTIPROC_DIR) / f"{number}.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return number, lock


if IS_SHARED:
    values.ValueClass = values.MultiProcessValue(process_identifier=_Slot.mine)  # type: ignore[no-untyped-call]

# When a series began doubles the text, and nobody asks.
disable_created_metrics()  # type: ignore[no-untyped-call]

REQUESTS = Counter(
    "formline_requests",
    "Requests by route and how they ended; `outside` are 5xx because a service outside failed us.",
    ["route", "method", "outcome"],
)
REQUEST_SECONDS = Histogram(
    "formline_request_seconds",
    "Until the answer began, by route.",
    ["route"],
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2.5, 10),
)
QUERY_SECONDS = Summary("formline_query_seconds", "Queries of the database: how many, how long in all.")
QUERY_ERRORS = Counter("formline_query_errors", "Queries that failed, other than by a unique key.")
CACHE_READS = Counter("formline_cache_reads", "What was asked of the cache per athlete.", ["result"])
CACHE_ERRORS = Counter("formline_cache_errors", "How often the cache did not answer.")
TASKS = Counter("formline_tasks", "Tasks by how they ended.", ["queue", "task", "outcome"])
TASK_SECONDS = Histogram(
    "formline_task_seconds", "How long tasks took.", ["queue"], buckets=(0.1, 0.5, 1, 5, 15, 60, 180)
)
TASK_DELAY = Histogram(
    "formline_task_delay_seconds",
    "From sending a task to its first start.",
    ["queue"],
    buckets=(0.1, 1, 5, 15, 60, 300, 900),
)
CALLS = Counter(
    "formline_external_calls",
    "Requests to services outside by how they ended.",
    ["service", "operation", "outcome"],
)
CALL_SECONDS = Histogram(
    "formline_external_call_seconds",
    "How long services outside took to answer.",
    ["service"],
    buckets=(0.05, 0.25, 1, 2.5, 10, 30),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count_request(route: str, method: str | None, outcome: str, seconds: float) -> None:
    """`route` is the name of an address, never the address."""
    REQUESTS.labels(route, method if method in METHODS else "other", outcome).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


def count_task(queue: str, task: str, outcome: str, seconds: float) -> None:
    """`outcome` is done, failed or retried."""
    TASKS.labels(queue, task, outcome).inc()
    TASK_SECONDS.labels(queue).observe(seconds)


def count_call(service: str, operation: str, status: int | None, seconds: float) -> None:
    """`operation` must be one of a bounded set of names, never a path with an id."""
    outcome = "no_answer" if status is None else f"{status // 100}xx"
    CALLS.labels(service, operation, outcome).inc()
    CALL_SECONDS.labels(service).observe(seconds)
