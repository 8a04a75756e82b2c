"""One day with all channels and one activity: a server that answers in 150 ms, two requests a second."""

import sys
import time

from support import garmin_api, sync_house  # noqa: F401 - the installation before what needs it
from support.report import p50, p95, report, seconds
from support.sync_athletes import connect, connect_by, finish_slices

from athletes.models import Connection, Way
from config.core.models import Job
from metrics.models import Activity, Day, Estimate, Origin, RemoteActivity, SyncedDay
from metrics.services.sync import request_sync, sync_connection
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.traffic import Traffic

KEY = "GCDC_the_only_one_of_this_benchmark"
LATENCY_S, RATE, FAST = 0.15, 2.0, 500.0
RUNS, QUICK_RUNS = 50, 4
MOST_S = 10.0


def main() -> None:
    runs = QUICK_RUNS if "--quick" in sys.argv else RUNS
    key = _measured(_by_key(), garmin_api.double.personal.traffic, runs)
    login = _measured(_by_login(), garmin_api.double.connect.traffic, runs)
    figures = {
        "day_p95_s": max(p95(key[0]), p95(login[0])),
        "day_key_p50_s": p50(key[0]),
        "day_key_p95_s": p95(key[0]),
        "day_key_requests": key[1],
        "day_login_p50_s": p50(login[0]),
        "day_login_p95_s": p95(login[0]),
        "day_login_requests": login[1],
        "day_runs": runs,
        "day_violations": key[2] + login[2],
    }
    report("sync_day", figures, {"day_p95_s": MOST_S, "day_violations": 0})


def _by_key() -> tuple[Connection, Person]:
    person = garmin_api.Person(1, days=40, file_s=3600, activities=25)
    garmin_api.api.add(KEY, person)
    return connect(KEY, days=30), person


def _by_login() -> tuple[Connection, Person]:
    double = garmin_api.double
    person = garmin_api.Person(2, days=40, file_s=3600, activities=25)
    double.connect.add("login@example.org", double.password, person)
    tokens = {"v": 1, **double.connect.tokens("login@example.org")}
    return connect_by(Way.LOGIN, "login", tokens, days=30), person


def _measured(made: tuple[Connection, Person], traffic: Traffic, runs: int) -> tuple[list[float], int, int]:
    """Seconds of each run, requests of the last one, offences. All but today's is here already."""
    connection, person = made
    garmin_api.double.personal.latency_s = garmin_api.double.connect.latency_s = 0.0
    garmin_api.set_rate(FAST)
    finish_slices(connection)
    outing = person.add_activity(hour=0, seconds=3600)
    garmin_api.double.personal.latency_s = garmin_api.double.connect.latency_s = LATENCY_S
    garmin_api.set_rate(RATE)
    time.sleep(1)
    traffic.forget()
    garmin_api.limit(RATE)
    times = []
    for _ in range(runs):
        traffic.calls.clear()
        request_sync(connection=connection)
        times.append(seconds(lambda: sync_connection(connection_id=connection.pk)))
        _check(connection, str(outing.id))
        _forget_today(connection, str(outing.id))
    garmin_api.limit(FAST)
    return times, len(traffic.calls), len(traffic.violations)


def _check(connection: Connection, activity_id: str) -> None:
    day = Day.objects.filter(athlete=connection.athlete, date=connection.athlete.today()).first()
    if day is None or day.steps is None or not Origin.objects.filter(external_id=activity_id).exists():
        connection.refresh_from_db()
        raise SystemExit(f"the day did not come whole: {connection.last_error_code}")


def _forget_today(connection: Connection, activity_id: str) -> None:
    today = connection.athlete.today()
    for model in (Day, SyncedDay, Estimate):
        model.objects.filter(athlete=connection.athlete, date=today).delete()
    Activity.objects.filter(origins__external_id=activity_id).delete()
    RemoteActivity.objects.filter(external_id=activity_id).delete()
    Job.objects.filter(kind="sync").delete()


if __name__ == "__main__":
    main()
