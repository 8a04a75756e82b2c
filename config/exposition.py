"""What Prometheus reads: counters of all processes of a server and, from the web, facts of the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, F, Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from analysis.models import AIUsage
from config.core import beats, cache
from config.core.counters import IS_SHARED
from config.core.logging import logger
from config.core.models import AuditEvent, Breaker, BreakerState, Job, JobState
from config.monitor.run import measured
from metrics.models import SyncRun

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

KEY, KEPT_S = "formline:metrics:facts", 30
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WATCHED = (
    *("account.login", "account.login_failed", "account.mfa_failed", "account.signed_up"),
    *("account.token_reused", "athlete.export", "partner.token_reused"),
)

type Rows = Iterable[Sequence[Any]]

log = logger(__name__)


def told(*, with_facts: bool) -> bytes:
    """Prometheus' text format; `with_facts` adds what the database knows of the whole installation."""
    registry = CollectorRegistry()
    if IS_SHARED:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    if with_facts:
        registry.register(Facts())
    return generate_latest(registry)


def is_bearer(given: str) -> bool:
    """Whether this Authorization header holds METRICS_TOKEN."""
    token = given.removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(token, settings.METRICS_TOKEN)


class Facts(Collector):
    """Gauges out of tables. While the database is away they say that and nothing else."""

    def collect(self) -> Iterable[Metric]:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            facts = _facts()
        except (Error, OSError) as error:
            log.warning("metrics_without_database", error=type(error).__name__)
            facts = None
        yield _gauge("database_up", "Whether the database answers.", [], [(int(facts is not None),)])
        for name, rows in (facts or {}).items():
            help_text, labels, _read = FAMILIES[name]
            yield _gauge(name, help_text, labels, rows)


def _facts() -> dict[str, list[list[Any]]]:
    """Rows of labels and value by gauge, at most KEPT_S old: several processes are asked at once."""
    kept = cache.read(KEY)
    if isinstance(kept, dict):
        return kept
    read = {name: [list(row) for row in rows()] for name, (_help, _labels, rows) in FAMILIES.items()}
    cache.write(KEY, read, KEPT_S)
    return read


def _gauge(name: str, help_text: str, labels: list[str], rows: Rows) -> Metric:
    family = GaugeMetricFamily(f"formline_{name}", help_text, labels=labels)
    for *values, number in rows:
        family.add_metric([str(each) for each in values], float(number))
    return family


def _measures() -> Rows:
    values, _failed = measured()
    return [(name, value) for name, value in values.items() if value is not None]


def _worker_seen() -> Rows:
    age = beats.age(beats.WORKER)
    return [] if age is None else [(age.total_seconds(),)]


def _jobs() -> Rows:
    open_ones = Job.objects.exclude(state__in=[JobState.DONE, JobState.FAILED])
    return open_ones.values_list("kind", "state").annotate(count=Count("pk"))


def _syncs() -> Rows:
    ended = SyncRun.objects.filter(finished_at__gte=timezone.now() - DAY)
    return ended.values_list(F("connection__way"), "state").annotate(count=Count("pk")).order_by()


def _spend() -> Rows:
    used = AIUsage.objects.filter(created_at__gte=timezone.now() - DAY)
    return [(used.aggregate(sum=Sum("cost_usd"))["sum"] or 0,)]


def _events() -> Rows:
    """Every action that is watched, at zero too: an alert needs something to compare."""
    recent = AuditEvent.objects.filter(at__gte=timezone.now() - HOUR, action__in=WATCHED)
    counts = dict(recent.values_list("action").annotate(count=Count("pk")))
    return [(action, counts.get(action, 0)) for action in WATCHED]


def _resting() -> Rows:
    return [(Breaker.objects.filter(state=BreakerState.OPEN).count(),)]


FAMILIES: dict[str, tuple[str, list[str], Callable[[], Rows]]] = {
    "measure": ("What the monitor measures, in its units.", ["name"], _measures),
    "worker_seen_seconds": ("Since a worker last answered the schedule.", [], _worker_seen),
    "jobs": ("Work that waits, runs or was given up.", ["kind", "state"], _jobs),
    "syncs_day": ("Syncs that ended within a day.", ["provider", "outcome"], _syncs),
    "ai_spend_usd_day": ("What Claude cost within a day.", [], _spend),
    "account_events_hour": ("Logins and what looks like misuse, within an hour.", ["action"], _events),
    "services_resting": ("Services outside that are left alone for a moment.", [], _resting),
}


def as_seen_from_inside(application: WSGIApplication) -> WSGIApplication:
    """`/metrics` by any name and over plain HTTP: a monitor asks each process by its own address."""
    host = urlsplit(settings.SITE_URL).netloc

    def door(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            environ = {**environ, "HTTP_HOST": host, "HTTP_X_FORWARDED_PROTO": "https"}
        return application(environ, start)

    return door


def listen(port: int) -> WSGIServer:
    """Tell the counters of this worker's processes on that port, to bearers of METRICS_TOKEN only."""
    server = make_server("", port, _answer, handler_class=_Silent)
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def _answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    if not is_bearer(environ.get("HTTP_AUTHORIZATION", "")):
        start("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"Only operators may read this.\n"]
    start("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
    return [told(with_facts=False)]


class _Silent(WSGIRequestHandler):
    # One at a time is answered, so that none may keep the others waiting.
    timeout = 5

    def log_message(self, format: str, *args: Any) -> None:
        """Being asked every few seconds is no news."""
