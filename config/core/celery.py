"""Work behind the scenes: the queues, the base of every task, and the one way to start a task.

A task takes ids only, may run twice, names its queue, and is called by its dotted path. The database, not the
broker, is the truth: when a message is lost, a sweep finds the work.
"""

import importlib
import inspect
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache as once
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from celery import Task, current_app
from celery.contrib.django.task import DjangoTask
from celery.exceptions import OperationalError as CeleryOperationalError
from celery.exceptions import Retry
from django.db import transaction
from kombu.exceptions import KombuError
from kombu.pools import ProducerPool
from redis.exceptions import RedisError

from config.core.counters import TASK_DELAY, count_task
from config.core.db import logged_queries
from config.core.errors import AppException
from config.core.logging import logger

type Id = int | str
type Sender = Callable[[str, tuple[Id, ...]], None]

FIRST_RETRY_S, LONGEST_RETRY_S = 10, 300
PUBLISH_TIMEOUT_S = 1
PUBLISHERS = 64  # more than a web process has threads
BROKER_REST_S = 10.0
BROKER_ERRORS = (CeleryOperationalError, KombuError, RedisError, OSError)

log = logger(__name__)


class Queue(StrEnum):
    DEFAULT = "default"
    INGEST = "ingest"
    SYNC = "sync"
    COMPUTE = "compute"
    AI = "ai"
    NOTIFY = "notify"


class BaseTask(DjangoTask):
    """Binds the request id to the logs, logs failures by code and retries what an error says may be retried.

    Waits between tries grow up to 300 s; a service that asks for a longer wait gets a `Job` row instead of a
    retry, since a long countdown outlives the broker's visibility time-out and runs twice.
    """

    abstract = True
    max_retries = 3

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        bound = {"task": self.name, "request_id": request_id_of(self) or self.request.id, "ids": list(args)}
        with structlog.contextvars.bound_contextvars(**bound), logged_queries(), _counted(self):
            try:
                return super().__call__(*args, **kwargs)
            except AppException as error:
                self._retry_or_raise(error)

    def _retry_or_raise(self, error: AppException) -> None:
        wait_s = retry_wait_s(self.request.retries, error.retry_after_s)
        tries_left = self.request.retries < (self.max_retries or 0)
        will_retry = error.retryable and tries_left and wait_s is not None and not self.request.is_eager
        log.warning("task_failed", code=error.code, retryable=error.retryable, will_retry=will_retry)
        if will_retry:
            raise self.retry(exc=error, countdown=wait_s)
        raise error


@contextmanager
def _counted(task: Task) -> Iterator[None]:
    """Delay, length and outcome of one run, for /metrics."""
    queue, started, outcome = queue_of(task), time.perf_counter(), "failed"
    sent_at = (task.request.headers or {}).get("sent_at") or task.request.get("sent_at")
    if sent_at and not task.request.retries:
        TASK_DELAY.labels(queue).observe(max(time.time() - float(sent_at), 0.0))
    try:
        yield
        outcome = "done"
    except Retry:
        outcome = "retried"
        raise
    finally:
        count_task(queue, str(task.name), outcome, time.perf_counter() - started)


def retry_wait_s(retries: int, asked_s: float | None) -> float | None:
    """Seconds until the next try, with up to a fifth of jitter; None when the service asks for too long."""
    if asked_s and asked_s > LONGEST_RETRY_S:
        return None
    wait_s = max(FIRST_RETRY_S * 2.0**retries, asked_s or 0)
    return min(wait_s * random.uniform(1.0, 1.2), LONGEST_RETRY_S)  # noqa: S311


def enqueue(name: str, *ids: int | str | UUID, awaited: bool = False) -> None:
    """Start the task `name` ("metrics.tasks.recompute") with `ids` once the running transaction commits.

    `awaited` says that a message for this work is under way, or that the task would find that it is not due:
    the broker is spared another one. Whoever else listens, such as `run_inline`, hears of it nevertheless.
    Raises LookupError for a name that is no task and TypeError for ids that do not fit it. A broker that is
    away is logged and otherwise ignored.
    """
    inspect.signature(find(name).run).bind(*ids)
    sender = _sender.get()
    if awaited and sender is send:
        return
    sender(name, tuple(str(each) if isinstance(each, UUID) else each for each in ids))


def find(name: str) -> Task:
    """The task of that dotted path; its module is imported when nobody has done so yet."""
    if name not in current_app.tasks:
        try:
            importlib.import_module(name.rpartition(".")[0])
        except (ImportError, ValueError) as error:
            raise LookupError(f"no task is called {name}") from error
    try:
        return current_app.tasks[name]
    except KeyError as error:
        raise LookupError(f"no task is called {name}") from error


@contextmanager
def sending_with(sender: Sender) -> Iterator[None]:
    """Within the block `enqueue` hands names and ids to `sender` at once, not to the broker on commit."""
    token = _sender.set(sender)
    try:
        yield
    finally:
        _sender.reset(token)


@contextmanager
def run_inline() -> Iterator[list[tuple[str, Exception]]]:
    """Run what is enqueued within the block in this process at its end, for commands without a worker.

    Only committed work runs, each task with the same ids once, then what those tasks enqueue. Yields the list
    that the failures are added to; a failure is logged and stops nothing.
    """
    waiting: dict[tuple[str, tuple[Id, ...]], None] = {}
    failures: list[tuple[str, Exception]] = []

    def remember(name: str, ids: tuple[Id, ...]) -> None:
        transaction.on_commit(partial(waiting.setdefault, (name, ids)))

    with sending_with(remember):
        yield failures
        while waiting:
            call = next(iter(waiting))
            del waiting[call]
            _run(*call, failures)


def _run(name: str, ids: tuple[Id, ...], failures: list[tuple[str, Exception]]) -> None:
    try:
        find(name).apply(args=ids, throw=True)
    except Exception as error:  # one broken task must not keep the others of the block from running
        log.warning("task_failed_inline", task=name, ids=list(ids), exc_info=True)
        failures.append((name, error))


def send(name: str, ids: tuple[Id, ...]) -> None:
    """Publish the task on its queue after commit."""
    # A robust callback must have a __qualname__, which a partial has not.
    transaction.on_commit(lambda: _publish(name, ids), robust=True)


def _publish(name: str, ids: tuple[Id, ...]) -> None:
    if time.monotonic() < _Broker.away_until:
        return
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    task = find(name)
    publishers = _producers(current_app.conf.broker_url)
    try:
        with publishers.acquire(block=True, timeout=PUBLISH_TIMEOUT_S) as producer:
            task.apply_async(
                args=ids,
                queue=queue_of(task),
                headers={"request_id": request_id, "sent_at": str(time.time())},
                producer=producer,
            )
    except BROKER_ERRORS as error:
        # Sweeps find the work, so the next callers need not wait for the same broker again.
        _Broker.away_until = time.monotonic() + BROKER_REST_S
        log.warning("broker_away", task=name, ids=list(ids), error=type(error).__name__)


@once
def _producers(broker_url: str) -> ProducerPool:
    """Connections of publishers, who wait less than a worker does: a page must not hang with the broker."""
    options = {"socket_timeout": PUBLISH_TIMEOUT_S} if broker_url.startswith(("redis", "valkey")) else {}
    connections = current_app.connection_for_write(broker_url, transport_options=options)
    return ProducerPool(connections.Pool(limit=PUBLISHERS), limit=PUBLISHERS)


def queue_of(task: Task) -> str:
    """The queue that the task's declaration names."""
    return str(getattr(task, "queue", None) or Queue.DEFAULT)


def request_id_of(task: Task) -> str:
    headers = task.request.headers or {}
    return str(headers.get("request_id") or task.request.get("request_id") or "")


class _Broker:
    away_until = 0.0


_sender: ContextVar[Sender] = ContextVar("sender", default=send)
