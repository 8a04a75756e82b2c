"""A thousand athletes whose hour has come at the same minute, two workers, and a service that counts.

The rate is raised to 200 requests a second for this drill and enforced at that value.
"""

import sys
import time
from contextlib import ExitStack
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from support import garmin_api, sync_house  # noqa: F401 - the installation before what needs it
from support.report import p50, p95, report
from support.sync_athletes import connect
from support.worker_tree import start_beat, start_worker

from metrics.models import Activity, Origin, SyncRun

ATHLETES, QUICK_ATHLETES = 1_000, 24
WORKERS, DAYS, PER_ATHLETE = 2, 2, 1
POLL_S, PATIENCE_S = 1.0, 3_600


def main() -> None:
    count = QUICK_ATHLETES if "--quick" in sys.argv else ATHLETES
    connections = _crowd(count)
    garmin_api.limit(settings.GARMIN_REQUESTS_PER_S)
    started, due_at = time.monotonic(), timezone.now()
    with ExitStack() as running:
        for number in range(WORKERS):
            running.enter_context(start_worker(f"crowd{number}"))
        running.enter_context(start_beat())
        _wait(count, started)
    took = time.monotonic() - started
    traffic = garmin_api.api.traffic
    runs = SyncRun.objects.filter(connection__in=connections)
    delays = [(run.created_at - due_at).total_seconds() for run in runs]
    twice = runs.values("connection").annotate(n=Count("pk")).filter(n__gt=1).count()
    doubled = Origin.objects.values("athlete", "external_id").annotate(n=Count("pk")).filter(n__gt=1).count()
    figures = {
        "athletes": count,
        "double_syncs": twice + doubled,
        "crowd_activities": Activity.objects.shown().count(),
        "crowd_seconds": took,
        "crowd_athletes_per_minute": 60 * count / took,
        "crowd_requests": len(traffic.calls),
        "crowd_requests_per_s": len(traffic.calls) / took,
        "queue_delay_p50_s": p50(delays),
        "queue_delay_p95_s": p95(delays),
        "seconds_at_default_rate": len(traffic.calls) / 2.0 * 1.1,
        "limiter_violations": len(traffic.violations),
    }
    report("sync_crowd", figures, {"double_syncs": 0, "limiter_violations": 0})


def _crowd(count: int) -> list[int]:
    """Everybody was synced yesterday, and is due since a minute ago."""
    due = timezone.now() - timedelta(minutes=1)
    made = []
    for number in range(count):
        key = f"GCDC_{number:032d}"
        person = garmin_api.Person(number + 1, days=DAYS, file_s=300, activities=PER_ATHLETE)
        garmin_api.api.add(key, person)
        connection = connect(key, days=DAYS - 1, next_sync_at=due)
        connection.synced_at, connection.is_listed_whole = due - timedelta(days=1), True
        connection.backfilled_to = connection.backfill_from
        connection.save()
        made.append(connection.pk)
    return made


def _wait(count: int, started: float) -> None:
    while SyncRun.objects.filter(state=SyncRun.State.DONE).values("connection").distinct().count() < count:
        if time.monotonic() - started > PATIENCE_S:
            raise SystemExit("not everybody was synced")
        time.sleep(POLL_S)


if __name__ == "__main__":
    main()
