"""Is it alive, is it well, and what did it count: for people, balancers and Prometheus."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from functools import cache as once
from functools import wraps
from typing import Any

import psutil
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from config import exposition
from config.celery import app as celery_app
from config.core import beats
from config.core.errors import AppException
from config.core.http import client_address, is_loopback
from config.core.logging import logger
from config.core.models import Breaker, BreakerState, Job, JobState

LIMIT_S = 1
WORKER_LATE_S = 120
DISK_FREE_MIN_BYTES = 500 * 1024**2

type Facts = dict[str, Any]
type View = Callable[[HttpRequest], HttpResponse]

log = logger(__name__)


class Unwell(Exception):
    """A check that ran and found something wrong; the text is fit for an answer."""


def operators_only(view: View) -> View:
    """For a bearer of METRICS_TOKEN; without such a token in the settings, for this machine itself."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if settings.METRICS_TOKEN:
            is_welcome = exposition.is_bearer(request.headers.get("Authorization", ""))
        else:
            is_welcome = is_loopback(client_address(request))
        if not is_welcome:
            raise AppException("Only operators may read this.", code="PERMISSION_DENIED", status=403)
        return view(request)

    return guarded


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@never_cache
@require_safe
@operators_only
def detailed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """All checks at once, each within a second: 200 when all are ok, else 503."""
    running = {name: _workers().submit(_timed, check) for name, check in CHECKS.items()}
    deadline = time.monotonic() + LIMIT_S
    checks = {name: _outcome(name, future, deadline) for name, future in running.items()}
    is_well = all(each["status"] == "ok" for each in checks.values())
    body = {"status": "ok" if is_well else "failing", "version": settings.VERSION, "checks": checks}
    return JsonResponse(body, status=200 if is_well else 503)


@never_cache
@require_safe
@operators_only
def metrics(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Prometheus' text format, of all processes when PROMETHEUS_MULTIPROC_DIR is set."""
    return HttpResponse(exposition.told(with_facts=True), content_type=CONTENT_TYPE_LATEST)


def check_database() -> Facts:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"vendor": connection.vendor}


def check_cache() -> Facts:
    cache.set("formline:health", "ok", 10)
    if cache.get("formline:health") != "ok":
        raise Unwell("The cache does not keep what it is given.")
    return {}


def check_broker() -> Facts:
    with celery_app.connection_for_write(connect_timeout=LIMIT_S) as broker:
        broker.ensure_connection(max_retries=1, timeout=LIMIT_S)
    return {"transport": broker.transport_cls}


def check_worker() -> Facts:
    age = beats.age(beats.WORKER)
    if age is None:
        raise Unwell("No worker was ever seen.")
    age_s = round(age.total_seconds())
    if age_s > WORKER_LATE_S:
        raise Unwell(f"The last sign of a worker is {age_s} s old.")
    return {"heartbeat_age_s": age_s}


def check_services() -> Facts:
    """Services outside that are left alone for a moment: told, and no illness of this server."""
    resting = Breaker.objects.filter(state=BreakerState.OPEN).values_list("name", flat=True)
    return {"resting": sorted(resting)}


def check_jobs() -> Facts:
    """Work that was given up and waits for an operator, by kind: told, and no illness of this server."""
    given_up = Job.objects.filter(state=JobState.QUARANTINED).values_list("kind").annotate(count=Count("pk"))
    return {"quarantined": dict(given_up)}


def check_disk() -> Facts:
    usage = psutil.disk_usage(str(settings.FORMLINE_DATA))
    if usage.free < DISK_FREE_MIN_BYTES:
        raise Unwell(f"Only {usage.free // 1024**2} MiB are free.")
    return {"free_bytes": usage.free, "used_pct": usage.percent}


CHECKS: dict[str, Callable[[], Facts]] = {
    "database": check_database,
    "cache": check_cache,
    "broker": check_broker,
    "worker": check_worker,
    "disk": check_disk,
    "services": check_services,
    "jobs": check_jobs,
}


@once
def _workers() -> ThreadPoolExecutor:
    # Made on first use, since threads do not survive gunicorn's fork. What hangs is a thread, not a request.
    return ThreadPoolExecutor(max_workers=2 * len(CHECKS), thread_name_prefix="health")


def _timed(check: Callable[[], Facts]) -> Facts:
    started = time.perf_counter()
    try:
        facts = {"status": "ok", **check()}
    except Unwell as finding:
        facts = {"status": "failing", "message": str(finding)}
    except Exception as error:
        # The text of a driver's error may hold addresses and passwords.
        facts = {"status": "failing", "message": type(error).__name__}
    finally:
        connection.close()
    return {**facts, "ms": round((time.perf_counter() - started) * 1_000, 1)}


def _outcome(name: str, future: Future[Facts], deadline: float) -> Facts:
    try:
        facts = future.result(timeout=max(deadline - time.monotonic(), 0))
    except TooSlow:
        facts = {"status": "failing", "message": "No answer in time.", "ms": LIMIT_S * 1_000}
    if facts["status"] != "ok":
        log.warning("health_check_failing", check=name, reason=facts["message"])
    return facts
