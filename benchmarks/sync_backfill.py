"""A year with its activities by the Personal API: what is asked, endpoint by endpoint, and how politely."""

import re
import sys
from collections import Counter
from math import ceil

from support import garmin_api, sync_house  # noqa: F401 - the installation before what needs it
from support.report import report, seconds
from support.sync_athletes import connect, finish_slices

from metrics.models import Activity, SyncedDay

KEY = "GCDC_the_only_one_of_this_benchmark"
DAYS, ACTIVITIES = 365, 312
QUICK_ACTIVITIES, QUICK_RATE, RATE = 60, 60.0, 2.0
LIST, FILES, TOKEN = "/activitylist-service", "/download-service", "/personalapitoken-service"
MOST_WELLNESS = 60


def main() -> None:
    is_quick = "--quick" in sys.argv
    count, rate = (QUICK_ACTIVITIES, QUICK_RATE) if is_quick else (ACTIVITIES, RATE)
    garmin_api.api.add(KEY, garmin_api.Person(1, days=DAYS, file_s=600, activities=count))
    garmin_api.set_rate(rate)
    garmin_api.limit(rate)
    connection = connect(KEY, days=DAYS - 1)
    took = seconds(lambda: finish_slices(connection))
    calls = Counter(_name(call.path) for call in garmin_api.api.traffic.calls)
    for name, times in calls.most_common():
        print(f"{times:6d}  {name}")
    _check(connection.athlete_id, count)
    day_only = sum(times for name, times in calls.items() if name.endswith("{day}"))
    listed = _sum(calls, LIST)
    files = _sum(calls, FILES)
    figures = {
        "requests_wellness_365d": calls.total() - listed - files - _sum(calls, TOKEN) - day_only,
        "requests_day_only": day_only,
        "requests_activities": listed + files,
        "requests_lists": listed,
        "backfill_activities": count,
        "backfill_s": took,
        "backfill_refused": sum(call.status == 429 for call in garmin_api.api.traffic.calls),
        "backfill_violations": len(garmin_api.api.traffic.violations),
    }
    targets = {
        "requests_wellness_365d": MOST_WELLNESS,
        "requests_lists": ceil(count / 20) + 1,
        "requests_activities": count + ceil(count / 20) + 1,
        "backfill_refused": 0,
        "backfill_violations": 0,
    }
    report("sync_backfill", figures, targets)


def _check(athlete_id: int, count: int) -> None:
    activities = Activity.objects.filter(athlete_id=athlete_id).shown().count()
    days = SyncedDay.objects.filter(athlete_id=athlete_id).count()
    if (activities, days) != (count, DAYS):
        raise SystemExit(f"{activities} of {count} activities and {days} of {DAYS} days came")


def _name(path: str) -> str:
    """The endpoint with its dates and ids taken out; one that takes a single day ends in {day}."""
    text = re.sub(r"/\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", "/{from}/{to}", path)
    text = re.sub(r"/\d{4}-\d\d-\d\d", "/{day}", text)
    return re.sub(r"/\d+", "/{id}", text)


def _sum(calls: Counter[str], start: str) -> int:
    return sum(times for name, times in calls.items() if name.startswith(start))


if __name__ == "__main__":
    main()
