"""One day with all channels and one activity: a server that answers in 150 ms, two requests a second."""

import sys

from support import garmin_api, sync_house  # noqa: F401 - the installation before what needs it
from support.report import p50, p95, report, seconds
from support.sync_athletes import connect, finish_slices

from athletes.models import Connection
from config.core.models import Job
from metrics.models import Activity, Day, Estimate, Origin, RemoteActivity, SyncedDay
from metrics.services.sync import request_sync, sync_connection

KEY = "GCDC_the_only_one_of_this_benchmark"
LATENCY_S, RATE, FAST = 0.15, 2.0, 500.0
RUNS, QUICK_RUNS = 50, 4
MOST_S = 10.0


def main() -> None:
    runs = QUICK_RUNS if "--quick" in sys.argv else RUNS
    person = garmin_api.Person(1, days=40, file_s=3600, activities=25)
    garmin_api.api.add(KEY, person)
    connection = _settled()
    outing = person.add_activity(hour=0, seconds=3600)
    garmin_api.api.latency_s = LATENCY_S
    garmin_api.limit(RATE)
    times = []
    for _ in range(runs):
        garmin_api.api.traffic.calls.clear()
        request_sync(connection=connection)
        times.append(seconds(lambda: sync_connection(connection_id=connection.pk)))
        _check(connection, str(outing.id))
        _forget_today(connection, str(outing.id))
    figures = {
        "day_p95_s": p95(times),
        "day_p50_s": p50(times),
        "day_max_s": max(times),
        "day_requests": len(garmin_api.api.traffic.calls),
        "day_runs": runs,
        "day_violations": len(garmin_api.api.traffic.violations),
    }
    report("sync_day", figures, {"day_p95_s": MOST_S, "day_violations": 0})


def _settled() -> Connection:
    """Connected for weeks: everything but today's activity is here."""
    connection = connect(KEY, days=30)
    garmin_api.set_rate(FAST)
    finish_slices(connection)
    garmin_api.set_rate(RATE)
    return connection


def _check(connection: Connection, activity_id: str) -> None:
    day = Day.objects.get(athlete=connection.athlete, date=connection.athlete.today())
    if day.steps is None or not Origin.objects.filter(external_id=activity_id).exists():
        raise SystemExit("the day did not come whole")


def _forget_today(connection: Connection, activity_id: str) -> None:
    today = connection.athlete.today()
    for model in (Day, SyncedDay, Estimate):
        model.objects.filter(athlete=connection.athlete, date=today).delete()
    Activity.objects.filter(origins__external_id=activity_id).delete()
    RemoteActivity.objects.filter(external_id=activity_id).delete()
    Job.objects.filter(kind="sync").delete()


if __name__ == "__main__":
    main()
